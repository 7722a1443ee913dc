"""People found, compared, joined and warned about, on PostgreSQL as on SQLite."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from cases.commands.merges import merge_people, undo_merge
from cases.queries.own_people import own_people
from cases.queries.people import Only, PeopleFilter, list_people
from cases.queries.person_page import person_page
from cases.queries.same_person import pairs_to_review
from cases.simulation.invariants import count_violations
from models.vocabulary import TaskKind
from tests.cases.workforce import (
    BORN,
    CHECKED,
    DINO,
    JANUARY,
    LATER,
    SHEET,
    asked,
    confirm,
    counted,
    declare,
    foreman,
    two_builders,
)
from tests.support.people import House, at

NOW = datetime(2028, 12, 4, 9, tzinfo=UTC)
PROMISES = (
    "every_record_leads_to_its_person",
    "every_newcomer_is_asked_about",
    "nobody_confirmed_is_still_asked_about",
    "nobodys_hours_are_spread_twice",
)


def test_people_are_found_joined_and_separated_on_postgresql(postgres_house: House) -> None:
    house = postgres_house
    first, second = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    [other] = declare(house, second, (("Fictif", "Dino", BORN), "35"))
    confirm(house, dino)
    house.validate(first, JANUARY, CHECKED)
    house.validate(second, JANUARY, CHECKED)
    with house.database.read() as session:
        assert [pair.other for pair in pairs_to_review(session, house.alice).pairs] == [other]
        found = list_people(session, house.alice, PeopleFilter("dino", Only.TO_CONFIRM), now=at(LATER))
        assert [person.id for person in found.lines] == [other]

    with house.database.write() as session:
        merge_people(session, house.alice, other, dino, now=at(LATER))
        merge = person_page(session, house.alice, other, at(LATER)).merges[0]
    assert counted(house, second) == 35
    with house.database.write() as session:
        undo_merge(session, house.alice, merge.id, now=at(LATER))
    assert counted(house, second) == 0

    with house.database.write() as session:
        still = update(SHEET).where(SHEET.c.month == JANUARY, SHEET.c.declared_hours > 0)
        session.connection().execute(still.values(month=date(2028, 10, 1)))
    house.tick(NOW)
    assert [details for _, details in asked(house, TaskKind.ELIGIBILITY_EXPIRING)] == [{"participant": dino}]
    with house.database.read() as session:
        ending = list_people(session, house.alice, PeopleFilter(only=Only.EXPIRING), now=NOW)
        mine = own_people(session, foreman(house, first), now=NOW)
    assert [person.id for person in ending.lines] == [dino]
    assert [person.id for person in mine.lines] == [dino]
    violations = count_violations(house.database, house.territory_id, now=NOW)
    assert [violations[promise] for promise in PROMISES] == [0, 0, 0, 0]

"""A buyer announces a planned market: what is refused, what is written, what it is told when we are late."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from cases.access import add_link
from cases.actors import Actor
from cases.commands.announcing import announce_market
from cases.inputs import Announcement, PartInput
from cases.refusals import InvalidInput, NotAllowed, NotFound
from cases.statements import JOURNAL, MAIL, MARKET, TASK, table_of
from models.tables import MarketPart, Operation, Party
from models.vocabulary import ActorKind, DeadlineRule, LinkAct, PartKind, Role, Stage, TaskKind
from tests.cases.dump import dump
from tests.cases.scenes import Move, acts, change_market, deadlines, do, events, market_row, rows, tasks
from tests.support.people import BUYER_EMAIL, House, at

PART, OPERATION, PARTY = table_of(MarketPart), table_of(Operation), table_of(Party)
MONDAY = date(2027, 3, 1)
OPINION_BY, LATE_ON = date(2027, 3, 15), date(2027, 3, 16)
LOTS = (
    PartInput(number="1", title="Gros œuvre", amount_excl_tax=Decimal(300_000)),
    PartInput(number="2", title="Peinture", amount_excl_tax=Decimal(100_000)),
)


def a_buyer(house: House, email: str | None = BUYER_EMAIL, territory_id: int | None = None) -> int:
    values = {"kind": "buyer", "name": "Ville d’Essai", "email": email, "locale": "fr"}
    row = {"territory_id": territory_id or house.territory_id, "created_at": at(MONDAY), **values}
    with house.database.write() as session:
        return int(session.connection().execute(PARTY.insert().values(**row)).inserted_primary_key[0])


def by_link(house: House, buyer: int) -> Actor:
    with house.database.write() as session:
        link = add_link(
            session, house.territory_id, LinkAct.ANNOUNCE, valid_days=90, now=at(MONDAY), party_id=buyer
        )
    return Actor(ActorKind.LINK, house.territory_id, link, Role.BUYER, buyer)


def announce(house: House, buyer: int, actor: Actor, day: date = MONDAY, **facts: Any) -> int:
    announcement = Announcement(**{"title": "Crèche Petit-Exemple", **facts})
    with house.database.write() as session:
        return announce_market(session, actor, buyer, announcement, now=at(day))


def test_a_buyers_announcement_opens_a_case_its_study_its_deadline_and_is_acknowledged(house: House) -> None:
    buyer = a_buyer(house)
    market = announce(house, buyer, by_link(house, buyer), parts=LOTS, amount_excl_tax=Decimal(450_000))

    row = market_row(house, market)
    assert (row.stage, row.buyer_id, row.reference) == (Stage.DRAFTING, buyer, "2027-A-001")
    assert row.study_due_on == OPINION_BY
    assert events(house, market) == ["announced"]
    assert [task.due_on for task in tasks(house, TaskKind.STUDY_MARKET)] == [OPINION_BY]
    assert deadlines(house, market) == [
        (DeadlineRule.OPINION_LATE, "overdue", LATE_ON.isoformat(), "pending")
    ]
    assert [part.title for part in rows(house, PART, market_id=market)] == ["Gros œuvre", "Peinture"]
    [mail] = rows(house, MAIL, market_id=market)
    assert (mail.kind, mail.to_email, mail.party_id) == ("announcement_receipt", BUYER_EMAIL, buyer)
    assert '"opinion_by":"2027-03-15"' in mail.payload


def test_nothing_personal_enters_the_journal(house: House) -> None:
    buyer = a_buyer(house)
    market = announce(house, buyer, by_link(house, buyer), description="Appelez Bob Inventé.")
    [entry] = rows(house, JOURNAL, market_id=market)
    assert "Bob" not in entry.payload
    assert BUYER_EMAIL not in entry.payload
    assert '"acknowledged":true' in entry.payload


def test_a_buyer_without_an_address_is_not_written_to(house: House) -> None:
    buyer = a_buyer(house, email=None)
    market = announce(house, buyer, house.alice)
    assert rows(house, MAIL) == []
    [entry] = rows(house, JOURNAL, market_id=market)
    assert '"acknowledged":false' in entry.payload


def test_references_made_by_us_follow_each_other_and_skip_those_taken(house: House) -> None:
    buyer = a_buyer(house)
    first = announce(house, buyer, house.alice)
    announce(house, buyer, house.alice, reference="2027-A-007")
    third = announce(house, buyer, house.alice)
    assert market_row(house, first).reference == "2027-A-001"
    assert market_row(house, third).reference == "2027-A-008"


def test_a_reference_that_the_territory_has_is_refused_at_its_field(house: House) -> None:
    buyer = a_buyer(house)
    announce(house, buyer, house.alice, reference="V-12")
    with pytest.raises(InvalidInput) as refused:
        announce(house, buyer, house.alice, reference="V-12")
    assert [place.field for place in refused.value.places] == ["reference"]


def test_the_operation_is_found_by_its_reference_or_its_title_or_made(house: House) -> None:
    buyer = a_buyer(house)
    named = {"operation_title": "Quartier du Modèle"}
    found = [
        announce(house, buyer, house.alice, **named),
        announce(house, buyer, house.alice, operation_title="quartier du modèle"),
        announce(house, buyer, house.alice, operation_reference="2027-OP-001", operation_title="Autre"),
        announce(house, buyer, house.alice, operation_reference="OP-X"),
        announce(house, buyer, house.alice),
    ]
    made = rows(house, OPERATION)
    assert [(row.reference, row.title) for row in made] == [
        ("2027-OP-001", "Quartier du Modèle"),
        ("OP-X", "OP-X"),
    ]
    numbers = [market_row(house, market).operation_id for market in found]
    assert numbers == [made[0].id] * 3 + [made[1].id, None]


def test_whoever_follows_the_buyers_latest_market_gets_the_new_one(house: House) -> None:
    buyer = a_buyer(house)
    announce(house, buyer, house.alice)
    market = announce(house, buyer, by_link(house, buyer))
    assert market_row(house, market).referent_id == house.alice.id


def test_a_link_announces_for_its_own_buyer_only(house: House) -> None:
    buyer, other = a_buyer(house), a_buyer(house)
    with pytest.raises(NotAllowed):
        announce(house, other, by_link(house, buyer))
    company = Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.COMPANY, buyer)
    with pytest.raises(NotAllowed):
        announce(house, buyer, company)


def test_staff_announce_for_buyers_of_their_territory_only(house: House) -> None:
    elsewhere = House(house.database, territory_id=1)
    foreign = a_buyer(house, territory_id=elsewhere.territory_id)
    before = dump(house.database)
    with pytest.raises(NotFound):
        announce(house, foreign, house.alice)
    assert dump(house.database) == before


FITTING: dict[str, Any] = {"title": "Crèche Petit-Exemple", "amount_excl_tax": "400000"}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "title"),
    ({"amount_excl_tax": "-1"}, "amount_excl_tax"),
    ({"publication_planned_on": "2027-06-01", "works_planned_on": "2027-05-31"}, "works_planned_on"),
    ({"parts": [{"number": "1", "title": "Lot", "is_firm": False}]}, "parts.0.is_firm"),
    ({"parts": [{"number": "", "title": "Lot"}]}, "parts.0.number"),
]
CONTRADICTING: list[tuple[dict[str, Any], list[str]]] = [
    ({"parts": [{"number": "1a", "title": "A"}, {"number": "1A", "title": "B"}]}, ["parts.1.number"]),
    ({"parts": [{"kind": "purchase_order", "number": "1", "title": "A"}]}, ["parts.0.kind"]),
    (
        {
            "parts": [
                {"number": "1", "title": "A", "amount_excl_tax": "300000"},
                {"number": "2", "title": "B", "amount_excl_tax": "100000.01"},
            ]
        },
        ["amount_excl_tax"],
    ),
]
AGREEING: list[dict[str, Any]] = [
    {"parts": [{"number": "1", "title": "A"}, {"kind": "tranche", "number": "1", "title": "B"}]},
    {"parts": [{"kind": "tranche", "number": "1", "title": "B", "is_firm": False}]},
    {"is_framework": True, "parts": [{"kind": "purchase_order", "number": "1", "title": "A"}]},
    {"parts": [{"number": "1", "title": "A", "amount_excl_tax": "400000"}]},
    {"parts": [{"number": "1", "title": "A", "amount_excl_tax": "900000"}, {"number": "2", "title": "B"}]},
    {"publication_planned_on": "2027-06-01", "works_planned_on": "2027-06-01"},
]


@pytest.mark.parametrize(("facts", "field"), WRONG)
def test_a_wrong_value_names_its_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Announcement.model_validate(FITTING | facts)
    assert [".".join(map(str, error["loc"])) for error in refused.value.errors()] == [field]


@pytest.mark.parametrize(("facts", "fields"), CONTRADICTING)
def test_parts_that_contradict_each_other_name_their_fields(facts: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        Announcement.model_validate(FITTING | facts)
    assert [place.field for place in refused.value.places] == fields


@pytest.mark.parametrize("facts", AGREEING)
def test_parts_that_agree_are_accepted(facts: dict[str, Any]) -> None:
    assert Announcement.model_validate(FITTING | facts).title == "Crèche Petit-Exemple"


def late_mails(house: House) -> list[tuple[str, str]]:
    return house.mails("opinion_late")


def test_the_buyer_of_a_late_opinion_is_told_once_with_a_new_day(house: House) -> None:
    buyer = a_buyer(house)
    market = announce(house, buyer, by_link(house, buyer))
    house.live(MONDAY, date(2027, 4, 30))
    assert late_mails(house) == [("opinion_late", LATE_ON.isoformat())]
    assert events(house, market) == ["announced", "opinion_late_told"]
    assert market_row(house, market).study_due_on == date(2027, 3, 23)


def test_clocks_that_come_back_weeks_late_write_one_message(house: House) -> None:
    buyer = a_buyer(house)
    announce(house, buyer, by_link(house, buyer))
    for hour in (6, 9, 10):
        house.tick(at(date(2027, 4, 9), hour))
    assert late_mails(house) == [("opinion_late", "2027-04-09")]


def test_a_buyer_with_several_late_opinions_gets_one_message_for_all(house: House) -> None:
    buyer, other = a_buyer(house), a_buyer(house)
    markets = [announce(house, buyer, house.alice, title=f"Crèche {n}") for n in range(3)]
    announce(house, other, house.alice)
    house.tick(at(LATE_ON))
    found = [row.payload for row in rows(house, MAIL, kind="opinion_late")]
    assert [payload.count('"promised_on"') for payload in found] == [3, 1]
    assert all(events(house, market)[-1] == "opinion_late_told" for market in markets)


def test_an_opinion_given_in_time_is_never_said_to_be_late(house: House) -> None:
    buyer = a_buyer(house)
    market = announce(house, buyer, house.alice)
    change_market(house, market, advice="clause", lever="execution_condition")
    house.live(MONDAY, date(2027, 4, 30))
    assert late_mails(house) == []
    assert events(house, market) == ["announced"]


def test_a_late_opinion_for_a_buyer_without_address_asks_someone_to_find_one(house: House) -> None:
    buyer = a_buyer(house, email=None)
    market = announce(house, buyer, house.alice)
    house.tick(at(LATE_ON))
    assert late_mails(house) == []
    assert events(house, market)[-1] == "contact_missing"
    assert [task.subject_id for task in tasks(house, TaskKind.MISSING_CONTACT)] == [buyer]


@pytest.mark.parametrize("leave", [House.advise, House.refuse_clause, House.publish, "abandon"])
def test_a_market_that_leaves_the_study_is_no_longer_late(house: House, leave: Any) -> None:
    market = house.register(MONDAY)
    assert [status for *_, status in deadlines(house, market)] == ["pending"]
    if leave == "abandon":
        do(house, acts(MONDAY)[Move.ABANDON], market)
    else:
        leave(house, market, MONDAY)
    assert [status for *_, status in deadlines(house, market)] == ["cancelled"]


def test_a_procedure_that_starts_again_is_studied_and_timed_again(house: House) -> None:
    market = house.register(MONDAY)
    house.publish(market, MONDAY)
    do(house, acts(MONDAY + timedelta(days=28))[Move.RESTART], market)
    assert market_row(house, market).study_due_on == date(2027, 4, 12)
    assert [status for *_, status in deadlines(house, market)] == ["cancelled", "pending"]
    house.live(MONDAY, date(2027, 5, 31))
    assert late_mails(house) == [("opinion_late", "2027-04-13")]


def test_a_market_entered_by_hand_is_due_too_and_its_buyer_not_written_to(house: House) -> None:
    market = house.register(MONDAY)
    assert market_row(house, market).study_due_on == OPINION_BY
    assert rows(house, MAIL) == []
    with house.database.read() as session:
        task = session.connection().execute(select(TASK.c.due_on).where(TASK.c.market_id == market))
        assert task.scalar_one() == OPINION_BY


def test_the_kinds_of_parts_are_kept(house: House) -> None:
    buyer = a_buyer(house)
    optional = PartInput(kind=PartKind.TRANCHE, number="2", title="Extension", is_firm=False)
    market = announce(house, buyer, house.alice, parts=(LOTS[0], optional))
    assert [(part.kind, part.is_firm) for part in rows(house, PART, market_id=market)] == [
        (PartKind.LOT, True),
        (PartKind.TRANCHE, False),
    ]
    assert rows(house, MARKET)[0].id == market

"""The company, the structure that employs and the person say the same hours, or do not."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cases.actors import Actor
from cases.asked_hours import reported_people
from cases.commands import hours_reports
from cases.commands.contracts import correct_contract
from cases.commands.merges import merge_people, undo_merge
from cases.commands.rule_packs import adopt_pack
from cases.commands.sheets import submit_sheet
from cases.inputs import ContractInput, LineInput, SheetAnswer
from cases.queries.matched_hours import match_rows
from cases.queries.paging import Slice
from cases.queries.work_records import TaskFilter, list_tasks
from cases.recognition import MERGE
from cases.refusals import HoursAlreadyAgree, InvalidInput, NotAllowed
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import DEADLINE, JOURNAL, table_of
from models.database import Database
from models.tables import AccessLink, HourLine, HourSheet, Party, WorkContract
from models.vocabulary import (
    ActorKind,
    DeadlineRule,
    HoursSource,
    Role,
    TaskKind,
    TaskStatus,
)
from tests.cases.lent import (
    ASKED,
    CONTRACT,
    JANUARY,
    PARTY,
    REMINDED,
    START,
    Lent,
    ask_dora,
    attest,
    lent_to,
)
from tests.cases.scenes import events, market_row, one, rows, send_back
from tests.database.records import add
from tests.support.copies import copy_of
from tests.support.people import House, at, found_house

LAST_DAY = date(2027, 1, 31)
SHEET, LINE, LINK = table_of(HourSheet), table_of(HourLine), table_of(AccessLink)


def _found(database: Database) -> None:
    found_house(database)
    lent_to(House(database, territory_id=1, alice_id=1))


@pytest.fixture
def lent(tmp_path: Path) -> Iterator[Lent]:
    house = House(copy_of(_found, tmp_path / "jalon.db"), territory_id=1, alice_id=1)
    with house.database.read() as session:
        contract = session.connection().execute(select(CONTRACT)).one()
    structure = Actor(ActorKind.ACCOUNT, 1, 99, Role.PARTNER, contract.employer_id)
    yield Lent(house, 1, structure, contract.participant_id)
    house.database.dispose()


def hear(lent: Lent, told: str) -> None:
    """What happens to Dora's hours, as "structure 50, person 60"."""
    for each in told.split(", "):
        what, _, hours = each.partition(" ")
        if what == "structure":
            lent.report(hours)
        elif what == "person":
            attest(lent, hours)
        elif what == "company":
            lent.declare(hours, ASKED)
        elif what == "tolerance":
            director = replace(lent.house.alice, role=Role.DIRECTOR)
            pack = DEFAULT_PACK.revised("loose-1", LAST_DAY, match_tolerance_hours=Decimal(hours))
            with lent.house.database.write() as session:
                adopt_pack(session, director, pack, now=at(LAST_DAY))
        elif what == "validated":
            lent.house.validate(lent.market, JANUARY, ASKED)


HEARD: list[tuple[str, dict[str, str] | None]] = [
    ("structure 70, person 70", None),
    ("structure 50", {"company": "70.00", "structure": "50.00"}),
    ("person 60", {"company": "70.00", "participant": "60.00"}),
    ("structure 50, person 60", {"company": "70.00", "structure": "50.00", "participant": "60.00"}),
    ("person 60, structure 70", {"company": "70.00", "structure": "70.00", "participant": "60.00"}),
    ("structure 71", None),
    ("structure 71.01", {"company": "70.00", "structure": "71.01"}),
    ("structure 71, person 69", {"company": "70.00", "structure": "71.00", "participant": "69.00"}),
    ("tolerance 5, structure 75", None),
    ("tolerance 5, structure 75.5", {"company": "70.00", "structure": "75.50"}),
    ("structure 75, tolerance 5", None),
    ("structure 50, structure 45", {"company": "70.00", "structure": "45.00"}),
    ("structure 50, structure 70", None),
    ("structure 50, person 60, person 50, company 50", None),
    ("validated, structure 50", {"company": "70.00", "structure": "50.00"}),
    ("validated, structure 50, structure 69.5", None),
    (
        "structure 50, validated, structure 45, person 50",
        {"company": "70.00", "structure": "45.00", "participant": "50.00"},
    ),
]


@pytest.mark.parametrize(("told", "figures"), HEARD, ids=[told for told, _ in HEARD])
def test_a_difference_is_one_task_with_every_figure_until_all_agree(
    lent: Lent, told: str, figures: dict[str, str] | None
) -> None:
    ask_dora(lent)

    hear(lent, told)

    with lent.house.database.read() as session:
        found = list_tasks(
            session, lent.house.alice, TaskFilter(kind=TaskKind.MATCH_HOURS, status=TaskStatus.OPEN), Slice()
        ).items
    shown = [
        {str(source): str(hours) for source, hours in row.said}
        for task in found
        for row in task["differences"]
    ]
    assert shown == ([] if figures is None else [figures])
    assert len(found) == len(shown)


def test_records_joined_or_separated_are_compared_again(lent: Lent) -> None:
    """The company wrote Dora's hours on another record than the one with her contract."""
    line = LineInput(first_name="Dorah", last_name="Fictive", hours=Decimal(70))
    with lent.house.database.write() as session:
        answer = SheetAnswer(lines=(line,), confirm=True)
        submit_sheet(session, lent.house.alice, lent.sheet, answer, now=at(ASKED))
    lent.report("70")
    assert len(lent.differences()) == 1

    with lent.house.database.write() as session:
        merge_people(session, lent.house.alice, lent.dora, lent.dora + 1, now=at(ASKED))
        merge = session.connection().execute(select(MERGE.c.id)).scalar_one()
    assert lent.differences() == []

    with lent.house.database.write() as session:
        undo_merge(session, lent.house.alice, merge, now=at(ASKED))
    assert len(lent.differences()) == 1


def test_a_structure_is_asked_once_for_all_its_people_then_reminded_once(lent: Lent) -> None:
    lent.house.live(date(2027, 2, 4), date(2027, 3, 12))

    asked = lent.mails("hours_report")

    assert [(row.release_at.date(), json.loads(row.payload)["is_reminder"]) for row in asked] == [
        (ASKED, False),
        (REMINDED, True),
    ]
    assert len(rows(lent.house, LINK, act="report_hours")) == 1
    assert not lent.differences(), "silence is no fault"


def test_a_structure_that_answered_is_not_reminded(lent: Lent) -> None:
    lent.house.live(date(2027, 2, 4), ASKED)
    lent.report("70")
    lent.house.live(date(2027, 2, 9), date(2027, 3, 12))

    assert len(lent.mails("hours_report")) == 1


def test_nobody_is_asked_where_nobody_else_employs(lent: Lent) -> None:
    other = lent.house.under_way(START, "M-2")
    lent.house.live(date(2027, 2, 4), date(2027, 2, 4))
    with lent.house.database.write() as session:
        session.connection().execute(CONTRACT.delete())
    lent.house.answer(other, JANUARY, "80", date(2027, 2, 5))

    rule = DeadlineRule.HOURS_REPORT
    assert [row.subject_id for row in rows(lent.house, DEADLINE, rule=rule)] == [lent.sheet]


def test_a_difference_is_one_task_that_counts_people_and_names_nobody(lent: Lent) -> None:
    lent.report("50")
    lent.report("45")

    (task,) = lent.differences()

    assert task.subject_id == lent.sheet
    assert json.loads(task.details) == {"company": "Bâtisseur d’Essai", "month": "2027-01-01", "people": 1}
    told = [row.payload for row in rows(lent.house, JOURNAL, event="hours_reported")]
    assert not any("Dora" in payload or "45" in payload for payload in told)


def test_the_task_ends_when_the_structure_corrects_and_opens_again_if_it_differs_again(lent: Lent) -> None:
    lent.report("50")
    lent.report("70", REMINDED)
    assert lent.differences() == []
    lent.report("50", date(2027, 2, 16))
    assert len(lent.differences()) == 1


def test_there_is_nothing_to_settle_while_the_sheet_is_sent_back(lent: Lent) -> None:
    lent.report("50")
    send_back(lent.house, lent.market, JANUARY, ASKED)
    assert lent.differences() == []

    lent.declare("70", REMINDED)
    assert len(lent.differences()) == 1


def test_someone_whom_the_company_did_not_declare_is_a_difference(lent: Lent) -> None:
    lent.house.answer(lent.market, JANUARY, "80", REMINDED)
    lent.report("70")
    assert len(lent.differences()) == 1


def test_the_companys_figure_may_stand_and_nothing_else_changes(lent: Lent) -> None:
    lent.report("50")
    lent.decide(HoursSource.COMPANY)

    assert lent.differences() == []
    assert one(lent.house, SHEET, id=lent.sheet).declared_hours == Decimal(70)
    assert lent.mails("hours_settled") == []
    lent.report("50", date(2027, 2, 16))
    assert lent.differences() == [], "the same figure again was decided on"
    lent.report("49", date(2027, 2, 17))
    assert len(lent.differences()) == 1


def test_the_structures_figure_takes_the_companys_place_and_the_company_is_told(lent: Lent) -> None:
    lent.report("50")
    lent.decide(HoursSource.STRUCTURE)

    assert lent.differences() == []
    sheet = one(lent.house, SHEET, id=lent.sheet)
    assert (sheet.declared_hours, str(sheet.status)) == (Decimal(50), "submitted")
    (mail,) = lent.mails("hours_settled")
    said = json.loads(mail.payload)
    assert (said["before"], said["after"], said["reason"]) == ("70.00", "50.00", "Contrat vérifié.")
    (told,) = rows(lent.house, JOURNAL, event="difference_decided")
    assert json.loads(told.payload)["hours"] == {"before": "70.00", "after": "50.00"}


def test_deciding_on_a_validated_sheet_counts_its_hours_anew(lent: Lent) -> None:
    lent.house.validate(lent.market, JANUARY, ASKED)
    assert market_row(lent.house, lent.market).counted_hours == Decimal(70)
    lent.report("50")
    lent.decide(HoursSource.STRUCTURE)

    assert market_row(lent.house, lent.market).counted_hours == Decimal(50)
    assert one(lent.house, SHEET, id=lent.sheet).counted_hours == Decimal(50)


def test_a_structure_that_counts_none_takes_the_line_away(lent: Lent) -> None:
    lent.report("0")
    lent.decide(HoursSource.STRUCTURE)

    assert rows(lent.house, LINE, sheet_id=lent.sheet) == []
    assert one(lent.house, SHEET, id=lent.sheet).is_nil


def test_there_is_nothing_to_decide_while_figures_agree_or_of_a_source_that_is_silent(lent: Lent) -> None:
    with pytest.raises(HoursAlreadyAgree):
        lent.decide(HoursSource.STRUCTURE)
    lent.report("50")
    with pytest.raises(InvalidInput):
        lent.decide(HoursSource.PARTICIPANT)


def test_a_structure_speaks_of_its_own_people_only(lent: Lent) -> None:
    stranger = Actor(
        ActorKind.ACCOUNT, lent.house.territory_id, 98, Role.PARTNER, lent.structure.party_id + 1
    )
    with lent.house.database.write() as session, pytest.raises(InvalidInput):
        hours_reports.report_hours(session, stranger, JANUARY, lent.said("5"), now=at(ASKED))
    with lent.house.database.write() as session, pytest.raises(NotAllowed):
        hours_reports.report_hours(session, lent.house.alice, JANUARY, lent.said("5"), now=at(ASKED))


def second_structure(lent: Lent) -> Actor:
    """Dora changed agencies within the month: another one employs her too."""
    with lent.house.database.write() as session:
        connection = session.connection()
        agency = dict(
            connection.execute(select(PARTY).where(PARTY.c.id == lent.structure.party_id)).mappings().one()
        )
        contract = dict(connection.execute(select(CONTRACT)).mappings().one())
        second = add(session, Party, **{**agency, "id": None, "name": "Autre Intérim"})
        add(session, WorkContract, **{**contract, "id": None, "employer_id": second})
    return replace(lent.structure, party_id=second)


def test_a_structure_does_not_read_what_another_one_said(lent: Lent) -> None:
    lent.report("50")
    second = second_structure(lent)
    with lent.house.database.read() as session:
        said = [
            [person.hours for person in reported_people(session, 1, structure or 0, JANUARY)]
            for structure in (lent.structure.party_id, second.party_id)
        ]
    assert said == [[Decimal(50)], [None]]


@pytest.mark.parametrize(
    ("first", "then", "differ"),
    [("50", None, 0), ("75", None, 1), ("50", "20", 0), ("50", "10", 1), ("50", "50", 1)],
)
def test_what_two_structures_say_of_one_month_adds_up(
    lent: Lent, first: str, then: str | None, differ: int
) -> None:
    second = second_structure(lent)
    lent.report("1")
    lent.report(first)
    if then is not None:
        replace(lent, structure=second).report(then)

    assert len(lent.differences()) == differ
    with lent.house.database.read() as session:
        (row,) = match_rows(session, lent.house.alice, lent.sheet)
    assert row.structure_hours == Decimal(first) + Decimal(then or 0)
    assert row.structure_name == "Intérim d’Essai, Autre Intérim"
    assert row.is_partial is (then is None)


def test_who_else_employs_says_whether_a_lesser_figure_is_a_difference(lent: Lent) -> None:
    second = second_structure(lent).party_id
    alice, dora = lent.house.alice, lent.dora
    lent.report("50")
    assert lent.differences() == []
    with lent.house.database.write() as session:
        query = select(CONTRACT.c.id).where(CONTRACT.c.employer_id == second)
        number = session.connection().execute(query).scalar_one()
        company = session.connection().execute(select(CONTRACT.c.company_id)).scalars().first()
        later = {"employer_id": second, "company_id": company, "kind": "temporary", "starts_on": "2027-02-01"}
        correct_contract(session, alice, dora, number, ContractInput.model_validate(later), now=at(ASKED))
    assert len(lent.differences()) == 1


def test_a_contract_that_does_not_cover_the_month_asks_nothing(lent: Lent) -> None:
    with lent.house.database.write() as session:
        session.connection().execute(update(CONTRACT).values(ends_on=date(2027, 1, 31)))
        found = reported_people(
            session, lent.house.territory_id, lent.structure.party_id or 0, date(2027, 2, 1)
        )
    assert found == []


def test_a_person_is_asked_where_the_market_asks_it(lent: Lent) -> None:
    ask_dora(lent)
    lent.house.live(date(2027, 2, 4), ASKED)

    (mail,) = lent.mails("attestation")

    assert mail.to_email == "dora@fictive.example"
    assert json.loads(mail.payload)["lines"][0]["hours"] == "70.00"
    assert events(lent.house, lent.market).count("attestation_chosen") == 1


def test_what_a_person_says_is_compared_too(lent: Lent) -> None:
    ask_dora(lent)
    attest(lent, "70")
    assert lent.differences() == []
    attest(lent, "60")
    assert len(lent.differences()) == 1
    lent.decide(HoursSource.PARTICIPANT)
    assert one(lent.house, SHEET, id=lent.sheet).declared_hours == Decimal(60)


def test_nobody_attests_where_the_market_does_not_ask(lent: Lent) -> None:
    with pytest.raises(InvalidInput):
        attest(lent, "70")

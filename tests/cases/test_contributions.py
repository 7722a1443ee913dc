"""Hours that an agency declares on a company's sheet: kept, shown, and no answer of the company."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cases.actors import Actor
from cases.commands.sheets import submit_sheet
from cases.inputs import LineInput, SheetAnswer
from cases.queries.matched_hours import match_rows
from cases.queries.sheet_files import sheet_file
from cases.queries.sheet_form import sheet_form
from cases.refusals import SheetQuestioned
from cases.rules.expected_people import Known, expected_people, is_covered
from cases.rules.matching import Match
from cases.statements import JOURNAL, MAIL, table_of
from models.tables import ContributedHours, HourLine, HourSheet, HoursReport, Party
from models.vocabulary import SheetStatus, TaskKind, TaskStatus
from tests.cases.scenes import tasks
from tests.cases.test_sheet_files import (
    ALICE,
    BOB,
    NOBODY,
    agency,
    builder,
    company,
    counts,
    employ,
    read,
    reasons,
    send,
)
from tests.database.records import add
from tests.support.people import House, at, fresh_house

SHEET, LINE, REPORT = table_of(HourSheet), table_of(HourLine), table_of(HoursReport)
CONTRIBUTED, PARTY = table_of(ContributedHours), table_of(Party)
FEBRUARY, MARCH_2 = date(2027, 2, 1), date(2027, 3, 2)
ALICE_2, BOB_2 = (("M-1", "02/2027", *row[2:]) for row in (ALICE, BOB))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """In January Alice and Bob worked on the first market; February is asked for, and an agency lends Bob."""
    house = fresh_house(tmp_path)
    for reference in ("M-1", "M-2"):
        house.under_way(date(2027, 1, 4), reference)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    send(house, read(ALICE, BOB, NOBODY))
    house.live(date(2027, 3, 1), date(2027, 3, 1))
    return house


@pytest.fixture
def interim(house: House) -> Actor:
    found = agency(house)
    employ(house, found.party_id or 0, date(2027, 1, 4))
    return found


def lend(house: House, interim: Actor, hours: str = "40", **options: Any) -> Any:
    row = (*BOB_2[:4], hours, *BOB_2[5:])
    return send(house, read(row), interim, **{"now": at(MARCH_2)} | options)


def answer(house: House, answer: SheetAnswer, day: date = date(2027, 3, 3)) -> None:
    with house.database.write() as session:
        submit_sheet(session, company(house), house.sheet_of(1, FEBRUARY), answer, now=at(day))


def february(house: House) -> tuple[SheetStatus, list[tuple[str, Decimal, str | None]]]:
    """The status, and the people whom the company finds with hours, with whoever declared them."""
    with house.database.read() as session:
        form = sheet_form(session, company(house), house.sheet_of(1, FEBRUARY))
    people = [(one.first_name, one.hours, one.declared_by) for one in form.people if one.hours]
    return form.status, people


def ledger(house: House) -> list[str]:
    with house.database.read() as session:
        return list(session.connection().execute(select(JOURNAL.c.event).order_by(JOURNAL.c.id)).scalars())


def test_an_agencys_hours_wait_on_the_sheet_and_the_company_is_still_asked(
    house: House, interim: Actor
) -> None:
    report = lend(house, interim)

    assert [(one.outcome, one.awaits_company) for one in report.sheets] == [("accepted", True)]
    assert february(house) == (SheetStatus.AWAITED, [("Bob", Decimal(40), "Peindre Exemple")])
    house.live(date(2027, 3, 3), date(2027, 3, 19))
    asked = [kind for kind, _ in house.mails() if kind.startswith("sheet_")]
    assert asked[-2:] == ["sheet_first_chase", "sheet_second_chase"]
    with house.database.read() as session:
        query = select(MAIL.c.payload).where(MAIL.c.kind == "sheet_first_chase")
        chase = session.connection().execute(query.order_by(MAIL.c.id.desc())).scalars().first() or ""
    assert '"received":[{"declared_by":"Peindre Exemple","hours":"40.00","people_count":1}]' in chase


def test_the_same_file_again_changes_nothing_and_another_figure_takes_its_place(
    house: House, interim: Actor
) -> None:
    lend(house, interim)
    before = ledger(house)
    assert counts(lend(house, interim)) == (0, 0, 1, 0, 0)
    assert ledger(house) == before
    assert counts(lend(house, interim, "45")) == (0, 1, 0, 0, 0)
    assert february(house) == (SheetStatus.AWAITED, [("Bob", Decimal(45), "Peindre Exemple")])
    with house.database.read() as session:
        sent = select(MAIL.c.payload).where(MAIL.c.kind == "sheets_receipt").order_by(MAIL.c.id)
        receipts = [one for one in session.connection().execute(sent).scalars() if '"awaits":true' in one]
        reported = session.connection().execute(select(REPORT.c.hours)).scalars().all()
    assert (len(receipts), reported) == (2, [Decimal(45)])


def test_what_the_company_adds_stands_beside_what_the_agency_declared(house: House, interim: Actor) -> None:
    lend(house, interim)
    with house.database.read() as session:
        people = sheet_form(session, company(house), house.sheet_of(1, FEBRUARY)).people
        file = sheet_file(session, company(house), builder(house), FEBRUARY, now=at(MARCH_2))
    assert [(one.first_name, one.hours) for one in file.sheets[0].people] == [
        ("Alice", None),
        ("Bob", Decimal(40)),
    ]
    hours = {"Alice": Decimal(70), "Bob": Decimal(40)}
    trained = {"Alice": Decimal(0), "Bob": Decimal(7)}  # which the agency had not said
    lines = tuple(
        LineInput(participant_id=one.id, hours=hours[one.first_name], training_hours=trained[one.first_name])
        for one in people
    )
    answer(house, SheetAnswer(lines=lines))
    status, found = february(house)
    assert (status, found) == (
        SheetStatus.SUBMITTED,
        [("Alice", Decimal(70), None), ("Bob", Decimal(40), "Peindre Exemple")],
    )


def test_nobody_says_nothing_of_those_whom_the_agency_declared(house: House, interim: Actor) -> None:
    lend(house, interim)
    answer(house, SheetAnswer(nil=True))
    assert february(house) == (SheetStatus.SUBMITTED, [("Bob", Decimal(40), "Peindre Exemple")])
    before = ledger(house)
    answer(house, SheetAnswer(nil=True))
    assert ledger(house) == before


def test_a_companys_file_leaves_the_agencys_lines_and_says_so(house: House, interim: Actor) -> None:
    lend(house, interim)
    report = send(house, read(ALICE_2), now=at(MARCH_2))
    assert [(one.people, one.hours) for one in report.sheets] == [(2, Decimal("124.5"))]
    (said,) = (one.reason_fr for one in report.warnings)
    assert said.startswith("Peindre Exemple a déclaré 40\u00a0h pour 1 personne sur cette fiche")
    nobody = ("M-1", "02/2027", "", "", "", "", "", "oui", "")
    again = send(house, read(nobody), now=at(MARCH_2), dry_run=True)
    assert [(one.nil, one.people) for one in again.sheets] == [(False, 1)]


def test_leaving_an_agencys_line_out_is_asked_about_and_makes_a_difference_to_settle(
    house: House, interim: Actor
) -> None:
    lend(house, interim)
    with house.database.read() as session:
        people = sheet_form(session, company(house), house.sheet_of(1, FEBRUARY)).people
    alice, bob = people
    alone = SheetAnswer(lines=(LineInput(participant_id=alice.id, hours=Decimal(70)),))
    with pytest.raises(SheetQuestioned) as asked:
        answer(house, alone)
    assert [place.field for place in asked.value.places] == [f"person.{bob.id}"]
    assert asked.value.places[0].message_fr.startswith("Peindre Exemple a déclaré 40\u00a0h pour Bob Inventé")
    answer(house, alone.model_copy(update={"confirm": True}))
    assert february(house)[1] == [("Alice", Decimal(70), None)]
    assert len(tasks(house, TaskKind.MATCH_HOURS, TaskStatus.OPEN)) == 1


def test_hours_of_two_agencies_for_one_person_are_not_lost_when_the_company_says_the_last_ones(
    house: House, interim: Actor
) -> None:
    with house.database.write() as session:
        first = dict(
            session.connection().execute(select(PARTY).where(PARTY.c.id == interim.party_id)).mappings().one()
        )
        other = replace(
            interim, party_id=add(session, Party, **{**first, "id": None, "name": "Autre Intérim"})
        )
    employ(house, other.party_id or 0, date(2027, 2, 15))
    lend(house, interim)
    lend(house, other, "20")
    with house.database.read() as session:
        people = sheet_form(session, company(house), house.sheet_of(1, FEBRUARY)).people
    lines = tuple(LineInput(participant_id=one.id, hours=one.hours or Decimal(70)) for one in people)
    answer(house, SheetAnswer(lines=lines, confirm=True))

    with house.database.read() as session:
        found = match_rows(session, house.alice, house.sheet_of(1, FEBRUARY))
    bob = next(row for row in found if row.name == "Bob Inventé")
    assert (bob.company_hours, bob.structure_hours, bob.match) == (20, 60, Match.DIFFERENCE)
    assert len(tasks(house, TaskKind.MATCH_HOURS, TaskStatus.OPEN)) == 1


def test_an_agency_answers_for_the_company_when_nobody_else_is_expected(house: House, interim: Actor) -> None:
    employ(house, interim.party_id or 0, date(2027, 1, 4), name="Alice")
    report = send(house, read(ALICE_2, BOB_2), interim, now=at(MARCH_2))
    assert [(one.outcome, one.awaits_company) for one in report.sheets] == [("accepted", False)]
    status, people = february(house)
    assert (status, {who for _, _, who in people}) == (SheetStatus.SUBMITTED, {"Peindre Exemple"})


def test_a_sheet_sent_back_is_the_companys_to_answer_whatever_an_agency_declares(
    house: House, interim: Actor
) -> None:
    with house.database.write() as session:
        sheet = house.sheet_of(1, FEBRUARY)
        values = {"status": SheetStatus.REJECTED, "rejection_reason": "À revoir"}
        session.connection().execute(SHEET.update().where(SHEET.c.id == sheet).values(**values))
    employ(house, interim.party_id or 0, date(2027, 1, 4), name="Alice")
    report = send(house, read(ALICE_2, BOB_2), interim, now=at(MARCH_2))
    assert [one.awaits_company for one in report.sheets] == [True]
    assert february(house)[0] is SheetStatus.REJECTED


def test_a_remark_of_an_agency_is_said_not_to_be_recorded(house: House, interim: Actor) -> None:
    row = (*BOB_2[:8], "Absente le 12")
    report = send(house, read(row), interim, now=at(MARCH_2), dry_run=True)
    assert [one.reason_fr[:38] for one in report.warnings] == ["Votre remarque n’est pas enregistrée\u00a0:"]
    assert reasons(report) == []


NONE: frozenset[int] = frozenset()
ONE, TWO = frozenset({1}), frozenset({1, 2})


@pytest.mark.parametrize(
    ("known", "expected", "told", "covered"),
    [
        (Known(), NONE, ONE, False),  # the company never said who works there
        (Known(last=ONE, here=ONE, anywhere=ONE), ONE, ONE, True),
        (Known(last=TWO, here=TWO, anywhere=TWO), TWO, ONE, False),
        (Known(last=TWO, here=TWO, anywhere=TWO, gone=frozenset({2})), ONE, ONE, True),
        (Known(last=ONE, here=TWO, anywhere=TWO, employed=frozenset({2})), TWO, ONE, False),
        (Known(last=ONE, here=ONE, anywhere=TWO, employed=frozenset({2})), ONE, ONE, True),
        (Known(last=ONE, here=ONE, anywhere=ONE, employed=frozenset({2})), TWO, ONE, False),
    ],
)
def test_who_is_expected_and_when_others_say_all_of_it(
    known: Known, expected: frozenset[int], told: frozenset[int], covered: bool
) -> None:
    assert (expected_people(known), is_covered(known, told)) == (expected, covered)

"""Sheets that several act on at the same moment, on PostgreSQL: one comes first, and nothing is torn."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from cases.actors import Actor
from cases.commands.corrections import ask_correction, grant_correction
from cases.commands.drafts import Kept, keep_draft
from cases.commands.sheet_files import import_sheets
from cases.commands.sheets import submit_sheet, validate_sheet
from cases.declarations import Outcome
from cases.inputs import CorrectionInput, LineInput, SheetAnswer
from cases.integrity.checking import check
from cases.queries.drafts import draft_of
from cases.refusals import CorrectionAlreadyDecided, Refusal, SheetAlreadyValidated, SheetNotSubmitted
from cases.statements import MARKET, table_of
from exchange.sheets.reader import read_sheets
from models.tables import Participant
from models.vocabulary import SheetStatus
from tests.cases.test_group_sheets import JANUARY, market_of_two
from tests.exchange.hour_files import SECRET, in_csv
from tests.support.people import SHEET, House, at

pytestmark = pytest.mark.database
PERSON = table_of(Participant)
ANSWERED, DECIDED = date(2026, 2, 3), date(2026, 2, 4)
HEAD = ("Marché", "Mois", "Nom", "Prénom", "Né(e) le", "Heures")
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """What each act gave, or the refusal it met; anything else that goes wrong is raised."""
    gate = threading.Barrier(len(acts))
    gave: dict[int, object] = {}

    def run(rank: int, act: Act) -> None:
        gate.wait()
        try:
            gave[rank] = act()
        except BaseException as error:
            gave[rank] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for found in gave.values():
        if isinstance(found, BaseException) and not isinstance(found, Refusal):
            raise found
    return [gave[rank] for rank in range(len(acts))]


def sheet_of(house: House, company: Actor) -> int:
    with house.database.read() as session:
        query = select(SHEET.c.id).where(SHEET.c.party_id == company.party_id, SHEET.c.month == JANUARY)
        return int(session.connection().execute(query).scalar_one())


def status_of(house: House, sheet: int) -> SheetStatus:
    with house.database.read() as session:
        query = select(SHEET.c.status).where(SHEET.c.id == sheet)
        return SheetStatus(session.connection().execute(query).scalar_one())


def upload(house: House, company: Actor, market: int, hours: str) -> Outcome:
    with house.database.read() as session:
        query = select(MARKET.c.reference).where(MARKET.c.id == market)
        reference = session.connection().execute(query).scalar_one()
    row = (reference, "01/2026", "Fictif", "Dino", "07/03/1990", hours)
    reading = read_sheets(in_csv(row, head=HEAD), name="h.csv", secret=SECRET)
    with house.database.write() as session:
        report = import_sheets(session, company, reading, partial=False, now=at(ANSWERED))
    return report.sheets[0].outcome


def answer(house: House, company: Actor, hours: str) -> None:
    line = LineInput(first_name="Dino", last_name="Fictif", hours=Decimal(hours))
    with house.database.write() as session:
        submit_sheet(session, company, sheet_of(house, company), SheetAnswer(lines=(line,)), now=at(ANSWERED))


def validate(house: House, sheet: int) -> None:
    with house.database.write() as session:
        version = select(SHEET.c.version).where(SHEET.c.id == sheet)
        seen = session.connection().execute(version).scalar_one()
        validate_sheet(session, house.alice, sheet, seen, now=at(DECIDED))


def torn(house: House) -> list[str]:
    """What the check finds; nobody delivers the mails here."""
    found = check(house.database, now=at(DECIDED)).problems
    return [problem.name for problem in found if problem.name != "mail_late"]


def test_files_of_two_companies_and_of_one_twice_are_taken_one_after_the_other(postgres_house: House) -> None:
    house = postgres_house
    market, lead, sub = market_of_two(house)

    gave = at_once(
        lambda: upload(house, lead, market, "70"),
        lambda: upload(house, sub, market, "35"),
        lambda: upload(house, lead, market, "70"),
    )

    assert sorted(map(str, gave)) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.UNCHANGED]
    with house.database.read() as session:
        people = session.connection().execute(select(PERSON.c.id, PERSON.c.merged_into_id)).all()
    assert len(people) == 2
    assert sum(row.merged_into_id is None for row in people) == 1  # known as one person, whoever came first
    assert len(house.mails("sheet_receipt")) == 2
    assert torn(house) == []


def test_a_correction_and_a_validation_at_once_leave_one_answer_that_counts_or_waits(
    postgres_house: House,
) -> None:
    house = postgres_house
    _, lead, _ = market_of_two(house)
    answer(house, lead, "100")
    sheet = sheet_of(house, lead)

    def validate_first() -> None:
        with house.database.write() as session:
            validate_sheet(session, house.alice, sheet, 1, now=at(DECIDED))

    corrected, validated = at_once(lambda: answer(house, lead, "60"), validate_first)

    if validated is None:
        assert isinstance(corrected, SheetAlreadyValidated)
        assert status_of(house, sheet) is SheetStatus.VALIDATED
    else:
        assert isinstance(validated, SheetNotSubmitted)
        assert (corrected, status_of(house, sheet)) == (None, SheetStatus.SUBMITTED)
        validate(house, sheet)
    why = CorrectionInput(reason="Dino a travaillé 40 h de moins")
    with house.database.write() as session:
        request = ask_correction(session, lead, sheet, why, now=at(DECIDED))

    def grant() -> None:
        with house.database.write() as session:
            grant_correction(session, house.alice, request, now=at(DECIDED))

    granted = at_once(grant, grant)
    assert {type(found) for found in granted} == {type(None), CorrectionAlreadyDecided}
    assert status_of(house, sheet) is SheetStatus.REJECTED
    assert torn(house) == []


def test_a_draft_kept_while_its_sheet_is_validated_stops_nothing_and_is_not_left_behind(
    postgres_house: House,
) -> None:
    house = postgres_house
    _, lead, _ = market_of_two(house)
    answer(house, lead, "100")
    sheet = sheet_of(house, lead)

    def keep(typed: str) -> Kept:
        with house.database.write() as session:
            return keep_draft(session, lead, sheet, {"remark": typed}, now=at(DECIDED))

    first, second, validated = at_once(
        lambda: keep("Une arrivée"), lambda: keep("Un départ"), lambda: validate(house, sheet)
    )

    assert validated is None
    assert all(isinstance(found, Kept | SheetAlreadyValidated) for found in (first, second))
    with house.database.read() as session:
        assert draft_of(session, lead, sheet) is None
    assert status_of(house, sheet) is SheetStatus.VALIDATED

"""A validated sheet is reopened at its company's request, and its hours are set aside meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from cases.actors import Actor
from cases.commands.corrections import ask_correction, grant_correction, refuse_correction
from cases.commands.sheets import submit_sheet
from cases.inputs import CorrectionAnswer, CorrectionInput, LineInput, SheetAnswer
from cases.queries.corrections import latest_correction
from cases.refusals import (
    CorrectionAlreadyDecided,
    CorrectionNotPossible,
    InvalidInput,
    NotAllowed,
    NotFound,
    SheetQuestioned,
)
from cases.statements import table_of
from models.tables import Deadline, Eligibility, HourSheet, Journal, Market, WorkContract
from models.vocabulary import ActorKind, ContractKind, DeadlineRule, DeadlineStatus, SheetStatus
from tests.support.people import SHEET, House, at

JANUARY, MARKET = date(2026, 1, 1), table_of(Market)
ASKED, DECIDED = date(2026, 2, 10), date(2026, 2, 11)
WHY = CorrectionInput(reason="Dino a travaillé 40 h de moins")


def company_of(house: House, market: int) -> Actor:
    with house.database.read() as session:
        query = select(SHEET.c.party_id).where(SHEET.c.market_id == market).limit(1)
        party = session.connection().execute(query).scalar_one()
    return Actor(ActorKind.LINK, house.territory_id, id=1, party_id=party)


def counted(house: House, market: int) -> tuple[Decimal, Decimal]:
    """The hours that count: of the market, of January's sheet."""
    with house.database.read() as session:
        connection = session.connection()
        whole = connection.execute(select(MARKET.c.counted_hours).where(MARKET.c.id == market)).scalar_one()
        query = select(SHEET.c.counted_hours).where(SHEET.c.market_id == market, SHEET.c.month == JANUARY)
        return whole, connection.execute(query).scalar_one()


def validated(house: House) -> tuple[int, int]:
    """A market whose January sheet, of 100 h, is validated; the market and the sheet."""
    market = house.under_way(date(2026, 1, 5))
    house.live(date(2026, 1, 30), date(2026, 2, 3))
    house.answer(market, JANUARY, "100", date(2026, 2, 3))
    house.validate(market, JANUARY, date(2026, 2, 4))
    return market, house.sheet_of(market, JANUARY)


def ask(house: House, market: int, sheet: int) -> int:
    with house.database.write() as session:
        return ask_correction(session, company_of(house, market), sheet, WHY, now=at(ASKED))


def events(house: House) -> list[str]:
    journal = table_of(Journal)
    with house.database.read() as session:
        return list(session.connection().execute(select(journal.c.event).order_by(journal.c.id)).scalars())


def test_hours_of_a_reopened_sheet_do_not_count_until_it_is_validated_again(house: House) -> None:
    market, sheet = validated(house)
    assert counted(house, market) == (100, 100)
    request = ask(house, market, sheet)
    assert house.open_tasks()[-1] == "review_correction"

    with house.database.write() as session:
        grant_correction(session, house.alice, request, now=at(DECIDED))

    assert counted(house, market) == (0, 0)
    assert "review_correction" not in house.open_tasks()
    assert house.mails("correction") == [("correction_granted", "2026-02-11")]
    assert events(house)[-2:] == ["correction_asked", "correction_granted"]

    house.answer(market, JANUARY, "60", date(2026, 2, 12))
    house.validate(market, JANUARY, date(2026, 2, 13))
    assert counted(house, market) == (60, 60)


def test_a_reopened_sheet_has_a_new_day_and_a_new_ladder(house: House) -> None:
    market, sheet = validated(house)
    request = ask(house, market, sheet)
    with house.database.write() as session:
        grant_correction(session, house.alice, request, now=at(DECIDED))

    deadline = table_of(Deadline)
    with house.database.read() as session:
        connection = session.connection()
        row = connection.execute(select(SHEET).where(SHEET.c.id == sheet)).one()
        ladder = select(deadline.c.id).where(
            deadline.c.rule == DeadlineRule.SHEET_LADDER,
            deadline.c.subject_id == sheet,
            deadline.c.status == DeadlineStatus.PENDING,
        )
        pending = connection.execute(ladder).all()
    assert (row.status, row.rejection_reason) == (SheetStatus.REJECTED, WHY.reason)
    assert row.due_on > DECIDED
    assert len(pending) == 1


def test_a_declined_request_changes_nothing_and_says_why(house: House) -> None:
    market, sheet = validated(house)
    request = ask(house, market, sheet)
    why = CorrectionAnswer(answer="Le bilan est déjà parti.")

    with house.database.write() as session:
        refuse_correction(session, house.alice, request, why, now=at(DECIDED))

    assert counted(house, market) == (100, 100)
    assert house.mails("correction") == [("correction_refused", "2026-02-11")]
    with house.database.read() as session:
        found = latest_correction(session, company_of(house, market), sheet)
    assert found is not None
    assert (found.answer, found.is_waiting) == (why.answer, False)


def test_one_request_waits_at_a_time_and_is_decided_once(house: House) -> None:
    market, sheet = validated(house)
    request = ask(house, market, sheet)
    with pytest.raises(CorrectionNotPossible):
        ask(house, market, sheet)
    with house.database.write() as session:
        grant_correction(session, house.alice, request, now=at(DECIDED))
    with pytest.raises(CorrectionAlreadyDecided), house.database.write() as session:
        grant_correction(session, house.alice, request, now=at(DECIDED))


def test_a_sheet_that_is_not_validated_is_corrected_without_asking(house: House) -> None:
    market = house.under_way(date(2026, 1, 5))
    house.live(date(2026, 1, 30), date(2026, 2, 3))
    with pytest.raises(CorrectionNotPossible):
        ask(house, market, house.sheet_of(market, JANUARY))


def test_another_company_asks_nothing(house: House) -> None:
    market, sheet = validated(house)
    other = Actor(ActorKind.LINK, house.territory_id, id=1, party_id=10_000)
    with pytest.raises((NotFound, NotAllowed)), house.database.write() as session:
        ask_correction(session, other, sheet, WHY, now=at(ASKED))
    request = ask(house, market, sheet)
    with pytest.raises(NotAllowed), house.database.write() as session:
        grant_correction(session, company_of(house, market), request, now=at(DECIDED))


def opened(house: House) -> tuple[int, int]:
    market = house.under_way(date(2026, 1, 5))
    house.live(date(2026, 1, 30), date(2026, 2, 3))
    return market, house.sheet_of(market, JANUARY)


def send(house: House, sheet: int, line: LineInput, day: date, *, confirm: bool = False) -> None:
    with house.database.write() as session:
        answer = SheetAnswer(lines=(line,), confirm=confirm)
        submit_sheet(session, house.alice, sheet, answer, now=at(day))


def test_doubtful_hours_are_taken_once_they_are_confirmed(house: House) -> None:
    _, sheet = opened(house)
    line = LineInput(first_name="Dino", last_name="Fictif", hours=Decimal(300))
    with pytest.raises(SheetQuestioned) as refusal:
        send(house, sheet, line, date(2026, 2, 3))
    assert [place.field for place in refusal.value.places] == ["lines.0"]

    send(house, sheet, line, date(2026, 2, 3), confirm=True)

    with house.database.read() as session:
        query = select(SHEET.c.declared_hours).where(SHEET.c.id == sheet)
        assert session.connection().execute(query).scalar_one() == 300


def test_a_month_that_is_not_over_is_refused_even_confirmed(house: House) -> None:
    _, sheet = opened(house)
    line = LineInput(first_name="Dino", last_name="Fictif", hours=Decimal(30))
    with pytest.raises(InvalidInput, match="not over"):
        send(house, sheet, line, date(2026, 1, 29), confirm=True)


def test_what_is_known_of_someone_new_becomes_a_contract_and_a_criterion_to_confirm(house: House) -> None:
    _, sheet = opened(house)
    line = LineInput(
        first_name="Dino",
        last_name="Fictif",
        hours=Decimal(30),
        training_hours=Decimal(7),
        birth_date=date(1990, 5, 4),
        contract_kind=ContractKind.FIXED_TERM,
        starts_on=date(2026, 1, 12),
        criterion="rsa",
    )

    send(house, sheet, line, date(2026, 2, 3))

    with house.database.read() as session:
        connection = session.connection()
        terms = connection.execute(select(table_of(WorkContract))).one()
        claim = connection.execute(select(table_of(Eligibility))).one()
        party = connection.execute(select(table_of(HourSheet).c.party_id)).scalar_one()
    assert (terms.kind, terms.starts_on, terms.employer_id) == ("fixed_term", date(2026, 1, 12), party)
    assert (claim.criterion, claim.status) == ("rsa", "claimed")


def test_an_employer_or_a_criterion_of_nowhere_is_refused(house: House) -> None:
    _, sheet = opened(house)
    names = {"first_name": "Dino", "last_name": "Fictif", "hours": Decimal(30)}
    lent = {"contract_kind": ContractKind.TEMPORARY, "starts_on": date(2026, 1, 12), "employer_id": 99_999}
    with pytest.raises(InvalidInput, match="employer"):
        send(house, sheet, LineInput(**names, **lent), date(2026, 2, 3))
    with pytest.raises(InvalidInput, match="criterion"):
        send(house, sheet, LineInput(**names, criterion="astronaut"), date(2026, 2, 3))

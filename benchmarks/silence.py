"""The database of the sweep: many markets in follow-up, of which one in 25 has a company silent for March."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection

from benchmarks import territory
from benchmarks.territory import FIRST_COMPANY, TERRITORY, Row
from cases.rules.chasing import ChaseStep
from cases.statements import DEADLINE, table_of
from models.tables import AccessLink, HourSheet, MarketParty
from models.vocabulary import CompanyRole, DeadlineRule, DeadlineStatus, LinkAct, SheetStatus, Stage

SHEET, LINK, MEMBER = table_of(HourSheet), table_of(AccessLink), table_of(MarketParty)
EVERY = 25
"""One market in so many has a silent company, each a company of its own."""

OTHERS = 1000
"""The companies of the other markets."""

OPENED_ON, DUE_ON = date(2026, 4, 1), date(2026, 4, 8)
OPENED_AT = datetime(2026, 4, 1, 6, tzinfo=UTC)
CHASED_AT = datetime(2026, 4, 10, 6, tzinfo=UTC)
NEXT_OPENING_AT = datetime(2026, 5, 4, 6, tzinfo=UTC)


def fill(connection: Connection, markets: int) -> None:
    """Write the territory."""
    numbers = range(1, markets + 1)
    territory.settle(connection, OTHERS + markets // EVERY)
    territory.put_markets(connection, (_market(number) for number in numbers))
    territory.put(connection, MEMBER, (_member(number) for number in numbers))
    territory.put(connection, SHEET, (_sheet(number) for number in numbers))
    territory.put(connection, LINK, (_link(number) for number in numbers))
    territory.put(connection, DEADLINE, (row for number in numbers for row in _deadlines(number)))


def _is_silent(number: int) -> bool:
    return number % EVERY == 0


def _company(number: int) -> int:
    other = number % OTHERS
    return FIRST_COMPANY + (OTHERS + number // EVERY - 1 if _is_silent(number) else other)


def _market(number: int) -> Row:
    return territory.market(
        number,
        Stage.FOLLOW_UP,
        awarded_on=date(2026, 1, 6),
        committed_hours=Decimal(300),
        kickoff_held_on=date(2026, 1, 12),
        kickoff_minutes="Obligations rappelées.",
        starts_on=date(2026, 1, 19),
        planned_end_on=date(2027, 1, 18),
    )


def _member(number: int) -> Row:
    return {"market_id": number, "party_id": _company(number), "role": CompanyRole.LEAD}


def _sheet(number: int) -> Row:
    silent = _is_silent(number)
    return {
        "id": number,
        "territory_id": TERRITORY,
        "market_id": number,
        "party_id": _company(number),
        "month": date(2026, 3, 1),
        "status": SheetStatus.AWAITED if silent else SheetStatus.VALIDATED,
        "opened_on": OPENED_ON,
        "due_on": DUE_ON,
        "is_nil": False,
        "declared_hours": Decimal(0) if silent else Decimal("35.50"),
        "submitted_at": None if silent else OPENED_AT,
        "version": 0 if silent else 2,
    }


def _link(number: int) -> Row:
    return {
        "id": number,
        "territory_id": TERRITORY,
        "act": LinkAct.SHEET,
        "sheet_id": number,
        "expires_at": OPENED_AT + timedelta(days=120),
        "created_at": OPENED_AT,
    }


def _deadlines(number: int) -> Iterator[Row]:
    common = {"territory_id": TERRITORY, "market_id": number, "status": DeadlineStatus.PENDING}
    yield common | {
        "party_id": None,
        "rule": DeadlineRule.OPEN_SHEETS,
        "subject_id": number,
        "step": "open",
        "period": "2026-04-01",
        "due_at": NEXT_OPENING_AT,
    }
    if _is_silent(number):
        yield common | {
            "party_id": _company(number),
            "rule": DeadlineRule.SHEET_LADDER,
            "subject_id": number,
            "step": ChaseStep.FIRST_CHASE,
            "period": "v0",
            "due_at": CHASED_AT,
        }

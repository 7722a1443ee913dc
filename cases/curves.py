"""The curves of markets, as they were agreed, and what they expect by a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.rules.curve import ONE_DAY, MonthHours, expected_by
from cases.rules.months import Span
from cases.statements import table_of
from models.tables import ExpectedMonth

EXPECTED = table_of(ExpectedMonth)


def kept_plan(session: Session, market_id: int) -> list[MonthHours]:
    """The months as they were agreed."""
    return kept_plans(session, (market_id,)).get(market_id, [])


def kept_plans(session: Session, market_ids: Collection[int]) -> Mapping[int, list[MonthHours]]:
    """The months of each market that has some."""
    query = select(EXPECTED.c.market_id, EXPECTED.c.month, EXPECTED.c.hours)
    query = query.where(EXPECTED.c.market_id.in_(list(market_ids)))
    found: dict[int, list[MonthHours]] = {}
    for market_id, month, hours in session.connection().execute(query.order_by(EXPECTED.c.month)):
        found.setdefault(market_id, []).append(MonthHours(month, hours))
    return found


def expected_on(
    day: date,
    plan: Sequence[MonthHours],
    starts_on: date | None,
    ends_on: date | None,
    stops: Sequence[Span],
) -> Decimal | None:
    """The hours that a curve expects by the end of that day; None without one.

    Nothing more is expected from the first day of a stop that has not ended.
    """
    if not plan or starts_on is None:
        return None
    still_stopped = [stop.from_on - ONE_DAY for stop in stops if stop.to_on is None]
    ended = [stop for stop in stops if stop.to_on is not None]
    return expected_by(plan, min([day, *still_stopped]), starts_on, ends_on, ended)

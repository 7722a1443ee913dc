"""The curves of markets, as they were agreed."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session

from cases.rules.curve import MonthHours
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

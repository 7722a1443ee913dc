"""The plan that a kickoff agreed on, beside the hours counted so far."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.moving import counted_hours
from cases.curves import kept_plan
from cases.deadlines.opening import suspensions
from cases.markets import visible
from cases.packs import pack_at
from cases.refusals import NotFound
from cases.rules.curve import ONE_DAY, MonthHours, expected_by, plan_total
from cases.statements import MARKET, table_of
from models.tables import CountedHours, HourSheet

SHEET, PART = table_of(HourSheet), table_of(CountedHours)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A month of the plan with what was expected by its end, and what counts of the hours done in it."""

    month: date
    hours: Decimal
    expected_in_all: Decimal
    counted: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """The market's curve. What is expected and counted stands at `until`.

    `stopped_on`: the first day of a stop that has not ended: nothing more is expected until it does.
    """

    months: list[PlannedLine]
    total: Decimal
    until: date
    expected_so_far: Decimal
    counted_so_far: Decimal
    stopped_on: date | None = None


def plan_of(session: Session, actor: Actor, market_id: int, now: datetime) -> Plan | None:
    """The plan and the hours counted; None for a market without one. Raises NotFound outside the walls."""
    query = visible(
        actor,
        MARKET.c.territory_id,
        MARKET.c.starts_on,
        MARKET.c.planned_end_on,
        MARKET.c.received_on,
        MARKET.c.terminated_on,
    )
    market = session.connection().execute(query.where(MARKET.c.id == market_id)).first()
    if market is None:
        raise NotFound
    months = kept_plan(session, market_id)
    if not months or market.starts_on is None:
        return None
    calendar = pack_at(session, market.territory_id, now).calendar
    today = calendar.local_date(now)
    stops = suspensions(session, {market_id}).get(market_id, [])
    stopped_on = min((stop.from_on for stop in stops if stop.to_on is None), default=None)
    frozen_on = None if stopped_on is None else stopped_on - ONE_DAY
    ends = (today, market.received_on, market.terminated_on, frozen_on)
    until = min(day for day in ends if day is not None)
    ended = [stop for stop in stops if stop.to_on is not None]
    return Plan(
        months=_lines(months, counted_in_months(session, market_id)),
        total=plan_total(months),
        until=until,
        expected_so_far=expected_by(months, until, market.starts_on, market.planned_end_on, ended),
        counted_so_far=Decimal(counted_hours(session, market_id)),
        stopped_on=stopped_on,
    )


def counted_in_months(session: Session, market_id: int) -> dict[date, Decimal]:
    """The hours that count for the market, by the month in which they were done."""
    query = (
        select(SHEET.c.month, func.sum(PART.c.hours))
        .join(PART, PART.c.sheet_id == SHEET.c.id)
        .where(PART.c.market_id == market_id, PART.c.reason.is_(None))
        .group_by(SHEET.c.month)
    )
    return {month: Decimal(hours) for month, hours in session.connection().execute(query)}


def _lines(plan: list[MonthHours], counted: dict[date, Decimal]) -> list[PlannedLine]:
    """The months of the plan, and those beyond it in which hours were done."""
    planned = dict(plan)
    lines, total = [], Decimal(0)
    for month in sorted({*planned, *counted}):
        hours = planned.get(month, Decimal(0))
        total += hours
        lines.append(PlannedLine(month, hours, total, counted.get(month, Decimal(0))))
    return lines

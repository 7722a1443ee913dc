"""Where a market stands when its people meet on site: hours against the curve, sheets and needs that wait."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from cases.commands.moving import counted_hours
from cases.curves import expected_on, kept_plan
from cases.deadlines.opening import suspensions
from cases.messages import SiteFigures
from cases.rules.market_state import MarketState
from cases.statements import table_of
from models.tables import HourSheet, RecruitmentNeed
from models.vocabulary import NeedStatus, SheetStatus

SHEET, NEED = table_of(HourSheet), table_of(RecruitmentNeed)
MISSING = (SheetStatus.AWAITED, SheetStatus.REJECTED)


def site_figures(session: Session, market: MarketState, today: date) -> SiteFigures:
    """The market's figures on that day."""
    plan = kept_plan(session, market.id)
    stops = suspensions(session, {market.id}).get(market.id, [])
    connection = session.connection()
    missing = select(func.count()).where(SHEET.c.market_id == market.id, SHEET.c.status.in_(MISSING))
    needs = select(func.count()).where(NEED.c.market_id == market.id, NEED.c.status == NeedStatus.OPEN)
    return SiteFigures(
        until=today,
        counted_hours=Decimal(counted_hours(session, market.id)),
        expected_hours=expected_on(today, plan, market.starts_on, market.planned_end_on, stops),
        committed_hours=market.committed_hours or Decimal(0),
        sheets_missing=connection.execute(missing).scalar_one(),
        needs_open=connection.execute(needs).scalar_one(),
    )

"""Every active market has each owed month's sheet for each of its companies, once its opening has passed."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, and_, select
from sqlmodel import Session

from cases.deadlines.opening import ASKS_SHEETS
from cases.integrity.report import Findings
from cases.integrity.streams import AnyRow, Beside, stream
from cases.packs import packs_at
from cases.rules.months import Span, add_months, month_of, months_owed
from cases.rules.policy import RulePack
from cases.statements import DEADLINE, MARKET, table_of
from models.tables import HourSheet, MarketParty, Suspension, Territory
from models.vocabulary import DeadlineRule, DeadlineStatus, Stage

SHEET, MEMBER, STOP = table_of(HourSheet), table_of(MarketParty), table_of(Suspension)
TERRITORY = table_of(Territory)
WAITING = (DeadlineStatus.PENDING, DeadlineStatus.PAUSED)

MARKETS = (
    select(
        MARKET.c.id,
        MARKET.c.territory_id,
        MARKET.c.reference,
        MARKET.c.starts_on,
        MARKET.c.received_on,
        MARKET.c.terminated_on,
    )
    .where(
        MARKET.c.stage.in_((*ASKS_SHEETS, Stage.CLOSED)),
        MARKET.c.starts_on.is_not(None),
        MARKET.c.kickoff_held_on.is_not(None),
    )
    .order_by(MARKET.c.id)
)
MEMBERS = select(MEMBER.c.market_id, MEMBER.c.party_id).order_by(MEMBER.c.market_id)
STOPS = select(STOP.c.market_id, STOP.c.from_on, STOP.c.to_on).order_by(STOP.c.market_id)
SHEETS = select(SHEET.c.market_id, SHEET.c.party_id, SHEET.c.month).order_by(SHEET.c.market_id)
OPENINGS = (
    select(DEADLINE.c.market_id, DEADLINE.c.period)
    .where(and_(DEADLINE.c.rule == DeadlineRule.OPEN_SHEETS, DEADLINE.c.status.in_(WAITING)))
    .order_by(DEADLINE.c.market_id)
)


def check_sheets(connection: Connection, findings: Findings, session: Session, now: datetime) -> None:
    """Tell each market and month without a sheet that no planned opening will bring."""
    territories = connection.execute(select(TERRITORY.c.id)).scalars()
    packs = packs_at(session, territories, now)
    members, stops, sheets, openings = (
        Beside(stream(connection, query)) for query in (MEMBERS, STOPS, SHEETS, OPENINGS)
    )
    for market in stream(connection, MARKETS):
        planned = [date.fromisoformat(row.period) for row in openings.of(market.id)]
        spans = [Span(row.from_on, row.to_on) for row in stops.of(market.id)]
        opened = {(row.party_id, row.month) for row in sheets.of(market.id)}
        companies = [row.party_id for row in members.of(market.id)]
        months = _months(market, spans, last_opened(packs[market.territory_id], now), planned)
        for month in months:
            if any((company, month) not in opened for company in companies):
                findings.add(
                    "sheet_missing",
                    f"market {market.id}",
                    reference=market.reference,
                    month=f"{month:%Y-%m}",
                )


def last_opened(pack: RulePack, now: datetime) -> date:
    """The last month whose opening instant has come: the one before, from the 1st when mail opens."""
    this_month = month_of(pack.calendar.local_date(now))
    has_opened = now >= pack.calendar.at(this_month, pack.mail_opens_at)
    return add_months(this_month, -1 if has_opened else -2)


def _months(market: AnyRow, spans: list[Span], through: date, planned: list[date]) -> Iterator[date]:
    """The months owed by then, but for those that an opening still planned will come to."""
    ends_on = market.received_on or market.terminated_on
    first_planned = min(planned, default=date.max)
    for month in months_owed(market.starts_on, ends_on, spans, through):
        if month < first_planned:
            yield month

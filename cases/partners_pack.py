"""The pack of the territory's partners, drawn from its markets as they stand; frozen once it is presented."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import Session

from cases.correspondence import Letterhead
from cases.curves import expected_on, kept_plans
from cases.deadlines.opening import suspensions
from cases.documents import (
    PackChange,
    PackMarket,
    PackNeed,
    PackStop,
    PackTrade,
    PartnersPackFigures,
)
from cases.meetings import MEETING, MEMBER, Proposed
from cases.papers import DOCUMENT, freeze
from cases.rules.curve import MonthHours
from cases.rules.months import add_months, next_month
from cases.rules.policy import RulePack
from cases.statements import MARKET, table_of
from cases.territorywork import Territorywork
from models.tables import Candidate, MarketChange, Party, RecruitmentNeed, Suspension
from models.vocabulary import (
    CandidateStatus,
    ChangeKind,
    MeetingKind,
    MeetingStatus,
    NeedStatus,
    Stage,
    Trade,
)

PARTY, NEED, CANDIDATE = (table_of(model) for model in (Party, RecruitmentNeed, Candidate))
CHANGE, STOP = table_of(MarketChange), table_of(Suspension)
UNDER_WAY = (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED, Stage.RECEPTION)
STOPS_AND_STARTS = (ChangeKind.SUSPENSION, ChangeKind.RESUMPTION)
COMING_MONTHS = 3
MOST_LINES = 500
"""Of each list: a territory follows some hundreds of markets at once."""


def pack_presented(work: Territorywork, meeting: Proposed) -> int:
    """The number of the meeting's pack: frozen now unless it was before."""
    if meeting.document_id is not None:
        return meeting.document_id
    quarter = meeting.quarter or meeting.held_on(work.pack)
    figures = pack_figures(work.session, work.territory_id, work.pack, work.letterhead, quarter, work.today)
    document_id = freeze(work, None, figures)
    known = update(MEETING).where(MEETING.c.id == meeting.id)
    work.session.connection().execute(known.values(document_id=document_id))
    return document_id


def pack_figures(
    session: Session, territory_id: int, pack: RulePack, head: Letterhead, quarter: date, today: date
) -> PartnersPackFigures:
    """The pack as it would be frozen that day."""
    first = next_month(today)
    months = tuple(add_months(first, number) for number in range(COMING_MONTHS))
    shown = _last_shown(session, territory_id)
    since = shown or pack.calendar.at(add_months(today, -pack.partners_meeting_months), time())
    markets = _markets(session, territory_id, months, today)
    return PartnersPackFigures(
        **head.fields(),
        pack_version=pack.version,
        frozen_on=today,
        quarter=quarter,
        period_months=pack.partners_meeting_months,
        since=pack.calendar.local_date(since),
        months=months,
        markets=markets,
        trades=_by_trade(markets),
        needs=_needs(session, territory_id),
        changes=_changes(session, territory_id, since, was_shown=shown is not None),
        stops=_stops(session, territory_id),
    )


def _last_shown(session: Session, territory_id: int) -> datetime | None:
    """When the pack of the last meeting was frozen, days before it was held; None before the first."""
    query = (
        select(func.max(DOCUMENT.c.created_at))
        .join(MEETING, MEETING.c.document_id == DOCUMENT.c.id)
        .where(
            MEETING.c.territory_id == territory_id,
            MEETING.c.kind == MeetingKind.PARTNERS_MEETING,
            MEETING.c.status == MeetingStatus.HELD,
        )
    )
    last: datetime | None = session.connection().execute(query).scalar()
    return last


def _markets(
    session: Session, territory_id: int, months: Sequence[date], today: date
) -> tuple[PackMarket, ...]:
    names = ("title", "reference", "stage", "trade", "required_hours", "committed_hours", "counted_hours")
    dates = (MARKET.c.starts_on, MARKET.c.planned_end_on)
    query = (
        select(MARKET.c.id, *(MARKET.c[name] for name in names), *dates, PARTY.c.name.label("buyer"))
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .where(MARKET.c.territory_id == territory_id, MARKET.c.stage.in_(UNDER_WAY))
        .order_by(MARKET.c.planned_end_on, MARKET.c.id)
        .limit(MOST_LINES)
    )
    rows = session.connection().execute(query).all()
    numbers = [row.id for row in rows]
    plans, companies = kept_plans(session, numbers), _companies(session, numbers)
    stops = suspensions(session, set(numbers))
    return tuple(
        PackMarket(
            **{name: getattr(row, name) for name in names if name != "trade"},
            trade=row.trade or Trade.OTHER,
            buyer_name=row.buyer,
            company_names=tuple(companies.get(row.id, ())),
            expected_hours=expected_on(
                today, plans.get(row.id, []), row.starts_on, row.planned_end_on, stops.get(row.id, [])
            ),
            ends_on=row.planned_end_on,
            coming_hours=_coming(plans.get(row.id, []), months),
        )
        for row in rows
    )


def _coming(plan: Iterable[MonthHours], months: Iterable[date]) -> tuple[Decimal, ...]:
    known = dict(plan)
    return tuple(known.get(month, Decimal(0)) for month in months)


def _companies(session: Session, market_ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(MEMBER.c.market_id, PARTY.c.name).join(PARTY, PARTY.c.id == MEMBER.c.party_id)
    query = query.where(MEMBER.c.market_id.in_(market_ids)).order_by(MEMBER.c.id)
    found: dict[int, list[str]] = {}
    for market_id, name in session.connection().execute(query):
        found.setdefault(market_id, []).append(name)
    return found


def _by_trade(markets: Iterable[PackMarket]) -> tuple[PackTrade, ...]:
    """The coming months of each trade that expects hours in one of them."""
    totals: dict[Trade, tuple[Decimal, ...]] = {}
    for market in markets:
        if market.stage is not Stage.SUSPENDED and any(market.coming_hours):
            known = totals.get(market.trade, (Decimal(0),) * len(market.coming_hours))
            added = zip(known, market.coming_hours, strict=True)
            totals[market.trade] = tuple(before + more for before, more in added)
    ranked = sorted(totals.items(), key=lambda each: (-sum(each[1]), each[0]))
    return tuple(PackTrade(trade=trade, coming_hours=hours) for trade, hours in ranked)


def _needs(session: Session, territory_id: int) -> tuple[PackNeed, ...]:
    hired = (
        select(func.count())
        .where(CANDIDATE.c.need_id == NEED.c.id, CANDIDATE.c.status == CandidateStatus.HIRED)
        .scalar_subquery()
    )
    names = ("trade", "contract_kind", "starts_on")
    company, market = PARTY.c.name.label("company_name"), MARKET.c.title.label("market_title")
    query = (
        select(*(NEED.c[name] for name in names), (NEED.c.positions - hired).label("positions"))
        .add_columns(company, market)
        .join(MARKET, MARKET.c.id == NEED.c.market_id)
        .join(PARTY, PARTY.c.id == NEED.c.party_id)
        .where(MARKET.c.territory_id == territory_id, NEED.c.status == NeedStatus.OPEN)
        .order_by(NEED.c.starts_on, NEED.c.id)
        .limit(MOST_LINES)
    )
    return tuple(PackNeed(**row._mapping) for row in session.connection().execute(query))


def _changes(
    session: Session, territory_id: int, since: datetime, *, was_shown: bool
) -> tuple[PackChange, ...]:
    """What moved hours or dates, was recorded since then and stands, whenever it takes effect: much is told
    after its day. And what the last pack showed and was cancelled since.
    """
    is_new = and_(CHANGE.c.made_at > since, CHANGE.c.cancelled_at.is_(None))
    is_taken_back = and_(CHANGE.c.made_at <= since, CHANGE.c.cancelled_at > since)
    names = ("kind", "effective_on", "before", "after", "cancelled_at")
    query = (
        select(MARKET.c.title, *(CHANGE.c[name] for name in names))
        .join(MARKET, MARKET.c.id == CHANGE.c.market_id)
        .where(MARKET.c.territory_id == territory_id, or_(is_new, is_taken_back) if was_shown else is_new)
        .order_by(CHANGE.c.effective_on, CHANGE.c.id)
        .limit(MOST_LINES)
    )
    told = (_told(row) for row in session.connection().execute(query))
    return tuple(each for each in told if each.kind in STOPS_AND_STARTS or _is_moved(each))


def _is_moved(change: PackChange) -> bool:
    """An amount alone is nothing to the partners."""
    ends, hours = (change.end_before, change.end_after), (change.hours_before, change.hours_after)
    return ends[0] != ends[1] or hours[0] != hours[1]


def _told(row: Any) -> PackChange:
    """One line; what was cancelled goes back from its figures after to those before."""
    before, after = json.loads(row.before), json.loads(row.after)
    is_cancelled = row.cancelled_at is not None
    return PackChange(
        market_title=row.title,
        kind=row.kind,
        effective_on=row.effective_on,
        is_cancelled=is_cancelled,
        **(_sides(after, before) if is_cancelled else _sides(before, after)),
    )


def _sides(before: dict[str, str | None], after: dict[str, str | None]) -> dict[str, str | None]:
    return {
        "hours_before": before.get("committed_hours"),
        "hours_after": after.get("committed_hours"),
        "end_before": before.get("planned_end_on"),
        "end_after": after.get("planned_end_on"),
    }


def _stops(session: Session, territory_id: int) -> tuple[PackStop, ...]:
    query = (
        select(MARKET.c.title, STOP.c.from_on)
        .join(MARKET, MARKET.c.id == STOP.c.market_id)
        .where(
            MARKET.c.territory_id == territory_id,
            MARKET.c.stage == Stage.SUSPENDED,
            STOP.c.to_on.is_(None),
        )
        .order_by(STOP.c.from_on, STOP.c.id)
    )
    return tuple(PackStop(market_title=title, since=on) for title, on in session.connection().execute(query))

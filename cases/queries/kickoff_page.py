"""What the page of a kickoff shows to staff: the meeting, what was or is to be agreed, the plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.documents import ObligationsFigures
from cases.markets import STATE_COLUMNS, state_of, visible
from cases.meetings import MEMBER
from cases.obligations import obligations_sheet
from cases.packs import pack_at
from cases.queries.meetings import MeetingSeen, meetings_of
from cases.refusals import NotAllowed, NotFound
from cases.rules.curve import MonthHours, linear_plan
from cases.rules.market_state import MarketState
from cases.rules.months import add_months, next_month
from cases.statements import MARKET, table_of
from models.tables import Party
from models.vocabulary import CompanyRole, MeetingKind, Modality

PARTY = table_of(Party)


@dataclass(frozen=True, slots=True)
class CompanySeen:
    """A company of the market: how it recruits, and who answers its sheets."""

    party_id: int
    name: str
    role: CompanyRole
    modality: Modality | None
    contact_name: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class KickoffPage:
    """A kickoff; `starts_on` and `ends_on` are what the form proposes, `plan` what it comes to."""

    market: MarketState
    today: date
    meetings: list[MeetingSeen]
    companies: list[CompanySeen]
    starts_on: date
    ends_on: date | None
    plan: tuple[MonthHours, ...]

    @property
    def live(self) -> MeetingSeen | None:
        """The meeting that is proposed now."""
        return next((meeting for meeting in self.meetings if meeting.is_live), None)

    @property
    def held(self) -> MeetingSeen | None:
        """The meeting that was held."""
        return next((meeting for meeting in self.meetings if meeting.status == "held"), None)


def kickoff_page(session: Session, actor: Actor, market_id: int, now: datetime) -> KickoffPage:
    """The page of a market's kickoff. Raises NotFound outside the walls, NotAllowed for others than staff."""
    market = _market(session, actor, market_id)
    today = pack_at(session, market.territory_id, now).calendar.local_date(now)
    starts_on = market.starts_on or next_month(today)
    ends_on = proposed_end(market, starts_on)
    return KickoffPage(
        market=market,
        today=today,
        meetings=[
            meeting
            for meeting in meetings_of(session, actor, market_id, now)
            if meeting.kind is MeetingKind.KICKOFF_MEETING
        ],
        companies=_companies(session, market_id),
        starts_on=starts_on,
        ends_on=ends_on,
        plan=proposed_plan(market, starts_on, ends_on),
    )


def obligations_preview(session: Session, actor: Actor, market_id: int, now: datetime) -> ObligationsFigures:
    """The sheet of obligations as an invitation sent now would bring it. Raises as `kickoff_page`."""
    market = _market(session, actor, market_id)
    pack = pack_at(session, market.territory_id, now)
    return obligations_sheet(session, market, pack, pack.calendar.local_date(now), "fr")


def even_plan(
    session: Session, actor: Actor, market_id: int, starts_on: date | None, ends_on: date | None
) -> tuple[MonthHours, ...]:
    """The plan that a kickoff would propose over these days; none while no start is known.

    Raises NotAllowed, NotFound.
    """
    market = _market(session, actor, market_id)
    starts_on = starts_on or market.starts_on
    if starts_on is None:
        return ()
    return proposed_plan(market, starts_on, ends_on or proposed_end(market, starts_on))


def proposed_end(market: MarketState, starts_on: date) -> date | None:
    """The planned end as known, else after the contract's duration."""
    if market.planned_end_on is not None and market.planned_end_on >= starts_on:
        return market.planned_end_on
    months = market.duration_months
    return None if months is None else add_months(starts_on, months) - timedelta(days=1)


def proposed_plan(market: MarketState, starts_on: date, ends_on: date | None) -> tuple[MonthHours, ...]:
    """The committed hours spread evenly; none while the hours or the end are unknown."""
    if market.committed_hours is None or ends_on is None or ends_on < starts_on:
        return ()
    return linear_plan(market.committed_hours, starts_on, ends_on)


def _market(session: Session, actor: Actor, market_id: int) -> MarketState:
    if not actor.is_staff:
        raise NotAllowed
    row = session.connection().execute(visible(actor, *STATE_COLUMNS).where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    return state_of(row)


def _companies(session: Session, market_id: int) -> list[CompanySeen]:
    contact = (PARTY.c[name] for name in ("contact_name", "email", "phone"))
    query = (
        select(PARTY.c.id, PARTY.c.name, MEMBER.c.role, MEMBER.c.modality, *contact)
        .join(MEMBER, MEMBER.c.party_id == PARTY.c.id)
        .where(MEMBER.c.market_id == market_id)
        .order_by(MEMBER.c.id)
    )
    return [CompanySeen(*row) for row in session.connection().execute(query)]

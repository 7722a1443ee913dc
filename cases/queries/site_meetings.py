"""What the page of a market's site meetings shows: the one ahead, those held, the figures to talk about."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.markets import STATE_COLUMNS, state_of, visible
from cases.messages import SiteFigures
from cases.packs import pack_at
from cases.queries.meetings import ExpectedGuest, MeetingSeen, expected_guests, meetings_of
from cases.refusals import NotAllowed, NotFound
from cases.rules.market_state import MarketState
from cases.site_figures import site_figures
from cases.statements import DEADLINE, MARKET, TASK
from models.vocabulary import DeadlineRule, DeadlineStatus, MeetingKind, Stage, TaskKind, TaskStatus


@dataclass(frozen=True, slots=True)
class SiteMeetings:
    """A market's site meetings, latest first. `due_on`: the day by which one should be held, when known."""

    market: MarketState
    today: date
    figures: SiteFigures
    meetings: list[MeetingSeen]
    due_on: date | None
    expected: list[ExpectedGuest]

    @property
    def live(self) -> MeetingSeen | None:
        """The meeting that is proposed now."""
        return next((meeting for meeting in self.meetings if meeting.is_live), None)

    @property
    def held(self) -> list[MeetingSeen]:
        """Those that have minutes."""
        return [meeting for meeting in self.meetings if meeting.minutes is not None]


def site_meetings_page(session: Session, actor: Actor, market_id: int, now: datetime) -> SiteMeetings:
    """The page of a market's site meetings. Raises NotFound outside the walls, NotAllowed for others."""
    if not actor.is_staff:
        raise NotAllowed
    row = session.connection().execute(visible(actor, *STATE_COLUMNS).where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    market = state_of(row)
    pack = pack_at(session, market.territory_id, now)
    today = pack.calendar.local_date(now)
    found = meetings_of(session, actor, market_id, now)
    return SiteMeetings(
        market=market,
        today=today,
        figures=site_figures(session, market, today),
        meetings=[meeting for meeting in found if meeting.kind is MeetingKind.SITE_MEETING],
        due_on=_due_on(session, market) if market.stage is Stage.FOLLOW_UP else None,
        expected=expected_guests(Casework(session, actor, market, pack, now), MeetingKind.SITE_MEETING),
    )


def _due_on(session: Session, market: MarketState) -> date | None:
    """The day of the task that is open, else that of the clock."""
    connection = session.connection()
    task = select(TASK.c.due_on).where(
        TASK.c.market_id == market.id,
        TASK.c.kind == TaskKind.HOLD_SITE_MEETING,
        TASK.c.status == TaskStatus.OPEN,
    )
    asked: date | None = connection.execute(task).scalar()
    if asked is not None:
        return asked
    clock = select(DEADLINE.c.period).where(
        DEADLINE.c.market_id == market.id,
        DEADLINE.c.rule == DeadlineRule.SITE_MEETING,
        DEADLINE.c.status == DeadlineStatus.PENDING,
    )
    period = connection.execute(clock).scalar()
    return None if period is None else date.fromisoformat(period)

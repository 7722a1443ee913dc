"""What the page of the partners' meetings shows: the one ahead, those held, the pack as of today."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import staff_letterhead
from cases.documents import PartnersPackFigures
from cases.packs import pack_at
from cases.partners_clock import open_period
from cases.partners_pack import pack_figures
from cases.queries.meetings import ExpectedGuest, MeetingSeen, expected_guests, meetings_of
from cases.queries.walls import tasks_seen
from cases.refusals import NotAllowed
from cases.rules.meetings import period_of
from cases.statements import TASK
from cases.territorywork import Territorywork
from models.vocabulary import MeetingKind, TaskKind, TaskStatus


@dataclass(frozen=True, slots=True)
class PartnersMeetings:
    """The partners' meetings, latest first. `due_on`: the day by which a task asks for one."""

    today: date
    meetings: list[MeetingSeen]
    pack: PartnersPackFigures
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

    @property
    def remaining_hours(self) -> Decimal:
        """Committed and not counted yet, all markets under way together."""
        return sum((market.remaining_hours or Decimal(0) for market in self.pack.markets), Decimal(0))


def partners_page(session: Session, actor: Actor, now: datetime) -> PartnersMeetings:
    """The page of the territory's partners' meetings. Raises NotAllowed for others than staff."""
    figures = pack_preview(session, actor, now)
    query = tasks_seen(actor, TASK.c.due_on).where(
        TASK.c.kind == TaskKind.HOLD_PARTNERS_MEETING, TASK.c.status == TaskStatus.OPEN
    )
    work = Territorywork(session, actor, pack_at(session, actor.territory_id, now), now)
    return PartnersMeetings(
        today=figures.frozen_on,
        meetings=meetings_of(session, actor, None, now),
        pack=figures,
        due_on=session.connection().execute(query).scalar(),
        expected=expected_guests(work, MeetingKind.PARTNERS_MEETING),
    )


def pack_preview(session: Session, actor: Actor, now: datetime) -> PartnersPackFigures:
    """The pack as it would be frozen now. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    territory_id = actor.territory_id
    pack = pack_at(session, territory_id, now)
    today = pack.calendar.local_date(now)
    quarter = open_period(session, territory_id) or period_of(today, pack.partners_meeting_months)
    head = staff_letterhead(session, territory_id, actor.id)
    return pack_figures(session, territory_id, pack, head, quarter, today)

"""A market's meetings as people and programs read them; addresses are for staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.meetings import GUEST, MEETING, Guest, Proposed, facts_of
from cases.messages import MailKind, MeetingFacts
from cases.packs import pack_at
from cases.refusals import NotFound
from cases.rules.policy import RulePack
from cases.statements import MAIL, MARKET
from models.vocabulary import MailStatus, MeetingStatus


@dataclass(frozen=True, slots=True)
class GuestSeen:
    """Someone invited; `told` is what became of the last invitation, None when there is none."""

    id: int
    party_id: int | None
    name: str
    email: str | None
    is_named: bool
    is_present: bool | None
    told: MailStatus | None


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting, in the territory's local time."""

    id: int
    status: MeetingStatus
    on: date
    at: time
    until: time
    duration_minutes: int
    place: str
    agenda: str | None
    sequence: int
    starts_at: datetime
    ends_at: datetime
    guests: list[GuestSeen]

    @property
    def is_live(self) -> bool:
        """Proposed, neither held nor called off."""
        return self.status is MeetingStatus.PROPOSED


def meetings_of(session: Session, actor: Actor, market_id: int, now: datetime) -> list[MeetingSeen]:
    """The market's meetings, latest first. Raises NotFound outside the actor's walls."""
    query = visible(actor, MARKET.c.territory_id).where(MARKET.c.id == market_id)
    territory_id = session.connection().execute(query).scalar()
    if territory_id is None:
        raise NotFound
    pack = pack_at(session, territory_id, now)
    columns = (MEETING.c[name] for name in Proposed.__slots__)
    rows = session.connection().execute(
        select(*columns).where(MEETING.c.market_id == market_id).order_by(MEETING.c.id.desc())
    )
    found = [Proposed(*row) for row in rows]
    guests = _guests(session, actor, market_id, [meeting.id for meeting in found])
    return [_seen(meeting, guests.get(meeting.id, []), pack) for meeting in found]


def one_meeting(
    session: Session, actor: Actor, market_id: int, meeting_id: int, now: datetime
) -> MeetingSeen:
    """One meeting of the market. Raises NotFound outside the actor's walls."""
    found = [meeting for meeting in meetings_of(session, actor, market_id, now) if meeting.id == meeting_id]
    if not found:
        raise NotFound
    return found[0]


def meeting_to_keep(
    session: Session, actor: Actor, market_id: int, meeting_id: int, now: datetime
) -> tuple[MeetingFacts, str]:
    """What a calendar takes of the meeting, and the market's title. Raises NotFound outside the walls."""
    columns = (MEETING.c[name] for name in Proposed.__slots__)
    query = visible(actor, MARKET.c.territory_id, MARKET.c.title, MEETING.c.created_at, *columns)
    query = query.join(MEETING, MEETING.c.market_id == MARKET.c.id)
    row = (
        session.connection()
        .execute(query.where(MARKET.c.id == market_id, MEETING.c.id == meeting_id))
        .first()
    )
    if row is None:
        raise NotFound
    territory_id, title, created_at, *values = row
    names = select(*(GUEST.c[name] for name in Guest.__slots__)).where(GUEST.c.meeting_id == meeting_id)
    guests = [Guest(*guest) for guest in session.connection().execute(names.order_by(GUEST.c.id))]
    return facts_of(Proposed(*values), guests, pack_at(session, territory_id, now), created_at), title


def _guests(
    session: Session, actor: Actor, market_id: int, meetings: Iterable[int]
) -> Mapping[int, list[GuestSeen]]:
    query = select(GUEST).where(GUEST.c.meeting_id.in_(list(meetings))).order_by(GUEST.c.id)
    told = _told(session, market_id) if actor.is_staff else {}
    found: dict[int, list[GuestSeen]] = {}
    for row in session.connection().execute(query):
        guest = GuestSeen(
            id=row.id,
            party_id=row.party_id,
            name=row.name,
            email=row.email if actor.is_staff else None,
            is_named=row.party_id is None and row.account_id is None,
            is_present=row.is_present,
            told=told.get((row.meeting_id, row.id)),
        )
        found.setdefault(row.meeting_id, []).append(guest)
    return found


def _told(session: Session, market_id: int) -> Mapping[tuple[int, int], MailStatus]:
    query = select(MAIL.c.unique_key, MAIL.c.status).where(
        MAIL.c.market_id == market_id,
        MAIL.c.kind == MailKind.MEETING_INVITATION,
        MAIL.c.status != MailStatus.WITHDRAWN,
    )
    found = {}
    for row in session.connection().execute(query.order_by(MAIL.c.id)):
        _, meeting_id, guest_id, _ = row.unique_key.split(":")
        found[int(meeting_id), int(guest_id)] = row.status
    return found


def _seen(meeting: Proposed, guests: list[GuestSeen], pack: RulePack) -> MeetingSeen:
    calendar = pack.calendar
    values: dict[str, Any] = {
        name: getattr(meeting, name)
        for name in ("id", "status", "place", "agenda", "sequence", "starts_at", "ends_at")
    }
    return MeetingSeen(
        **values,
        on=calendar.local_date(meeting.starts_at),
        at=calendar.local_time(meeting.starts_at),
        until=calendar.local_time(meeting.ends_at),
        duration_minutes=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        guests=guests,
    )

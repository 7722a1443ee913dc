"""A market's meetings as people and programs read them; addresses are for staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import TERRITORY
from cases.guests import who_is_invited
from cases.markets import visible
from cases.meetings import GUEST, MEETING, Host, KeptForCalendar, Proposed, guests_of
from cases.messages import KeptMinutes, MailKind
from cases.packs import pack_at
from cases.refusals import NotAllowed, NotFound
from cases.rules.policy import RulePack
from cases.statements import MAIL, MARKET
from models.vocabulary import MailStatus, MeetingKind, MeetingStatus


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
    kind: MeetingKind
    status: MeetingStatus
    quarter: date | None
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
    held_on: date | None
    minutes: KeptMinutes | None
    document_id: int | None

    @property
    def is_live(self) -> bool:
        """Proposed, neither held nor called off."""
        return self.status is MeetingStatus.PROPOSED


@dataclass(frozen=True, slots=True)
class ExpectedGuest:
    """Someone whom a meeting would invite: a party, or a member of staff."""

    party_id: int | None
    account_id: int | None
    name: str


def expected_guests(host: Host, kind: MeetingKind) -> list[ExpectedGuest]:
    """Those whom a meeting of this kind would invite now, for staff who held one on the spot."""
    found = who_is_invited(host, kind)
    return [ExpectedGuest(each["party_id"], each["account_id"], each["name"]) for each in found]


def meetings_of(session: Session, actor: Actor, market_id: int | None, now: datetime) -> list[MeetingSeen]:
    """The market's meetings, latest first; those of the territory's partners, for its staff, when it is None.

    Raises NotFound outside the actor's walls, NotAllowed.
    """
    territory_id, _ = _subject(session, actor, market_id)
    pack = pack_at(session, territory_id, now)
    columns = (MEETING.c[name] for name in Proposed.__slots__)
    query = select(*columns, MEETING.c.held_on.label("minuted_on"), MEETING.c.minutes)
    query = query.where(MEETING.c.territory_id == territory_id, MEETING.c.market_id == market_id)
    rows = session.connection().execute(query.order_by(MEETING.c.id.desc())).all()
    told = _told(session, actor, market_id) if actor.is_staff else {}
    return read_meetings(session, actor, rows, told, pack)


def read_meetings(
    session: Session,
    actor: Actor,
    rows: Sequence[Row[Any]],
    told: Mapping[tuple[int, int], MailStatus],
    pack: RulePack,
) -> list[MeetingSeen]:
    """These rows of meetings with their guests; the caller has seen to the walls.

    `told`: what became of invitations, by meeting and guest.
    """
    guests = _guests(session, actor, [row.id for row in rows], told)
    return [_seen(row, guests.get(row.id, []), pack) for row in rows]


def one_meeting(
    session: Session, actor: Actor, market_id: int | None, meeting_id: int, now: datetime
) -> MeetingSeen:
    """One meeting of the market, or of the partners. Raises as `meetings_of`."""
    found = [meeting for meeting in meetings_of(session, actor, market_id, now) if meeting.id == meeting_id]
    if not found:
        raise NotFound
    return found[0]


def meeting_to_keep(
    session: Session, actor: Actor, market_id: int | None, meeting_id: int, now: datetime
) -> KeptForCalendar:
    """What a calendar takes of the meeting. Raises as `meetings_of`."""
    territory_id, title = _subject(session, actor, market_id)
    columns = (MEETING.c[name] for name in Proposed.__slots__)
    query = select(*columns).where(
        MEETING.c.id == meeting_id,
        MEETING.c.territory_id == territory_id,
        MEETING.c.market_id == market_id,
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    guests = guests_of(session, meeting_id)
    return KeptForCalendar.of(Proposed(*row), guests, title, pack_at(session, territory_id, now), now)


def _subject(session: Session, actor: Actor, market_id: int | None) -> tuple[int, str]:
    """The territory of the meetings, and what they are about: the market's title, or the territory's name."""
    if market_id is None:
        if not actor.is_staff:
            raise NotAllowed
        query = select(TERRITORY.c.id, TERRITORY.c.name).where(TERRITORY.c.id == actor.territory_id)
    else:
        query = visible(actor, MARKET.c.territory_id, MARKET.c.title).where(MARKET.c.id == market_id)
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def _guests(
    session: Session,
    actor: Actor,
    meetings: Iterable[int],
    told: Mapping[tuple[int, int], MailStatus],
) -> Mapping[int, list[GuestSeen]]:
    query = select(GUEST).where(GUEST.c.meeting_id.in_(list(meetings))).order_by(GUEST.c.id)
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


def _told(session: Session, actor: Actor, market_id: int | None) -> Mapping[tuple[int, int], MailStatus]:
    query = select(MAIL.c.unique_key, MAIL.c.status).where(
        MAIL.c.territory_id == actor.territory_id,
        MAIL.c.market_id == market_id,
        MAIL.c.kind == MailKind.MEETING_INVITATION,
        MAIL.c.status != MailStatus.WITHDRAWN,
    )
    found = {}
    for row in session.connection().execute(query.order_by(MAIL.c.id)):
        _, meeting_id, guest_id, _ = row.unique_key.split(":")
        found[int(meeting_id), int(guest_id)] = row.status
    return found


def _seen(row: Row[Any], guests: list[GuestSeen], pack: RulePack) -> MeetingSeen:
    calendar = pack.calendar
    names = ("id", "kind", "status", "quarter", "place", "agenda", "sequence", "starts_at", "ends_at")
    return MeetingSeen(
        **{name: getattr(row, name) for name in (*names, "document_id")},
        on=calendar.local_date(row.starts_at),
        at=calendar.local_time(row.starts_at),
        until=calendar.local_time(row.ends_at),
        duration_minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
        held_on=row.minuted_on,
        minutes=None if row.minutes is None else KeptMinutes.model_validate_json(row.minutes),
        guests=guests,
    )

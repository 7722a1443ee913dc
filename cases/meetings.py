"""Reading a meeting and its guests for a decision, whatever kind of meeting it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.casework import Casework
from cases.correspondence import Correspondent, correspondents
from cases.messages import MeetingFacts
from cases.rules.policy import RulePack
from cases.statements import table_of
from cases.territorywork import Territorywork
from models.prepared import Prepared
from models.tables import MarketParty, Meeting, MeetingGuest
from models.vocabulary import CompanyRole, MeetingKind, MeetingStatus, Modality

MEETING, GUEST, MEMBER = table_of(Meeting), table_of(MeetingGuest), table_of(MarketParty)
Host = Casework | Territorywork
"""Who holds a meeting: a market, or the territory for its partners."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A meeting as its row has it; instants in UTC."""

    id: int
    territory_id: int
    market_id: int | None
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    place: str
    agenda: str | None
    uid: str
    sequence: int
    status: MeetingStatus
    quarter: date | None
    document_id: int | None

    def held_on(self, pack: RulePack) -> date:
        """Its local day."""
        return pack.calendar.local_date(self.starts_at)


@dataclass(frozen=True, slots=True)
class KeptForCalendar:
    """A meeting to put in one's calendar: its facts, its kind, its subject, and whether it is off."""

    facts: MeetingFacts
    kind: MeetingKind
    title: str
    is_called_off: bool

    @classmethod
    def of(
        cls, meeting: Proposed, guests: "Iterable[Guest]", title: str, pack: RulePack, now: datetime
    ) -> "KeptForCalendar":
        """As it stands `now`, which dates the file (DTSTAMP)."""
        facts = facts_of(meeting, guests, pack, now)
        return cls(facts, meeting.kind, title, meeting.status is MeetingStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone invited; neither party nor account for someone invited by name and address."""

    id: int
    party_id: int | None
    account_id: int | None
    name: str
    email: str | None
    locale: str


@dataclass(frozen=True, slots=True)
class Member:
    """A company of the market."""

    party_id: int
    role: CompanyRole
    committed_hours: Decimal | None
    modality: Modality | None


MEETINGS = select(*(MEETING.c[name] for name in Proposed.__slots__))
LIVE = Prepared(
    MEETINGS.where(
        MEETING.c.market_id == bindparam("market"), MEETING.c.status == bindparam("live")
    ).order_by(MEETING.c.id.desc())
)
LIVE_OF_PARTNERS = Prepared(
    MEETINGS.where(
        MEETING.c.territory_id == bindparam("territory"),
        MEETING.c.kind == bindparam("kind"),
        MEETING.c.status == bindparam("live"),
    ).order_by(MEETING.c.id.desc())
)
ONE = Prepared(MEETINGS.where(MEETING.c.id == bindparam("meeting")))
GUESTS = Prepared(
    select(*(GUEST.c[name] for name in Guest.__slots__))
    .where(GUEST.c.meeting_id == bindparam("meeting"))
    .order_by(GUEST.c.id)
)
MEMBERS = Prepared(
    select(*(MEMBER.c[name] for name in Member.__slots__))
    .where(MEMBER.c.market_id == bindparam("market"))
    .order_by(MEMBER.c.id)
)


def live_meeting(session: Session, market_id: int) -> Proposed | None:
    """The market's meeting that is proposed now, if one is."""
    found = LIVE.first(session, {"market": market_id, "live": MeetingStatus.PROPOSED})
    return None if found is None else Proposed(*found)


def live_partners_meeting(session: Session, territory_id: int) -> Proposed | None:
    """The territory's partners' meeting that is proposed now, if one is."""
    asked = {"territory": territory_id, "kind": MeetingKind.PARTNERS_MEETING}
    found = LIVE_OF_PARTNERS.first(session, asked | {"live": MeetingStatus.PROPOSED})
    return None if found is None else Proposed(*found)


def live_at(host: Host) -> Proposed | None:
    """The meeting that is proposed now to the people of this market, or of this territory."""
    if host.market_id is None:
        return live_partners_meeting(host.session, host.territory_id)
    return live_meeting(host.session, host.market_id)


def meeting_numbered(session: Session, market_id: int | None, meeting_id: int) -> Proposed | None:
    """The market's meeting with this number, whatever became of it; the partners' for None."""
    found = ONE.first(session, {"meeting": meeting_id})
    meeting = None if found is None else Proposed(*found)
    return meeting if meeting is not None and meeting.market_id == market_id else None


def guests_of(session: Session, meeting_id: int) -> list[Guest]:
    """Who is invited, in the order in which they were."""
    return [Guest(*row) for row in GUESTS.rows(session, {"meeting": meeting_id})]


def members_of(session: Session, market_id: int) -> list[Member]:
    """The market's companies, the lead first as it was entered."""
    return [Member(*row) for row in MEMBERS.rows(session, {"market": market_id})]


def facts_of(meeting: Proposed, guests: Iterable[Guest], pack: RulePack, now: datetime) -> MeetingFacts:
    """The meeting as its guests' calendars take it, as decided `now`."""
    calendar = pack.calendar
    return MeetingFacts(
        on=calendar.local_date(meeting.starts_at),
        at=calendar.local_time(meeting.starts_at),
        until=calendar.local_time(meeting.ends_at),
        place=meeting.place,
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        decided_at=now,
        agenda=meeting.agenda,
        guests=tuple(guest.name for guest in guests),
    )


def told_of(host: Host) -> dict[str, Any]:
    """What a meeting's mails say of the market it is about; nothing for a meeting of the territory."""
    if isinstance(host, Territorywork):
        return {"market_title": None, "market_reference": None, "buyer_name": None}
    market = host.market
    return {
        "market_title": market.title,
        "market_reference": market.reference,
        "buyer_name": correspondents(host.session, (market.buyer_id,))[market.buyer_id].name,
    }


def parties_of(case: Casework) -> Mapping[int, Correspondent]:
    """The companies and the buyer of the market, by number, in the order in which they are invited."""
    numbers = [member.party_id for member in members_of(case.session, case.market.id)]
    return in_order(case.session, (*numbers, case.market.buyer_id))


def in_order(session: Session, party_ids: Iterable[int]) -> Mapping[int, Correspondent]:
    """These parties by number, each once, in the order in which they are named."""
    numbers = tuple(dict.fromkeys(party_ids))
    found = correspondents(session, numbers)
    return {number: found[number] for number in numbers}

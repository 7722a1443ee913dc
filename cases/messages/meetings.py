"""What is written to the guests of a meeting: invitation, change, cancellation, reminder."""

from datetime import date, datetime, time
from enum import StrEnum

from cases.documents import Frozen
from cases.messages.kinds import MailKind, Message
from models.vocabulary import MeetingKind


class Told(Frozen):
    """When and where a guest was last told that the meeting would be, in the territory's local time."""

    on: date
    at: time
    until: time
    place: str


class MeetingFacts(Told):
    """A meeting as its guests' calendars take it. `uid` never changes, `sequence` grows (RFC 5545).

    `decided_at` dates this state of the meeting; instants are in UTC.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    decided_at: datetime
    agenda: str | None = None
    guests: tuple[str, ...]


class MeetingMail(Message):
    """A meeting's mail to one of its guests.

    `market_title` and what follows it are None for a meeting of the territory's partners.
    """

    meeting_kind: MeetingKind = MeetingKind.KICKOFF_MEETING
    guest_name: str
    market_title: str | None
    market_reference: str | None
    buyer_name: str | None
    meeting: MeetingFacts


class MeetingInvitation(MeetingMail):
    """The guest is invited; or, when `before` says what this guest was told, the meeting has changed.

    `brings_obligations`: the sheet of obligations is attached.
    """

    before: Told | None = None
    brings_obligations: bool = False


class MeetingEnd(StrEnum):
    """Why a meeting leaves someone's calendar."""

    CALLED_OFF = "called_off"
    NOT_INVITED = "not_invited"
    HELD_ALREADY = "held_already"
    MARKET_ENDED = "market_ended"


class MeetingCancelled(MeetingMail):
    """The meeting is called off, for all its guests or for this one; `reason` in a person's own words."""

    why: MeetingEnd
    reason: str | None = None


class MeetingReminder(MeetingMail):
    """The meeting comes in a few days; `brings_pack`: what the partners will look at is attached."""

    brings_pack: bool = False


MEETING_MAILS = (MailKind.MEETING_INVITATION, MailKind.MEETING_CANCELLED, MailKind.MEETING_REMINDER)
"""The kinds that a later state of the meeting takes back while they wait."""

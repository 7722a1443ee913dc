"""What REST answers about meetings and the plan of a market."""

from datetime import date, datetime, time
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import MailStatus, MeetingKind, MeetingStatus


class GuestRecord(Shape):
    """Someone invited; the address, and what became of the last invitation, are told to staff."""

    id: int
    party_id: int | None
    name: str
    email: str | None
    is_named: bool
    """Invited by name, beside the companies, the buyer and the facilitator."""
    is_present: bool | None
    """Null until the meeting is recorded as held."""
    told: MailStatus | None


class ActionRecord(Shape):
    """What someone will do, and by when."""

    what: str
    who: str | None
    by_on: date | None


class SiteFiguresRecord(Shape):
    """Where the market stood when its people met; expected hours are null without a curve."""

    until: date
    counted_hours: Decimal
    expected_hours: Decimal | None
    committed_hours: Decimal
    sheets_missing: int
    needs_open: int


class MinutesRecord(Shape):
    """What was said and agreed; figures are null for a partners’ meeting."""

    text: str
    difficulties: str | None
    actions: list[ActionRecord]
    figures: SiteFiguresRecord | None


class MeetingRecord(Shape):
    """A meeting; `on`, `at` and `until` are local, the instants in UTC."""

    id: int
    kind: MeetingKind
    quarter: date | None
    """First day of the period that it is held for; null for a kickoff."""
    status: MeetingStatus
    on: date
    at: time
    until: time
    duration_minutes: int
    place: str
    agenda: str | None
    sequence: int
    """Grows with every change (RFC 5545)."""
    starts_at: datetime
    ends_at: datetime
    guests: list[GuestRecord]
    held_on: date | None
    minutes: MinutesRecord | None
    """Null until they are recorded; a kickoff’s are on its market."""
    document_id: int | None
    """The pack that the partners were shown."""


class OwnMeetingRecord(MeetingRecord):
    """A meeting that a partner is invited to; no market for the meeting of all partners."""

    market_id: int | None
    market_title: str | None


class PlannedLineRecord(Shape):
    """A month of the plan, and what counts of the hours done in it."""

    month: date
    hours: Decimal
    expected_in_all: Decimal
    """Expected by the end of the month."""
    counted: Decimal


class EvenMonth(Shape):
    """Hours of a month, when they are spread evenly."""

    month: date
    hours: Decimal


class PlanRecord(Shape):
    """The curve agreed at kickoff; what is expected and counted so far stands at `until`."""

    months: list[PlannedLineRecord]
    total: Decimal
    until: date
    expected_so_far: Decimal
    counted_so_far: Decimal

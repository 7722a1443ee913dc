"""What REST answers about meetings and the plan of a market."""

from datetime import date, datetime, time
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import MailStatus, MeetingStatus


class GuestRecord(Shape):
    """Someone invited; the address, and what became of the last invitation, are told to staff."""

    id: int
    party_id: int | None
    name: str
    email: str | None
    is_named: bool
    """Invited by name, beside the companies, the buyer and the facilitator."""
    is_present: bool | None
    """Null until the kickoff is recorded."""
    told: MailStatus | None


class MeetingRecord(Shape):
    """A meeting; `on`, `at` and `until` are local, the instants in UTC."""

    id: int
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


class PlannedLineRecord(Shape):
    """A month of the plan, and what counts of the hours done in it."""

    month: date
    hours: Decimal
    expected_in_all: Decimal
    """Expected by the end of the month."""
    counted: Decimal


class PlanRecord(Shape):
    """The curve agreed at kickoff; what is expected and counted so far stands at `until`."""

    months: list[PlannedLineRecord]
    total: Decimal
    until: date
    expected_so_far: Decimal
    counted_so_far: Decimal

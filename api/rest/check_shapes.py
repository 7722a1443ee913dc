"""What REST answers about sheets that are checked."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from cases.rules.oddities import OddKind
from models.vocabulary import SetAside


class OddityRecord(Shape):
    """One odd thing about a sheet."""

    kind: OddKind
    participant_id: int | None
    """Whom it is about; null for the whole sheet."""
    hours: Decimal | None
    """The figure in question."""
    against: Decimal | None
    """What it is compared with: the month before, a cap."""
    other_id: int | None
    """Who may be the same person."""
    market_id: int | None
    """The market with the same figure."""
    reason: SetAside | None
    """Why the hours would not count."""
    count: int | None
    """Of people, or of months."""


class CheckRecord(Shape):
    """A sheet that waits for a decision, and what is odd about it."""

    id: int
    market_id: int
    market_reference: str
    market_title: str
    party_id: int
    company_name: str
    month: date
    is_nil: bool
    declared_hours: Decimal
    people_count: int
    submitted_at: datetime
    remark: str | None
    """What the company wrote to be read."""
    version: int
    """To be given back when validating."""
    oddities: list[OddityRecord]
    """None: it may be validated without looking further."""


class BulkRecord(Shape):
    """What became of the sheets: their numbers."""

    validated: list[int]
    changed: list[int]
    """Left as they are: no longer what was looked at."""

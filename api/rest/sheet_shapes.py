"""What REST answers about monthly hour sheets."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import CompanyRole, CorrectionStatus, SheetStatus


class SheetLineRecord(Shape):
    """One person's hours."""

    participant_id: int
    first_name: str
    last_name: str
    hours: Decimal
    training_hours: Decimal
    """Those of the hours that were spent in training."""


class ContributedLineRecord(SheetLineRecord):
    """The same as the structure that employs the person declared it by a file."""

    party_id: int
    declared_by: str


class SheetSummary(Shape):
    """A monthly hour sheet in a list."""

    id: int
    market_id: int
    market_reference: str
    market_title: str
    party_id: int
    company_name: str
    month: date
    """First day of the month worked."""
    status: SheetStatus
    opened_on: date
    due_on: date
    is_nil: bool
    """The company answered that nobody worked."""
    declared_hours: Decimal
    people_count: int
    remark: str | None
    submitted_at: datetime | None
    decided_at: datetime | None
    rejection_reason: str | None
    version: int
    """To be given back when validating or rejecting: it names the answer that was looked at."""


class SheetRecord(SheetSummary):
    """A sheet with its lines; a buyer reads no names, and gets no lines."""

    lines: list[SheetLineRecord]
    contributed: list[ContributedLineRecord]
    """What structures declared for their people; until the company answers, they are no lines yet."""


class GroupSheetRecord(Shape):
    """The sheet of another company of the market, without its people."""

    company: str
    role: CompanyRole
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal


class DraftRecord(Shape):
    """What the company has typed and not sent; `saved_at` is null when nothing is kept."""

    values: dict[str, str]
    saved_at: datetime | None


class CorrectionRecord(Shape):
    """A company's request to reopen a validated sheet."""

    id: int
    sheet_id: int
    market_id: int
    market_title: str
    party_id: int
    company_name: str
    month: date
    reason: str
    asked_at: datetime
    status: CorrectionStatus
    answer: str | None
    decided_at: datetime | None

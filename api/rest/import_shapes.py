"""What REST answers about files that came in."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape


class ImportCounts(Shape):
    """What came of a file, in numbers."""

    accepted: int
    updated: int
    unchanged: int
    without_clause: int
    warnings: int
    rejected: int


class FindingRecord(Shape):
    """A rejected market or a doubtful value, where it stands in the file, and why."""

    kind: str
    """`rejected` or `warning`."""
    market_id: str | None
    place: str
    field: str | None
    value: str | None
    reason_fr: str
    reason_en: str


class ImportOutcome(Shape):
    """What came of a file just read; `run_id` is null for a dry run."""

    accepted: int
    updated: int
    unchanged: int
    without_clause: int
    warnings: list[FindingRecord]
    rejected: list[FindingRecord]
    dry_run: bool
    run_id: int | None


class ImportLine(Shape):
    """A file that was taken in."""

    id: int
    account_id: int | None
    by: str | None
    """The name of who brought it."""
    file_name: str
    file_format: str
    file_sha256: str
    counts: ImportCounts
    read_at: datetime


class ImportRecord(ImportLine):
    """A file that was taken in, with its findings."""

    findings: list[FindingRecord]


class UnclausedLine(Shape):
    """A market of the open data without a social clause."""

    id: int
    source_key: str
    """Buyer's SIRET and the market's number."""
    title: str
    buyer_siret: str
    amount_excl_tax: Decimal | None
    cpv: str | None
    notified_on: date | None
    imported_at: datetime

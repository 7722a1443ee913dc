"""What REST answers about purchasing plans."""

from datetime import datetime
from decimal import Decimal

from api.rest.shapes import Shape


class PlanFindingRecord(Shape):
    """What is wrong (`rejected`) or doubtful (`warning`) in a file, where it stands, and how to write it.

    `question`: hours that are taken once they are confirmed.
    """

    kind: str
    market: str | None
    """The reference of the market it is about, when it is known."""
    sheet: str
    """Empty for a CSV."""
    row: int | None
    column: str | None
    """As a spreadsheet names it: `C`."""
    header: str | None
    value: str | None
    reason_fr: str
    reason_en: str


class PlanMarketRecord(Shape):
    """A market of the plan; `market_id` is null for a dry run."""

    reference: str
    title: str
    lots: int
    amount_excl_tax: Decimal | None
    market_id: int | None


class PlanCounts(Shape):
    """What came of a plan, in numbers."""

    markets: int
    lots: int
    rejected: int
    warnings: int


class PlanOutcome(PlanCounts):
    """What came of a plan just read, or would."""

    announced: list[PlanMarketRecord]
    findings: list[PlanFindingRecord]
    partial: bool
    dry_run: bool
    is_known: bool
    """The same file was taken in before for this buyer: nothing changed."""
    is_importable: bool
    """Whether the same call without `dry_run` would write something."""
    plan_id: int | None


class PlanLineRecord(Shape):
    """A plan that was taken in."""

    id: int
    buyer_id: int
    buyer_name: str
    account_id: int | None
    by: str | None
    """The name of who brought it; null for a link or a program of the territory."""
    file_name: str
    file_sha256: str
    counts: PlanCounts
    read_at: datetime


class PlanRecord(PlanLineRecord):
    """A plan that was taken in, with its markets and findings."""

    markets: list[PlanMarketRecord]
    findings: list[PlanFindingRecord]

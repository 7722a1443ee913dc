"""What REST answers about files of hours."""

from datetime import date
from decimal import Decimal

from api.rest.plan_shapes import PlanFindingRecord
from api.rest.shapes import Shape
from cases.declarations import Outcome


class SheetFileLine(Shape):
    """A sheet that the file answers, and what became of it, or would."""

    outcome: Outcome
    sheet_id: int
    market_id: int
    market: str
    """The reference of the market."""
    title: str
    buyer: str
    company: str
    month: date
    """First day of the month worked."""
    hours: Decimal
    people: int
    new_people: int
    """Of them, those whom the company had not declared before."""
    nil: bool
    awaits_company: bool
    """A structure's lines are kept, and the company's own answer is still asked for."""


class SheetFileOutcome(Shape):
    """What came of a file of hours, or would."""

    accepted: int
    """Sheets answered."""
    updated: int
    """Answers corrected."""
    unchanged: int
    sheets: list[SheetFileLine]
    warnings: list[PlanFindingRecord]
    rejected: list[PlanFindingRecord]
    partial: bool
    dry_run: bool
    confirmed: bool
    needs_confirmation: bool
    """Some of the warnings are questions, and the call did not say `confirm`."""
    is_importable: bool
    """Whether the same call without `dry_run` would take the file in."""

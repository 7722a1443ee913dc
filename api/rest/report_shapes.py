"""What REST answers about hours as others than the company say them."""

from datetime import datetime
from decimal import Decimal

from api.rest.shapes import Shape
from cases.rules.matching import Match
from models.vocabulary import HoursSource


class ReportedPersonRecord(Shape):
    """Someone whom the structure employs that month, on one market."""

    participant_id: int
    name: str
    company_id: int
    company_name: str
    market_id: int
    market_title: str
    market_reference: str
    hours: Decimal | None
    """What the structure said; null while it said nothing."""


class MatchRecord(Shape):
    """One person of a sheet: hours as each source says them, null while it says nothing."""

    participant_id: int
    name: str
    structure_name: str | None
    """The structure that employs the person, or the several that do, whose hours add up."""
    company_hours: Decimal | None
    structure_hours: Decimal | None
    participant_hours: Decimal | None
    match: Match
    decided_source: HoursSource | None
    """Whose figure a facilitator said stands."""
    decided_hours: Decimal | None
    decided_reason: str | None
    decided_at: datetime | None
    is_partial: bool
    """Whether a structure that employs the person has not said its hours yet."""


class AttestationRecord(Shape):
    """Whether the market asks people about their own hours."""

    asks: bool

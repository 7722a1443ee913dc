"""What structures and people say of hours, and what a facilitator decides when they do not agree."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from cases.inputs.fields import Input, Number, Reason
from cases.inputs.sheet import MONTH_HOURS
from models.vocabulary import HoursSource


class ReportedHours(Input):
    """Hours of someone's month on a market; none worked is zero."""

    participant_id: Number
    market_id: Number
    hours: Annotated[Decimal, Field(ge=0, le=MONTH_HOURS, decimal_places=2)]


class HoursReportInput(Input):
    """What is said about a month; what is left out stays as it was said before."""

    lines: Annotated[tuple[ReportedHours, ...], Field(min_length=1, max_length=1000)]


class DifferenceDecision(Input):
    """Whose figure stands for this person on the sheet, and why."""

    participant_id: Number
    source: HoursSource
    reason: Reason


class AttestationChoice(Input):
    """Whether the market asks people to attest their own hours."""

    asks: bool

"""What REST answers of a market's hours: what counts, what is set aside, and why."""

from datetime import date
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import CountingRule, SetAside


class PartRecord(Shape):
    """Hours of one person's month with one fate."""

    month: date
    """Its first day."""
    sheet_id: int
    company_name: str
    participant_id: int
    name: str | None
    """Null for a buyer."""
    hours: Decimal
    reason: SetAside | None
    """Null when the hours count."""
    rule: CountingRule
    """The rule that decided."""
    declared_on: int
    """The market of the sheet."""
    credited_to: int
    """The market that the hours count for: another one under a globalisation agreement."""
    agreement: str | None
    in_priority_district: bool
    is_local: bool
    pack_version: str
    """The version of the rule pack that decided."""


class SetAsideTotal(Shape):
    """Hours set aside for one reason."""

    reason: SetAside
    hours: Decimal


class HoursRecord(Shape):
    """The hours of a market, of one month or of all."""

    declared_hours: Decimal
    counted_hours: Decimal
    counted_qpv_hours: Decimal
    counted_local_hours: Decimal
    credited_elsewhere_hours: Decimal
    credited_from_elsewhere_hours: Decimal
    qpv_hours_owed: Decimal | None
    local_hours_owed: Decimal | None
    local_commune: str | None
    set_aside: list[SetAsideTotal]
    parts: list[PartRecord]

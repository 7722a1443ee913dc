"""What REST answers about what changed a market's hours and dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from api.rest.shapes import Shape
from cases.changework import Change
from cases.queries.changes import ChangeLine
from cases.rules.market_changes import Owed
from cases.rules.part_changes import PartMoved
from models.vocabulary import ChangeKind, PartKind


class MonthRecord(Shape):
    """Hours expected in a month; `month` is its first day."""

    month: date
    hours: Decimal


class ShareRecord(Shape):
    """The hours that a company took upon itself; null where none were agreed."""

    party_id: int
    hours: Decimal | None


class OwedRecord(Shape):
    """What a market owes and by when."""

    required_hours: Decimal | None
    committed_hours: Decimal | None
    qpv_hours: Decimal | None
    local_hours: Decimal | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    planned_end_on: date | None
    stopped_on: date | None
    """The first day of a stop that has not ended."""
    shares: list[ShareRecord]
    curve: list[MonthRecord]


class PartMovedRecord(Shape):
    """What a change moves of a lot or a tranche: hours, and EUR without tax."""

    part_id: int
    kind: PartKind
    number: str
    title: str
    hours_before: Decimal | None
    hours_after: Decimal | None
    amount_before: Decimal | None
    amount_after: Decimal | None


class ForeseenRecord(Shape):
    """A change before it is recorded, or as it was; its number in the market once it is."""

    number: int | None
    kind: ChangeKind
    effective_on: date
    before: OwedRecord
    after: OwedRecord
    parts: list[PartMovedRecord]
    """The lots and tranches that it moves."""


class ChangeRecord(ForeseenRecord):
    """A change recorded; `label` is the number of the amendment, the tranche or the order."""

    label: str | None
    object: str | None
    reason: str | None
    """For staff."""
    made_at: datetime
    cancelled_at: datetime | None


def owed_record(owed: Owed) -> dict[str, Any]:
    """As REST says it."""
    names = [name for name in OwedRecord.model_fields if name not in ("shares", "curve")]
    return {
        **{name: getattr(owed, name) for name in names},
        "shares": [{"party_id": party, "hours": hours} for party, hours in owed.shares],
        "curve": [{"month": month, "hours": hours} for month, hours in owed.curve],
    }


def part_record(moved: PartMoved) -> dict[str, Any]:
    """One part of a change."""
    return {
        "part_id": moved.part.id,
        "kind": moved.part.kind,
        "number": moved.part.number,
        "title": moved.part.title,
        "hours_before": moved.before.required_hours,
        "hours_after": moved.after.required_hours,
        "amount_before": moved.before.amount_excl_tax,
        "amount_after": moved.after.amount_excl_tax,
    }


def foreseen_record(change: Change, number: int | None = None) -> dict[str, Any]:
    """What a change would do, or did."""
    return {
        "number": number,
        "kind": change.kind,
        "effective_on": change.effective_on,
        "before": owed_record(change.before),
        "after": owed_record(change.after),
        "parts": [part_record(each) for each in change.parts],
    }


def change_record(line: ChangeLine) -> dict[str, Any]:
    """One change of the list."""
    names = [name for name in ChangeRecord.model_fields if name not in ("before", "after", "parts")]
    return {
        **{name: getattr(line, name) for name in names},
        "before": owed_record(line.before),
        "after": owed_record(line.after),
        "parts": [part_record(each) for each in line.parts],
    }

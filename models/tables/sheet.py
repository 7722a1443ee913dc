"""The monthly hour sheet of one company on one market, and its lines."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, word
from models.vocabulary import SheetStatus


class HourSheet(SQLModel, table=True):
    """A fiche de suivi mensuelle. `month`: first day of the month worked; `version` grows at each change."""

    __tablename__ = "hour_sheet"
    __table_args__ = (
        UniqueConstraint("market_id", "party_id", "month"),
        Index("ix_hour_sheet_party_month", "party_id", "month"),
        only_words("status", SheetStatus),
        CheckConstraint("declared_hours >= 0", name="declared_not_negative"),
        CheckConstraint("NOT is_nil OR declared_hours = 0", name="nil_has_no_hours"),
        CheckConstraint(
            "status NOT IN ('submitted', 'validated') OR submitted_at IS NOT NULL", name="answer_is_dated"
        ),
        CheckConstraint(
            "status <> 'rejected' OR rejection_reason IS NOT NULL", name="rejection_has_a_reason"
        ),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    market_id: int = refers_to("market.id", index=False)
    party_id: int = refers_to("party.id", index=False)
    month: date
    status: SheetStatus = word(SheetStatus, default=SheetStatus.AWAITED)
    opened_on: date
    due_on: date
    is_nil: bool = False
    declared_hours: Decimal = hours(default=Decimal(0))
    remark: str | None = Field(default=None, max_length=2000)
    submitted_at: datetime | None = instant(default=None)
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None
    rejection_reason: str | None = Field(default=None, max_length=2000)
    version: int = 0


class HourLine(SQLModel, table=True):
    """One person's hours on one sheet."""

    __tablename__ = "hour_line"
    __table_args__ = (
        UniqueConstraint("sheet_id", "participant_id"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id", index=False)
    participant_id: int = refers_to("participant.id")
    hours: Decimal = hours()

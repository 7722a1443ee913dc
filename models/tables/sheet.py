"""The monthly hour sheet of one company on one market, its lines, and what became of each hour."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, word
from models.vocabulary import CorrectionStatus, CountingRule, HoursSource, SetAside, SheetStatus


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
    counted_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    remark: str | None = Field(default=None, max_length=2000)
    submitted_at: datetime | None = instant(default=None)
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None
    rejection_reason: str | None = Field(default=None, max_length=2000)
    version: int = 0


class HourLine(SQLModel, table=True):
    """One person's hours on one sheet; `training_hours` are those of them spent in training.

    `is_distinct`: the facilitator looked at the same figure on another market and says both were worked.
    """

    __tablename__ = "hour_line"
    __table_args__ = (
        UniqueConstraint("sheet_id", "participant_id"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
        CheckConstraint("training_hours >= 0 AND training_hours <= hours", name="training_within_the_hours"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id", index=False)
    participant_id: int = refers_to("participant.id")
    training_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    hours: Decimal = hours()
    is_distinct: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class CountedHours(SQLModel, table=True):
    """What became of a line's hours, or of a part: counted for a market, or set aside with the reason.

    `market_id` is the market credited, which a globalisation agreement may make another than the sheet's. The
    parts of a line add up to its hours; they are written anew by each count, from facts alone.
    """

    __tablename__ = "counted_hours"
    __table_args__ = (
        Index("ix_counted_hours_sheet", "sheet_id"),
        Index("ix_counted_hours_market", "market_id"),
        only_words("reason", SetAside),
        only_words("rule", CountingRule),
        CheckConstraint("hours >= 0", name="part_not_negative"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id", index=False)
    participant_id: int = refers_to("participant.id")
    market_id: int = refers_to("market.id", index=False)
    hours: Decimal = hours()
    reason: SetAside | None = word(SetAside, default=None)
    rule: CountingRule = word(CountingRule)
    agreement_id: int | None = refers_to("globalisation.id", default=None)
    in_priority_district: bool = False
    is_local: bool = False
    pack_version: str = Field(max_length=40)


class SheetDraft(SQLModel, table=True):
    """What a company has typed and not sent yet, as its form had it. It ends when the answer is sent."""

    __tablename__ = "sheet_draft"

    sheet_id: int = Field(foreign_key="hour_sheet.id", primary_key=True)
    content: str = Field(sa_type=Text)
    saved_at: datetime = instant()


class CorrectionRequest(SQLModel, table=True):
    """A company asks to reopen a validated sheet; one request waits at a time."""

    __tablename__ = "correction_request"
    __table_args__ = (
        Index(
            "ix_correction_request_open",
            "sheet_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        only_words("status", CorrectionStatus),
        CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="decision_is_dated"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id")
    reason: str = Field(max_length=2000)
    asked_at: datetime = instant()
    status: CorrectionStatus = word(CorrectionStatus, default=CorrectionStatus.OPEN)
    answer: str | None = Field(default=None, max_length=2000)
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None


class ContributedHours(SQLModel, table=True):
    """Someone's hours on a company's sheet as the structure that employs them (`party_id`) declared them by a
    file. They wait there for the company's own answer; they are lines, and count, from that answer on.
    """

    __tablename__ = "contributed_hours"
    __table_args__ = (
        UniqueConstraint("sheet_id", "participant_id"),
        CheckConstraint("hours >= 0", name="contributed_not_negative"),
        CheckConstraint("training_hours >= 0 AND training_hours <= hours", name="training_within_the_hours"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id", index=False)
    participant_id: int = refers_to("participant.id")
    party_id: int = refers_to("party.id")
    training_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    hours: Decimal = hours()
    contributed_at: datetime = instant()


class HoursReport(SQLModel, table=True):
    """The hours of someone's month on a market as a structure (`party_id`), or the person, says them.

    Someone who changes structures within the month is spoken of by both: their figures add up.
    """

    __tablename__ = "hours_report"
    __table_args__ = (
        UniqueConstraint("market_id", "participant_id", "month", "source", "party_id"),
        Index(
            "ix_hours_report_own",
            "market_id",
            "participant_id",
            "month",
            "source",
            unique=True,
            sqlite_where=text("party_id IS NULL"),
            postgresql_where=text("party_id IS NULL"),
        ),
        only_words("source", HoursSource),
        CheckConstraint("source <> 'company'", name="the_company_has_its_sheet"),
        CheckConstraint("hours >= 0", name="reported_not_negative"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    participant_id: int = refers_to("participant.id")
    month: date
    source: HoursSource = word(HoursSource)
    party_id: int | None = refers_to("party.id", default=None)
    hours: Decimal = hours()
    reported_at: datetime = instant()


class HoursDecision(SQLModel, table=True):
    """Which of several statements of someone's hours stands, as a facilitator decided, and why.

    It holds while the sheet has these hours and no source has said otherwise since.
    """

    __tablename__ = "hours_decision"
    __table_args__ = (
        UniqueConstraint("sheet_id", "participant_id"),
        only_words("source", HoursSource),
        CheckConstraint("hours >= 0", name="decided_not_negative"),
    )

    id: int | None = key()
    sheet_id: int = refers_to("hour_sheet.id", index=False)
    participant_id: int = refers_to("participant.id")
    source: HoursSource = word(HoursSource)
    hours: Decimal = hours()
    reason: str = Field(max_length=2000)
    decided_at: datetime = instant()
    decided_by: int | None = None

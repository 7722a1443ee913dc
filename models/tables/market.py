"""The case: one market, its companies, amendments and suspensions."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, money, refers_to, word
from models.vocabulary import (
    Advice,
    ChangeKind,
    CompanyRole,
    GroupKind,
    Lever,
    Modality,
    Origin,
    ShortfallDecision,
    Stage,
    Trade,
    UrbanRenewal,
)

EMPTY_CHAIN = "0" * 64


class Market(SQLModel, table=True):
    """One market (marché). The constraints refuse a stage that its own dates contradict.

    `version` grows with every decision; `journal_length` and `journal_head` are the end of its chain.
    """

    __table_args__ = (
        UniqueConstraint("territory_id", "reference"),
        UniqueConstraint("territory_id", "source_key"),
        Index("ix_market_territory_stage", "territory_id", "stage"),
        only_words("stage", Stage),
        CheckConstraint("amount_excl_tax IS NULL OR amount_excl_tax >= 0", name="amount_not_negative"),
        CheckConstraint("required_hours IS NULL OR required_hours >= 0", name="required_not_negative"),
        CheckConstraint("committed_hours IS NULL OR committed_hours >= 0", name="committed_not_negative"),
        CheckConstraint("(stage = 'suspended') = (resumes_to IS NOT NULL)", name="suspended_resumes"),
        CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name="closed_has_its_date"),
        CheckConstraint("stage <> 'terminated' OR terminated_on IS NOT NULL", name="terminated_has_its_date"),
        CheckConstraint("stage <> 'reception' OR received_on IS NOT NULL", name="received_has_its_date"),
        CheckConstraint("stage <> 'follow_up' OR starts_on IS NOT NULL", name="follow_up_has_started"),
        CheckConstraint("received_on IS NULL OR received_on >= starts_on", name="received_after_start"),
        CheckConstraint("qpv_hours IS NULL OR qpv_hours >= 0", name="qpv_not_negative"),
        CheckConstraint(
            "local_hours IS NULL OR (local_hours >= 0 AND local_commune IS NOT NULL)",
            name="local_target_names_its_commune",
        ),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    reference: str = Field(max_length=80)
    title: str = Field(max_length=500)
    buyer_id: int = refers_to("party.id")
    referent_id: int | None = refers_to("account.id", default=None)
    origin: Origin = word(Origin)
    source_key: str | None = Field(default=None, max_length=200)
    source_fingerprint: str | None = Field(default=None, max_length=64)
    source_seen: str = Field(default="", sa_type=Text)
    cpv: str | None = Field(default=None, max_length=20)
    procedure: str | None = Field(default=None, max_length=120)
    amount_excl_tax: Decimal | None = money(default=None)
    duration_months: int | None = None
    operation_id: int | None = refers_to("operation.id", default=None)
    description: str | None = Field(default=None, sa_type=Text)
    trade: Trade | None = word(Trade, default=None)
    is_framework: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    urban_renewal: UrbanRenewal = word(
        UrbanRenewal, default=UrbanRenewal.NONE, sa_column_kwargs={"server_default": UrbanRenewal.NONE.value}
    )
    publication_planned_on: date | None = None
    works_planned_on: date | None = None
    study_due_on: date | None = None
    advice: Advice | None = word(Advice, default=None)
    lever: Lever | None = word(Lever, default=None)
    qpv_hours: Decimal | None = hours(default=None)
    local_hours: Decimal | None = hours(default=None)
    local_commune: str | None = Field(default=None, max_length=120)
    asks_attestation: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    counted_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    counted_qpv_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    counted_local_hours: Decimal = hours(default=Decimal(0), sa_column_kwargs={"server_default": "0"})
    required_hours: Decimal | None = hours(default=None)
    committed_hours: Decimal | None = hours(default=None)
    commitment_reason: str | None = Field(default=None, max_length=2000)
    group_kind: GroupKind | None = word(GroupKind, default=None)
    tender_round: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    offers_analysed_on: date | None = None
    no_analysis_reason: str | None = Field(default=None, max_length=2000)
    stage: Stage = word(Stage)
    resumes_to: Stage | None = word(Stage, default=None)
    clause_text_sent_on: date | None = None
    published_on: date | None = None
    awarded_on: date | None = None
    kickoff_held_on: date | None = None
    kickoff_minutes: str | None = Field(default=None, sa_type=Text)
    starts_on: date | None = None
    planned_end_on: date | None = None
    received_on: date | None = None
    terminated_on: date | None = None
    closed_on: date | None = None
    shortfall_decision: ShortfallDecision | None = word(ShortfallDecision, default=None)
    shortfall_reason: str | None = Field(default=None, max_length=2000)
    version: int = 0
    journal_length: int = 0
    journal_head: str = Field(default=EMPTY_CHAIN, max_length=64)
    created_at: datetime = instant()


class MarketParty(SQLModel, table=True):
    """A company on a market, with its role and its share of the hours."""

    __tablename__ = "market_party"
    __table_args__ = (
        UniqueConstraint("market_id", "party_id"),
        only_words("role", CompanyRole),
        CheckConstraint("committed_hours IS NULL OR committed_hours >= 0", name="share_not_negative"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    party_id: int = refers_to("party.id")
    role: CompanyRole = word(CompanyRole)
    committed_hours: Decimal | None = hours(default=None)
    modality: Modality | None = word(Modality, default=None)


class Amendment(SQLModel, table=True):
    """An avenant: what changed, as signed."""

    __table_args__ = (UniqueConstraint("market_id", "number"),)

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    number: int
    signed_on: date | None = None
    amount_excl_tax: Decimal | None = money(default=None)
    duration_months: int | None = None
    object: str | None = Field(default=None, max_length=1000)


class MarketChange(SQLModel, table=True):
    """What an amendment, a tranche, an order, a stop or a resumption changed: figures before and after.

    `before` and `after` are JSON objects of the same names, those of cases/rules/market_changes.py `Owed`. A
    change cancelled gave back its figures before.
    """

    __tablename__ = "market_change"
    __table_args__ = (UniqueConstraint("market_id", "number"), only_words("kind", ChangeKind))

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    number: int
    kind: ChangeKind = word(ChangeKind)
    effective_on: date
    amendment_id: int | None = refers_to("amendment.id", default=None)
    part_id: int | None = refers_to("market_part.id", default=None)
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, max_length=2000)
    made_by: int | None = None
    made_at: datetime = instant()
    cancelled_at: datetime | None = instant(default=None)


class MarketChangePart(SQLModel, table=True):
    """What a change moved of a lot or a tranche that it names: its hours and its amount, before and after."""

    __tablename__ = "market_change_part"
    __table_args__ = (UniqueConstraint("change_id", "part_id"),)

    id: int | None = key()
    change_id: int = refers_to("market_change.id", index=False)
    part_id: int = refers_to("market_part.id")
    hours_before: Decimal | None = hours(default=None)
    hours_after: Decimal | None = hours(default=None)
    amount_before: Decimal | None = money(default=None)
    amount_after: Decimal | None = money(default=None)


class Suspension(SQLModel, table=True):
    """A stop by order of service: from its day, until the day work resumes (excluded)."""

    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="resumes_after_stop"),)

    id: int | None = key()
    market_id: int = refers_to("market.id")
    from_on: date
    to_on: date | None = None
    reason: str = Field(max_length=1000)

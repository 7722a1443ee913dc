"""What REST answers, in the words of DOMAIN.md. Hours and money are strings, exact to the cent."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from cases.rules.lifecycle import Move
from models.vocabulary import (
    ActorKind,
    Advice,
    CompanyRole,
    DeadlineRule,
    DeadlineStatus,
    DocumentKind,
    GroupKind,
    Lever,
    MailPhase,
    MailStatus,
    Modality,
    Origin,
    ShortfallDecision,
    Stage,
    TaskKind,
    TaskStatus,
    Trade,
    UrbanRenewal,
)

Item = TypeVar("Item", bound=BaseModel)


class Shape(BaseModel):
    """A record as it is answered."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, from_attributes=True)


class PageOf(Shape, Generic[Item]):
    """A slice of a list, latest row first."""

    # Pydantic would look for a docstring in the whole call stack, anew for each kind of item.
    model_config = ConfigDict(use_attribute_docstrings=False)

    items: list[Item]
    next_after: int | None = Field(description="Give it as `after` to read on; null at the end of the list.")


class MarketLine(Shape):
    """A market in a list."""

    id: int
    reference: str
    title: str
    buyer_id: int
    buyer_name: str
    referent_id: int | None
    operation_id: int | None
    origin: Origin
    cpv: str | None
    amount_excl_tax: Decimal | None
    lever: Lever | None
    required_hours: Decimal | None
    committed_hours: Decimal | None
    stage: Stage
    starts_on: date | None
    planned_end_on: date | None
    version: int


class PartyRecord(Shape):
    """An organisation; its contact is told to staff and to itself, null for others."""

    id: int
    name: str
    siret: str | None
    locale: str
    contact_name: str | None
    email: str | None
    phone: str | None
    email_refused_at: datetime | None
    """When a mail to this address bounced for good: it is not written to until it is set again."""


class CompanyRecord(PartyRecord):
    """A company on a market."""

    role: CompanyRole
    committed_hours: Decimal | None
    modality: Modality | None
    """How it recruits, as agreed at kickoff."""


class AmendmentRecord(Shape):
    """An avenant, as signed: new totals, null where they do not change."""

    number: int
    signed_on: date | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    object: str | None


class MarketRecord(Shape):
    """One market, whole."""

    id: int
    reference: str
    title: str
    buyer_id: int
    buyer: PartyRecord
    companies: list[CompanyRecord]
    amendments: list[AmendmentRecord]
    referent_id: int | None
    operation_id: int | None
    origin: Origin
    source_key: str | None
    cpv: str | None
    procedure: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    description: str | None
    trade: Trade | None
    is_framework: bool
    urban_renewal: UrbanRenewal
    publication_planned_on: date | None
    works_planned_on: date | None
    study_due_on: date | None
    """The day by which the opinion is promised."""
    advice: Advice | None
    """The opinion in force; null while none is given."""
    qpv_hours: Decimal | None
    """The part of the required hours owed to residents of priority districts (ANRU)."""
    local_hours: Decimal | None
    """The part of the required hours owed to residents of `local_commune`."""
    local_commune: str | None
    lever: Lever | None
    required_hours: Decimal | None
    committed_hours: Decimal | None
    commitment_reason: str | None
    group_kind: GroupKind | None
    tender_round: int
    """Grows when the procedure is restarted."""
    offers_analysed_on: date | None
    """When the analysis of this round's offers was last recorded."""
    no_analysis_reason: str | None
    """Why the award stands on no analysis."""
    stage: Stage
    resumes_to: Stage | None
    """The stage that a suspension interrupted."""
    clause_text_sent_on: date | None
    published_on: date | None
    awarded_on: date | None
    kickoff_held_on: date | None
    kickoff_minutes: str | None
    asks_attestation: bool
    """Whether people are asked if the hours declared for them are right."""
    starts_on: date | None
    planned_end_on: date | None
    received_on: date | None
    terminated_on: date | None
    closed_on: date | None
    shortfall_decision: ShortfallDecision | None
    shortfall_reason: str | None
    version: int
    """Grows with every decision."""
    journal_length: int
    created_at: datetime


class MissingRecord(Shape):
    """A requirement that does not hold."""

    name: str
    message_fr: str
    message_en: str


class MoveRecord(Shape):
    """A move that the stage allows: `POST …/moves/{move}`."""

    move: Move
    label_fr: str
    label_en: str
    target: Stage
    missing: list[MissingRecord]


class JournalEntry(Shape):
    """One thing that happened to a market; `hash` chains it to the one before."""

    id: int
    position: int
    event: str
    at: datetime
    actor_kind: ActorKind
    actor_id: int | None
    pack_version: str
    payload: dict[str, Any]
    hash: str


class DifferenceRecord(Shape):
    """One person's hours as each source says them, null while it says nothing."""

    participant_id: int
    name: str
    company_hours: Decimal | None
    structure_hours: Decimal | None
    participant_hours: Decimal | None


class TaskRecord(Shape):
    """Something a person must do."""

    id: int
    market_id: int | None
    kind: TaskKind
    subject_id: int
    details: dict[str, Any]
    due_on: date
    assignee_id: int | None
    status: TaskStatus
    outcome: str | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    differences: list[DifferenceRecord]
    """Of an open task to compare hours: whose differ now."""


class DeadlineRecord(Shape):
    """A "later" of the engine."""

    id: int
    market_id: int
    rule: DeadlineRule
    subject_id: int
    step: str
    period: str
    due_at: datetime
    status: DeadlineStatus
    fired_at: datetime | None
    error: str | None


class MailRecord(Shape):
    """A message of the outbox, without its words."""

    id: int
    market_id: int | None
    party_id: int | None
    document_id: int | None
    kind: str
    locale: str
    to_email: str
    to_name: str | None
    cc_email: str | None
    status: MailStatus
    phase: MailPhase
    """How far the last attempt went."""
    release_at: datetime
    """The earliest instant of sending."""
    attempts: int
    first_attempt_at: datetime | None
    finished_at: datetime | None
    error: str | None
    created_at: datetime


class DocumentLine(Shape):
    """A frozen paper in a list."""

    id: int
    market_id: int | None
    """Null for the pack of a partners’ meeting, which is about the whole territory."""
    market_title: str | None
    party_id: int | None
    party_name: str | None
    """To whom it is addressed."""
    kind: DocumentKind
    figures_sha256: str
    created_at: datetime


class DocumentRecord(DocumentLine):
    """A frozen paper with the figures that its PDF is drawn from."""

    figures: dict[str, Any]

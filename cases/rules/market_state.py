"""What a decision about one market may look at, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from models.vocabulary import Advice, GroupKind, Lever, ShortfallDecision, Stage


@dataclass(frozen=True, slots=True)
class MarketState:
    """What a decision about one market may look at: its row."""

    id: int
    territory_id: int
    reference: str
    title: str
    buyer_id: int
    referent_id: int | None
    operation_id: int | None
    study_due_on: date | None
    advice: Advice | None
    lever: Lever | None
    required_hours: Decimal | None
    committed_hours: Decimal | None
    commitment_reason: str | None
    duration_months: int | None
    tender_round: int
    offers_analysed_on: date | None
    no_analysis_reason: str | None
    group_kind: GroupKind | None
    stage: Stage
    resumes_to: Stage | None
    clause_text_sent_on: date | None
    published_on: date | None
    awarded_on: date | None
    kickoff_held_on: date | None
    kickoff_minutes: str | None
    starts_on: date | None
    planned_end_on: date | None
    asks_attestation: bool
    received_on: date | None
    terminated_on: date | None
    closed_on: date | None
    shortfall_decision: ShortfallDecision | None
    shortfall_reason: str | None
    version: int
    journal_length: int
    journal_head: str

    @property
    def ends_on(self) -> date | None:
        """The last day that hours are owed for: reception or termination."""
        return self.received_on or self.terminated_on


@dataclass(frozen=True, slots=True)
class Standing:
    """What the other tables say of a market: counts, and the hours still missing.

    A move reads only what its requirements say that they look at; anything else refuses to be looked at
    (AttributeError), so that nothing holds because nobody asked.
    """

    leads: int
    companies_without_contact: int
    buyer_has_contact: bool
    months_to_open: int
    sheets_unsettled: int
    missing_hours: Decimal
    parts_without_hours: int

    @classmethod
    def of(cls, known: Mapping[str, Any]) -> Self:
        """What is known, and nothing else."""
        standing = object.__new__(cls)
        for name, value in known.items():
            object.__setattr__(standing, name, value)
        return standing

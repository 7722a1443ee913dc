"""The figures of the analysis of the offers: the grid, each offer with its marks, the ranking."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from cases.documents.base import Frozen, Hours, MarketDocument
from models.vocabulary import Lever, Modality


class CriterionLine(Frozen):
    """One criterion of the grid; `weight` is a share of one."""

    code: str
    label: str
    weight: Decimal


class MarkLine(Frozen):
    """An offer's mark under one criterion, from 0 to 5, and what justifies it."""

    criterion: str
    mark: Decimal
    comment: str | None


class OfferLine(Frozen):
    """One offer. An irregular one lacks hours (`missing_hours`); it has neither rank nor total."""

    company_name: str
    company_siret: str | None
    promised_hours: Hours
    modality: Modality
    note: str | None
    received_on: date
    marks: tuple[MarkLine, ...]
    rank: int | None = None
    is_tied: bool = False
    total: Decimal | None = None
    missing_hours: Hours | None = None


class OfferAnalysisFigures(MarketDocument):
    """The analysis sent to the buyer before the award: a version each time that it is recorded.

    Offers are in the order of the ranking, the irregular ones last. No price is known or asked.
    """

    kind: Literal["offer_analysis"] = "offer_analysis"
    version: int = Field(ge=1)
    tender_round: int = Field(ge=1)
    lever: Lever | None
    required_hours: Hours | None
    questions_count: int = Field(ge=0)
    answered_count: int = Field(ge=0)
    criteria: tuple[CriterionLine, ...]
    offers: tuple[OfferLine, ...] = Field(min_length=1)
    conclusion: str | None = None

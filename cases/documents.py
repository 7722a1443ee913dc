"""The figures of the three documents a market ends with, frozen as JSON by the command that issues them.

A document is rendered again from these figures whenever it is asked for, so they hold everything the page
says: a later correction of an hour, a name or a rule pack never rewrites what was sent.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.vocabulary import CompanyRole

Hours = Annotated[Decimal, Field(ge=0)]
Euros = Annotated[Decimal, Field(ge=0)]
Locale = Literal["fr", "en"]


class Frozen(BaseModel):
    """A value that is stored as JSON and never changes: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Penalty(Frozen):
    """A person decided to apply the penalty: missing hours x rate (DOMAIN.md rule 8)."""

    kind: Literal["penalty"] = "penalty"
    amount: Euros
    hourly_rate: Euros


class Waiver(Frozen):
    """A person decided not to apply the penalty, and why."""

    kind: Literal["waiver"] = "waiver"
    reason: str


Decision = Annotated[Penalty | Waiver, Field(discriminator="kind")]


class CompanyLine(Frozen):
    """One company of the group; `required_hours` is None where the obligation is not shared out."""

    company_name: str
    role: CompanyRole
    required_hours: Hours | None
    committed_hours: Hours | None
    declared_hours: Hours
    counted_hours: Hours


class MonthLine(Frozen):
    """One month of the market, all companies together; `month` is its first day."""

    month: date
    declared_hours: Hours
    counted_hours: Hours


class SetAsideLine(Frozen):
    """Declared hours that do not count, with the reason a person can read."""

    month: date
    company_name: str
    hours: Hours
    reason: str


class MarketDocument(Frozen):
    """What the head and the foot of every document say.

    `frozen_on` is the day the figures were frozen: it dates the document, so that the same figures always
    give the same file.
    """

    locale: Locale = "fr"
    territory_name: str
    facilitator_name: str
    facilitator_email: str
    facilitator_phone: str | None = None
    market_title: str
    market_reference: str
    buyer_name: str
    pack_version: str
    frozen_on: date


class StatementFigures(MarketDocument):
    """The statement (bilan) sent to the buyer at reception."""

    kind: Literal["statement"] = "statement"
    awarded_on: date | None = None
    started_on: date | None = None
    received_on: date
    required_hours: Hours
    committed_hours: Hours
    declared_hours: Hours
    counted_hours: Hours
    people_count: int = Field(ge=0)
    companies: tuple[CompanyLine, ...]
    months: tuple[MonthLine, ...]
    set_aside: tuple[SetAsideLine, ...] = ()
    outcome: Literal["certificate", "shortfall"]


class CertificateFigures(MarketDocument):
    """The certificate (attestation) a company receives when it did its hours."""

    kind: Literal["certificate"] = "certificate"
    company_name: str
    company_siret: str | None = None
    role: CompanyRole
    started_on: date | None = None
    received_on: date
    required_hours: Hours
    counted_hours: Hours
    people_count: int = Field(ge=0)


class ShortfallFigures(MarketDocument):
    """The notice a company receives when hours are missing, with the decision a person took."""

    kind: Literal["shortfall_notice"] = "shortfall_notice"
    company_name: str
    company_siret: str | None = None
    role: CompanyRole
    started_on: date | None = None
    received_on: date
    required_hours: Hours
    counted_hours: Hours
    missing_hours: Hours
    decision: Decision


DocumentFigures = Annotated[
    StatementFigures | CertificateFigures | ShortfallFigures, Field(discriminator="kind")
]
document_figures: TypeAdapter[StatementFigures | CertificateFigures | ShortfallFigures] = TypeAdapter(
    DocumentFigures
)

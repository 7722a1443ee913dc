"""The figures of the documents a market ends with: statement, certificate, notice of shortfall."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from cases.documents.base import Euros, Frozen, Hours, MarketDocument
from models.vocabulary import CompanyRole

ZERO = Decimal(0)


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


class StatementFigures(MarketDocument):
    """The statement (bilan) sent to the buyer at reception.

    `spread_out_hours` were declared on this market and credited to others by a globalisation agreement;
    `spread_in_hours` were declared on others and are among those counted here.
    """

    kind: Literal["statement"] = "statement"
    awarded_on: date | None = None
    started_on: date | None = None
    received_on: date
    required_hours: Hours
    committed_hours: Hours
    declared_hours: Hours
    counted_hours: Hours
    spread_out_hours: Hours = ZERO
    spread_in_hours: Hours = ZERO
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

"""The figures of the sheet of obligations, which goes with the invitation to a kickoff."""

from datetime import date
from typing import Literal

from pydantic import Field

from cases.documents.base import Euros, Frozen, Hours, MarketDocument
from models.vocabulary import CompanyRole, Lever


class OwedLine(Frozen):
    """One company of the award; `committed_hours` is None where the hours are not shared out."""

    company_name: str
    role: CompanyRole
    committed_hours: Hours | None


class ObligationsFigures(MarketDocument):
    """The obligations of the clause, recalled to companies and buyer with the invitation to the kickoff.

    `sheet_due_working_day` counts the working days of the month after; the penalty is in EUR for each hour.
    """

    kind: Literal["obligations"] = "obligations"
    awarded_on: date | None = None
    lever: Lever | None = None
    required_hours: Hours | None
    committed_hours: Hours | None
    companies: tuple[OwedLine, ...]
    sheet_due_working_day: int = Field(ge=1)
    penalty_hourly_rate: Euros

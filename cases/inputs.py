"""What people and programs may send to a command: validated shapes, nothing more than what is named."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints, model_validator

from models.vocabulary import CompanyRole, Lever, ShortfallDecision

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Siret = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]
Hours = Annotated[Decimal, Field(ge=0, le=Decimal(9_999_999), decimal_places=2)]
Euros = Annotated[Decimal, Field(ge=0, le=Decimal(99_999_999_999), decimal_places=2)]
MONTH_HOURS = Decimal(744)


class Input(BaseModel):
    """Refuses any field that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartyInput(Input):
    """An organisation: found by its SIRET in the territory, or added."""

    name: Text
    siret: Siret | None = None
    contact_name: Text | None = None
    email: EmailStr | None = None
    phone: Text | None = None


class CompanyInput(PartyInput):
    """A company of the award, with its role and its share of the hours when shares are agreed."""

    role: CompanyRole = CompanyRole.LEAD
    committed_hours: Hours | None = None


class NewMarket(Input):
    """A market entered by hand: it starts at drafting."""

    reference: Text
    title: Text
    buyer: PartyInput
    cpv: Text | None = None
    amount_excl_tax: Euros | None = None
    duration_months: Annotated[int, Field(ge=1, le=600)] | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None


class MarketDescription(Input):
    """Facts of a market that may be completed or corrected at any stage; None leaves a fact as it is."""

    title: Text | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None
    committed_hours: Hours | None = None
    commitment_reason: Reason | None = None
    planned_end_on: date | None = None
    referent_id: int | None = None


class Publication(Input):
    clause_text_sent_on: date
    published_on: date


class Award(Input):
    """The award: one lead, maybe others; fewer hours than required only with a reason."""

    awarded_on: date
    committed_hours: Hours
    commitment_reason: Reason | None = None
    companies: Annotated[tuple[CompanyInput, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        shares = [company.committed_hours for company in self.companies]
        given = [share for share in shares if share is not None]
        if len(given) == len(shares) and sum(given, Decimal(0)) != self.committed_hours:
            raise ValueError("the companies' shares do not add up to the committed hours")
        return self


class Kickoff(Input):
    held_on: date
    minutes: LongText
    starts_on: date
    planned_end_on: date | None = None


class Reception(Input):
    received_on: date


class ShortfallChoice(Input):
    """What a person decides about missing hours; the reason is kept and told to the company."""

    decision: ShortfallDecision
    reason: Reason


class SuspensionOrder(Input):
    from_on: date
    reason: Reason


class Resumption(Input):
    on: date


class Abandonment(Input):
    reason: Reason


class Termination(Input):
    on: date
    reason: Reason


class ContactInput(Input):
    """Who answers for a party, and where."""

    contact_name: Text | None = None
    email: EmailStr
    phone: Text | None = None


class LineInput(Input):
    """One person's hours: someone known (`participant_id`), or new (both names)."""

    participant_id: int | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    hours: Annotated[Decimal, Field(gt=0, le=MONTH_HOURS, decimal_places=2)]

    @model_validator(mode="after")
    def _known_or_named(self) -> Self:
        if (self.participant_id is None) == (self.first_name is None or self.last_name is None):
            raise ValueError("give either a known participant, or a first and a last name")
        return self


class SheetAnswer(Input):
    """A company's answer for a month: hours by person, or nobody. An empty form is not an answer."""

    nil: bool = False
    lines: Annotated[tuple[LineInput, ...], Field(max_length=500)] = ()
    remark: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None

    @model_validator(mode="after")
    def _is_an_answer(self) -> Self:
        if self.nil == bool(self.lines):
            raise ValueError("declare hours, or that nobody worked this month")
        return self


class Rejection(Input):
    reason: Reason


class TaskOutcome(Input):
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None

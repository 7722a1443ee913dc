"""What the commands of a market take: its beginning, its moves, its parties, its tasks."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import EmailStr, Field, model_validator

from cases.inputs.fields import (
    ContactName,
    Day,
    Hours,
    Input,
    LongText,
    Name,
    Note,
    Number,
    PartyName,
    Phone,
    Reason,
    Siret,
    Text,
)
from cases.inputs.planned import PlannedFacts
from models.vocabulary import CompanyRole, Lever, ShortfallDecision


class PartyInput(Input):
    """An organisation: found by its SIRET in the territory, or added."""

    name: PartyName
    siret: Siret | None = None
    contact_name: ContactName | None = None
    email: EmailStr | None = None
    phone: Phone | None = None


class CompanyInput(PartyInput):
    """A company of the award, with its role and its share of the hours when shares are agreed."""

    role: CompanyRole = CompanyRole.LEAD
    committed_hours: Hours | None = None


class NewMarket(PlannedFacts):
    """A market entered by hand: it starts at drafting."""

    reference: Name
    buyer: PartyInput
    operation_id: Number | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None


class MarketDescription(Input):
    """Facts of a market that may be completed or corrected at any stage; None leaves a fact as it is."""

    title: Text | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None
    committed_hours: Hours | None = None
    commitment_reason: Reason | None = None
    planned_end_on: Day | None = None
    referent_id: Number | None = None


class Publication(Input):
    clause_text_sent_on: Day
    published_on: Day


class Award(Input):
    """The award: one lead, maybe others; fewer hours than required only with a reason."""

    awarded_on: Day
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
    held_on: Day
    minutes: LongText
    starts_on: Day
    planned_end_on: Day | None = None


class Reception(Input):
    received_on: Day


class ShortfallChoice(Input):
    """What a person decides about missing hours; the reason is kept and told to the company."""

    decision: ShortfallDecision
    reason: Reason


class SuspensionOrder(Input):
    from_on: Day
    reason: Reason


class Resumption(Input):
    on: Day


class Abandonment(Input):
    reason: Reason


class Termination(Input):
    on: Day
    reason: Reason


class ContactInput(Input):
    """Who answers for a party, and where."""

    contact_name: ContactName | None = None
    email: EmailStr
    phone: Phone | None = None


class TaskOutcome(Input):
    note: Note | None = None

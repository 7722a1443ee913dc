"""What the commands of a market take: its beginning, its moves, its parties, its tasks."""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import EmailStr, Field, ValidationInfo, field_validator, model_validator

from cases.inputs.fields import (
    ContactName,
    Cpv,
    Day,
    Euros,
    Hours,
    Input,
    Language,
    LongText,
    Months,
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
from models.vocabulary import CompanyRole, GroupKind, Lever, ShortfallDecision, Trade, UrbanRenewal


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
    description: LongText | None = None
    cpv: Cpv | None = None
    trade: Trade | None = None
    amount_excl_tax: Euros | None = None
    duration_months: Months | None = None
    is_framework: bool | None = None
    urban_renewal: UrbanRenewal | None = None
    publication_planned_on: Day | None = None
    works_planned_on: Day | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None
    committed_hours: Hours | None = None
    commitment_reason: Reason | None = None
    planned_end_on: Day | None = None
    referent_id: Number | None = None


class Publication(Input):
    """The tender is public. `clause_text_sent_on` is given for a text sent by other means than ours."""

    clause_text_sent_on: Day | None = None
    published_on: Day


class Award(Input):
    """The award: one lead, maybe others; fewer hours than required only with a reason.

    `no_analysis_reason`: why it stands on no analysis, where offers are chosen by a criterion.
    """

    awarded_on: Day
    committed_hours: Hours
    commitment_reason: Reason | None = None
    no_analysis_reason: Reason | None = None
    companies: Annotated[tuple[CompanyInput, ...], Field(min_length=1, max_length=50)]
    group_kind: GroupKind | None = None

    @property
    def members(self) -> tuple[CompanyInput, ...]:
        """Those who answer to the buyer: a subcontractor belongs to no group."""
        return tuple(each for each in self.companies if each.role is not CompanyRole.SUBCONTRACTOR)

    @property
    def facts(self) -> dict[str, Any]:
        """What the market's row keeps of it. A group is joint, unless said, when its shares are agreed."""
        kind = self.group_kind
        if kind is None and len(self.members) < 2:
            kind = GroupKind.SINGLE
        elif kind is None:
            shared = all(each.committed_hours is not None for each in self.members)
            kind = GroupKind.JOINT if shared else GroupKind.SOLIDARY
        unsaid = set() if self.no_analysis_reason else {"no_analysis_reason"}
        return {**self.model_dump(exclude={"companies", *unsaid}), "group_kind": kind}

    @field_validator("group_kind")
    @classmethod
    def _group_fits_its_companies(cls, kind: GroupKind | None, info: ValidationInfo) -> GroupKind | None:
        companies = info.data.get("companies", ())
        members = [each for each in companies if each.role is not CompanyRole.SUBCONTRACTOR]
        if kind is GroupKind.SINGLE and len(members) > 1:
            raise ValueError("A single company is one: choose the kind of group.")
        if kind in (GroupKind.JOINT, GroupKind.SOLIDARY) and len(members) == 1:
            raise ValueError("A group has at least two companies.")
        if kind is GroupKind.JOINT and any(each.committed_hours is None for each in members):
            raise ValueError("In a joint group each company has its share of the hours.")
        return kind

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        shares = [company.committed_hours for company in self.companies]
        given = [share for share in shares if share is not None]
        agreed = len(given) == len(shares) or self.group_kind is GroupKind.JOINT
        if agreed and sum(given, Decimal(0)) != self.committed_hours:
            raise ValueError("the companies' shares do not add up to the committed hours")
        return self


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
    """Who answers for a party, and where; `locale` is the language of its mails, None leaves it as it is."""

    contact_name: ContactName | None = None
    email: EmailStr
    phone: Phone | None = None
    locale: Language | None = None


class TaskOutcome(Input):
    note: Note | None = None

"""What partners, recruitment needs and candidates take."""

from typing import Annotated, Self

from pydantic import EmailStr, Field, model_validator

from cases.inputs.fields import (
    ContactName,
    Day,
    Hours,
    Input,
    Language,
    Name,
    Note,
    Number,
    PartyName,
    Phone,
    Reason,
    Siret,
    Text,
)
from models.vocabulary import CandidateStatus, ContractKind, NeedStatus, PartyKind, StructureKind, Trade

Trades = Annotated[tuple[Trade, ...], Field(max_length=len(Trade))]


class PartnerInput(Input):
    """An insertion structure or a prescriber, and the trades for which it is told of needs.

    `locale` is the language of its mails; None leaves it as it is, French for one that is new.
    """

    kind: PartyKind
    structure_kind: StructureKind | None = None
    name: PartyName
    siret: Siret | None = None
    contact_name: ContactName | None = None
    email: EmailStr | None = None
    phone: Phone | None = None
    locale: Language | None = None
    trades: Trades = ()

    @model_validator(mode="after")
    def _is_a_partner(self) -> Self:
        if self.kind not in (PartyKind.INSERTION_STRUCTURE, PartyKind.PRESCRIBER):
            raise ValueError("a partner is an insertion structure or a prescriber")
        if (self.kind is PartyKind.INSERTION_STRUCTURE) != (self.structure_kind is not None):
            raise ValueError("choose the kind of structure, for an insertion structure only")
        return self


class NeedInput(Input):
    """What a company looks for; the profile describes the work, never a person."""

    party_id: Number
    trade: Trade
    positions: Annotated[int, Field(ge=1, le=500)]
    contract_kind: ContractKind
    hours: Hours | None = None
    starts_on: Day
    place: Annotated[Text, Field(max_length=300)] | None = None
    profile: Reason


class NeedSending(Input):
    """The partners to send a need to; those who have it already are not written to again."""

    partners: Annotated[tuple[Number, ...], Field(min_length=1, max_length=200)]


class NeedClosing(Input):
    """How a need ends: filled, or given up."""

    status: NeedStatus

    @model_validator(mode="after")
    def _is_an_end(self) -> Self:
        if self.status is NeedStatus.OPEN:
            raise ValueError("a need ends filled or cancelled")
        return self


class CandidateInput(Input):
    """Someone proposed, with the minimum: never the NIR, nothing about health."""

    first_name: Name
    last_name: Name
    phone: Phone | None = None
    note: Note | None = None


class CandidateDecision(Input):
    """What becomes of one candidate."""

    candidate_id: Number
    status: CandidateStatus


class CandidateDecisions(Input):
    """What becomes of some candidates for one need; each party is written to once for all of them."""

    decisions: Annotated[tuple[CandidateDecision, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({each.candidate_id for each in self.decisions}) != len(self.decisions):
            raise ValueError("decide once about each candidate")
        return self

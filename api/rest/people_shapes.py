"""What REST answers about people, their contracts and what entitles them, and about agreements."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from cases.rules.same_person import Likeness, Sign
from cases.rules.standing import PersonStanding
from models.vocabulary import ContractKind, CountingRule, EligibilityStatus, Gender, SetAside, Trade


class PersonSummary(Shape):
    """One person in the list, whichever companies know them."""

    id: int
    first_name: str
    last_name: str
    companies: list[str]
    last_month: date | None
    standing: PersonStanding
    until: date | None
    waiting: list[int]
    """Eligibilities claimed and not decided yet."""


class RecordShape(Shape):
    """The person as one company knows them."""

    id: int
    party_id: int
    company: str
    first_name: str
    last_name: str
    birth_date: date | None
    gender: Gender | None
    commune: str | None
    in_priority_district: bool | None
    email: str | None
    locale: str
    """The language in which the person is written to."""
    merged_into_id: int | None


class ContractShape(Shape):
    """A contract, and who employs for whom."""

    id: int
    participant_id: int
    employer_id: int
    employer: str
    company_id: int
    company: str
    kind: ContractKind
    trade: Trade | None
    starts_on: date
    ends_on: date | None


class EligibilityShape(Shape):
    """A criterion claimed, and what was decided of it."""

    id: int
    participant_id: int
    criterion: str
    buyer_id: int | None
    status: EligibilityStatus
    proof_seen_on: date | None
    valid_from: date | None
    valid_until: date | None
    reason: str | None
    pack_version: str
    claimed_at: datetime
    decided_at: datetime | None


class HoursShape(Shape):
    """Hours of a month with one fate; `reason` is null when they count for the market."""

    month: date
    market_id: int
    market: str
    hours: Decimal
    reason: SetAside | None
    rule: CountingRule
    agreement_id: int | None


class MergeShape(Shape):
    """A time that records were said to be of one person."""

    id: int
    merged_id: int
    into_id: int
    is_automatic: bool
    merged_at: datetime
    undone_at: datetime | None


class TwinShape(Shape):
    """Someone else who may be the same person: their root, the two records that are alike, and why."""

    root: int
    record_id: int
    other_id: int
    likeness: Likeness
    signs: list[Sign]


class PersonRecord(Shape):
    """All that the territory knows of someone; `id` is the root of the records."""

    id: int
    standing: PersonStanding
    until: date | None
    first_hire: date | None
    records: list[RecordShape]
    contracts: list[ContractShape]
    claims: list[EligibilityShape]
    hours: list[HoursShape]
    merges: list[MergeShape]
    twins: list[TwinShape]


class OwnPersonRecord(Shape):
    """Someone as their own company or structure may know them: the standing, never the criterion."""

    id: int
    first_name: str
    last_name: str
    birth_date: date | None
    company: str
    standing: PersonStanding
    until: date | None
    refused_because: str | None
    is_claimed: bool
    """The company itself has announced a criterion that nobody has decided on yet."""
    contracts: list[ContractShape]


class ClaimableShape(Shape):
    """A criterion that may be claimed, and the proof that the facilitator will ask to see."""

    code: str
    buyer_id: int | None
    buyer: str | None
    """Whose own list it is of; null for the territory's."""
    label: str
    proof: str


class BuyerCriterionShape(Shape):
    """A criterion of a buyer's own list."""

    id: int
    buyer_id: int
    code: str
    label: str
    proof: str
    withdrawn_at: datetime | None


class SharedMarketShape(Shape):
    """A market of an agreement, and its part of the hours, in percent."""

    market_id: int
    title: str
    buyer: str
    percent: Decimal


class CoveredShape(Shape):
    """Someone whose hours an agreement spreads."""

    participant_id: int
    name: str


class AgreementShape(Shape):
    """A globalisation agreement; the people are told to the territory's staff only."""

    id: int
    name: str
    company_id: int
    company: str
    signed_on: date
    first_month: date
    last_month: date | None
    covered: int
    shares: list[SharedMarketShape]
    people: list[CoveredShape]

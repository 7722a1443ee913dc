"""What REST answers about partners, recruitment needs and candidates."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import (
    CandidateStatus,
    ContractKind,
    NeedStatus,
    PartyKind,
    StructureKind,
    Trade,
)


class PartnerRecord(Shape):
    """A partner of the territory, and the trades for which it is told of needs."""

    id: int
    kind: PartyKind
    structure_kind: StructureKind | None
    name: str
    siret: str | None
    contact_name: str | None
    email: str | None
    phone: str | None
    locale: str
    email_refused_at: datetime | None
    trades: list[Trade]


class AskedRecord(Shape):
    """A partner that a need was sent to."""

    party_id: int
    name: str
    sent_at: datetime
    answered_at: datetime | None


class CandidateRecord(Shape):
    """Someone proposed; only what the reader may see."""

    id: int
    party_id: int
    partner: str
    first_name: str
    last_name: str
    phone: str | None
    note: str | None
    status: CandidateStatus
    proposed_at: datetime


class NeedRecord(Shape):
    """A need; partners and candidates as far as the reader may know them."""

    id: int
    market_id: int
    market_title: str
    party_id: int
    company: str
    trade: Trade
    positions: int
    contract_kind: ContractKind
    hours: Decimal | None
    starts_on: date
    place: str | None
    profile: str
    status: NeedStatus
    created_at: datetime
    sent_at: datetime | None
    partners: list[AskedRecord]
    candidates: list[CandidateRecord]

"""Companies' recruitment needs, the partners they are sent to, and the candidates proposed back."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, word
from models.vocabulary import CandidateStatus, ContractKind, NeedStatus, Trade


class PartnerTrade(SQLModel, table=True):
    """A trade for which a partner (insertion structure or prescriber) is told of needs."""

    __tablename__ = "partner_trade"

    party_id: int = Field(foreign_key="party.id", primary_key=True)
    trade: Trade = word(Trade, primary_key=True)


class RecruitmentNeed(SQLModel, table=True):
    """What a company looks for: how many people, for which trade, from when."""

    __tablename__ = "recruitment_need"
    __table_args__ = (
        only_words("trade", Trade),
        only_words("contract_kind", ContractKind),
        only_words("status", NeedStatus),
        CheckConstraint("positions > 0", name="someone_is_needed"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id")
    party_id: int = refers_to("party.id")
    trade: Trade = word(Trade)
    positions: int
    contract_kind: ContractKind = word(ContractKind)
    hours: Decimal | None = hours(default=None)
    starts_on: date
    place: str | None = Field(default=None, max_length=300)
    profile: str = Field(max_length=2000)
    status: NeedStatus = word(NeedStatus, default=NeedStatus.OPEN)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)


class NeedPartner(SQLModel, table=True):
    """A partner that a need was sent to; `answered_at` once it proposed someone or said it has nobody."""

    __tablename__ = "need_partner"

    need_id: int = Field(foreign_key="recruitment_need.id", primary_key=True)
    party_id: int = Field(foreign_key="party.id", primary_key=True, index=True)
    sent_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)


class Candidate(SQLModel, table=True):
    """Someone a partner proposes for a need, with the minimum: a name, and how to reach them through whom.

    Never the NIR, never a proof's content (DOMAIN.md rule 2).
    """

    __table_args__ = (
        UniqueConstraint("need_id", "party_id", "first_name", "last_name"),
        only_words("status", CandidateStatus),
    )

    id: int | None = key()
    need_id: int = refers_to("recruitment_need.id", index=False)
    party_id: int = refers_to("party.id")
    first_name: str = Field(max_length=80)
    last_name: str = Field(max_length=80)
    phone: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=2000)
    status: CandidateStatus = word(CandidateStatus, default=CandidateStatus.PROPOSED)
    proposed_at: datetime = instant()
    decided_at: datetime | None = instant(default=None)

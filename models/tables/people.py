"""The people the hours are for: records, contracts, eligibility, globalisation."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, share, word
from models.vocabulary import ContractKind, EligibilityStatus, Gender, Trade


class Participant(SQLModel, table=True):
    """A person in insertion as one company knows them, with the minimum.

    Two records of one person are one person once the second is `merged_into_id` the first: rules follow it,
    lines and proofs stay where they were written, so that a merge is undone by forgetting it. A record that
    others are merged into is never merged itself. Never the NIR, never a proof's content (rule 2).
    `name_key`: by what records that may be of one person are looked up (cases/rules/same_person.py).
    """

    __table_args__ = (
        Index("ix_participant_name_key", "territory_id", "name_key"),
        Index("ix_participant_birth_date", "territory_id", "birth_date"),
        only_words("gender", Gender),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_at IS NULL)", name="merge_is_dated"),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    party_id: int = refers_to("party.id")
    first_name: str = Field(max_length=80)
    last_name: str = Field(max_length=80)
    name_key: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    birth_date: date | None = None
    gender: Gender | None = word(Gender, default=None)
    commune: str | None = Field(default=None, max_length=120)
    in_priority_district: bool | None = None
    email: str | None = Field(default=None, max_length=254)
    locale: str = Field(default="fr", max_length=5, sa_column_kwargs={"server_default": "fr"})
    merged_into_id: int | None = refers_to("participant.id", default=None)
    merged_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class PersonMerge(SQLModel, table=True):
    """One time that two people were said to be one: `merged_id` joined `into_id`, both their own root then.

    The merges that are not undone make trees; undoing one gives back the whole branch that had joined.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        CheckConstraint("merged_id <> into_id", name="two_records"),
        CheckConstraint("undone_at IS NULL OR undone_at >= merged_at", name="undone_after"),
    )

    id: int | None = key()
    merged_id: int = refers_to("participant.id")
    into_id: int = refers_to("participant.id")
    is_automatic: bool = False
    merged_at: datetime = instant()
    merged_by: int | None = None
    undone_at: datetime | None = instant(default=None)
    undone_by: int | None = None


class DistinctPeople(SQLModel, table=True):
    """Two records that someone looked at and said are two people: they are not proposed again."""

    __tablename__ = "distinct_people"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: int = Field(foreign_key="participant.id", primary_key=True)
    second_id: int = Field(foreign_key="participant.id", primary_key=True, index=True)
    decided_at: datetime = instant()
    decided_by: int | None = None


class WorkContract(SQLModel, table=True):
    """A person's contract: who employs (a company or an insertion structure), for which company's works."""

    __tablename__ = "work_contract"
    __table_args__ = (
        only_words("kind", ContractKind),
        only_words("trade", Trade),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_its_start"),
    )

    id: int | None = key()
    participant_id: int = refers_to("participant.id")
    employer_id: int = refers_to("party.id")
    company_id: int = refers_to("party.id")
    kind: ContractKind = word(ContractKind)
    trade: Trade | None = word(Trade, default=None)
    starts_on: date
    ends_on: date | None = None
    created_at: datetime = instant()


class BuyerCriterion(SQLModel, table=True):
    """A criterion of a buyer's own list, which then holds for its markets instead of the pack's."""

    __tablename__ = "buyer_criterion"
    __table_args__ = (UniqueConstraint("buyer_id", "code"),)

    id: int | None = key()
    buyer_id: int = refers_to("party.id", index=False)
    code: str = Field(max_length=40)
    label: str = Field(max_length=200)
    proof: str = Field(max_length=300)
    withdrawn_at: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Eligibility(SQLModel, table=True):
    """A criterion that a person meets: the proof seen and dated, and the days between which it holds.

    `buyer_id`: the buyer whose own list the criterion is of; none for the territory's rule pack.
    `follows_hire`: it holds from the first hire, whichever day that turns out to be (cases/validity.py).
    """

    __table_args__ = (
        only_words("status", EligibilityStatus),
        CheckConstraint(
            "status <> 'confirmed' OR (proof_seen_on IS NOT NULL AND valid_from IS NOT NULL"
            " AND valid_until IS NOT NULL)",
            name="confirmed_on_a_proof",
        ),
        CheckConstraint("status <> 'refused' OR reason IS NOT NULL", name="refusal_has_a_reason"),
        CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from",
            name="valid_until_after_from",
        ),
    )

    id: int | None = key()
    participant_id: int = refers_to("participant.id")
    criterion: str = Field(max_length=40)
    buyer_id: int | None = refers_to("party.id", default=None)
    status: EligibilityStatus = word(EligibilityStatus, default=EligibilityStatus.CLAIMED)
    proof_seen_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    follows_hire: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reason: str | None = Field(default=None, max_length=2000)
    pack_version: str = Field(max_length=40)
    claimed_at: datetime = instant()
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None


class Globalisation(SQLModel, table=True):
    """An agreement that spreads people's hours for one company over several markets, month by month."""

    __table_args__ = (
        CheckConstraint("last_month IS NULL OR last_month >= first_month", name="ends_after_its_start"),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    company_id: int = refers_to("party.id")
    name: str = Field(max_length=200)
    signed_on: date
    first_month: date
    last_month: date | None = None
    created_at: datetime = instant()


class GlobalisationShare(SQLModel, table=True):
    """The share of the hours that a market of the agreement is credited with; an agreement's make one."""

    __tablename__ = "globalisation_share"
    __table_args__ = (CheckConstraint("share > 0", name="share_positive"),)

    agreement_id: int = Field(foreign_key="globalisation.id", primary_key=True)
    market_id: int = Field(foreign_key="market.id", primary_key=True, index=True)
    share: Decimal = share()


class GlobalisationPerson(SQLModel, table=True):
    """Someone whose hours the agreement spreads."""

    __tablename__ = "globalisation_person"
    __table_args__ = (Index("ix_globalisation_person", "participant_id"),)

    agreement_id: int = Field(foreign_key="globalisation.id", primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", primary_key=True)

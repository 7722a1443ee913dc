"""The tender: companies' questions, their offers, and how these are marked.

A procedure that is restarted begins another round: what belonged to the one before is kept, set apart.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, share, word
from models.vocabulary import Modality


class Question(SQLModel, table=True):
    """A company's question about the clause. Who asked is never published; the answer is, to all.

    Numbered within its round. `set_apart_at`: it gets no answer (not about the clause, or the round is over).
    """

    __table_args__ = (
        UniqueConstraint("market_id", "tender_round", "number"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="an_answer_is_dated"),
        CheckConstraint("answer IS NULL OR set_apart_at IS NULL", name="set_apart_without_answer"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    tender_round: int
    number: int
    company_name: str = Field(max_length=250)
    asker_name: str | None = Field(default=None, max_length=120)
    asker_email: str = Field(max_length=254)
    locale: str = Field(default="fr", max_length=5)
    text: str = Field(sa_type=Text)
    published_text: str | None = Field(default=None, sa_type=Text)
    asked_at: datetime = instant()
    due_on: date
    answer: str | None = Field(default=None, sa_type=Text)
    answered_at: datetime | None = instant(default=None)
    answered_by: int | None = refers_to("account.id", default=None, index=False)
    set_apart_at: datetime | None = instant(default=None)


class Offer(SQLModel, table=True):
    """What a candidate company offers for the clause: hours promised, and how they would be done."""

    __table_args__ = (
        UniqueConstraint("market_id", "tender_round", "party_id"),
        only_words("modality", Modality),
        CheckConstraint("promised_hours >= 0", name="promised_not_negative"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    tender_round: int
    party_id: int = refers_to("party.id")
    promised_hours: Decimal = hours()
    modality: Modality = word(Modality)
    note: str | None = Field(default=None, max_length=2000)
    received_on: date
    created_at: datetime = instant()


class OfferCriterion(SQLModel, table=True):
    """A criterion of the market's grid, with its weight (a share of one), as taken from the pack or set."""

    __tablename__ = "offer_criterion"
    __table_args__ = (
        UniqueConstraint("market_id", "tender_round", "code"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    tender_round: int
    position: int
    code: str = Field(max_length=40)
    label: str = Field(max_length=200)
    weight: Decimal = share()


class OfferMark(SQLModel, table=True):
    """One offer's mark under one criterion, with the comment that justifies it."""

    __tablename__ = "offer_mark"
    __table_args__ = (CheckConstraint("mark >= 0", name="mark_not_negative"),)

    offer_id: int = Field(foreign_key="offer.id", primary_key=True)
    criterion_id: int = Field(foreign_key="offer_criterion.id", primary_key=True, index=True)
    mark: Decimal = hours()
    comment: str | None = Field(default=None, max_length=2000)

"""Operations group markets; a market is made of lots, tranches and purchase orders."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, money, refers_to, word
from models.vocabulary import PartKind, Trade


class Operation(SQLModel, table=True):
    """Several markets of one project (Nantes: 1,413 markets in about 400 operations)."""

    __table_args__ = (UniqueConstraint("territory_id", "reference"),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    reference: str = Field(max_length=80)
    title: str = Field(max_length=500)
    created_at: datetime = instant()


class MarketPart(SQLModel, table=True):
    """A lot, a tranche or a purchase order of a market. An optional tranche is not firm until confirmed."""

    __tablename__ = "market_part"
    __table_args__ = (
        UniqueConstraint("market_id", "kind", "number"),
        only_words("kind", PartKind),
        CheckConstraint("amount_excl_tax IS NULL OR amount_excl_tax >= 0", name="part_amount_not_negative"),
        CheckConstraint("required_hours IS NULL OR required_hours >= 0", name="part_hours_not_negative"),
        CheckConstraint("is_firm OR kind = 'tranche'", name="only_tranches_are_optional"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    kind: PartKind = word(PartKind)
    number: str = Field(max_length=20)
    title: str = Field(max_length=500)
    trade: Trade | None = word(Trade, default=None)
    cpv: str | None = Field(default=None, max_length=20)
    amount_excl_tax: Decimal | None = money(default=None)
    duration_months: int | None = None
    is_firm: bool = True
    ordered_on: date | None = None
    required_hours: Decimal | None = hours(default=None)
    created_at: datetime = instant()

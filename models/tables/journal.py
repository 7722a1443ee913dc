"""The append-only journal: a hash chain per market, sealed daily per territory."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, word
from models.vocabulary import ActorKind


class Journal(SQLModel, table=True):
    """One thing that happened to a market. `hash` covers the row and `previous_hash`; no personal data."""

    __table_args__ = (UniqueConstraint("market_id", "position"), only_words("actor_kind", ActorKind))

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    position: int
    event: str = Field(max_length=60)
    at: datetime = instant()
    actor_kind: ActorKind = word(ActorKind)
    actor_id: int | None = None
    pack_version: str = Field(max_length=40)
    payload: str = Field(sa_type=Text)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class TerritorySeal(SQLModel, table=True):
    """A day's root over the heads of all the territory's markets, chained to the day before.

    `heads` lists market, length and head of those that changed since the seal before, so that a truncation
    names its market; the root covers all of them.
    """

    __tablename__ = "territory_seal"
    __table_args__ = (UniqueConstraint("territory_id", "sealed_on"),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    sealed_on: date
    heads: str = Field(sa_type=Text)
    previous_root: str = Field(max_length=64)
    root: str = Field(max_length=64)
    sealed_at: datetime = instant()

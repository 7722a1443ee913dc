"""Buyers, companies, insertion structures and prescribers."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, word
from models.vocabulary import PartyKind, StructureKind


class Party(SQLModel, table=True):
    """An organisation as one territory knows it, with the contact who answers for it."""

    __table_args__ = (UniqueConstraint("territory_id", "kind", "siret"), only_words("kind", PartyKind))

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    kind: PartyKind = word(PartyKind)
    name: str = Field(max_length=250)
    structure_kind: StructureKind | None = word(StructureKind, default=None)
    siret: str | None = Field(default=None, max_length=20)
    contact_name: str | None = Field(default=None, max_length=120)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=40)
    locale: str = Field(default="fr", max_length=5)
    email_refused_at: datetime | None = instant(default=None)
    created_at: datetime = instant()

"""A territory, the versions of its rule pack, and the few things kept beside cases."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.fields import instant, key, refers_to


class Territory(SQLModel, table=True):
    """The tenant: everything but accounts of the console belongs to one."""

    id: int | None = key()
    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=200)
    created_at: datetime = instant()


class RulePackVersion(SQLModel, table=True):
    """One dated version of a territory's rule pack; content is the pack's own JSON, never edited."""

    __tablename__ = "rule_pack"
    __table_args__ = (UniqueConstraint("territory_id", "version"),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    version: str = Field(max_length=40)
    valid_from: date
    content: str = Field(sa_type=Text)
    adopted_at: datetime = instant()


class Heartbeat(SQLModel, table=True):
    """When a clock last went round, so that the pages can say that the clocks are late."""

    name: str = Field(primary_key=True, max_length=40)
    at: datetime = instant()


class Setting(SQLModel, table=True):
    """A value of this installation that is not a case: the demonstration clock."""

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)

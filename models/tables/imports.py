"""What came in as files: each run with its findings, plans, and the register of markets without a clause."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.fields import instant, key, money, refers_to


class ImportRun(SQLModel, table=True):
    """One file read: counts and findings as JSON, so that every rejected line can be found again."""

    __tablename__ = "import_run"

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    account_id: int | None = refers_to("account.id", default=None, index=False)
    file_name: str = Field(max_length=200)
    file_format: str = Field(max_length=20)
    file_sha256: str = Field(max_length=64)
    counts: str = Field(sa_type=Text)
    findings: str = Field(sa_type=Text)
    read_at: datetime = instant()


class PurchasingPlan(SQLModel, table=True):
    """A buyer's plan taken in: its markets and its faults, as JSON; the same file is taken in once."""

    __tablename__ = "purchasing_plan"
    __table_args__ = (UniqueConstraint("buyer_id", "file_sha256"),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    buyer_id: int = refers_to("party.id", index=False)
    account_id: int | None = refers_to("account.id", default=None, index=False)
    file_name: str = Field(max_length=200)
    file_sha256: str = Field(max_length=64)
    markets: str = Field(sa_type=Text)
    counts: str = Field(sa_type=Text)
    findings: str = Field(sa_type=Text)
    read_at: datetime = instant()


class UnclausedMarket(SQLModel, table=True):
    """A market of the open data without a social clause: the register that loi Climat art. 35 asks for."""

    __tablename__ = "unclaused_market"
    __table_args__ = (UniqueConstraint("territory_id", "source_key"),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    source_key: str = Field(max_length=200)
    source_fingerprint: str = Field(max_length=64)
    source_seen: str = Field(default="", sa_type=Text)
    title: str = Field(max_length=500)
    buyer_siret: str = Field(max_length=20)
    amount_excl_tax: Decimal | None = money(default=None)
    cpv: str | None = Field(default=None, max_length=20)
    notified_on: date | None = None
    imported_at: datetime = instant()

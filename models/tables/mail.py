"""The outbox: typed messages, claimed with a lease, sent, and kept."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, word
from models.vocabulary import MailPhase, MailStatus


class Mail(SQLModel, table=True):
    """One message to send. `payload` is the typed message's JSON; the page and the wire are rendered from it.

    `unique_key` keeps a message from being said twice; `message_id` is stable from the start;
    `release_at` is the earliest instant of sending (never a weekend or a holiday).
    """

    __table_args__ = (
        UniqueConstraint("unique_key"),
        Index(
            "ix_mail_to_send",
            "release_at",
            sqlite_where=text("status IN ('pending', 'sending', 'in_doubt')"),
            postgresql_where=text("status IN ('pending', 'sending', 'in_doubt')"),
        ),
        Index(
            "ix_mail_waiting",
            "party_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        only_words("status", MailStatus),
        only_words("phase", MailPhase),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    market_id: int | None = refers_to("market.id", default=None)
    party_id: int | None = refers_to("party.id", default=None, index=False)
    document_id: int | None = refers_to("document.id", default=None, index=False)
    kind: str = Field(max_length=40)
    locale: str = Field(default="fr", max_length=5)
    to_email: str = Field(max_length=254)
    to_name: str | None = Field(default=None, max_length=200)
    cc_email: str | None = Field(default=None, max_length=254)
    payload: str = Field(sa_type=Text)
    unique_key: str = Field(max_length=160)
    message_id: str = Field(max_length=80)
    status: MailStatus = word(MailStatus, default=MailStatus.PENDING)
    phase: MailPhase = word(MailPhase, default=MailPhase.NONE)
    release_at: datetime = instant()
    lease_until: datetime | None = instant(default=None)
    attempts: int = 0
    first_attempt_at: datetime | None = instant(default=None)
    finished_at: datetime | None = instant(default=None)
    error: str | None = Field(default=None, max_length=500)
    created_at: datetime = instant()


class MailSheet(SQLModel, table=True):
    """Which sheets a message speaks of: several sheets of one company share one message."""

    __tablename__ = "mail_sheet"

    mail_id: int = Field(foreign_key="mail.id", primary_key=True)
    sheet_id: int = Field(foreign_key="hour_sheet.id", primary_key=True, index=True)
    step: str = Field(primary_key=True, max_length=40)

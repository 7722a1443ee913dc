"""What waits: tasks for people, deadlines for the clocks; and the documents that were frozen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, word
from models.vocabulary import DeadlineRule, DeadlineStatus, DocumentKind, TaskKind, TaskStatus


class Task(SQLModel, table=True):
    """Something a person must do. `unique_key` (kind and subject) keeps it from being said twice."""

    __table_args__ = (
        UniqueConstraint("unique_key"),
        Index("ix_task_inbox", "territory_id", "status", "assignee_id", "due_on"),
        Index("ix_task_subject", "subject_id", "kind"),
        only_words("kind", TaskKind),
        only_words("status", TaskStatus),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    market_id: int | None = refers_to("market.id", default=None)
    kind: TaskKind = word(TaskKind)
    subject_id: int
    unique_key: str = Field(max_length=120)
    details: str = Field(default="{}", sa_type=Text)
    due_on: date
    assignee_id: int | None = refers_to("account.id", default=None)
    status: TaskStatus = word(TaskStatus, default=TaskStatus.OPEN)
    outcome: str | None = Field(default=None, max_length=2000)
    opened_at: datetime = instant()
    closed_at: datetime | None = instant(default=None)
    closed_by: int | None = None


class Deadline(SQLModel, table=True):
    """A "later": rule, subject, step and period are its unique key, so a replay is harmless.

    `party_id` is the company that a message would go to: the sweep takes a company's rows together.
    """

    __table_args__ = (
        UniqueConstraint("rule", "subject_id", "step", "period"),
        Index(
            "ix_deadline_due",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_deadline_market", "market_id", "status"),
        only_words("rule", DeadlineRule),
        only_words("status", DeadlineStatus),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    market_id: int = refers_to("market.id", index=False)
    party_id: int | None = refers_to("party.id", default=None, index=False)
    rule: DeadlineRule = word(DeadlineRule)
    subject_id: int
    step: str = Field(max_length=40)
    period: str = Field(max_length=20)
    due_at: datetime = instant()
    status: DeadlineStatus = word(DeadlineStatus, default=DeadlineStatus.PENDING)
    fired_at: datetime | None = instant(default=None)
    error: str | None = Field(default=None, max_length=500)


class Document(SQLModel, table=True):
    """Frozen figures of a statement, certificate or notice; its PDF is drawn from them at any time.

    Only the pack of a partners' meeting is about no market: it is about the territory.
    """

    __table_args__ = (
        only_words("kind", DocumentKind),
        CheckConstraint("(kind = 'partners_pack') = (market_id IS NULL)", name="only_packs_are_of_no_market"),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    market_id: int | None = refers_to("market.id", default=None)
    party_id: int | None = refers_to("party.id", default=None)
    kind: DocumentKind = word(DocumentKind)
    figures: str = Field(sa_type=Text)
    figures_sha256: str = Field(max_length=64)
    created_at: datetime = instant()

"""What one decision writes, as values: the ledger writes all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cases.actors import Actor
from cases.messages import MailKind, Message
from cases.rules.market_state import MarketState
from models.vocabulary import DeadlineRule, TaskKind, TaskStatus


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to open, once: kind, subject and `occasion` are its key."""

    kind: TaskKind
    subject_id: int
    due_on: date
    occasion: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unique_key(self) -> str:
        return f"{self.kind}:{self.subject_id}:{self.occasion}"


@dataclass(frozen=True, slots=True)
class TaskEnd:
    """Open tasks of this kind about this subject end: done by the decision, or cancelled by it."""

    kind: TaskKind
    subject_id: int
    status: TaskStatus = TaskStatus.DONE


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A deadline to set, once: rule, subject, step and period are its key. A cancelled one comes back."""

    rule: DeadlineRule
    subject_id: int
    step: str
    period: str
    due_at: datetime
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineEnd:
    """Pending deadlines of this rule about this subject are cancelled."""

    rule: DeadlineRule
    subject_id: int


@dataclass(frozen=True, slots=True)
class NewMail:
    """A message for the outbox, once: `unique_key` names it. `sheets` are (sheet id, step) pairs."""

    kind: MailKind
    to_email: str
    to_name: str | None
    message: Message
    unique_key: str
    release_at: datetime
    locale: str = "fr"
    cc_email: str | None = None
    party_id: int | None = None
    document_id: int | None = None
    sheets: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing decided about one market: its journal event and everything that follows from it."""

    event: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    opens: tuple[NewTask, ...] = ()
    ends: tuple[TaskEnd, ...] = ()
    sets: tuple[NewDeadline, ...] = ()
    cancels: tuple[DeadlineEnd, ...] = ()
    says: tuple[NewMail, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision with the market it is about, who took it, and the pack version it stands on."""

    market: MarketState
    decision: Decision
    actor: Actor
    pack_version: str

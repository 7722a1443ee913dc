"""What REST answers about a territory: its rules, people and clocks."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from cases.queries.rule_packs import PackState
from cases.rules.policy import RulePack
from models.vocabulary import Role, Stage


class PackRecord(RulePack):
    """A version of the territory's parameters."""


class PackVersionRecord(Shape):
    """One version of the rules: when it decides, and the names of the parameters that it changed."""

    version: str
    valid_from: date
    until: date | None
    """Its last day; None when no later version is known."""
    state: PackState
    """`replaced`: another version took its first day before it ever decided."""
    adopted_at: datetime | None
    """None for the default pack."""
    changed: tuple[str, ...]
    pack: PackRecord


class AccountRecord(Shape):
    """A person who signs in; `party` is the name of the organisation, for those who have one."""

    id: int
    name: str
    email: str
    role: Role
    party: str | None


class CounterRecord(Shape):
    """Markets by stage, and what is late."""

    by_stage: dict[Stage, int]
    sheets_late: int
    tasks_late: int


class FiguresRecord(Shape):
    """Hours of the markets that were awarded, and the people behind those that count."""

    counters: CounterRecord
    required_hours: Decimal
    committed_hours: Decimal
    declared_hours: Decimal
    counted_hours: Decimal
    people_count: int


class ClockRecord(Shape):
    """How the territory's clocks and outbox stand."""

    last_tick_at: datetime | None
    """When the sweep last went round, for the whole service."""
    deadlines_ahead: int
    deadlines_due: int
    deadlines_set_apart: int
    """Rows that failed and wait for a person."""
    next_deadline_at: datetime | None
    mails_waiting: int
    mails_failed: int

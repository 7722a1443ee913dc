"""What REST answers about a territory: its rules, people and clocks."""

from datetime import datetime

from api.rest.shapes import Shape
from cases.rules.policy import RulePack
from models.vocabulary import Role


class PackRecord(RulePack):
    """A version of the territory's parameters."""


class AccountRecord(Shape):
    """A person who signs in; `party` is the name of the organisation, for those who have one."""

    id: int
    name: str
    email: str
    role: Role
    party: str | None


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

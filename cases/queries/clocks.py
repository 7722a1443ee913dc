"""How the territory's clocks and outbox stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.heartbeat import last_beat
from cases.queries.walls import deadlines_seen, mails_seen
from cases.statements import DEADLINE, MAIL
from models.vocabulary import DeadlineStatus, MailStatus

WAITING = (MailStatus.PENDING, MailStatus.SENDING, MailStatus.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """Counts of the territory; `last_tick_at` is the whole service's. None: it never went round."""

    last_tick_at: datetime | None
    deadlines_ahead: int
    deadlines_due: int
    deadlines_set_apart: int
    next_deadline_at: datetime | None
    mails_waiting: int
    mails_failed: int


def clock_status(session: Session, actor: Actor, *, now: datetime) -> ClockStatus:
    """What is due, what was set apart, what waits to leave."""
    connection = session.connection()
    pending = DEADLINE.c.status == DeadlineStatus.PENDING
    is_due = pending & (DEADLINE.c.due_at <= now)
    ahead = pending & (DEADLINE.c.due_at > now)
    deadlines = deadlines_seen(
        actor,
        _count(ahead),
        _count(is_due),
        _count(DEADLINE.c.status == DeadlineStatus.POISONED),
        func.min(case((ahead, DEADLINE.c.due_at))),
    )
    mails = mails_seen(actor, _count(MAIL.c.status.in_(WAITING)), _count(MAIL.c.status == MailStatus.FAILED))
    found = connection.execute(deadlines).one()
    outbox = connection.execute(mails).one()
    return ClockStatus(last_beat(session, "tick"), *found, *outbox)


def next_deadline_at(session: Session, after: datetime) -> datetime | None:
    """When the next deadline of the whole service falls due; None when none waits."""
    query = select(func.min(DEADLINE.c.due_at)).where(
        DEADLINE.c.status == DeadlineStatus.PENDING, DEADLINE.c.due_at > after
    )
    found: datetime | None = session.connection().execute(query).scalar()
    return found


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

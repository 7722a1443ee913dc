"""Counts of the whole service, for its operators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from cases.statements import DEADLINE, MAIL, TASK
from models.vocabulary import DeadlineStatus, MailStatus, TaskStatus


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """How much waits, over all territories."""

    mails_waiting: int
    deadlines_due: int
    tasks_open: int


def service_counts(session: Session, now: datetime) -> ServiceCounts:
    """What waits at `now`."""
    waiting = (MailStatus.PENDING, MailStatus.SENDING, MailStatus.IN_DOUBT)
    mails = select(func.count()).select_from(MAIL).where(MAIL.c.status.in_(waiting))
    due = (
        select(func.count())
        .select_from(DEADLINE)
        .where(DEADLINE.c.status == DeadlineStatus.PENDING, DEADLINE.c.due_at <= now)
    )
    tasks = select(func.count()).select_from(TASK).where(TASK.c.status == TaskStatus.OPEN)
    counts = [session.connection().execute(query).scalar_one() for query in (mails, due, tasks)]
    return ServiceCounts(*counts)

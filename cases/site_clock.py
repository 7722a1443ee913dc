"""The clock of a market's site meetings: set at the start, after each meeting, and once work resumes."""

from datetime import date

from sqlalchemy import select

from cases.casework import Casework
from cases.decisions import DeadlineEnd, NewDeadline, TaskEnd
from cases.rules.meetings import (
    PREPARATION_DAYS,
    SiteMeetingStep,
    preparation_day,
    site_meeting_by,
)
from cases.rules.policy import RulePack
from cases.statements import TASK
from models.vocabulary import DeadlineRule, TaskKind, TaskStatus


def next_site_meeting(
    market_id: int, step: SiteMeetingStep, since: date, number: int, pack: RulePack
) -> NewDeadline:
    """The deadline that opens the task of the next site meeting.

    `number` tells apart those counted alike: the meeting's own after one that was held, else 0.
    """
    held_by = site_meeting_by(since, pack)
    due_at = pack.calendar.at(preparation_day(held_by, pack), pack.mail_opens_at)
    name = f"{step}-{number}" if number else step
    return NewDeadline(DeadlineRule.SITE_MEETING, market_id, name, held_by.isoformat(), due_at)


def no_more_site_meetings(market_id: int) -> tuple[tuple[TaskEnd, ...], tuple[DeadlineEnd, ...]]:
    """The task and the clock end with the works."""
    task = TaskEnd(TaskKind.HOLD_SITE_MEETING, market_id, TaskStatus.CANCELLED)
    return (task,), (DeadlineEnd(DeadlineRule.SITE_MEETING, market_id),)


def asked_for_again(case: Casework, resumes_on: date) -> tuple[NewDeadline, ...]:
    """Once work resumes, the task that the stop took away comes back; nothing when it took none away."""
    query = select(TASK.c.status).where(
        TASK.c.market_id == case.market.id, TASK.c.kind == TaskKind.HOLD_SITE_MEETING
    )
    last = case.session.connection().execute(query.order_by(TASK.c.id.desc()).limit(1)).scalar()
    if last is not TaskStatus.CANCELLED:
        return ()
    held_by = case.pack.calendar.shift(resumes_on, PREPARATION_DAYS)
    step, due_at = SiteMeetingStep.RESUMED, case.deadline_at(case.pack.calendar.first_working_day(resumes_on))
    return (NewDeadline(DeadlineRule.SITE_MEETING, case.market.id, step, held_by.isoformat(), due_at),)

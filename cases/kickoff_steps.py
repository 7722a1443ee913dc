"""The clocks of a kickoff that is missing, set anew when its meeting is proposed, moved or called off."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from cases.casework import Casework
from cases.decisions import DeadlineEnd, NewDeadline
from cases.rules.kickoff import KickoffStep, day_after_cancellation, step_day
from cases.statements import DEADLINE
from models.vocabulary import DeadlineRule, DeadlineStatus

Clocks = tuple[tuple[DeadlineEnd, ...], tuple[NewDeadline, ...]]


def put_off_until(case: Casework, meeting_on: date) -> Clocks:
    """The next step waits for the working day after the meeting."""
    return _set_anew(case, lambda step, since: step_day(step, since, meeting_on, case.pack))


def put_off_after_cancellation(case: Casework) -> Clocks:
    """The next step leaves the time to meet anew."""
    return _set_anew(case, lambda step, since: day_after_cancellation(step, since, case.today, case.pack))


def _set_anew(case: Casework, day_of: Callable[[KickoffStep, date], date]) -> Clocks:
    """The deadline's own key comes back with its new day: a step is still taken once for an award."""
    query = select(DEADLINE.c.step, DEADLINE.c.period).where(
        DEADLINE.c.market_id == case.market.id,
        DEADLINE.c.rule == DeadlineRule.KICKOFF_OVERDUE,
        DEADLINE.c.status == DeadlineStatus.PENDING,
    )
    sets = []
    for row in case.session.connection().execute(query):
        day = day_of(KickoffStep(row.step), date.fromisoformat(row.period))
        due_at = case.deadline_at(day)
        sets.append(NewDeadline(DeadlineRule.KICKOFF_OVERDUE, case.market.id, row.step, row.period, due_at))
    cancels = (DeadlineEnd(DeadlineRule.KICKOFF_OVERDUE, case.market.id),) if sets else ()
    return cancels, tuple(sets)

"""The study of a planned market: when its opinion is due, its task, and the clock that tells its lateness."""

from datetime import date

from cases.casework import Casework
from cases.decisions import DeadlineEnd, NewDeadline, NewTask
from models.vocabulary import DeadlineRule, TaskKind


def study_due_on(case: Casework) -> date:
    """The day by which a study that begins today gives its opinion."""
    return case.pack.calendar.shift(case.today, case.pack.study_days)


def study_task(case: Casework, due_on: date, occasion: str) -> NewTask:
    """Study the market by that day; `occasion` tells a second study from the first."""
    return NewTask(TaskKind.STUDY_MARKET, case.market.id, due_on, occasion)


def opinion_deadline(case: Casework, due_on: date) -> NewDeadline:
    """When the buyer is told that the opinion due that day is late."""
    late_on = case.pack.calendar.shift(due_on, case.pack.opinion_late_days)
    return NewDeadline(
        DeadlineRule.OPINION_LATE,
        case.market.id,
        "overdue",
        due_on.isoformat(),
        case.deadline_at(late_on),
        case.market.buyer_id,
    )


def opinion_no_longer_late(market_id: int) -> DeadlineEnd:
    """The opinion was given, or is no longer awaited."""
    return DeadlineEnd(DeadlineRule.OPINION_LATE, market_id)

"""The chasing ladder of a monthly sheet (DOMAIN.md rules 4 and 5): when a silence leads to what.

The company is reminded, chased twice, called; only then is the buyer told. A rung that fires late, after an
outage of ours, leads to the one step that is right today, never to the backlog; and nobody is called, nor the
buyer told, about a silence for which the company was not chased.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, ParamSpec, TypeVar, cast

from cases.rules.months import month_of, next_month
from cases.rules.policy import RulePack


class ChaseStep(StrEnum):
    """The five steps, in the order in which they may happen, each at most once for a sheet."""

    REMINDER = "reminder"
    FIRST_CHASE = "first_chase"
    SECOND_CHASE = "second_chase"
    CALL_COMPANY = "call_company"
    INFORM_BUYER = "inform_buyer"


COMPANY_IS_WRITTEN_TO = (ChaseStep.REMINDER, ChaseStep.FIRST_CHASE, ChaseStep.SECOND_CHASE)


class Rung(NamedTuple):
    """A step, its working days from the due day (negative before it), and the day on which it happens."""

    step: ChaseStep
    offset_days: int
    on: date


class Climb(NamedTuple):
    """What a rung leads to today: one step or none, the steps passed over for good, the rung to set next."""

    step: ChaseStep | None
    skipped: tuple[ChaseStep, ...]
    next: Rung | None


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _remembered(rule: Callable[_P, _R]) -> Callable[_P, _R]:
    """Keeps the answers: a sweep asks the same few questions for thousands of sheets."""
    return cast(Callable[_P, _R], lru_cache(maxsize=4096)(rule))


@_remembered
def due_day(month: date, opened_on: date, pack: RulePack) -> date:
    """The last day to answer for `month`: a working day of the month after (rule 4).

    A sheet that opened after the first working day of that month, through an outage or a late import, leaves
    the company `sheet_minimum_response_days` whole working days, not counting the day it opened.
    """
    following = next_month(month_of(month))
    due_on = pack.calendar.nth_working_day(following, pack.sheet_due_working_day)
    if opened_on <= pack.calendar.nth_working_day(following, 1):
        return due_on
    return max(due_on, pack.calendar.shift(opened_on, pack.sheet_minimum_response_days))


@_remembered
def ladder(due_on: date, pack: RulePack) -> tuple[Rung, ...]:
    """The five rungs of a sheet due on that day, in order."""
    offsets = (
        -pack.reminder_before_due_days,
        pack.first_chase_days,
        pack.second_chase_days,
        pack.call_company_days,
        pack.inform_buyer_days,
    )
    return tuple(
        Rung(step, offset, pack.calendar.shift(due_on, offset))
        for step, offset in zip(ChaseStep, offsets, strict=True)
    )


@_remembered
def first_rung(due_on: date, opened_on: date, pack: RulePack) -> Rung:
    """Where the ladder of a new sheet starts: no reminder until the day after the sheet itself was mailed."""
    reminder, first_chase, *_ = ladder(due_on, pack)
    opening_mail_on = pack.calendar.first_working_day(opened_on)
    return reminder if reminder.on > opening_mail_on else first_chase


@_remembered
def climb(scheduled: ChaseStep, due_on: date, today: date, pack: RulePack, *, scheduled_on: date) -> Climb:
    """What the rung `scheduled`, set for `scheduled_on`, leads to when it fires on `today` without an answer.

    On time: its own step. Late: the furthest step whose day has come, counting from `scheduled_on` so that a
    ladder delayed once keeps its spacing; but no further than the second chase while that one is still to be
    sent, and no reminder at all once the due day has passed. On a day not worked: what the next working day,
    when mail leaves, calls for. Raises ValueError when the rung has not come yet.
    """
    if today < scheduled_on:
        raise ValueError(f"{scheduled} is set for {scheduled_on}: nothing is due on {today}")
    acting_on = pack.calendar.first_working_day(today)
    rungs = ladder(due_on, pack)
    rungs = rungs[[rung.step for rung in rungs].index(scheduled) :]
    planned = _spaced(rungs, scheduled_on, pack)
    skipped, done = _furthest(planned, acting_on)
    if done is ChaseStep.REMINDER and acting_on > due_on:
        return Climb(None, (done,), planned[1])
    upcoming = _spaced(rungs[len(skipped) :], acting_on, pack)[1:]
    return Climb(done, skipped, upcoming[0] if upcoming else None)


def _spaced(rungs: Sequence[Rung], first_on: date, pack: RulePack) -> tuple[Rung, ...]:
    """The same rungs when the first happens on `first_on`: the others keep their distance, none is early."""
    first, *others = rungs
    return (
        first._replace(on=first_on),
        *(
            rung._replace(
                on=max(rung.on, pack.calendar.shift(first_on, rung.offset_days - first.offset_days))
            )
            for rung in others
        ),
    )


def _furthest(planned: Sequence[Rung], day: date) -> tuple[tuple[ChaseStep, ...], ChaseStep]:
    """The steps passed over, and the last whose day has come. No call or buyer before the second chase."""
    reached = [rung.step for rung in planned if rung.on <= day]
    if reached[0] in COMPANY_IS_WRITTEN_TO:
        reached = [step for step in reached if step in COMPANY_IS_WRITTEN_TO]
    *skipped, done = reached
    return tuple(skipped), done

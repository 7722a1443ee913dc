"""The plan of hours by month agreed at kickoff: the curve that the hours done are compared with (rule 6)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from cases.rules.months import Span, active_days, last_day, month_of, months_between, next_month

CENT = Decimal("0.01")
ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)


class MonthHours(NamedTuple):
    """Hours expected in a month; `month` is its first day."""

    month: date
    hours: Decimal


class PlanFault(StrEnum):
    """Why a plan cannot be kept."""

    MONTH_TWICE = "month_twice"
    OUTSIDE = "outside"
    NOT_THE_COMMITMENT = "not_the_commitment"


def linear_plan(committed: Decimal, starts_on: date, ends_on: date) -> tuple[MonthHours, ...]:
    """The committed hours spread evenly over the days of the works, both included, by month.

    Exact to the hundredth: each month is what the total at its end adds to the total at its start, so that
    the months add up to `committed`. Raises ValueError when the end comes before the start.
    """
    if ends_on < starts_on:
        raise ValueError(f"works cannot end on {ends_on}, before they start on {starts_on}")
    days = (ends_on - starts_on).days + 1
    plan, done = [], ZERO
    for month in months_between(starts_on, ends_on):
        worked = (min(ends_on, last_day(month)) - starts_on).days + 1
        total = (committed * worked / days).quantize(CENT, ROUND_HALF_UP)
        plan.append(MonthHours(month, total - done))
        done = total
    return tuple(plan)


def plan_total(plan: Sequence[MonthHours]) -> Decimal:
    """The hours of all months."""
    return sum((each.hours for each in plan), ZERO)


def plan_fault(
    plan: Sequence[MonthHours], committed: Decimal, starts_on: date, ends_on: date | None
) -> PlanFault | None:
    """What is wrong with a plan: a month twice or outside the works, another total; None when nothing is."""
    months = [each.month for each in plan]
    if len(set(months)) != len(months):
        return PlanFault.MONTH_TWICE
    first, last = month_of(starts_on), None if ends_on is None else month_of(ends_on)
    if any(month < first or (last is not None and month > last) for month in months):
        return PlanFault.OUTSIDE
    return None if plan_total(plan) == committed else PlanFault.NOT_THE_COMMITMENT


def expected_by(
    plan: Sequence[MonthHours],
    day: date,
    starts_on: date,
    ends_on: date | None,
    stops: Sequence[Span] = (),
) -> Decimal:
    """Hours expected up to `day` included: whole months, and the current one by its days of work.

    To the hundredth; nothing before the start or while stopped, all of it from the last month's end on.
    """
    total = ZERO
    for month, hours in plan:
        first, after = max(month, starts_on), next_month(month)
        if ends_on is not None:
            after = min(after, ends_on + ONE_DAY)
        if day + ONE_DAY >= after:
            total += hours
        elif worked := active_days(first, day + ONE_DAY, stops):
            total += hours * worked / active_days(first, after, stops)
    return total.quantize(CENT, ROUND_HALF_UP)

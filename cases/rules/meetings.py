"""When the meetings that come back are due, and the period that each is held for."""

from datetime import date
from enum import StrEnum

from cases.rules.months import add_months
from cases.rules.policy import RulePack

PREPARATION_DAYS = 15
"""Working days between the task of a meeting to hold and the day by which it should be held."""


class SiteMeetingStep(StrEnum):
    """What the next site meeting is counted from."""

    START = "start"
    HELD = "held"
    RESUMED = "resumed"


def period_of(day: date, months: int) -> date:
    """The first day of the period of so many months that `day` is in: of the quarter, when there are three.

    Periods are counted from January, so that 3, 4, 6 and 12 months are those of the calendar.
    """
    first = (day.year * 12 + day.month - 1) // months * months
    return date(first // 12, first % 12 + 1, 1)


def site_meeting_by(since: date, pack: RulePack) -> date:
    """The working day by which a site meeting is due, counted from the start or from the last one."""
    return pack.calendar.first_working_day(add_months(since, pack.site_meeting_months))


def preparation_day(held_by: date, pack: RulePack) -> date:
    """When the task to hold a meeting opens."""
    return pack.calendar.shift(held_by, -PREPARATION_DAYS)

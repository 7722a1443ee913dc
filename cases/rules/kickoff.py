"""When a kickoff that was not held leads to what, and when people are reminded of a meeting.

The company is chased first; only then is the buyer told, and never on the same day: a step that fires late,
after an outage of ours, is one message, and the next keeps its distance. A meeting that lies ahead puts the
next step off until the working day after it.
"""

from datetime import date
from enum import StrEnum

from cases.rules.policy import RulePack


class KickoffStep(StrEnum):
    """The steps of a kickoff that is missing, each at most once for an award."""

    OVERDUE = "overdue"
    INFORM_BUYER = "inform_buyer"


def offset_of(step: KickoffStep, pack: RulePack) -> int:
    """The step's working days after the award."""
    return pack.kickoff_overdue_days if step is KickoffStep.OVERDUE else pack.kickoff_buyer_days


def step_day(step: KickoffStep, awarded_on: date, meeting_on: date | None, pack: RulePack) -> date:
    """The day of a step: so many days after the award, but not before the day after a proposed meeting."""
    day = pack.calendar.shift(awarded_on, offset_of(step, pack))
    return day if meeting_on is None else max(day, pack.calendar.shift(meeting_on, 1))


def day_after_cancellation(step: KickoffStep, awarded_on: date, cancelled_on: date, pack: RulePack) -> date:
    """The day of a step once the meeting is called off: people have the kickoff's delay to meet anew."""
    day = pack.calendar.shift(awarded_on, offset_of(step, pack))
    return max(day, pack.calendar.shift(cancelled_on, pack.kickoff_reminder_days))


def next_step(done: KickoffStep, today: date, pack: RulePack) -> tuple[KickoffStep, date] | None:
    """What follows a step taken today, at the distance that the pack sets; None at the end."""
    if done is KickoffStep.INFORM_BUYER:
        return None
    apart = pack.kickoff_buyer_days - pack.kickoff_overdue_days
    acting_on = pack.calendar.first_working_day(today)
    return KickoffStep.INFORM_BUYER, pack.calendar.shift(acting_on, apart)


def reminder_day(meeting_on: date, told_on: date, pack: RulePack) -> date | None:
    """The day of a meeting's reminder; None when the invitation leaves that late and says it itself."""
    day = pack.calendar.shift(meeting_on, -pack.meeting_reminder_days)
    return day if day > told_on else None

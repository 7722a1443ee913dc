"""When a missing kickoff leads to what, and when a meeting is recalled: tables of days."""

from datetime import date

import pytest

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.kickoff import KickoffStep, day_after_cancellation, next_step, reminder_day, step_day

OVERDUE, BUYER = KickoffStep.OVERDUE, KickoffStep.INFORM_BUYER
AWARD = date(2027, 3, 1)
"""A Monday; 29 March is Easter's. Ten working days after it: the 15th. Fifteen: the 22nd."""


@pytest.mark.parametrize(
    ("step", "meeting_on", "day"),
    [
        (OVERDUE, None, date(2027, 3, 15)),
        (BUYER, None, date(2027, 3, 22)),
        (OVERDUE, date(2027, 3, 10), date(2027, 3, 15)),
        (OVERDUE, date(2027, 3, 15), date(2027, 3, 16)),
        (OVERDUE, date(2027, 3, 19), date(2027, 3, 22)),
        (OVERDUE, date(2027, 3, 26), date(2027, 3, 30)),
        (BUYER, date(2027, 3, 19), date(2027, 3, 22)),
        (BUYER, date(2027, 4, 1), date(2027, 4, 2)),
    ],
)
def test_a_step_waits_for_the_working_day_after_a_meeting(
    step: KickoffStep, meeting_on: date | None, day: date
) -> None:
    assert step_day(step, AWARD, meeting_on, DEFAULT_PACK) == day


@pytest.mark.parametrize(
    ("cancelled_on", "day"),
    [(date(2027, 3, 3), date(2027, 3, 15)), (date(2027, 3, 12), date(2027, 3, 19))],
)
def test_a_cancellation_leaves_the_time_to_meet_anew(cancelled_on: date, day: date) -> None:
    assert day_after_cancellation(OVERDUE, AWARD, cancelled_on, DEFAULT_PACK) == day


@pytest.mark.parametrize(
    ("today", "following"),
    [
        (date(2027, 3, 15), (BUYER, date(2027, 3, 22))),
        (date(2027, 4, 8), (BUYER, date(2027, 4, 15))),  # late: the distance is kept
        (date(2027, 3, 13), (BUYER, date(2027, 3, 22))),  # a Saturday acts on Monday
    ],
)
def test_the_buyer_is_told_at_the_pack_s_distance_from_the_chase(
    today: date, following: tuple[KickoffStep, date]
) -> None:
    assert next_step(OVERDUE, today, DEFAULT_PACK) == following
    assert next_step(BUYER, today, DEFAULT_PACK) is None


@pytest.mark.parametrize(
    ("meeting_on", "told_on", "day"),
    [
        (date(2027, 3, 31), date(2027, 3, 1), date(2027, 3, 25)),  # over Easter Monday and a weekend
        (date(2027, 3, 10), date(2027, 3, 5), None),  # the invitation leaves on the very day
        (date(2027, 3, 10), date(2027, 3, 4), date(2027, 3, 5)),
        (date(2027, 3, 10), date(2027, 3, 9), None),
    ],
)
def test_guests_are_reminded_unless_the_invitation_is_as_late(
    meeting_on: date, told_on: date, day: date | None
) -> None:
    assert reminder_day(meeting_on, told_on, DEFAULT_PACK) == day

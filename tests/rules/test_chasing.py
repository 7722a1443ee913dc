"""The chasing ladder lived day by day: on time, after an outage, and whenever the clocks happen to fire."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.calendar import HolidayZone
from cases.rules.chasing import ChaseStep, Climb, Rung, climb, due_day, first_rung, ladder
from cases.rules.default_pack import DEFAULT_PACK as PACK
from cases.rules.policy import RulePack

REMINDER, FIRST, SECOND, CALL, BUYER = ChaseStep
JUNE = date(2025, 6, 1)
OPENED_ON = date(2025, 7, 1)
DUE_ON = date(2025, 7, 7)
"""Monday 7 July 2025, the fifth working day. 14 July is the only holiday until 15 August."""

SLOW_PACK = PACK.revised(
    "slow",
    PACK.valid_from,
    reminder_before_due_days=10,
    first_chase_days=1,
    second_chase_days=2,
    call_company_days=30,
    inform_buyer_days=31,
    holiday_zone=HolidayZone.ALSACE_MOSELLE,
)


def working_day(offset: int) -> date:
    """The working day that lies that many working days after the due day."""
    return PACK.calendar.shift(DUE_ON, offset)


def live(firing_delays: list[int], due_on: date, opened_on: date, pack: RulePack) -> list[tuple[date, Climb]]:
    """Climb to the end without an answer, each rung firing so many calendar days after its own day."""
    rung: Rung | None = first_rung(due_on, opened_on, pack)
    climbs = []
    for delay in firing_delays:
        if rung is None:
            break
        today = rung.on + timedelta(days=delay)
        climbs.append((today, climb(rung.step, due_on, today, pack, scheduled_on=rung.on)))
        rung = climbs[-1][1].next
    assert rung is None
    return climbs


@pytest.mark.parametrize(
    ("opened_on", "due_on"),
    [
        (date(2025, 6, 25), DUE_ON),  # opened before the month was over
        (date(2025, 7, 1), DUE_ON),
        (date(2025, 7, 2), date(2025, 7, 9)),
        (date(2025, 7, 5), date(2025, 7, 11)),  # a Saturday: Monday to Friday
        (date(2025, 7, 9), date(2025, 7, 17)),  # over 14 July
        (date(2025, 9, 30), date(2025, 10, 7)),
    ],
)
def test_a_sheet_is_due_on_the_fifth_working_day_or_five_days_after_it_opened_late(
    opened_on: date, due_on: date
) -> None:
    assert due_day(JUNE, opened_on, PACK) == due_on


def test_a_sheet_opened_on_a_weekend_first_of_the_month_is_not_late() -> None:
    october = date(2025, 10, 1)
    on_time = date(2025, 11, 7)

    assert due_day(october, date(2025, 11, 1), PACK) == on_time  # Saturday, a holiday too
    assert due_day(october, date(2025, 11, 3), PACK) == on_time  # Monday, the first working day
    assert due_day(october, date(2025, 11, 4), PACK) == date(2025, 11, 12)  # Tuesday, over 11 November


def test_a_short_answering_time_never_brings_the_due_day_forward() -> None:
    hasty = PACK.revised("hasty", PACK.valid_from, sheet_minimum_response_days=1)

    assert due_day(JUNE, date(2025, 7, 2), hasty) == DUE_ON
    assert due_day(JUNE, date(2025, 7, 8), hasty) == date(2025, 7, 9)


def test_any_day_names_its_month() -> None:
    assert due_day(date(2025, 6, 30), OPENED_ON, PACK) == due_day(JUNE, OPENED_ON, PACK)


def test_the_ladder_of_a_sheet() -> None:
    assert ladder(DUE_ON, PACK) == (
        Rung(REMINDER, -2, date(2025, 7, 3)),
        Rung(FIRST, 2, date(2025, 7, 9)),
        Rung(SECOND, 7, date(2025, 7, 17)),
        Rung(CALL, 12, date(2025, 7, 24)),
        Rung(BUYER, 20, date(2025, 8, 5)),
    )


@pytest.mark.parametrize(
    ("opened_on", "step"),
    [
        (date(2025, 7, 1), REMINDER),
        (date(2025, 7, 2), REMINDER),
        (date(2025, 7, 3), FIRST),  # no reminder on the day the sheet itself is mailed
        (date(2025, 7, 4), FIRST),
    ],
)
def test_the_ladder_starts_with_a_reminder_if_there_is_time_for_one(opened_on: date, step: ChaseStep) -> None:
    assert first_rung(DUE_ON, opened_on, PACK).step is step


def test_no_reminder_follows_on_the_monday_when_the_mail_of_a_weekend_opening_leaves() -> None:
    monday, saturday = date(2025, 9, 8), date(2025, 9, 6)
    due_on = PACK.calendar.shift(monday, PACK.reminder_before_due_days)

    assert first_rung(due_on, saturday, PACK).step is FIRST


def test_a_silent_company_is_taken_up_the_ladder_step_by_step() -> None:
    climbs = live([0] * 5, DUE_ON, OPENED_ON, PACK)

    assert [(today, climbed.step) for today, climbed in climbs] == [
        (date(2025, 7, 3), REMINDER),
        (date(2025, 7, 9), FIRST),
        (date(2025, 7, 17), SECOND),
        (date(2025, 7, 24), CALL),
        (date(2025, 8, 5), BUYER),
    ]
    assert all(climbed.skipped == () for _, climbed in climbs)


LATE = [
    # the rung, working days from the due day when it fires, what is done, what is passed over, and what comes
    (REMINDER, -2, REMINDER, (), (FIRST, 2)),
    (REMINDER, -1, REMINDER, (), (FIRST, 3)),
    (REMINDER, 0, REMINDER, (), (FIRST, 4)),
    (REMINDER, 1, None, (REMINDER,), (FIRST, 2)),
    (REMINDER, 2, FIRST, (REMINDER,), (SECOND, 7)),
    (REMINDER, 6, FIRST, (REMINDER,), (SECOND, 11)),
    (REMINDER, 7, SECOND, (REMINDER, FIRST), (CALL, 12)),
    (REMINDER, 12, SECOND, (REMINDER, FIRST), (CALL, 17)),
    (REMINDER, 40, SECOND, (REMINDER, FIRST), (CALL, 45)),
    (FIRST, 2, FIRST, (), (SECOND, 7)),
    (FIRST, 3, FIRST, (), (SECOND, 8)),
    (FIRST, 7, SECOND, (FIRST,), (CALL, 12)),
    (FIRST, 40, SECOND, (FIRST,), (CALL, 45)),
    (SECOND, 7, SECOND, (), (CALL, 12)),
    (SECOND, 8, SECOND, (), (CALL, 13)),
    (SECOND, 40, SECOND, (), (CALL, 45)),
    (CALL, 12, CALL, (), (BUYER, 20)),
    (CALL, 19, CALL, (), (BUYER, 27)),
    (CALL, 20, BUYER, (CALL,), None),
    (CALL, 40, BUYER, (CALL,), None),
    (BUYER, 20, BUYER, (), None),
    (BUYER, 40, BUYER, (), None),
]


@pytest.mark.parametrize(("scheduled", "fires", "done", "skipped", "following"), LATE)
def test_a_rung_that_fires_late_leads_to_the_step_that_is_right_today(
    scheduled: ChaseStep,
    fires: int,
    done: ChaseStep | None,
    skipped: tuple[ChaseStep, ...],
    following: tuple[ChaseStep, int] | None,
) -> None:
    (rung,) = (rung for rung in ladder(DUE_ON, PACK) if rung.step is scheduled)
    climbed = climb(scheduled, DUE_ON, working_day(fires), PACK, scheduled_on=rung.on)

    assert (climbed.step, climbed.skipped) == (done, skipped)
    if following is None:
        assert climbed.next is None
    else:
        assert climbed.next is not None
        assert (climbed.next.step, climbed.next.on) == (following[0], working_day(following[1]))


@pytest.mark.parametrize("days_late", range(61))
@pytest.mark.parametrize("silent_at", range(5))
def test_an_outage_of_any_length_is_followed_by_one_step_and_a_spaced_ladder(
    silent_at: int, days_late: int
) -> None:
    delays = [0] * silent_at + [days_late] + [0] * 5
    climbs = live(delays, DUE_ON, OPENED_ON, PACK)
    steps = [climbed.step for _, climbed in climbs if climbed.step]

    assert steps[-1] is BUYER
    assert SECOND in steps
    days = [PACK.calendar.first_working_day(today) for today, climbed in climbs if climbed.step]
    assert days == sorted(set(days))


def test_after_a_second_chase_sent_late_the_call_comes_before_the_buyer_is_told() -> None:
    climbs = live([60, 0, 0], DUE_ON, OPENED_ON, PACK)

    assert [(today, climbed.step) for today, climbed in climbs] == [
        (date(2025, 9, 1), SECOND),
        (date(2025, 9, 8), CALL),
        (date(2025, 9, 18), BUYER),
    ]


def test_a_pack_that_grants_more_time_holds_for_the_steps_still_to_come() -> None:
    patient = PACK.revised("patient", PACK.valid_from, first_chase_days=4, second_chase_days=9)

    climbed = climb(FIRST, DUE_ON, working_day(2), patient, scheduled_on=working_day(2))

    assert climbed == Climb(FIRST, (), Rung(SECOND, 9, working_day(9)))


def test_a_chase_that_fires_on_a_saturday_is_the_one_that_is_right_on_monday() -> None:
    saturday_before_second_chase = date(2025, 9, 13)
    due_on = PACK.calendar.shift(date(2025, 9, 15), -PACK.second_chase_days)
    first_chase_on = PACK.calendar.shift(due_on, PACK.first_chase_days)

    climbed = climb(FIRST, due_on, saturday_before_second_chase, PACK, scheduled_on=first_chase_on)

    assert (climbed.step, climbed.skipped) == (SECOND, (FIRST,))
    assert climbed.next == Rung(CALL, 12, date(2025, 9, 22))


def test_a_rung_that_has_not_come_is_refused() -> None:
    with pytest.raises(ValueError, match="first_chase is set for 2025-07-09: nothing is due on 2025-07-08"):
        climb(FIRST, DUE_ON, date(2025, 7, 8), PACK, scheduled_on=date(2025, 7, 9))


@given(
    st.lists(st.integers(0, 90), min_size=6, max_size=6),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.integers(0, 45),
    st.sampled_from([PACK, SLOW_PACK]),
)
def test_whenever_the_clocks_fire_the_ladder_is_climbed_once_upwards_and_to_the_end(
    delays: list[int], month: date, opened_after: int, pack: RulePack
) -> None:
    opened_on = due_day(month, month, pack) - timedelta(days=7) + timedelta(days=opened_after)
    due_on = due_day(month, opened_on, pack)
    climbs = live(delays, due_on, opened_on, pack)
    order = list(ChaseStep)
    accounted = [
        order.index(step) for _, c in climbs for step in (*c.skipped, *((c.step,) if c.step else ()))
    ]
    done = [climbed.step for _, climbed in climbs if climbed.step]

    assert accounted == list(range(order.index(first_rung(due_on, opened_on, pack).step), len(order)))
    assert done[-1] is BUYER
    assert done.index(SECOND) < done.index(BUYER)
    assert all(today <= due_on for today, climbed in climbs if climbed.step is REMINDER)
    assert all(pack.calendar.is_working_day(climbed.next.on) for _, climbed in climbs if climbed.next)


@given(
    st.lists(st.integers(0, 90), min_size=6, max_size=6),
    st.sampled_from([PACK, SLOW_PACK]),
)
def test_no_two_steps_are_closer_than_the_pack_says(delays: list[int], pack: RulePack) -> None:
    rungs = {rung.step: rung for rung in ladder(DUE_ON, pack)}
    for today, climbed in live(delays, DUE_ON, OPENED_ON, pack):
        if climbed.step and climbed.next:
            distance = climbed.next.offset_days - rungs[climbed.step].offset_days
            acted_on = pack.calendar.first_working_day(today)
            assert climbed.next.on >= pack.calendar.shift(acted_on, distance)
            assert climbed.next.on >= rungs[climbed.next.step].on

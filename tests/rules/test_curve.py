"""The plan by month: spread by days to the hundredth, checked, and read on any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.curve import MonthHours, PlanFault, expected_by, linear_plan, plan_fault, plan_total

JANUARY, FEBRUARY, MARCH, APRIL = (date(2027, month, 1) for month in (1, 2, 3, 4))
BY_HAND = [
    # 15 February to 14 April 2027: 14 + 31 + 14 = 59 days of 10 h
    (Decimal(590), date(2027, 2, 15), date(2027, 4, 14), ["140", "310", "140"]),
    # 31 + 28 + 31 = 90 days: 1000 / 90 a day, each month what the running total adds
    (Decimal(1000), JANUARY, date(2027, 3, 31), ["344.44", "311.12", "344.44"]),
    (Decimal(100), date(2027, 1, 31), date(2027, 2, 1), ["50", "50"]),
    (Decimal("0.01"), JANUARY, date(2027, 3, 31), ["0", "0.01", "0"]),
    (Decimal(0), JANUARY, date(2027, 1, 31), ["0"]),
    (Decimal("84.5"), MARCH, MARCH, ["84.5"]),
    # a leap February: 29 of 60 days
    (Decimal(600), date(2028, 1, 1), date(2028, 2, 29), ["310", "290"]),
]


@pytest.mark.parametrize(("committed", "starts_on", "ends_on", "months"), BY_HAND)
def test_hours_are_spread_over_the_days_as_by_hand(
    committed: Decimal, starts_on: date, ends_on: date, months: list[str]
) -> None:
    plan = linear_plan(committed, starts_on, ends_on)
    assert [each.hours for each in plan] == [Decimal(hours) for hours in months]
    assert [each.month.day for each in plan] == [1] * len(months)


def test_works_that_end_before_they_start_have_no_plan() -> None:
    with pytest.raises(ValueError, match="cannot end on 2027-01-31"):
        linear_plan(Decimal(100), FEBRUARY, date(2027, 1, 31))


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
HOURS = st.decimals(0, 500_000, places=2)


@given(HOURS, DAYS, st.integers(0, 2000))
def test_any_plan_adds_up_exactly_and_is_never_negative(hours: Decimal, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    plan = linear_plan(hours, first, last)
    assert plan_total(plan) == hours
    assert all(each.hours >= 0 for each in plan)
    assert plan_fault(plan, hours, first, last) is None


@given(HOURS, DAYS, st.integers(0, 400), st.integers(-60, 460))
def test_what_is_expected_only_grows_and_ends_at_the_commitment(
    hours: Decimal, first: date, length: int, after: int
) -> None:
    last, day = first + timedelta(days=length), first + timedelta(days=after)
    plan = linear_plan(hours, first, last)
    today = expected_by(plan, day, first, last)
    assert 0 <= today <= expected_by(plan, day + timedelta(days=1), first, last) <= hours
    assert expected_by(plan, last, first, last) == hours
    assert expected_by(plan, first - timedelta(days=1), first, last) == 0


PLAN = (MonthHours(JANUARY, Decimal(100)), MonthHours(MARCH, Decimal(310)))
EXPECTED = [
    (date(2027, 1, 14), "0"),
    (date(2027, 1, 15), "5.88"),  # one of the seventeen days from the 15th to the 31st
    (date(2027, 1, 31), "100"),
    (date(2027, 2, 28), "100"),  # nothing planned in February
    (date(2027, 3, 10), "200"),
    (date(2027, 3, 31), "410"),
    (date(2027, 12, 31), "410"),
]


@pytest.mark.parametrize(("day", "hours"), EXPECTED)
def test_the_current_month_counts_by_its_days(day: date, hours: str) -> None:
    assert expected_by(PLAN, day, date(2027, 1, 15), None) == Decimal(hours)


FAULTS = [
    ([(JANUARY, 60), (JANUARY, 40)], PlanFault.MONTH_TWICE),
    ([(date(2026, 12, 1), 60), (JANUARY, 40)], PlanFault.OUTSIDE),
    ([(JANUARY, 60), (APRIL, 40)], PlanFault.OUTSIDE),
    ([(JANUARY, 60), (MARCH, 41)], PlanFault.NOT_THE_COMMITMENT),
    ([(JANUARY, 60), (MARCH, 40)], None),
    ([(JANUARY, 0), (MARCH, 100)], None),
]


@pytest.mark.parametrize(("months", "fault"), FAULTS)
def test_a_plan_is_refused_for_what_is_wrong_with_it(
    months: list[tuple[date, int]], fault: PlanFault | None
) -> None:
    plan = [MonthHours(month, Decimal(hours)) for month, hours in months]
    assert plan_fault(plan, Decimal(100), date(2027, 1, 15), date(2027, 3, 10)) is fault


def test_without_an_end_no_month_is_too_late() -> None:
    plan = [MonthHours(date(2040, 1, 1), Decimal(100))]
    assert plan_fault(plan, Decimal(100), JANUARY, None) is None

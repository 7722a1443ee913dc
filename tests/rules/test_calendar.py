"""The working calendar against dates that anyone can check on a wall calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.calendar import SUBDIVISION, HolidayZone, WorkingCalendar

METROPOLE = WorkingCalendar(HolidayZone.METROPOLE)
ALSACE_MOSELLE = WorkingCalendar(HolidayZone.ALSACE_MOSELLE)
PARIS = ZoneInfo("Europe/Paris")
EIGHT, SIX_PM = time(8), time(18)

MOVING_HOLIDAYS = {
    # year: (Good Friday, Easter Monday, Ascension, Pentecost Monday)
    2025: (date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 29), date(2025, 6, 9)),
    2026: (date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
    2027: (date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
    2028: (date(2028, 4, 14), date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)),
}
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
calendars = st.sampled_from(HolidayZone).map(WorkingCalendar)
counts = st.integers(1, 60)
instants = st.builds(datetime.combine, days, st.times(), st.just(UTC))


def in_paris(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=PARIS)


@pytest.mark.parametrize("year", MOVING_HOLIDAYS)
def test_national_holidays_are_worked_nowhere(year: int) -> None:
    _, *moving = MOVING_HOLIDAYS[year]
    for zone in HolidayZone:
        for day in (*moving, *(date(year, month, number) for month, number in FIXED_HOLIDAYS)):
            assert not WorkingCalendar(zone).is_working_day(day), (zone, day)


@pytest.mark.parametrize("year", MOVING_HOLIDAYS)
def test_good_friday_and_the_second_day_of_christmas_are_holidays_in_alsace_moselle_only(year: int) -> None:
    good_friday, boxing_day = MOVING_HOLIDAYS[year][0], date(year, 12, 26)

    assert METROPOLE.is_working_day(good_friday)
    assert not ALSACE_MOSELLE.is_working_day(good_friday)
    assert METROPOLE.is_working_day(boxing_day) == (boxing_day.weekday() < 5)
    assert not ALSACE_MOSELLE.is_working_day(boxing_day)


@pytest.mark.parametrize(
    ("zone", "abolition_of_slavery"),
    [
        (HolidayZone.MAYOTTE, date(2026, 4, 27)),
        (HolidayZone.MARTINIQUE, date(2026, 5, 22)),
        (HolidayZone.GUADELOUPE, date(2026, 5, 27)),
        (HolidayZone.SAINT_MARTIN, date(2026, 5, 28)),
        (HolidayZone.GUYANE, date(2026, 6, 10)),
        (HolidayZone.SAINT_BARTHELEMY, date(2026, 10, 9)),
        (HolidayZone.LA_REUNION, date(2027, 12, 20)),
    ],
)
def test_each_overseas_zone_keeps_its_own_day(zone: HolidayZone, abolition_of_slavery: date) -> None:
    assert not WorkingCalendar(zone).is_working_day(abolition_of_slavery)
    assert METROPOLE.is_working_day(abolition_of_slavery)


def test_every_zone_names_its_list_of_holidays() -> None:
    assert set(SUBDIVISION) == set(HolidayZone)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_a_year_has_the_working_days_counted_by_hand(year: int) -> None:
    by_hand = {2025: 251, 2026: 252, 2027: 254, 2028: 251}
    every_day = (date(year, 1, 1) + timedelta(n) for n in range(366))

    assert sum(METROPOLE.is_working_day(day) for day in every_day if day.year == year) == by_hand[year]


@pytest.mark.parametrize(
    ("day", "working_days", "expected"),
    [
        (date(2025, 7, 7), 0, date(2025, 7, 7)),
        (date(2025, 7, 5), 0, date(2025, 7, 7)),  # a Saturday
        (date(2025, 7, 5), 1, date(2025, 7, 7)),  # a Saturday is not counted, nor is Friday
        (date(2025, 7, 4), 1, date(2025, 7, 7)),
        (date(2025, 7, 11), 1, date(2025, 7, 15)),  # over a weekend and 14 July
        (date(2025, 7, 15), -1, date(2025, 7, 11)),
        (date(2025, 7, 5), -1, date(2025, 7, 4)),
        (date(2025, 5, 7), 1, date(2025, 5, 9)),  # over 8 May
        (date(2025, 5, 28), 1, date(2025, 5, 30)),  # over Ascension
        (date(2025, 12, 24), 5, date(2026, 1, 2)),  # over Christmas, a weekend and New Year's Day
        (date(2026, 1, 2), -5, date(2025, 12, 24)),
        (date(2027, 12, 31), 1, date(2028, 1, 3)),  # 1 January 2028 is a Saturday
    ],
)
def test_shifting_steps_over_what_is_not_worked(day: date, working_days: int, expected: date) -> None:
    assert METROPOLE.shift(day, working_days) == expected


def test_alsace_moselle_shifts_over_its_two_more_holidays() -> None:
    assert METROPOLE.shift(date(2025, 4, 17), 1) == date(2025, 4, 18)
    assert ALSACE_MOSELLE.shift(date(2025, 4, 17), 1) == date(2025, 4, 22)
    assert METROPOLE.shift(date(2025, 12, 24), 1) == date(2025, 12, 26)
    assert ALSACE_MOSELLE.shift(date(2025, 12, 24), 1) == date(2025, 12, 29)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (date(2025, 1, 1), date(2025, 1, 8)),
        (date(2025, 2, 1), date(2025, 2, 7)),
        (date(2025, 5, 1), date(2025, 5, 9)),
        (date(2025, 11, 1), date(2025, 11, 7)),
        (date(2026, 1, 31), date(2026, 1, 8)),
        (date(2026, 4, 1), date(2026, 4, 8)),
        (date(2026, 5, 1), date(2026, 5, 11)),
    ],
)
def test_the_fifth_working_day_of_a_month(month: date, expected: date) -> None:
    assert METROPOLE.nth_working_day(month, 5) == expected


def test_the_first_working_day_of_a_month_may_be_its_first() -> None:
    assert METROPOLE.nth_working_day(date(2025, 7, 20), 1) == date(2025, 7, 1)


def test_a_rank_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        METROPOLE.nth_working_day(date(2025, 7, 1), 0)


@pytest.mark.parametrize(
    ("day", "local", "expected"),
    [
        (date(2026, 1, 15), time(8), datetime(2026, 1, 15, 7, tzinfo=UTC)),
        (date(2026, 7, 15), time(8), datetime(2026, 7, 15, 6, tzinfo=UTC)),
        # the clocks go from 02:00 to 03:00: 02:30 does not exist
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(3, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # the clocks go from 03:00 back to 02:00: 02:30 comes twice
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30, fold=1), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_local_hours_become_instants_in_utc(day: date, local: time, expected: datetime) -> None:
    instant = METROPOLE.at(day, local)

    assert instant == expected
    assert instant.tzinfo is UTC


def test_an_hour_with_its_own_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="its own time zone"):
        METROPOLE.at(date(2026, 1, 15), time(8, tzinfo=UTC))


def test_the_local_date_changes_at_local_midnight() -> None:
    assert METROPOLE.local_date(datetime(2026, 7, 31, 21, 59, tzinfo=UTC)) == date(2026, 7, 31)
    assert METROPOLE.local_date(datetime(2026, 7, 31, 22, 0, tzinfo=UTC)) == date(2026, 8, 1)
    reunion = WorkingCalendar(HolidayZone.LA_REUNION, "Indian/Reunion")
    assert reunion.local_date(datetime(2026, 7, 31, 20, 0, tzinfo=UTC)) == date(2026, 8, 1)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 7, 31, 12)  # noqa: DTZ001

    with pytest.raises(ValueError, match="no time zone"):
        METROPOLE.local_date(naive)
    with pytest.raises(ValueError, match="no time zone"):
        METROPOLE.next_sending_instant(naive, EIGHT, SIX_PM)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2025-07-07T08:00", "2025-07-07T08:00"),
        ("2025-07-07T17:59", "2025-07-07T17:59"),
        ("2025-07-07T18:00", "2025-07-08T08:00"),
        ("2025-07-07T02:00", "2025-07-07T08:00"),
        ("2025-07-05T10:00", "2025-07-07T08:00"),  # a Saturday
        ("2025-07-11T19:00", "2025-07-15T08:00"),  # before a weekend and 14 July
        ("2026-03-28T12:00", "2026-03-30T08:00"),  # over the night when the clocks change
    ],
)
def test_mail_leaves_at_once_in_the_window_and_otherwise_at_the_next_opening(now: str, expected: str) -> None:
    leaves = METROPOLE.next_sending_instant(in_paris(now), EIGHT, SIX_PM)

    assert leaves == in_paris(expected)


def test_an_empty_sending_window_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot leave between"):
        METROPOLE.next_sending_instant(datetime(2026, 7, 31, tzinfo=UTC), SIX_PM, EIGHT)


@given(calendars, days, st.integers(-60, 60))
def test_a_shift_always_lands_on_a_working_day(calendar: WorkingCalendar, day: date, count: int) -> None:
    assert calendar.is_working_day(calendar.shift(day, count))


@given(calendars, days, counts)
def test_a_shift_counts_every_working_day_it_passes(calendar: WorkingCalendar, day: date, count: int) -> None:
    landed = calendar.shift(day, count)
    passed = (day + timedelta(n) for n in range(1, (landed - day).days + 1))

    assert sum(calendar.is_working_day(each) for each in passed) == count


@given(calendars, days, days, st.integers(-60, 60))
def test_a_later_day_never_shifts_earlier(calendar: WorkingCalendar, a: date, b: date, count: int) -> None:
    earlier, later = sorted((a, b))

    assert calendar.shift(earlier, count) <= calendar.shift(later, count)


@given(calendars, days, counts)
def test_shifting_back_and_forth_returns_to_a_working_day(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    start = calendar.first_working_day(day)

    assert calendar.shift(calendar.shift(start, count), -count) == start


@given(calendars, days, counts, counts)
def test_two_shifts_add_up(calendar: WorkingCalendar, day: date, a: int, b: int) -> None:
    assert calendar.shift(calendar.shift(day, a), b) == calendar.shift(day, a + b)


@given(calendars, instants)
def test_mail_only_leaves_in_the_window_of_a_working_day(calendar: WorkingCalendar, now: datetime) -> None:
    leaves = calendar.next_sending_instant(now, EIGHT, SIX_PM)

    assert leaves >= now
    assert calendar.is_working_day(calendar.local_date(leaves))
    assert EIGHT <= leaves.astimezone(PARIS).time() < SIX_PM
    assert calendar.next_sending_instant(leaves, EIGHT, SIX_PM) == leaves

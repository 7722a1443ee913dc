"""Months, and those for which a sheet is owed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.months import (
    Span,
    add_months,
    is_month_owed,
    month_of,
    months_between,
    months_owed,
    next_month,
    shift_end,
)

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(days)
    return Span(start, draw(st.none() | st.integers(0, 200).map(lambda n: start + timedelta(days=n))))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 10), -13, date(2023, 12, 10)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
    ],
)
def test_adding_months_stops_at_the_end_of_a_shorter_month(day: date, n: int, expected: date) -> None:
    assert add_months(day, n) == expected


def test_a_month_is_its_first_day() -> None:
    assert month_of(date(2025, 2, 28)) == date(2025, 2, 1)
    assert next_month(date(2025, 12, 31)) == date(2026, 1, 1)


def test_months_are_counted_from_the_first_to_the_last() -> None:
    assert months_between(date(2025, 11, 30), date(2026, 2, 1)) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert months_between(date(2025, 5, 31), date(2025, 5, 1)) == (date(2025, 5, 1),)
    assert months_between(date(2025, 5, 1), date(2025, 4, 30)) == ()


def owed(
    *suspensions: Span, starts_on: date = date(2025, 3, 10), ends_on: date | None = date(2025, 8, 20)
) -> list[int]:
    """The months of 2025 owed by a market from 10 March to 20 August, seen from December."""
    return [month.month for month in months_owed(starts_on, ends_on, suspensions, date(2025, 12, 31))]


def test_a_market_owes_every_month_that_it_touches() -> None:
    assert owed() == [3, 4, 5, 6, 7, 8]
    assert owed(starts_on=date(2025, 3, 31), ends_on=date(2025, 4, 1)) == [3, 4]
    assert owed(starts_on=date(2025, 3, 31), ends_on=date(2025, 3, 31)) == [3]
    assert owed(ends_on=None) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


def test_a_market_owes_nothing_before_it_starts_nor_beyond_the_month_asked() -> None:
    starts_on = date(2025, 3, 10)

    assert months_owed(starts_on, None, (), date(2025, 2, 28)) == ()
    assert months_owed(starts_on, None, (), date(2025, 3, 1)) == (date(2025, 3, 1),)
    assert months_owed(starts_on, None, (), date(2025, 4, 15)) == (date(2025, 3, 1), date(2025, 4, 1))


@pytest.mark.parametrize(
    ("suspensions", "months"),
    [
        ([Span(date(2025, 4, 10), date(2025, 6, 20))], [3, 4, 6, 7, 8]),
        ([Span(date(2025, 5, 1), date(2025, 6, 1))], [3, 4, 6, 7, 8]),
        ([Span(date(2025, 5, 1), date(2025, 5, 31))], [3, 4, 5, 6, 7, 8]),  # it resumed on 31 May
        ([Span(date(2025, 5, 2), date(2025, 6, 1))], [3, 4, 5, 6, 7, 8]),  # it stopped on 2 May
        ([Span(date(2025, 6, 15))], [3, 4, 5, 6]),  # still stopped
        ([Span(date(2025, 6, 1))], [3, 4, 5]),
        (
            [Span(date(2025, 5, 16), date(2025, 6, 1)), Span(date(2025, 4, 28), date(2025, 5, 16))],
            [3, 4, 6, 7, 8],
        ),
        ([Span(date(2025, 4, 1), date(2025, 7, 1)), Span(date(2025, 5, 5), date(2025, 5, 9))], [3, 7, 8]),
        ([Span(date(2025, 1, 1), date(2025, 4, 1))], [4, 5, 6, 7, 8]),
        ([Span(date(2025, 3, 1), date(2025, 3, 10))], [3, 4, 5, 6, 7, 8]),  # over before it starts
        ([Span(date(2025, 5, 1), date(2025, 5, 1))], [3, 4, 5, 6, 7, 8]),  # no day at all
    ],
)
def test_a_month_wholly_suspended_is_not_owed(suspensions: list[Span], months: list[int]) -> None:
    assert owed(*suspensions) == months


@given(days, st.none() | days, st.lists(spans(), max_size=4), days)
def test_a_month_is_owed_exactly_when_one_of_its_days_was_active(
    starts_on: date, ends_on: date | None, suspensions: list[Span], through: date
) -> None:
    end_of_last_month = next_month(through) - timedelta(days=1)
    last = end_of_last_month if ends_on is None else min(end_of_last_month, ends_on)
    lived = (starts_on + timedelta(days=n) for n in range((last - starts_on).days + 1))
    active = {month_of(day) for day in lived if not any(span.covers(day) for span in suspensions)}

    assert months_owed(starts_on, ends_on, suspensions, through) == tuple(sorted(active))


@given(days, days, st.none() | days, st.lists(spans(), max_size=4))
def test_one_month_is_owed_when_it_is_among_those_owed(
    day: date, starts_on: date, ends_on: date | None, suspensions: list[Span]
) -> None:
    among = month_of(day) in months_owed(starts_on, ends_on, suspensions, day)

    assert is_month_owed(day, starts_on, ends_on, suspensions) == among


@pytest.mark.parametrize(
    ("suspended", "expected"),
    [
        (Span(date(2025, 5, 1), date(2025, 5, 11)), date(2025, 8, 30)),
        (Span(date(2025, 8, 20), date(2025, 8, 21)), date(2025, 8, 21)),
        (Span(date(2025, 8, 10), date(2025, 9, 10)), date(2025, 9, 20)),
        (Span(date(2025, 8, 21), date(2025, 9, 21)), date(2025, 8, 20)),  # the end had passed
    ],
)
def test_the_planned_end_moves_by_the_days_suspended(suspended: Span, expected: date) -> None:
    assert shift_end(date(2025, 8, 20), suspended) == expected


def test_the_planned_end_is_unknown_while_the_market_is_suspended() -> None:
    with pytest.raises(ValueError, match="has not ended"):
        shift_end(date(2025, 8, 20), Span(date(2025, 5, 1)))


def test_a_span_covers_its_first_day_but_not_its_last() -> None:
    span = Span(date(2025, 5, 1), date(2025, 5, 3))

    assert [span.covers(date(2025, 5, number)) for number in (1, 2, 3)] == [True, True, False]
    assert not span.covers(date(2025, 4, 30))
    assert Span(date(2025, 5, 1)).covers(date(2099, 1, 1))


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Span(date(2025, 5, 2), date(2025, 5, 1))

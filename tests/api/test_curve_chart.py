"""The chart of expected hours: geometry only, in the units of its viewBox."""

from datetime import date
from decimal import Decimal

import pytest

from api.curve_chart import BOTTOM, TOP, CurveChart, curve_chart
from cases.queries.changes import MonthMoved
from cases.rules.months import add_months

JANUARY = date(2027, 1, 1)


def charted(*figures: tuple[int | None, int | None, int | None]) -> CurveChart:
    months = [
        MonthMoved(add_months(JANUARY, rank), *(None if each is None else Decimal(each) for each in row))
        for rank, row in enumerate(figures)
    ]
    chart = curve_chart(months)
    assert chart is not None
    return chart


def test_each_month_is_a_step_and_a_curve_breaks_where_it_does_not_reach() -> None:
    chart = charted((100, 0, None), (50, 100, None), (None, None, 25), (None, 100, None), (100, 100, None))
    assert chart.before == f"M44.0 {TOP}.0H106.0V115.0H168.0M292.0 {TOP}.0H354.0"
    assert chart.after == f"M44.0 {BOTTOM}.0H106.0V{TOP}.0H168.0M230.0 {TOP}.0H292.0V{TOP}.0H354.0"
    (bar,) = chart.counted
    assert (bar.y + bar.height, bar.height) == (BOTTOM, 40.5)
    assert (chart.total_before, chart.total_after, chart.total_counted) == (250, 300, 25)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (87, [0, 50, 100]),
        (450, [0, 200, 400, 600]),
        (12_000, [0, 5_000, 10_000, 15_000]),
    ],
)
def test_hours_are_named_in_round_figures(most: int, ticks: list[int]) -> None:
    assert [tick.hours for tick in charted((most, 0, None)).hours] == ticks


def test_three_years_of_works_name_six_months_at_most() -> None:
    assert len(charted(*[(10, 10, None)] * 36).months) == 6

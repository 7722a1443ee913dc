"""The chart of expected hours: the curve before and after a change, and the hours counted, month by month.

Only geometry, in the units of the SVG's viewBox: narrow, so that its words stay readable on a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from cases.queries.changes import MonthMoved

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 354, 34, 196
MOST_LABELS = 6
STEPS = (1, 2, 5, 10)
BAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """The hours counted in a month."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class HoursTick:
    """A line across the chart, and the hours that it stands for."""

    y: float
    hours: Decimal


@dataclass(frozen=True, slots=True)
class MonthTick:
    """A month named under the chart."""

    x: float
    month: date


@dataclass(frozen=True, slots=True)
class CurveChart:
    """`before` and `after` are SVG paths, a step for each month; empty when nothing was expected.

    The totals are hours, for those who hear the chart.
    """

    before: str
    after: str
    counted: tuple[Bar, ...]
    hours: tuple[HoursTick, ...]
    months: tuple[MonthTick, ...]
    total_before: Decimal
    total_after: Decimal
    total_counted: Decimal


def curve_chart(months: Sequence[MonthMoved]) -> CurveChart | None:
    """The chart of these months, in their order; None without any."""
    if not months:
        return None
    most = max(figure or Decimal(0) for each in months for figure in (each.before, each.after, each.counted))
    step = _step(most)
    top = (max(most, step) / step).to_integral_value(ROUND_CEILING) * step
    slot = (RIGHT - LEFT) / len(months)

    def y(hours: Decimal) -> float:
        return round(BOTTOM - float(hours / top) * (BOTTOM - TOP), 1)

    return CurveChart(
        before=_steps([None if each.before is None else y(each.before) for each in months], slot),
        after=_steps([None if each.after is None else y(each.after) for each in months], slot),
        counted=tuple(
            _bar(index, slot, y(each.counted)) for index, each in enumerate(months) if each.counted
        ),
        hours=tuple(HoursTick(y(step * rank), step * rank) for rank in range(int(top / step) + 1)),
        months=tuple(
            MonthTick(round(LEFT + slot * (index + 0.5), 1), each.month)
            for index, each in enumerate(months)
            if index % -(-len(months) // MOST_LABELS) == 0
        ),
        total_before=_total(each.before for each in months),
        total_after=_total(each.after for each in months),
        total_counted=_total(each.counted for each in months),
    )


def _total(hours: Iterable[Decimal | None]) -> Decimal:
    return sum((each for each in hours if each is not None), Decimal(0))


def _step(most: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten: the least that needs at most four lines."""
    power = Decimal(10) ** max(most.adjusted() - 1, 0)
    while True:
        for step in STEPS:
            if step * power * 4 >= most:
                return step * power
        power *= 10


def _steps(heights: Sequence[float | None], slot: float) -> str:
    """A path that holds each month's height over its whole width, broken where nothing was expected."""
    path = []
    for is_gap, run in groupby(enumerate(heights), key=lambda each: each[1] is None):
        if is_gap:
            continue
        for rank, (index, height) in enumerate(run):
            start = "V" if rank else f"M{round(LEFT + slot * index, 1)} "
            path.append(f"{start}{height}H{round(LEFT + slot * (index + 1), 1)}")
    return "".join(path)


def _bar(index: int, slot: float, y: float) -> Bar:
    margin = slot * (1 - BAR_SHARE) / 2
    return Bar(round(LEFT + slot * index + margin, 1), y, round(slot * BAR_SHARE, 1), round(BOTTOM - y, 1))

"""Hours spread by month over the days of works, and a curve drawn anew when dates or totals change (rule 7).

A day stopped by order of service is no day of work: it gets no hours, those expected of it come later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cases.rules.curve import CENT, ONE_DAY, ZERO, MonthHours, plan_total
from cases.rules.months import Span, active_days, month_of, months_between, next_month


@dataclass(frozen=True, slots=True)
class Works:
    """From the first to the last day of works, both included, but for the days stopped.

    Without a last day, they go on until that of the curve's last month.
    """

    starts_on: date
    ends_on: date | None
    stops: tuple[Span, ...] = ()

    def days_of(self, month: date) -> int:
        """Days of work in the month that begins on `month`."""
        first, after = max(month, self.starts_on), next_month(month)
        if self.ends_on is not None:
            after = min(after, self.ends_on + ONE_DAY)
        return active_days(first, after, self.stops)

    def months_from(self, first: date, curve: Sequence[MonthHours]) -> tuple[date, ...]:
        """The months from that of `first` on: to the end of the works and of what the curve expects."""
        lasts = [each.month for each in curve]
        if self.ends_on is not None:
            lasts.append(self.ends_on)
        return months_between(max(first, self.starts_on), max(lasts)) if lasts else ()


def spread(hours: Decimal, first: date, last: date, stops: Sequence[Span]) -> tuple[MonthHours, ...]:
    """The hours over the days of work from `first` to `last`, exact to the hundredth.

    When every day is stopped, or the end comes first, they are all expected in the month of `first`.
    """
    return redrawn((), hours, first, Works(first, last, tuple(stops)), Works(first, last, tuple(stops)))


def joined(curve: Sequence[MonthHours], more: Sequence[MonthHours]) -> tuple[MonthHours, ...]:
    """Two curves as one, month by month."""
    total = dict(curve)
    for month, hours in more:
        total[month] = total.get(month, ZERO) + hours
    return tuple(MonthHours(month, total[month]) for month in sorted(total))


def redrawn(
    curve: Sequence[MonthHours], total: Decimal, from_on: date, before: Works, after: Works
) -> tuple[MonthHours, ...]:
    """The curve once `total` hours are owed over other works: the months before `from_on`'s stay.

    What remains keeps its shape, stretched over the days of work that remain, exact to the hundredth. When
    less is owed in all than the months gone expected, the last of them give back, so that the curve adds up.
    """
    first = month_of(from_on)
    gone = [each for each in curve if each.month < first]
    rest = total - plan_total(gone)
    if rest < ZERO:
        return _cut_short(gone, total)
    shape = _Shape.of([each for each in curve if each.month >= first], before, first)
    months = after.months_from(first, ())
    days = [after.days_of(month) for month in months]
    if not sum(days):
        return (*gone, MonthHours(first, rest)) if rest or shape.hours else tuple(gone)
    new, done, worked, all_days = [], ZERO, 0, sum(days)
    for month, length in zip(months, days, strict=True):
        worked += length
        reached = _rounded(Fraction(rest) * shape.share_done(Fraction(worked, all_days)))
        new.append(MonthHours(month, reached - done))
        done = reached
    return (*gone, *new)


def _cut_short(gone: Sequence[MonthHours], total: Decimal) -> tuple[MonthHours, ...]:
    kept, left = [], total
    for month, hours in gone:
        kept.append(MonthHours(month, min(hours, left)))
        left -= kept[-1].hours
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What remained to do, as a line: (days of work passed, hours done by then), from nothing to all."""

    points: tuple[tuple[int, Decimal], ...]

    @classmethod
    def of(cls, rest: Sequence[MonthHours], works: Works, first: date) -> "_Shape":
        hours, days, done = dict(rest), 0, ZERO
        points = [(0, ZERO)]
        for month in works.months_from(first, rest):
            days += works.days_of(month)
            done += hours.get(month, ZERO)
            points.append((days, done))
        return cls(tuple(points))

    @property
    def hours(self) -> Decimal:
        return self.points[-1][1]

    def share_done(self, worked: Fraction) -> Fraction:
        """The share of the hours done once that share of the days has passed; even when nothing is known."""
        days, hours = self.points[-1]
        if not days or not hours:
            return worked
        day, last = worked * days, (0, ZERO)
        for point in self.points:
            if point[0] > day:
                within = Fraction(day - last[0]) / (point[0] - last[0])
                return (Fraction(last[1]) + within * Fraction(point[1] - last[1])) / Fraction(hours)
            last = point
        return Fraction(1)


def _rounded(hours: Fraction) -> Decimal:
    """To the hundredth, half up, from the exact value."""
    hundredths, rest = divmod(hours.numerator * 100, hours.denominator)
    return (Decimal(hundredths + (2 * rest >= hours.denominator)) * CENT).quantize(CENT, ROUND_HALF_UP)

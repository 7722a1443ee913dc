"""Months, written as their first day, and those for which a market owes a sheet (DOMAIN.md rules 4 and 7)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `from_on` up to, not including, `to_on`; without an end while `to_on` is None."""

    from_on: date
    to_on: date | None = None

    def __post_init__(self) -> None:
        if self.to_on is not None and self.to_on < self.from_on:
            raise ValueError(f"a span cannot end on {self.to_on}, before it starts on {self.from_on}")

    def covers(self, day: date) -> bool:
        """True when `day` lies within."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


def month_of(day: date) -> date:
    """The first day of the month that holds `day`."""
    return day.replace(day=1)


def add_months(day: date, n: int) -> date:
    """The same day n months on (back, if negative), or that month's last: 31 August gives 30 September."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_month(month: date) -> date:
    """The first day of the month after the one that holds `month`."""
    return add_months(month_of(month), 1)


def last_day(month: date) -> date:
    """The last day of the month that holds `month`."""
    return next_month(month) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Every month from that of `first` to that of `last`, both included; none when `last` comes earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(add_months(month_of(first), n) for n in range(count))


def is_month_owed(month: date, starts_on: date, ends_on: date | None, suspensions: Iterable[Span]) -> bool:
    """True when the market was active on one day at least of the month that holds `month` (rule 7).

    `starts_on` and `ends_on` are its first and last days; a suspended day is not active.
    """
    day = max(month_of(month), starts_on)
    last = last_day(month)
    if ends_on is not None:
        last = min(last, ends_on)
    for suspension in sorted(suspensions, key=lambda span: span.from_on):
        if suspension.covers(day):
            if suspension.to_on is None:
                return False
            day = suspension.to_on
    return day <= last


def months_owed(
    starts_on: date, ends_on: date | None, suspensions: Sequence[Span], through: date
) -> tuple[date, ...]:
    """The months for which each company owes a sheet, up to that of `through` included (rule 4)."""
    last = through if ends_on is None else min(through, ends_on)
    return tuple(
        month
        for month in months_between(starts_on, last)
        if is_month_owed(month, starts_on, ends_on, suspensions)
    )


def shift_end(planned_end_on: date, suspended: Span) -> date:
    """The planned end once the market resumes: later by the days suspended, unless already past (rule 7).

    Raises ValueError while the suspension has no end.
    """
    if suspended.to_on is None:
        raise ValueError(f"the suspension of {suspended.from_on} has not ended: its length is not known")
    if planned_end_on < suspended.from_on:
        return planned_end_on
    return planned_end_on + (suspended.to_on - suspended.from_on)


def active_days(first: date, after: date, stops: Iterable[Span]) -> int:
    """Days from `first` up to `after`, excluded, on which no stop holds."""
    days, day = 0, first
    for stop in sorted(stops, key=lambda span: span.from_on):
        if stop.from_on >= after:
            break
        days += max((stop.from_on - day).days, 0)
        if stop.to_on is None:
            return days
        day = max(day, stop.to_on)
    return days + max((after - day).days, 0)

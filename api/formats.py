"""Dates, hours, money and shares as each language writes them, with the no-break spaces of French."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

NBSP = "\u00a0"
THIN = "\u202f"
EMPTY = "–"
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Formats:
    """One language's way of writing values; the same names are used by every template (`f.day(...)`)."""

    locale: str

    def day(self, day: date | None) -> str:
        """12 mars 2027; 12 March 2027."""
        return EMPTY if day is None else _day(day, self.locale)

    def short_day(self, day: date | None) -> str:
        """12/03/2027 in both languages."""
        return EMPTY if day is None else day.strftime("%d/%m/%Y")

    def month(self, day: date) -> str:
        """mars 2027; March 2027."""
        return _month(day, self.locale)

    def month_of(self, written: str) -> str:
        """The month of a date written in ISO 8601, as payloads keep it."""
        return _month(date.fromisoformat(written), self.locale)

    def instant(self, at: datetime | None) -> str:
        """12 mars 2027 à 14:05, local time."""
        if at is None:
            return EMPTY
        local = at.astimezone(PARIS)
        join = " à " if self.locale == "fr" else " at "
        return f"{_day(local.date(), self.locale)}{join}{local:%H:%M}"

    def local_day(self, at: datetime | None) -> str:
        """The day on which an instant falls, local time."""
        return EMPTY if at is None else _day(at.astimezone(PARIS).date(), self.locale)

    def hours(self, hours: Decimal | None) -> str:
        """1 240 h; 84,5 h."""
        return EMPTY if hours is None else f"{self.number(hours)}{NBSP}h"

    def money(self, euros: Decimal | None) -> str:
        """120 000 €, cents only when there are some."""
        if euros is None:
            return EMPTY
        digits = 0 if euros == euros.to_integral_value() else 2
        said = _number(euros, digits, self.locale)
        return f"{said}{NBSP}€" if self.locale == "fr" else f"€{said}"

    def percent(self, part: Decimal, whole: Decimal) -> str:
        """62 %; nothing owed counts as reached."""
        share = Decimal(100) if whole == 0 else (part * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)
        return f"{_number(share, 0, self.locale)}{NBSP}%" if self.locale == "fr" else f"{share}%"

    def share(self, share: Decimal | None) -> str:
        """7 %; 7,5 %: a share of one, exact."""
        if share is None:
            return EMPTY
        said = self.number(share * 100)
        return f"{said}{NBSP}%" if self.locale == "fr" else f"{said}%"

    def plain(self, number: Decimal | None) -> str:
        """A number as one writes it in a field: 1240,5."""
        if not isinstance(number, Decimal):
            return ""
        said = f"{number.normalize():f}"
        return said.replace(".", ",") if self.locale == "fr" else said

    def number(self, number: Decimal | int) -> str:
        """A number with its groups, and its decimals when it has some."""
        exact = Decimal(number).normalize()
        exponent = exact.as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
        return _number(exact, digits, self.locale)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    first = "1er" if locale == "fr" and day.day == 1 else str(day.day)
    return f"{first}{NBSP}{_month(day, locale)}"


@lru_cache(maxsize=1024)
def _month(day: date, locale: str) -> str:
    said: str = format_date(day, "MMMM y", locale=locale)
    return said.replace(" ", NBSP)


def _number(number: Decimal, digits: int, locale: str) -> str:
    said = f"{number:,.{digits}f}"
    return said.replace(",", THIN).replace(".", ",") if locale == "fr" else said


@cache
def formats(locale: str) -> Formats:
    """The formats of a language."""
    return Formats(locale)

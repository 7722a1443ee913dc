"""Dates as tables hold them: real dates, ISO, 31/12/2027, serial numbers of spreadsheets, a month alone."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cases.rules.labels import plain
from exchange.tables.cells import Cell
from exchange.tables.values import Misread, Read, value_of, written

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, once past the leap day of 1900 that never was."""
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
NUMBERED_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
QUARTER = re.compile(r"(?:t|trimestre )([1-4]) (\d{4})|([1-4])(?:er|e|eme) trimestre (\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})")
MONTHS: tuple[tuple[str, ...], ...] = (
    ("janvier", "janv"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)


def day_of(cell: Cell, first: date = FIRST, last: date = LAST) -> Read[date]:
    """A day between these two. A month or a quarter alone is its first day, with a doubt. Raises Misread."""
    read = _day_said(cell)
    if read.value is not None and not first <= read.value <= last:
        raise Misread("day_out_of_range", written(read.value))
    return read


def _day_said(cell: Cell) -> Read[date]:
    value = value_of(cell)
    match value:
        case None:
            return Read(None)
        case datetime():
            return Read(value.date())
        case date():
            return Read(value)
        case Decimal():
            return Read(_of_serial(value))
        case bool() | time() | timedelta():
            raise Misread("not_a_day", written(value))
    return _in_words(" ".join(str(value).split()))


def _in_words(said: str) -> Read[date]:
    if found := ISO.fullmatch(said):
        return Read(_day(said, found[1], found[2], found[3]))
    if found := FRENCH.fullmatch(said):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return Read(_day(said, year, found[2], found[1]))
    if re.fullmatch(r"\d{5}", said):
        return Read(_of_serial(Decimal(said)))
    if found := NUMBERED_MONTH.fullmatch(said):
        return _first_of(said, found[2], found[1])
    return _named(said)


def _named(said: str) -> Read[date]:
    words = plain(said)
    if found := QUARTER.fullmatch(words):
        quarter, year = found[1] or found[3], found[2] or found[4]
        return _first_of(said, year, str(int(quarter) * 3 - 2))
    found = NAMED.fullmatch(words)
    number = next((rank for rank, names in enumerate(MONTHS, 1) if found and found[2] in names), 0)
    if found is None or not number:
        raise Misread("not_a_day", said)
    if found[1] is None:
        return _first_of(said, found[3], str(number))
    return Read(_day(said, found[3], str(number), found[1]))


def _first_of(said: str, year: str, month: str) -> Read[date]:
    day = _day(said, year, month, "1")
    return Read(day, "first_day", written(day))


def _of_serial(number: Decimal) -> date:
    if not 0 < number < 100_000:
        raise Misread("not_a_day", written(number))
    return SERIAL_ZERO + timedelta(days=int(number))


def _day(said: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Misread("no_such_day", said) from None

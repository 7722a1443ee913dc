"""From a cell to the hours, the month, the day of birth or the company that it means."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cases.rules.labels import plain
from exchange.tables.cells import Cell, Flaw
from exchange.tables.days import FRENCH, QUARTER, day_of
from exchange.tables.values import SPACES, Misread, Read, decimal_in, value_of, written, yes_no_of

MOST_HOURS = Decimal(744)
"""Hours in a month of 31 days."""
DAY_ZERO = date(1899, 12, 31)
"""What the reader of workbooks takes for the day before the first, in the first two months of 1900."""
CENT = Decimal("0.01")
MINUTE = Decimal(60)
CLOCK = re.compile(r"(\d{1,3})(?:[:hH]|heures?)([0-5]\d)(?::[0-5]\d)?(?:min|mn)?")
HOUR_UNIT = re.compile(r"(?:h|hrs?|heures?)\.?$", re.IGNORECASE)
YEAR_MONTH = re.compile(r"(20\d{2})[-/. ]?(0[1-9]|1[0-2])")
SHORT_MONTH = re.compile(r"([a-z]+) (\d{2})")
FIRST_BIRTH, LAST_BIRTH = date(1920, 1, 1), date(2030, 12, 31)
LAST_SHORT_YEAR = 30
"""A year of birth of two digits up to this one is of the 2000s, beyond it of the 1900s."""
NOBODY = frozenset({"neant", "aucune heure", "aucune", "personne", "aucun", "nil"})


def hours_of(cell: Cell) -> Read[Decimal]:
    """Hours from 0 to 744: `84,5`, `84,5 h`, `84:30`, `84 h 30`, or a duration of the spreadsheet."""
    value = value_of(cell)
    match value:
        case None:
            return Read(None)
        case timedelta():
            hours = _hours_in(value)
        case time():
            hours = Decimal(value.hour) + Decimal(value.minute) / MINUTE
        case date():
            hours = _misshown(value)
        case Decimal():
            hours = value
        case bool():
            raise Misread("not_hours", written(value))
        case str():
            hours = _hours_said(SPACES.sub("", value), value)
    if hours < 0:
        raise Misread("negative_hours")
    if hours > MOST_HOURS:
        raise Misread("too_many_hours", written(MOST_HOURS))
    cents = hours.quantize(CENT, ROUND_HALF_UP)
    return Read(cents) if cents == hours else Read(cents, "rounded_hours", written(cents))


def _hours_in(length: timedelta) -> Decimal:
    """To the minute: what a spreadsheet keeps of a duration is a fraction of a day."""
    return Decimal(round(length / timedelta(minutes=1))) / MINUTE


def _misshown(value: date) -> Decimal:
    """A duration of a day or more whose format shows hours and minutes alone reads as a day of 1900."""
    if value.year > 1900:
        raise Misread("hours_are_date", written(value))
    days = value.toordinal() - DAY_ZERO.toordinal()
    clock = value.time() if isinstance(value, datetime) else time()
    past = timedelta(days=days, hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    return _hours_in(past)


def _hours_said(said: str, as_written: str) -> Decimal:
    if found := CLOCK.fullmatch(said):
        return Decimal(found[1]) + Decimal(found[2]) / MINUTE
    try:
        return decimal_in(HOUR_UNIT.sub("", said))
    except Misread as misread:
        code = "ambiguous_hours" if misread.code == "ambiguous_number" else "not_hours"
        raise Misread(code, as_written) from None


def month_of(cell: Cell) -> Read[date]:
    """The first day of a month: `mars 2026`, `03/2026`, `2026-03`, `mars-26`, or any day of it."""
    value = value_of(cell)
    said = plain(written(value)) if isinstance(value, str | Decimal) else ""
    if found := YEAR_MONTH.fullmatch(written(value).strip() if said else ""):
        return Read(date(int(found[1]), int(found[2]), 1))
    if found := SHORT_MONTH.fullmatch(said):
        cell = Cell(cell.row, cell.column, f"{found[1]} 20{found[2]}")
    try:
        read = day_of(cell)
    except Misread as misread:
        known = ("not_a_day", "no_such_day", "day_out_of_range")
        raise Misread("not_a_month" if misread.code in known else misread.code, misread.detail) from None
    if read.value is None:
        return Read(None)
    if QUARTER.fullmatch(said):
        raise Misread("not_a_month", said)
    month = read.value.replace(day=1)
    return Read(month) if month == read.value else Read(month, "month_of_day", f"{month:%m/%Y}")


def birth_of(cell: Cell) -> Read[date]:
    """A day of birth; a year of two digits is read with a doubt, a month alone is refused."""
    said = " ".join(cell.value.split()) if isinstance(cell.value, str) else ""
    found = FRENCH.fullmatch(said)
    is_short = found is not None and len(found[3]) == 2
    if found is not None and is_short:
        century = 20 if int(found[3]) <= LAST_SHORT_YEAR else 19
        cell = Cell(cell.row, cell.column, f"{found[1]}/{found[2]}/{century}{found[3]}")
    try:
        read = day_of(cell, FIRST_BIRTH, LAST_BIRTH)
    except Misread as misread:
        code = "birth_out_of_range" if misread.code == "day_out_of_range" else misread.code
        raise Misread(code, misread.detail) from None
    if read.doubt:
        raise Misread("not_a_day", said)
    return Read(read.value, "read_as", written(read.value)) if is_short else read


def siret_of(cell: Cell) -> Read[str]:
    """Fourteen digits; a zero that a spreadsheet lost in front is put back."""
    value = value_of(cell)
    if value is None:
        return Read(None)
    said = SPACES.sub("", written(value))
    if re.fullmatch(r"\d{13}", said):
        return Read(f"0{said}", "zero_put_back", f"0{said}")
    if not re.fullmatch(r"\d{14}", said):
        raise Misread("siret", said)
    return Read(said)


def nobody_of(cell: Cell) -> Read[bool]:
    """`oui`, or what people write to say that nobody worked."""
    said = plain(cell.value) if isinstance(cell.value, str) and cell.flaw is None else ""
    if said in NOBODY:
        return Read(True)
    return Read(None) if isinstance(cell.value, str) and not said else yes_no_of(cell)


def is_computed(cell: Cell) -> bool:
    """Whether the cell holds a formula, kept by a workbook or written out in a CSV."""
    is_text = isinstance(cell.value, str) and cell.value.lstrip().startswith("=")
    return cell.is_formula or cell.flaw is Flaw.FORMULA_WITHOUT_VALUE or is_text

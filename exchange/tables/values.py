"""From a cell to the value it means, the way French people write it: pure, without guessing.

Each function gives None for an empty cell. What cannot be read raises Misread with a code that
exchange.tables.wording words; what is read with a reserve comes back with the code of its doubt.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Generic, TypeVar

from cases.rules.labels import plain
from exchange.tables.cells import Cell, Flaw, Value

Meant = TypeVar("Meant")
CENT = Decimal("0.01")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
CURRENCY = re.compile(r"(€|euros?|eur)?(ht|hors taxes?)?$", re.IGNORECASE)
UNIT = re.compile(r"[\d.,](k|m|md)(€|euros?|eur)?(ht)?$", re.IGNORECASE)
EXPONENT = re.compile(r"-?\d+([.,]\d+)?e[+-]?\d+", re.IGNORECASE)
NOT_GIVEN = frozenset(
    {"nc", "n c", "na", "n a", "sans objet", "so", "non communique", "a definir", "neant", "inconnu", "tbd"}
)
YES = frozenset({"oui", "o", "x", "vrai", "yes", "y", "true", "1"})
NO = frozenset({"non", "n", "faux", "no", "false", "0"})


class Misread(Exception):
    """The cell cannot be read: a code, and what its message names."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Read(Generic[Meant]):
    """A value, and the code of the doubt it was read with, if any; `detail` is what was made of it."""

    value: Meant | None
    doubt: str = ""
    detail: object = ""


def is_not_given(cell: Cell) -> bool:
    """Whether the cell says in words that there is nothing to say: NC, sans objet, -."""
    said = cell.value
    return isinstance(said, str) and (plain(said) in NOT_GIVEN or said.strip(" -–—./?") == "")


def value_of(cell: Cell) -> Value | None:
    """The raw value. Raises Misread for a cell of a workbook that has a flaw."""
    if cell.flaw is not None and cell.flaw is not Flaw.MERGED:
        raise Misread(cell.flaw, cell.said)
    return cell.value


def text_of(cell: Cell, most: int, *, lines: bool = False) -> Read[str]:
    """At most so many characters, on one line unless `lines`; a number is written as a person would."""
    value = value_of(cell)
    if isinstance(value, date | time | timedelta):
        raise Misread("text_is_date", written(value))
    said = "" if value is None else _without_invisible(written(value), lines=lines)
    if len(said) > most:
        raise Misread("too_long", most)
    return Read(said or None)


def written(value: object) -> str:
    """A value as a spreadsheet in French shows it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case datetime():
            return value.strftime("%d/%m/%Y %H:%M").removesuffix(" 00:00")
        case date():
            return value.strftime("%d/%m/%Y")
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            minutes = round(value / timedelta(minutes=1))
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _without_invisible(text: str, *, lines: bool) -> str:
    kept = [" ".join(line.split()) for line in text.splitlines()] if lines else [" ".join(text.split())]
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in kept).strip()


def amount_of(cell: Cell, most: Decimal) -> Read[Decimal]:
    """Euros and cents, from 0 to `most`: `1 850 000,50 €`, `1850000.5`; more decimals are rounded."""
    value = value_of(cell)
    if value is None:
        return Read(None)
    number = _number(value)
    if number < 0:
        raise Misread("negative", written(number))
    if number > most:
        raise Misread("too_large", written(most))
    cents = number.quantize(CENT, ROUND_HALF_UP)
    return Read(cents) if cents == number else Read(cents, "rounded", written(cents))


def _number(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        raise Misread("not_a_number", written(value))
    if isinstance(value, date | time | timedelta):
        raise Misread("number_is_date", written(value))
    return decimal_in(SPACES.sub("", value))


def decimal_in(said: str) -> Decimal:
    """A number written without spaces, with a decimal comma or point. Raises Misread."""
    if said.endswith("%"):
        raise Misread("percent", said)
    if UNIT.search(said):
        raise Misread("unit", said)
    if EXPONENT.fullmatch(said):
        raise Misread("exponent", said)
    bare = CURRENCY.sub("", said)
    if not re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*", bare):
        raise Misread("not_a_number", said)
    try:
        return Decimal(_with_point(bare))
    except InvalidOperation:
        raise Misread("not_a_number", said) from None


def _with_point(said: str) -> str:
    """One decimal point and no separator of thousands. Raises Misread when that could be either."""
    marks = [sign for sign in said if sign in ".,"]
    if not marks:
        return said
    last = marks[-1]
    if len(set(marks)) == 2:  # 1.850.000,50 or 1,850,000.50: the last mark is the decimal one
        other = "," if last == "." else "."
        return said.replace(other, "").replace(last, ".") if marks.count(last) == 1 else "?"
    digits_after = len(said.rpartition(last)[2])
    if len(marks) > 1:
        return said.replace(last, "") if digits_after == 3 else "?"
    if digits_after == 3 and said.lstrip("-+").partition(last)[0] not in ("", "0"):
        raise Misread("ambiguous_number", said)
    return said.replace(last, ".")


def whole_of(cell: Cell, least: int, most: int) -> Read[int]:
    """A whole number within bounds."""
    value = value_of(cell)
    if value is None:
        return Read(None)
    number = _number(value)
    if number != number.to_integral_value():
        raise Misread("not_whole", written(number))
    if not least <= number <= most:
        raise Misread("out_of_range", f"{least}-{most}")
    return Read(int(number))


def months_of(cell: Cell, most: int) -> Read[int]:
    """A duration: `18`, `18 mois`, `1 an`, `2 ans`."""
    said = plain(cell.value) if isinstance(cell.value, str) else ""
    found = re.fullmatch(r"(\d{1,4}) ?(mois|ans?|annees?)", said)
    if found is None:
        return whole_of(cell, 1, most)
    count = int(found[1]) * (1 if found[2] == "mois" else 12)
    return whole_of(Cell(cell.row, cell.column, Decimal(count)), 1, most)


def yes_no_of(cell: Cell) -> Read[bool]:
    """`oui` or `non`, and what people write for them."""
    value = value_of(cell)
    if value is None or isinstance(value, bool):
        return Read(value)
    said = plain(written(value))
    if said not in YES | NO:
        raise Misread("yes_no", written(value))
    return Read(said in YES)


def choice_of(cell: Cell, choices: Mapping[str, Meant], allowed: str) -> Read[Meant]:
    """One of the choices, by its plain label; `allowed` names them in the message."""
    value = value_of(cell)
    if value is None:
        return Read(None)
    said = plain(written(value))
    if said not in choices:
        raise Misread("choice", allowed)
    return Read(choices[said])


def cpv_of(cell: Cell) -> Read[str]:
    """Eight digits, with or without the ninth; a zero that a spreadsheet lost in front is put back."""
    value = value_of(cell)
    if value is None:
        return Read(None)
    if isinstance(value, date | time | timedelta):
        raise Misread("text_is_date", written(value))
    said = SPACES.sub("", written(value))
    if EXPONENT.fullmatch(said):
        raise Misread("exponent", said)
    if re.fullmatch(r"[1-9][0-9]{6}(-[0-9])?", said):
        return Read(f"0{said}", "zero_put_back", f"0{said}")
    if not re.fullmatch(r"[0-9]{8}(-[0-9])?", said):
        raise Misread("cpv", said)
    return Read(said)

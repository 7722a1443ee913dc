"""Single values of a contract: each reads what it can, notes a doubt about the rest, and never raises."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import ceil
from zoneinfo import ZoneInfo

from cases.imported import Doubt
from exchange.decp.items import Value, plain
from exchange.decp.wording import doubt

# Ways of writing "nothing" met in published files.
_NOTHING = frozenset(
    {"", "nc", "na", "nd", "nr", "null", "none", "nan", "nonrenseigne", "noncommunique", "inconnu"}
)
_LONGEST_NOTHING = 20
_TEXT_KEYS = ("#text", "$", "value")
_CENT = Decimal("0.01")
# Above ten billion euros, at one euro or less, or nothing but nines: a filler, not a price.
_HIGHEST_AMOUNT = Decimal(10) ** 10
_LOWEST_AMOUNT = Decimal(1)
_FILLER_AMOUNT = re.compile(r"9{7,}(\.9+)?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_PARIS = ZoneInfo("Europe/Paris")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mois|ans?|années?)?\.?", re.IGNORECASE)


class Notes:
    """The doubts noted while reading one contract."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []

    def add(self, code: str, field: str, value: object = "", other: object = "") -> None:
        self.doubts.append(doubt(code, field, value, other))


def text(value: Value) -> str | None:
    """The words of a value on one line, without control signs; None for nothing or one of its spellings."""
    if isinstance(value, list):
        return next((said for element in value if (said := text(element))), None)
    if isinstance(value, dict):
        return next((said for key in _TEXT_KEYS if (said := text(value.get(key)))), None)
    if value is None or isinstance(value, bool):
        return None
    said = " ".join(str(value).split())
    if not said.isprintable():
        said = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    could_be_nothing = len(said) < _LONGEST_NOTHING and not said[:1].isdecimal()
    return None if could_be_nothing and plain(said) in _NOTHING else said


def raw(value: Value) -> str:
    """What the file says, for a doubt about it; empty when it says nothing at all."""
    if isinstance(value, list | dict):
        return text(value) or ("" if not value else str(value)[:200])
    return "" if value is None else str(value)


def one_of(value: Value, vocabulary: Iterable[str]) -> str | None:
    """The vocabulary's spelling of a word of it, whatever its case and accents, else the file's own."""
    said = text(value)
    return said and next((word for word in vocabulary if plain(word) == plain(said)), said)


def amount(value: Value, field: str, notes: Notes, *, required: bool = True) -> Decimal | None:
    """Euros excluding tax, to the cent; None with a doubt when the figure is missing or cannot be one."""
    said = text(value)
    if said is None:
        if required:
            notes.add("amount_missing", field, raw(value))
        return None
    written = _number(said)
    if written is None:
        notes.add("amount_unreadable", field, said)
        return None
    if written < 0:
        notes.add("amount_negative", field, said)
        return None
    if written > _HIGHEST_AMOUNT or written <= _LOWEST_AMOUNT or _FILLER_AMOUNT.fullmatch(f"{written:f}"):
        notes.add("amount_absurd", field, said)
        return None
    cents = written.quantize(_CENT, ROUND_HALF_UP)
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", said):
        notes.add("amount_ambiguous", field, said, cents)
    return cents


def months(value: Value, field: str, notes: Notes, *, longest: int, required: bool = True) -> int | None:
    """Whole months from 1 to `longest`; None with a doubt when there is no such figure."""
    said = text(value)
    if said is None:
        if required:
            notes.add("duration_missing", field, raw(value))
        return None
    read = _DURATION.fullmatch(said)
    if read is None:
        is_number = _number(said) is not None
        notes.add("duration_absurd" if is_number else "duration_unreadable", field, said)
        return None
    in_years = bool(read[2]) and read[2][0] in "aA"
    figure = (_number(read[1]) or Decimal(0)) * (12 if in_years else 1)
    if not 0 < figure <= longest:
        notes.add("duration_absurd", field, said)
        return None
    whole = ceil(figure)
    if in_years or whole != figure:
        notes.add("duration_converted", field, said, whole)
    return whole


def day(value: Value, field: str, notes: Notes) -> date | None:
    """A calendar day in France; an instant with a zone is taken to Paris. None when absent or doubtful."""
    said = text(value)
    if said is None:
        return None
    read = _day(said)
    if read is None or not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        notes.add("date_unreadable", field, said)
        return None
    return read


def cpv(value: Value, field: str, notes: Notes) -> str | None:
    """`45000000` or `45000000-7`; None when absent, or with a doubt when it has another form."""
    said = text(value)
    if said is None:
        return None
    read = re.fullmatch(r"(\d{8})(?:\s*-?\s*(\d))?", said, re.ASCII)
    if read is None:
        notes.add("cpv_unreadable", field, said)
        return None
    return f"{read[1]}-{read[2]}" if read[2] else read[1]


def _number(said: str) -> Decimal | None:
    """`575 000,00`, `575.000,00`, `1,234,567.8`, `575000 €`, `5.75e5`."""
    bare = re.sub(r"(?i)\s|['’_]|€|eur(os?)?|h\.?t\.?$", "", said)
    if bare.count(",") and bare.count("."):
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "")
    for sign in ",.":
        if bare.count(sign) > 1:
            bare = bare.replace(sign, "")
    try:
        figure = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and figure.adjusted() < 30 else None


def _day(said: str) -> date | None:
    try:
        if "T" in said and (instant := datetime.fromisoformat(said)).tzinfo:
            return instant.astimezone(_PARIS).date()
        if read := _YEAR_FIRST.match(said) or _COMPACT.fullmatch(said):
            return datetime(int(read[1]), int(read[2]), int(read[3]), tzinfo=UTC).date()
        if read := _DAY_FIRST.match(said):
            return datetime(int(read[3]), int(read[2]), int(read[1]), tzinfo=UTC).date()
    except (ValueError, OverflowError):
        return None
    return None

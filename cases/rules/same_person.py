"""Whether two records are of one person: names as people write them, and the birth date.

Names are compared without accents, case, hyphens, spaces and particles; first and last name may be swapped,
a small slip of the keyboard is allowed, so is half of a double name, and another spelling of the same sounds.
Two different birth dates make two people, but for the same names and one digit.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from unicodedata import combining, normalize

PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "der", "den"})
LETTERS_OUTSIDE_DECOMPOSITION = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss"})
VOWELS = frozenset("aeiouyh")
"""Left out of keys, with the silent h: where spellings of one name differ most."""
LONG_NAME = 10
"""Letters of both names together from which two slips are allowed instead of one."""


class Likeness(StrEnum):
    """What is to be done about two records: join them, ask somebody, say it where one of them is read."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


class Sign(StrEnum):
    """Why two records are, or are not, of one person."""

    SAME_NAMES = "same_names"
    SWAPPED_NAMES = "swapped_names"
    CLOSE_NAMES = "close_names"
    PARTLY_SAME_NAMES = "partly_same_names"
    ALIKE_NAMES = "alike_names"
    OTHER_NAMES = "other_names"
    SAME_BIRTH_DATE = "same_birth_date"
    SWAPPED_BIRTH_DATE = "swapped_birth_date"
    CLOSE_BIRTH_DATE = "close_birth_date"
    UNKNOWN_BIRTH_DATE = "unknown_birth_date"
    OTHER_BIRTH_DATE = "other_birth_date"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a person is recognised by."""

    first_name: str
    last_name: str
    birth_date: date | None = None
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeness of two records, and what speaks for it: a sign of the names, one of the birth dates."""

    likeness: Likeness
    signs: tuple[Sign, ...]


def compare(one: Identity, other: Identity) -> Verdict:
    """Whether the two are one person. Certain: exactly the same names, and the same known birth date.

    A company that writes two names means two people: only a birth date makes a slip of them. Between two
    companies, a slip on one consonant, half of a double name or another spelling is a doubt that nobody is
    asked about while a birth date is missing.
    """
    names, births = _compare_names(one, other), _compare_births(one.birth_date, other.birth_date)
    if Sign.OTHER_NAMES is names or Sign.OTHER_BIRTH_DATE is births:
        likeness = Likeness.NONE
    elif names in (Sign.SAME_NAMES, Sign.SWAPPED_NAMES):
        is_certain = (names, births) == (Sign.SAME_NAMES, Sign.SAME_BIRTH_DATE)
        likeness = Likeness.CERTAIN if is_certain else Likeness.LIKELY
    elif births is Sign.CLOSE_BIRTH_DATE:
        likeness = Likeness.NONE
    elif births is Sign.UNKNOWN_BIRTH_DATE:
        likeness = Likeness.NONE if _same_company(one, other) else _by_names_alone(one, other, names)
    else:
        likeness = Likeness.LIKELY
    return Verdict(likeness, (names, births))


def _by_names_alone(one: Identity, other: Identity, names: Sign) -> Likeness:
    if names is not Sign.CLOSE_NAMES:
        return Likeness.POSSIBLE
    if _key(one) == _key(other):
        return Likeness.LIKELY
    return Likeness.POSSIBLE if _names_slips(one, other) == 1 else Likeness.NONE


def is_nearly(one: Identity, other: Identity) -> bool:
    """Whether one may be a slip for the other, even in what one company writes: only asked about, before."""
    likeness = compare(replace(one, company_id=None), replace(other, company_id=None)).likeness
    return likeness is not Likeness.NONE


def name_key(first_name: str, last_name: str) -> str:
    """By what records that may be of one person are looked up: the consonants of both names, in any order.

    A slip on a vowel, a doubled letter, a swap give the same key; a slip on a consonant leaves one of its two
    words, and is found by the birth date too.
    """
    return " ".join(sorted((_consonants(plain(first_name)), _consonants(plain(last_name)))))


def plain(name: str) -> str:
    """The letters of a name, without accents, case, signs, spaces and particles."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    """Those of a name, in plain letters; without particles, unless there is nothing else."""
    words = _all_words(name)
    return [word for word in words if word not in PARTICLES] or words


def _all_words(name: str) -> list[str]:
    text = name.casefold().translate(LETTERS_OUTSIDE_DECOMPOSITION)
    letters = "".join(each for each in normalize("NFKD", text) if not combining(each))
    return re.findall(r"[^\W_]+", letters)


def day_and_month_swapped(day: date | None) -> date | None:
    """The date as someone reads it who takes its day for its month; None when it cannot be."""
    if day is None or day.day > 12:
        return None
    return date(day.year, day.day, day.month)


def _consonants(letters: str) -> str:
    kept = letters[:1] + "".join(each for each in letters[1:] if each not in VOWELS)
    return "".join(letter for letter, _ in groupby(kept))


def _key(one: Identity) -> str:
    return name_key(one.first_name, one.last_name)


def _same_company(one: Identity, other: Identity) -> bool:
    return one.company_id is not None and one.company_id == other.company_id


def _compare_names(one: Identity, other: Identity) -> Sign:
    first, last = plain(one.first_name), plain(one.last_name)
    other_first, other_last = plain(other.first_name), plain(other.last_name)
    if (first, last) == (other_first, other_last):
        return Sign.SAME_NAMES
    if (first, last) == (other_last, other_first):
        return Sign.SWAPPED_NAMES
    if _is_part(one.first_name, other.first_name) and _is_part(one.last_name, other.last_name):
        return Sign.PARTLY_SAME_NAMES
    allowed = 2 if min(len(first + last), len(other_first + other_last)) >= LONG_NAME else 1
    if _names_slips(one, other) <= allowed:
        return Sign.CLOSE_NAMES
    return Sign.ALIKE_NAMES if _key(one) == _key(other) else Sign.OTHER_NAMES


def _is_part(one: str, other: str) -> bool:
    """Whether one is the other, a half of it or all of it in another order, or with its particles joined."""
    words, others = set(_words(one)), set(_words(other))
    return words <= others or others <= words or "".join(_all_words(one)) == "".join(_all_words(other))


def _names_slips(one: Identity, other: Identity) -> int:
    """Letters that differ between both names, whichever way round they are written."""
    first, last = plain(one.first_name), plain(one.last_name)
    other_first, other_last = plain(other.first_name), plain(other.last_name)
    return min(
        _slips(first, other_first) + _slips(last, other_last),
        _slips(first, other_last) + _slips(last, other_first),
    )


def _compare_births(one: date | None, other: date | None) -> Sign:
    if one is None or other is None:
        return Sign.UNKNOWN_BIRTH_DATE
    if one == other:
        return Sign.SAME_BIRTH_DATE
    if day_and_month_swapped(one) == other:
        return Sign.SWAPPED_BIRTH_DATE
    digits = sum(mine != theirs for mine, theirs in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    return Sign.CLOSE_BIRTH_DATE if digits == 1 else Sign.OTHER_BIRTH_DATE


def _slips(one: str, other: str) -> int:
    """Letters to add, remove, replace or exchange with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]

"""How dates, hours and money read in French and in English, with the no-break spaces each language wants.

Babel knows the rules; the caches are here because a batch of mails says the same months again and again
(a figure costs 9 us through Babel, 0.1 from the cache).
"""

from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

NO_BREAK = "\u00a0"
VOWELS = frozenset("aeiouéèêy")


@lru_cache(4096)
def day(value: date, locale: str, *, year: bool = True) -> str:
    """ "7 avril 2027", "1er avril 2027"; "7 April 2027"."""
    text = format_date(value, "d MMMM y" if year else "d MMMM", locale)
    if locale == "fr" and value.day == 1:
        text = text.replace("1", "1er", 1)
    return text.replace(" ", NO_BREAK)


@lru_cache(4096)
def weekday(value: date, locale: str) -> str:
    """ "mardi 6 avril 2027"; "Tuesday 6 April 2027"."""
    return f"{format_date(value, 'EEEE', locale)}{NO_BREAK}{day(value, locale)}"


def clock(value: time, locale: str) -> str:
    """ "9 h 30", "14 h"; "9:30", "14:00"."""
    if locale != "fr":
        return f"{value.hour}:{value:%M}"
    minutes = f"{NO_BREAK}{value:%M}" if value.minute else ""
    return f"{value.hour}{NO_BREAK}h{minutes}"


@lru_cache(1024)
def month(value: date, locale: str, *, year: bool = True) -> str:
    """ "mars 2027"; "March 2027"."""
    return format_date(value, "LLLL y" if year else "LLLL", locale).replace(" ", NO_BREAK)


def of_month(value: date, locale: str, *, year: bool = True) -> str:
    """ "de mars 2027", "d'avril 2027" (typographic apostrophe); "for March 2027"."""
    name = month(value, locale, year=year)
    if locale != "fr":
        return f"for {name}"
    return f"d\u2019{name}" if name[0] in VOWELS else f"de{NO_BREAK}{name}"


@lru_cache(4096)
def hours(value: Decimal, locale: str) -> str:
    """ "1 240 h", "84,5 h"; "1,240 h"."""
    return f"{number(value, locale)}{NO_BREAK}h"


def number(value: Decimal, locale: str) -> str:
    """ "1 240", "84,5"; "1,240"."""
    text: str = format_decimal(value, "#,##0.##", locale)
    return text


def share(value: Decimal, locale: str) -> str:
    """A share of one: "7,5 %"; "7.5%"."""
    return f"{number(value * 100, locale)}{NO_BREAK if locale == 'fr' else ''}%"


@lru_cache(1024)
def euros(value: Decimal, locale: str) -> str:
    """ "1 240,00 €"; "€1,240.00"."""
    return format_currency(value, "EUR", locale=locale)


def percent(part: Decimal, whole: Decimal, locale: str) -> str | None:
    """ "62 %" rounded down, so that 100 % is never shown for hours still missing; None of nothing."""
    if whole <= 0:
        return None
    figure = format_decimal(int(part * 100 / whole), locale=locale)
    return f"{figure}{NO_BREAK}%" if locale == "fr" else f"{figure}%"

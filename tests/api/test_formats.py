"""Dates, hours and money on the screen."""

from datetime import UTC, date, datetime
from decimal import Decimal

from api.formats import formats

FR, EN = formats("fr"), formats("en")


def test_days_are_written_in_words() -> None:
    assert FR.day(date(2027, 3, 12)) == "12\u00a0mars\u00a02027"
    assert FR.day(date(2027, 5, 1)) == "1er\u00a0mai\u00a02027"
    assert EN.day(date(2027, 3, 12)) == "12\u00a0March\u00a02027"
    assert FR.month(date(2026, 8, 1)) == "août\u00a02026"


def test_instants_are_local() -> None:
    assert FR.instant(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "1er\u00a0juillet\u00a02026 à 14:05"


def test_hours_have_groups_and_a_comma() -> None:
    assert FR.hours(Decimal("1240.00")) == "1\u202f240\u00a0h"
    assert FR.hours(Decimal("84.50")) == "84,5\u00a0h"
    assert EN.hours(Decimal("1240.25")) == "1,240.25\u00a0h"
    assert FR.hours(None) == "–"
    assert FR.hours(Decimal(0)) == "0\u00a0h"


def test_money_shows_cents_only_when_there_are_some() -> None:
    assert FR.money(Decimal("120000.00")) == "120\u202f000\u00a0€"
    assert FR.money(Decimal("12.50")) == "12,50\u00a0€"
    assert EN.money(Decimal("120000.00")) == "€120,000"


def test_a_share_is_rounded_and_nothing_owed_is_reached() -> None:
    assert FR.percent(Decimal(1240), Decimal(2000)) == "62\u00a0%"
    assert FR.percent(Decimal(0), Decimal(0)) == "100\u00a0%"

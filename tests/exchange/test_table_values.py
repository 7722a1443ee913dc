"""What a cell means, as tables: what is read, with which doubt, and what is not guessed."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from cases.rules.labels import plain
from exchange.tables.cells import Cell, Flaw
from exchange.tables.days import day_of
from exchange.tables.values import (
    Misread,
    Read,
    amount_of,
    cpv_of,
    is_not_given,
    months_of,
    text_of,
    whole_of,
    yes_no_of,
)
from exchange.tables.wording import DOUBTS, MISREADINGS

MOST = Decimal(99_999_999_999)


def cell(value: Any) -> Cell:
    return Cell(2, 3, value)


def misread(read: Any, *arguments: Any) -> tuple[str, object]:
    with pytest.raises(Misread) as found:
        read(*arguments)
    return found.value.code, found.value.detail


AMOUNTS = [
    (None, None),
    ("1850000", "1850000"),
    ("1 850 000", "1850000"),
    ("1\u00a0850\u00a0000,50", "1850000.50"),
    ("1\u202f850\u202f000,5", "1850000.5"),
    ("1'850'000.50", "1850000.50"),
    ("1.850.000,50", "1850000.50"),
    ("1,850,000.50", "1850000.50"),
    ("1.850.000", "1850000"),
    ("84,5", "84.5"),
    ("84.5", "84.5"),
    ("0,125", "0.13"),
    ("1 850 000 €", "1850000"),
    ("1850000 EUR", "1850000"),
    ("1850000 euros HT", "1850000"),
    ("1850000 € HT", "1850000"),
    ("+12", "12"),
    (Decimal("333333.333333"), "333333.33"),
    (Decimal(0), "0"),
]


@pytest.mark.parametrize(("written", "meant"), AMOUNTS)
def test_an_amount_is_read_the_way_people_write_it(written: Any, meant: str | None) -> None:
    assert amount_of(cell(written), MOST).value == (None if meant is None else Decimal(meant))


def test_an_amount_with_more_than_two_decimals_is_rounded_and_says_so() -> None:
    assert amount_of(cell("0,125"), MOST) == Read(Decimal("0.13"), "rounded", "0,13")
    assert amount_of(cell("0,12"), MOST).doubt == ""


NO_AMOUNTS = [
    ("1,850", "ambiguous_number"),
    ("1.850", "ambiguous_number"),
    ("12.345", "ambiguous_number"),
    ("-5", "negative"),
    (Decimal(-1), "negative"),
    ("12 %", "percent"),
    ("1,8 M€", "unit"),
    ("450 k€", "unit"),
    ("450k", "unit"),
    ("1,85E+06", "exponent"),
    ("environ 100", "not_a_number"),
    ("100-200", "not_a_number"),
    ("1.2.3", "not_a_number"),
    ("1,2,3.4,5", "not_a_number"),
    ("=1+1", "not_a_number"),
    ("€", "not_a_number"),
    (True, "not_a_number"),
    (date(2027, 3, 1), "number_is_date"),
    ("100000000000", "too_large"),
    ("9" * 400, "too_large"),
]


@pytest.mark.parametrize(("written", "code"), NO_AMOUNTS)
def test_what_is_no_amount_is_named(written: Any, code: str) -> None:
    assert misread(amount_of, cell(written), MOST)[0] == code


DAYS = [
    (None, None, ""),
    (date(2027, 3, 1), date(2027, 3, 1), ""),
    (datetime(2027, 3, 1, 8, 30), date(2027, 3, 1), ""),  # noqa: DTZ001 - spreadsheets know no time zones
    ("2027-03-01", date(2027, 3, 1), ""),
    ("2027-03-01 00:00:00", date(2027, 3, 1), ""),
    ("2027-03-01T08:30:00", date(2027, 3, 1), ""),
    ("31/12/2027", date(2027, 12, 31), ""),
    (" 1/3/2027 ", date(2027, 3, 1), ""),
    ("31-12-2027", date(2027, 12, 31), ""),
    ("31.12.2027", date(2027, 12, 31), ""),
    ("31/12/27", date(2027, 12, 31), ""),
    ("31/12/2027 00:00", date(2027, 12, 31), ""),
    ("46447", date(2027, 3, 1), ""),
    (Decimal(46447), date(2027, 3, 1), ""),
    (Decimal("46447.5"), date(2027, 3, 1), ""),
    ("1er mars 2027", date(2027, 3, 1), ""),
    ("12 août 2027", date(2027, 8, 12), ""),
    ("3 déc. 2027", date(2027, 12, 3), ""),
    ("mars 2027", date(2027, 3, 1), "first_day"),
    ("Févr. 2027", date(2027, 2, 1), "first_day"),
    ("03/2027", date(2027, 3, 1), "first_day"),
    ("T2 2027", date(2027, 4, 1), "first_day"),
    ("3e trimestre 2027", date(2027, 7, 1), "first_day"),
]


@pytest.mark.parametrize(("written", "day", "doubt"), DAYS)
def test_a_day_is_read_the_way_people_write_it(written: Any, day: date | None, doubt: str) -> None:
    read = day_of(cell(written))
    assert (read.value, read.doubt) == (day, doubt)


NO_DAYS = [
    ("12/31/2027", "no_such_day"),
    ("31/02/2027", "no_such_day"),
    ("2027-02-30", "no_such_day"),
    ("00/00/2027", "no_such_day"),
    ("13/2027", "no_such_day"),
    ("31/12/1899", "day_out_of_range"),
    ("31/12/2150", "day_out_of_range"),
    (Decimal(12), "day_out_of_range"),
    (Decimal(-3), "not_a_day"),
    (Decimal(10_000_000), "not_a_day"),
    ("bientôt", "not_a_day"),
    ("mars", "not_a_day"),
    ("brumaire 2027", "not_a_day"),
    ("2027", "not_a_day"),
    (True, "not_a_day"),
    (time(8, 30), "not_a_day"),
]


@pytest.mark.parametrize(("written", "code"), NO_DAYS)
def test_what_is_no_day_is_named(written: Any, code: str) -> None:
    assert misread(day_of, cell(written))[0] == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [(None, None), ("18", 18), ("18 mois", 18), ("1 an", 12), ("2 ans", 24), (Decimal(6), 6), ("6,0", 6)],
)
def test_a_duration_is_in_months(written: Any, meant: int | None) -> None:
    assert months_of(cell(written), 600).value == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [("18,5", "not_whole"), ("0", "out_of_range"), ("601", "out_of_range"), ("un an", "not_a_number")],
)
def test_what_is_no_duration_is_named(written: str, code: str) -> None:
    assert misread(months_of, cell(written), 600)[0] == code


def test_a_whole_number_has_its_bounds() -> None:
    assert whole_of(cell("12"), 1, 12).value == 12
    assert misread(whole_of, cell("13"), 1, 12) == ("out_of_range", "1-12")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Oui", True),
        ("o", True),
        ("X", True),
        ("VRAI", True),
        (True, True),
        (Decimal(1), True),
        ("non", False),
        ("N", False),
        (Decimal(0), False),
        (None, None),
    ],
)
def test_yes_and_no_in_every_way(written: Any, meant: bool | None) -> None:
    assert yes_no_of(cell(written)).value == meant


def test_maybe_is_neither() -> None:
    assert misread(yes_no_of, cell("peut-être"))[0] == "yes_no"


@pytest.mark.parametrize(
    ("written", "meant", "doubt"),
    [
        ("45214200", "45214200", ""),
        ("45214200-2", "45214200-2", ""),
        (Decimal(45214200), "45214200", ""),
        ("45 214 200", "45214200", ""),
        (Decimal(3000000), "03000000", "zero_put_back"),
        (None, None, ""),
    ],
)
def test_a_cpv_code_keeps_its_digits(written: Any, meant: str | None, doubt: str) -> None:
    read = cpv_of(cell(written))
    assert (read.value, read.doubt) == (meant, doubt)


@pytest.mark.parametrize(
    ("written", "code"),
    [("4521", "cpv"), ("4,52E+07", "exponent"), ("travaux", "cpv"), (Decimal("1.5"), "cpv")],
)
def test_what_is_no_cpv_code_is_named(written: Any, code: str) -> None:
    assert misread(cpv_of, cell(written))[0] == code


def test_a_text_is_on_one_line_without_what_nobody_sees() -> None:
    assert text_of(cell("  deux\n lignes\u200b\u00a0ici "), 40).value == "deux lignes ici"
    assert text_of(cell("deux\n lignes"), 40, lines=True).value == "deux\nlignes"
    assert text_of(cell(Decimal(2027)), 40).value == "2027"
    assert text_of(cell("   "), 40).value is None
    assert misread(text_of, cell("x" * 41), 40) == ("too_long", 40)


def test_a_text_that_became_a_date_is_not_guessed_back() -> None:
    assert misread(text_of, cell(date(2027, 2, 1)), 40) == ("text_is_date", "01/02/2027")


@pytest.mark.parametrize("flaw", [Flaw.FORMULA_WITHOUT_VALUE, Flaw.ERROR])
def test_a_flaw_is_told_by_every_reader(flaw: Flaw) -> None:
    flawed = Cell(2, 3, flaw=flaw, said="#REF!")
    for code in (
        misread(text_of, flawed, 40),
        misread(amount_of, flawed, MOST),
        misread(day_of, flawed),
        misread(yes_no_of, flawed),
        misread(cpv_of, flawed),
    ):
        assert code == (flaw, "#REF!")


@pytest.mark.parametrize(
    "said", ["NC", "nc", "N/A", "Sans objet", "à définir", "-", "—", "?", "Non communiqué"]
)
def test_words_for_nothing_are_known(said: str) -> None:
    assert is_not_given(cell(said))


@pytest.mark.parametrize("said", ["NCC", "0", "non", "-5"])
def test_what_says_something_is_not_taken_for_nothing(said: str) -> None:
    assert not is_not_given(cell(said))


def test_labels_are_compared_without_case_accents_or_signs() -> None:
    assert plain("N° de l’opération *") == plain("NO DE L'OPERATION")
    assert plain("Gros œuvre") == plain("GROS OEUVRE")


def test_every_code_has_its_words() -> None:
    raised = {code for _, code in [*NO_AMOUNTS, *NO_DAYS]} | {str(flaw) for flaw in Flaw if flaw != "merged"}
    assert raised <= set(MISREADINGS)
    assert {doubt for _, _, doubt in DAYS if doubt} <= set(DOUBTS)

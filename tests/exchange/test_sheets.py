"""Hour sheets as files: the template goes out and comes back, and what people send instead is read alike."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.declarations import FileKey, SheetFile, SheetsReading
from cases.inputs import LineInput, fields
from exchange.sheets.columns import COLUMNS, MOST_LENGTHS
from exchange.sheets.instructions import NOTES
from exchange.sheets.reader import read_sheets
from exchange.sheets.separated import sheets_csv
from exchange.sheets.template import sheets_workbook
from exchange.sheets.values import MOST_HOURS, birth_of, hours_of, month_of, nobody_of
from exchange.tables.cells import Cell, Value
from exchange.tables.reader import read_table
from exchange.tables.refusals import FileNotReadable
from exchange.tables.values import Misread, Read
from exchange.typography import typeset
from models.vocabulary import ContractKind
from tests.exchange.hour_files import (
    ALICE,
    COMPANY_FILE,
    FULL_HEAD,
    HEAD,
    MARCH,
    NURSERY,
    SCHOOL,
    SECRET,
    SIRET,
    TERMS_HEAD,
    in_csv,
    in_workbook,
)
from tests.exchange.odd_files import SHEET, rebuilt, workbook

MADE = sheets_workbook(COMPANY_FILE, SECRET)
MADE_CSV = sheets_csv(COMPANY_FILE)
AGENCY_FILE = SheetFile(
    FileKey(1, 9, MARCH), "Intérim Exemple", (SCHOOL, type(NURSERY)("Peindre Exemple", None, "M-1", "École"))
)


def reading(content: bytes, name: str = "h.csv") -> SheetsReading:
    return read_sheets(content, name=name, secret=SECRET)


def told(found: SheetsReading) -> list[tuple[str, Any]]:
    """Each sheet: its market, then its people with their hours, or None for nobody."""
    return [
        (
            sheet.reference,
            None if sheet.nil else [(line.last_name, line.first_name, line.hours) for line in sheet.lines],
        )
        for sheet in found.sheets
    ]


def doubts(found: SheetsReading) -> list[tuple[str, str]]:
    return [(one.place.cell, one.reason_fr) for one in found.findings if not one.is_rejection]


FORMS = {
    "workbook": (MADE, "heures.xlsx"),
    "csv": (MADE_CSV, "heures.csv"),
    "csv without its mark": (MADE_CSV.decode("utf-8-sig").encode(), "heures.csv"),
    "windows-1252": (MADE_CSV.decode("utf-8-sig").encode("cp1252"), "heures.csv"),
    "utf-16 and tabs": (MADE_CSV.decode("utf-8-sig").replace(";", "\t").encode("utf-16"), "heures.txt"),
    "commas": (
        MADE_CSV.decode("utf-8-sig").replace("84,5", "84.5").replace(";", ",").encode(),
        "heures.csv",
    ),
    "sep=": (b"sep=;\r\n" + MADE_CSV.decode("utf-8-sig").encode("cp1252"), "heures.csv"),
    "lines of a Macintosh": (MADE_CSV.replace(b"\r\n", b"\r"), "heures.csv"),
    # MADE, opened and saved by LibreOffice 7.4 (soffice --headless --convert-to xlsx): its own XML and key.
    "saved by LibreOffice": (
        (Path(__file__).parent / "data" / "hours_from_libreoffice.xlsx").read_bytes(),
        "heures.xlsx",
    ),
    "below a title": (b"Heures, mars 2026\r\n\r\n" + MADE_CSV[3:], "heures.csv"),
}


@pytest.mark.parametrize(("content", "name"), FORMS.values(), ids=FORMS)
def test_what_was_generated_comes_back_the_same_whatever_its_file(content: bytes, name: str) -> None:
    found = reading(content, name)

    assert found.findings == ()
    school, nursery = found.sheets
    (alice,) = school.lines
    assert (school.reference, school.month, school.nil, school.remark) == ("M-1", MARCH, False, None)
    assert (alice.last_name, alice.first_name, alice.birth_date) == ("Exemple", "Alice", date(1987, 5, 1))
    assert (alice.hours, alice.training_hours) == (Decimal("84.5"), Decimal(7))
    assert (nursery.reference, nursery.nil, nursery.lines) == ("M-2", True, ())
    assert nursery.remark == "Chantier à l’arrêt"
    assert found.key == (COMPANY_FILE.key if name.endswith("xlsx") else None)


def test_a_workbook_is_the_same_bytes_on_any_day() -> None:
    with time_machine.travel(date(2031, 1, 1)):
        assert sheets_workbook(COMPANY_FILE, SECRET) == MADE


def test_a_workbook_locks_what_is_known_without_a_password_and_offers_lists() -> None:
    part = zipfile.ZipFile(io.BytesIO(MADE)).read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection " in part
    assert "password=" not in part
    styles = zipfile.ZipFile(io.BytesIO(MADE)).read("xl/styles.xml").decode()
    open_styles = [n for n, style in enumerate(styles_of(styles)) if 'locked="0"' in style]
    assert opened(part, open_styles) == set("ADEFHIJKLMNOP")
    assert not {cell for cell in cells_of(part, open_styles) if cell in ("D5", "E5", "A5", "C5", "G5")}
    assert {"H5", "I5", "J4", "K4"} <= cells_of(part, open_styles)
    assert 'type="decimal"' in part
    assert re.search(
        r'<row r="3" [^>]*ht="32.25" customHeight="1"', part
    )  # headers of two lines are cut otherwise
    assert "<formula1>Listes!$A$1:$A$2</formula1>" in part
    hidden = {sheet.name for sheet in read_table(MADE, "h.xlsx") if sheet.is_hidden}
    assert hidden == {"Listes", "Jalon"}


def styles_of(styles: str) -> list[str]:
    return re.findall(r"<xf .*?(?:/>|</xf>)", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])


def cells_of(sheet: str, styles: list[int]) -> set[str]:
    """The cells that have one of these styles."""
    found = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)
    return {place for place, style in found if int(style) in styles}


def opened(sheet: str, styles: list[int]) -> set[str]:
    """The columns in which something may be written."""
    return {place.rstrip("0123456789") for place in cells_of(sheet, styles)}


def test_each_column_is_explained_and_holds_what_the_commands_take() -> None:
    assert NOTES.keys() == {column.key for column in COLUMNS}
    assert MOST_LENGTHS["last_name"] == MOST_LENGTHS["first_name"] == longest(fields.Name)
    assert MOST_LENGTHS["remark"] == longest(fields.Note)
    LineInput(first_name="Alice", last_name="Exemple", hours=MOST_HOURS)


def longest(kind: Any) -> int | None:
    found: int | None = kind.__metadata__[0].max_length
    return found


@pytest.mark.parametrize(
    "kind", ["CDD", "cdd", "fixed-term contract (CDD)", "Fixed-term contract", "fixed_term"]
)
def test_the_contract_of_someone_new_is_known_in_both_languages(kind: str) -> None:
    row = (*ALICE, kind, "05/01/2026", "2026-06-30", "Intérim Exemple", "Bénéficiaire du RSA")
    (sheet,) = reading(in_csv(row, head=(*HEAD, *TERMS_HEAD))).sheets
    terms = sheet.lines[0].terms
    assert terms is not None
    assert (terms.contract_kind, terms.starts_on, terms.ends_on) == (
        ContractKind.FIXED_TERM,
        date(2026, 1, 5),
        date(2026, 6, 30),
    )
    assert (terms.employer, terms.criterion) == ("Intérim Exemple", "Bénéficiaire du RSA")
    assert terms.places["criterion"].cell == "J2"


def test_an_agency_says_whose_each_sheet_is() -> None:
    rows = sheets_csv(AGENCY_FILE).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("SIRET de l’entreprise;Entreprise;Référence du marché;")
    content = in_csv((SIRET, *ALICE), ("Peindre Exemple", *ALICE), head=("SIRET ou nom", *HEAD)).replace(
        b"SIRET ou nom", b"Entreprise"
    )
    assert [sheet.company for sheet in reading(content).sheets] == [SIRET, "Peindre Exemple"]


def test_headers_are_known_in_any_order_and_spelling() -> None:
    content = b"PRENOM;nom ;NB HEURES;Mois;MARCHE\r\nAlice;Exemple;84,5;mars 2026;M-1\r\n"
    assert told(reading(content)) == [("M-1", [("Exemple", "Alice", Decimal("84.5"))])]


def test_someone_without_hours_is_left_out_and_a_market_without_an_answer_stays_open() -> None:
    found = reading(
        in_csv(("M-1", "03/2026", "Exemple", "Alice", ""), ("M-2", "03/2026", "Inventé", "Bob", 3))
    )
    assert told(found) == [("M-2", [("Inventé", "Bob", Decimal(3))])]
    assert [cell for cell, _ in doubts(found)] == ["E2"]
    assert "reste sans réponse" in doubts(found)[0][1]


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (("M-1", "", "", "CDD", "04/03/2026", "", "", ""), ["J2"]),
        (("M-1", "0", "", "", "", "", "", "RSA"), ["N2"]),
        (("M-1", "", "En congé", "", "", "", "Intérim Exemple", ""), ["M2"]),
        (("", "", "", "CDD", "", "", "", ""), ["J2"]),
        (("M-1", "12", "", "CDD", "04/03/2026", "", "", ""), []),
        (("M-1", "", "", "", "", "", "", ""), []),
    ],
)
def test_a_contract_or_a_criterion_without_hours_is_named_at_its_cell(
    cells: tuple[str, ...], places: list[str]
) -> None:
    market, hours, remark, *terms = cells
    row = (market, "03/2026", "Nouveau", "Dino", hours, "", "", "", remark, *terms)
    head = (*FULL_HEAD, *TERMS_HEAD)
    other = ("M-2", *ALICE[1:], *[""] * 9)
    told_of = [cell for cell, said in doubts(reading(in_csv(row, other, head=head))) if "pas enreg" in said]
    assert told_of == places


def test_a_fault_keeps_its_own_sheet_out_and_no_other() -> None:
    bad, good = ("M-1", "03/2026", "Exemple", "Alice", "x"), ("M-2", "03/2026", "Inventé", "Bob", "3")
    other_row = ("M-1", "03/2026", "Inventé", "Bob", "3")
    assert told(reading(in_csv(bad, good, other_row))) == [("M-2", [("Inventé", "Bob", Decimal(3))])]


def test_a_row_that_may_belong_to_any_sheet_keeps_them_all_out() -> None:
    assert reading(in_csv(ALICE, ("", "03/2026", "Inventé", "Bob", "3"))).sheets == ()


def test_a_row_whose_month_cannot_be_read_keeps_every_month_of_its_market_out() -> None:
    april = ("M-1", "04/2026", "Exemple", "Alice", "3")
    other = ("M-2", "04/2026", "Exemple", "Alice", "3")
    found = reading(in_csv(ALICE, april, other, ("M-1", "le mois dernier", "Inventé", "Bob", "3")))
    assert [sheet.reference for sheet in found.sheets] == ["M-2"]


@pytest.mark.parametrize("label", ["Total", "TOTAL GÉNÉRAL", "Total heures", "Sous-total", "Somme"])
def test_a_total_that_is_right_is_no_person(label: str) -> None:
    bob = ("M-1", "03/2026", "Inventé", "Bob", "15,50")
    found = reading(in_csv(ALICE, bob, (label, "", "", "", "100,00 h")))
    assert len(found.sheets[0].lines) == 2
    assert [cell for cell, _ in doubts(found)] == ["E4"]
    assert "elle égale la somme (100" in doubts(found)[0][1]


def test_totals_by_market_then_for_all_are_checked_each() -> None:
    second = ("M-2", "03/2026", "Inventé", "Bob", "10")
    rows = (
        ALICE,
        ("", "", "Total", "", "84,5"),
        second,
        ("", "", "Total", "", "10"),
        ("Total général", "", "", "", "94,5"),
    )
    found = reading(in_csv(*rows))
    assert len(found.sheets) == 2
    assert not [one for one in found.findings if one.is_rejection]


def test_a_total_by_formula_is_neither_trusted_nor_in_the_way() -> None:
    found = reading(
        in_workbook(("M-1", "03/2026", "Exemple", "Alice", 84.5), ("Total", None, None, None, "=E2")),
        "h.xlsx",
    )
    assert len(found.sheets) == 1
    assert "n’a pas pu être vérifiée" in doubts(found)[0][1]


def test_someone_called_total_is_a_person() -> None:
    found = reading(in_csv(("M-1", "03/2026", "Total", "Alice", "3")))
    assert told(found) == [("M-1", [("Total", "Alice", Decimal(3))])]


def test_two_of_one_name_are_two_people_when_both_dates_of_birth_say_so() -> None:
    rows = [(*ALICE, born, "", "", "") for born in ("01/05/1987", "02/05/1987")]
    assert len(reading(in_csv(*rows, head=FULL_HEAD)).sheets[0].lines) == 2


def test_a_month_other_than_that_of_a_generated_file_is_told() -> None:
    strings = zipfile.ZipFile(io.BytesIO(MADE)).read("xl/worksheets/sheet1.xml")
    assert strings.count(b"<v>46082</v>") > 1
    moved = rebuilt_sheet(strings.replace(b"<v>46082</v>", b"<v>46113</v>"))
    found = reading(moved, "h.xlsx")
    assert found.sheets == ()
    assert {one.reason_fr for one in found.findings} == {
        "Ce fichier est fait pour 03/2026\u00a0: téléchargez celui de l’autre mois."
    }


def rebuilt_sheet(content: bytes) -> bytes:
    return rebuilt(MADE, {SHEET: content})


def test_hours_on_another_sheet_are_told_and_not_read() -> None:
    def second(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Avril")
        other.write_row(0, 0, HEAD)
        other.write_row(1, 0, ALICE)

    found = reading(workbook([HEAD, ALICE], second), "h.xlsx")
    assert len(found.sheets) == 1
    assert [reason for _, reason in doubts(found)] == [
        typeset("La feuille « Avril » porte aussi des heures, qui ne sont pas lues : envoyez-la à part.")
    ]


def cell(value: Value | None) -> Cell:
    return Cell(2, 5, value)


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("84,5", "84.5"),
        ("84.5", "84.5"),
        ("84,5 h", "84.5"),
        ("84,50\u00a0heures", "84.5"),
        ("84:30", "84.5"),
        ("84h30", "84.5"),
        ("84 h 30", "84.5"),
        ("84:30:00", "84.5"),
        ("7h", "7"),
        ("0", "0"),
        ("\u202f12\u202f", "12"),
        (Decimal("84.5"), "84.5"),
        (timedelta(hours=84, minutes=30), "84.5"),
        (timedelta(hours=84, minutes=29, seconds=59), "84.5"),
        (time(8, 30), "8.5"),
        (datetime(1900, 1, 3, 12, 29, 59), "84.5"),  # noqa: DTZ001
        (date(1900, 1, 1), "24"),
    ],
)
def test_hours_as_people_and_spreadsheets_write_them(value: Value, hours: str) -> None:
    assert hours_of(cell(value)) == Read(Decimal(hours))


def test_thirds_of_an_hour_are_rounded_with_a_word() -> None:
    assert hours_of(cell("12,333333")) == Read(Decimal("12.33"), "rounded_hours", "12,33")


@pytest.mark.parametrize(
    "value",
    [
        "mars 2026",
        "Mars 2026",
        "mars-26",
        "03/2026",
        "3/2026",
        "03-2026",
        "2026-03",
        "202603",
        "01/03/2026",
        "2026-03-01",
        "46082",
        Decimal(46082),
        date(2026, 3, 1),
        datetime(2026, 3, 1),  # noqa: DTZ001
    ],
)
def test_months_as_people_and_spreadsheets_write_them(value: Value) -> None:
    assert month_of(cell(value)) == Read(MARCH)


def test_a_day_of_the_month_is_read_as_the_month_with_a_word() -> None:
    assert month_of(cell("31/03/2026")) == Read(MARCH, "month_of_day", "03/2026")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("12/05/1987", Read(date(1987, 5, 12))),
        ("12 mai 1987", Read(date(1987, 5, 12))),
        (Decimal(31909), Read(date(1987, 5, 12))),
        ("12/05/87", Read(date(1987, 5, 12), "read_as", "12/05/1987")),
        ("12/05/05", Read(date(2005, 5, 12), "read_as", "12/05/2005")),
    ],
)
def test_days_of_birth(value: Value, read: Read[date]) -> None:
    assert birth_of(cell(value)) == read


@pytest.mark.parametrize("value", ["oui", "X", "Néant", "aucune heure", True])
def test_ways_to_say_nobody(value: Value) -> None:
    assert nobody_of(cell(value)) == Read(True)


@given(text=st.text(max_size=30))
@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("reader", [hours_of, month_of, birth_of, nobody_of])
def test_whatever_the_text_it_is_read_or_refused(reader: Callable[[Cell], Read[Any]], text: str) -> None:
    try:
        reader(cell(text))
    except Misread as misread:
        assert misread.code


def test_a_workbook_gives_its_dates_durations_and_numbers_as_they_are_meant() -> None:
    rows = [
        ("M-1", date(2026, 3, 1), "Exemple", "Alice", timedelta(hours=84, minutes=30)),
        ("M-1", 46082, "Inventé", "Bob", 35.25),
        (2026117, "2026-03", "Fictif", "Dino", 0.1 + 0.2),
    ]
    found = reading(in_workbook(*rows), "h.xlsx")
    assert told(found) == [
        ("M-1", [("Exemple", "Alice", Decimal("84.5")), ("Inventé", "Bob", Decimal("35.25"))]),
        ("2026117", [("Fictif", "Dino", Decimal("0.3"))]),
    ]
    assert {sheet.month for sheet in found.sheets} == {MARCH}


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["M-1", "03/2026", "84,5", "84:30", "Total", "oui", "néant", "Exemple", "-", "=A1", "0"]),
)


@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=8))
@settings(max_examples=150, deadline=None)
def test_whatever_the_rows_what_is_read_is_an_answer(rows: list[list[str]]) -> None:
    try:
        found = reading(in_csv(*rows, head=FULL_HEAD))
    except FileNotReadable:
        return
    for sheet in found.sheets:
        assert sheet.nil != bool(sheet.lines)
        assert all(
            0 < line.hours <= MOST_HOURS and line.first_name and line.last_name for line in sheet.lines
        )

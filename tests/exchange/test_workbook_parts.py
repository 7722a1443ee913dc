"""What spreadsheet programs refuse or repair, looked for in the parts of a generated workbook (ECMA-376)."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from cases.declarations import FileKey, FilePerson, FileSheet, SheetFile
from exchange.plans.template import template_workbook
from exchange.sheets.template import sheets_workbook
from tests.exchange.hour_files import COMPANY_FILE, MARCH, SECRET
from tests.exchange.test_sheets import AGENCY_FILE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LOCAL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ORDER = ("sheetViews", "cols", "sheetData", "sheetProtection", "dataValidations", "pageMargins", "pageSetup")
"""Of the parts of a sheet: another order is repaired, and what was out of place is lost."""
LONGEST = {"errorTitle": 32, "error": 255, "promptTitle": 32, "prompt": 255}
LONGEST_TEXT, LONGEST_LIST, LONGEST_NAME = 32_767, 255, 31
ODD = "=1+1 &<é>\x0b\"'[*?] \U0001f3d7"
ODD_FILE = SheetFile(
    FileKey(1, 2, MARCH),
    ODD * 10,
    tuple(
        FileSheet(
            ODD,
            None,
            f"{number} {ODD}"[:80],
            ODD * 15,
            (FilePerson(ODD, ODD, date(1920, 1, 1), Decimal("0.01"), Decimal(0)),),
            remark=ODD * 100,
        )
        for number in range(60)
    ),
    tuple(f"{ODD} {number}" for number in range(300)),
    tuple(f"Critère {ODD} {number}" for number in range(40)),
)
BOOKS = {
    "a company's": sheets_workbook(COMPANY_FILE, SECRET),
    "an agency's": sheets_workbook(AGENCY_FILE, SECRET),
    "nothing to choose": sheets_workbook(replace(COMPANY_FILE, employers=(), criteria=()), SECRET),
    "odd words and long lists": sheets_workbook(ODD_FILE, SECRET),
    "a plan's": template_workbook(),
}


class Book:
    """The parts of a workbook."""

    def __init__(self, content: bytes) -> None:
        archive = zipfile.ZipFile(io.BytesIO(content))
        self.parts = {name: archive.read(name) for name in archive.namelist()}
        workbook, links = self.xml("xl/workbook.xml"), self.xml("xl/_rels/workbook.xml.rels")
        targets = {link.get("Id"): f"xl/{link.get('Target')}" for link in links}
        self.workbook = workbook
        self.sheets = {
            str(sheet.get("name")): self.xml(targets[sheet.get(LOCAL_ID)])
            for sheet in workbook.iter(f"{MAIN}sheet")
        }

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[name])


@pytest.fixture(params=list(BOOKS.values()), ids=list(BOOKS))
def book(request: pytest.FixtureRequest) -> Book:
    return Book(request.param)


def test_each_part_is_declared_and_leads_somewhere(book: Book) -> None:
    kinds = book.xml("[Content_Types].xml")
    declared = {kind.get("PartName", "").lstrip("/") for kind in kinds}
    by_ending = {kind.get("Extension") for kind in kinds}
    for name in book.parts:
        assert name in declared or name.rpartition(".")[2] in by_ending
        if name.endswith((".xml", ".rels")):
            book.xml(name)
    assert {name for name in declared if name} <= book.parts.keys()


def test_names_are_short_unique_and_free_of_signs(book: Book) -> None:
    names = list(book.sheets)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= LONGEST_NAME and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
    defined = [
        (name.get("name"), name.get("localSheetId")) for name in book.workbook.iter(f"{MAIN}definedName")
    ]
    assert len(set(defined)) == len(defined)
    assert all(rank is None or int(rank) < len(names) for _, rank in defined)


def test_every_list_fits_and_points_at_cells_that_are_there(book: Book) -> None:
    for sheet in book.sheets.values():
        held = sheet.find(f"{MAIN}dataValidations")
        rules = [] if held is None else list(held)
        assert held is None or held.get("count") == str(len(rules)) != "0"
        ranges = [rule.get("sqref") for rule in rules]
        assert len(set(ranges)) == len(ranges)
        for rule in rules:
            assert all(len(rule.get(name, "")) <= most for name, most in LONGEST.items())
            source = rule.findtext(f"{MAIN}formula1", "")
            if source.startswith('"'):
                assert len(source) - 2 <= LONGEST_LIST
            elif rule.get("type") == "list":
                assert pointed_at(book, source)


def pointed_at(book: Book, source: str) -> bool:
    """Whether the first and the last cell of `Listes!$A$1:$A$9` hold something."""
    found = re.fullmatch(r"=?'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)", source)
    assert found is not None
    cells = {cell.get("r") for cell in cells_of(book.sheets[found[1]]) if len(cell)}
    return {f"{found[2]}{found[3]}", f"{found[4]}{found[5]}"} <= cells


def cells_of(sheet: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return sheet.iter(f"{MAIN}c")


def test_each_cell_has_a_style_and_a_text_that_exist_and_none_a_formula(book: Book) -> None:
    styles = book.xml("xl/styles.xml").find(f"{MAIN}cellXfs")
    strings = list(book.xml("xl/sharedStrings.xml"))
    assert styles is not None
    assert all(len("".join(text.itertext())) <= LONGEST_TEXT for text in strings)
    for sheet in book.sheets.values():
        assert sheet.find(f".//{MAIN}f") is None
        for cell in cells_of(sheet):
            assert int(cell.get("s", "0")) < len(styles)
            if cell.get("t") == "s":
                assert int(cell.findtext(f"{MAIN}v", "-1")) < len(strings)


def test_the_parts_of_a_sheet_are_in_their_order_and_a_locked_one_lets_write(book: Book) -> None:
    styles = book.xml("xl/styles.xml").find(f"{MAIN}cellXfs")
    assert styles is not None
    is_open = [style.find(f"{MAIN}protection[@locked='0']") is not None for style in styles]
    for name, sheet in book.sheets.items():
        parts = [part.tag.removeprefix(MAIN) for part in sheet]
        known = [part for part in parts if part in ORDER]
        assert known == sorted(known, key=ORDER.index)
        if name == "Heures":
            assert "sheetProtection" in parts
            assert any(is_open[int(cell.get("s", "0"))] for cell in cells_of(sheet))

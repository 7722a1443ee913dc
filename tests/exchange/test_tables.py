"""Tables as people send them: what is read, and what is refused in which words."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.tables import workbook as workbook_reading
from exchange.tables.cells import Flaw, Sheet, letter_of
from exchange.tables.limits import Limits
from exchange.tables.reader import read_table
from exchange.tables.refusals import REASONS, FileNotReadable
from tests.exchange.odd_files import (
    SHEET,
    archive,
    bomb_of,
    dense,
    endless_hours,
    merged_all,
    rebuilt,
    repeated,
    several,
    understated,
    with_sheet,
    workbook,
)

BOOK = workbook([["Référence", "Montant"], ["M-1", 12.5]])
WEIGHED = """
import resource, sys
from exchange.tables.reader import read_table
from exchange.tables.refusals import FileNotReadable
try:
    why = len(read_table(open(sys.argv[1], "rb").read(), sys.argv[2]))
except FileNotReadable as refused:
    why = refused.why
(ours,) = (int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(why, ours + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
CSV_ROWS = {1: {"A": "Référence", "B": "Intitulé"}, 2: {"A": "M-1", "B": "École, « été »"}}
CSV_TEXT = 'Référence;Intitulé\r\nM-1;"École, « été »"\r\n'


def shown(sheet: Sheet) -> dict[int, dict[str, Any]]:
    """Values by row number and column letter."""
    return {row.number: {cell.letter: cell.value for cell in row.cells.values()} for row in sheet.rows}


def refusal(content: bytes, name: str, limits: Limits | None = None) -> FileNotReadable:
    with pytest.raises(FileNotReadable) as refused:
        read_table(content, name, limits or Limits())
    return refused.value


ENCODINGS = {
    "utf-8": CSV_TEXT.encode(),
    "utf-8 with its mark": CSV_TEXT.encode("utf-8-sig"),
    "windows-1252": CSV_TEXT.encode("cp1252"),
    "utf-16 of Excel's “Unicode text”": CSV_TEXT.replace(";", "\t").encode("utf-16"),
    "unix lines": CSV_TEXT.replace("\r\n", "\n").encode(),
    "old Mac lines": CSV_TEXT.replace("\r\n", "\r").encode(),
    "tabs": CSV_TEXT.replace(";", "\t").encode(),
    "commas": CSV_TEXT.replace(";", ",").encode(),
    "a line that names its separator": b"sep=;\r\n" + CSV_TEXT.encode(),
    "a separator of one's own": b"sep=|\r\n" + CSV_TEXT.replace(";", "|").encode(),
    "no last line end": CSV_TEXT.rstrip().encode(),
    "empty columns at the end": CSV_TEXT.replace("\r\n", ";;;\r\n").encode(),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_a_csv_is_read_whatever_its_encoding_and_separator(content: bytes) -> None:
    [sheet] = read_table(content, "plan.csv")
    assert shown(sheet) == CSV_ROWS


def test_empty_rows_and_line_ends_in_a_cell_keep_the_numbers_of_a_spreadsheet() -> None:
    [sheet] = read_table(b'a;b\n\n"deux\nlignes";c\n;;\nfin;d', "plan.csv")
    assert shown(sheet) == {
        1: {"A": "a", "B": "b"},
        3: {"A": "deux\nlignes", "B": "c"},
        5: {"A": "fin", "B": "d"},
    }


def test_a_workbook_gives_values_of_their_own_kind() -> None:
    cells = [["texte", 12.5, 45214200, True, date(2027, 3, 1), 0.25], [], [None, "x", " "]]
    [sheet] = read_table(workbook(cells), "plan.xlsx")
    assert sheet.name == "Plan"
    assert shown(sheet) == {
        1: {
            "A": "texte",
            "B": Decimal("12.5"),
            "C": Decimal(45214200),
            "D": True,
            "E": date(2027, 3, 1),
            "F": Decimal("0.25"),
        },
        3: {"B": "x", "C": None},
    }


def test_numbers_are_read_as_a_spreadsheet_shows_them_without_the_noise_of_arithmetic() -> None:
    [sheet] = read_table(with_sheet('<row r="1"><c r="A1"><v>84.600000000000009</v></c></row>'), "a.xlsx")
    assert shown(sheet) == {1: {"A": Decimal("84.6")}}


def test_a_formula_counts_by_the_value_that_was_saved_and_is_said_when_there_is_none() -> None:
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="str"><f>""</f><v></v></c></row>'
    )
    [sheet] = read_table(with_sheet(cells), "a.xlsx")
    found = sheet.rows[0].cells
    assert found[1].value == 2
    assert (found[2].value, found[2].flaw) == (None, Flaw.FORMULA_WITHOUT_VALUE)
    assert (found[3].flaw, found[3].said) == (Flaw.ERROR, "#DIV/0!")
    assert 4 not in found


def test_a_merge_says_which_cells_it_covers() -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A2:A3", "M-1")
        sheet.write("B3", "y")

    [sheet] = read_table(workbook([["a", "b"]], merge), "a.xlsx")
    assert shown(sheet) == {1: {"A": "a", "B": "b"}, 2: {"A": "M-1"}, 3: {"A": None, "B": "y"}}
    assert sheet.rows[2].cells[1].flaw is Flaw.MERGED


def test_hidden_sheets_are_marked() -> None:
    def hide(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Cachée")
        other.write(0, 0, "secret")
        other.hide()

    sheets = read_table(workbook([["a"]], hide), "a.xlsx")
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("Plan", False), ("Cachée", True)]


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "nothing at all": (b"", "plan.csv", "empty"),
    "spaces": (b" \r\n\t\r\n", "plan.csv", "empty"),
    "a mark and nothing": (b"\xef\xbb\xbf", "plan.csv", "empty"),
    "separators only": (b";;;\r\n;;;\r\n", "plan.csv", "nothing"),
    "a PDF": (b"%PDF-1.7 bonjour", "plan.pdf", "pdf"),
    "a PDF under .xlsx": (b"%PDF-1.7 bonjour", "plan.xlsx", "pdf"),
    "a picture under .xlsx": (b"\x89PNG\r\n\x1a\n", "plan.xlsx", "picture"),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 20, "plan.csv.gz", "zip"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 20, "plan.7z", "zip"),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "plan.rar", "zip"),
    "a zip of CSV": (archive({"plan.csv": b"a;b"}), "plan.zip", "zip"),
    "a zip under .xlsx": (archive({"plan.csv": b"a;b"}), "plan.xlsx", "zip"),
    "an old workbook": (OLE, "plan.xls", "xls"),
    "an old workbook under .xlsx": (OLE, "plan.xlsx", "xls"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.xlsx", "encrypted"),
    "LibreOffice": (
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        "plan.ods",
        "ods",
    ),
    "a binary workbook": (
        archive({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}),
        "p.xlsb",
        "xlsb",
    ),
    "a letter": (archive({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "p.docx", "office"),
    "macros": (rebuilt(BOOK, {"xl/vbaProject.bin": b"x"}), "plan.xlsm", "xlsm"),
    "macros under .xlsx": (rebuilt(BOOK, {"xl/vbaProject.bin": b"x"}), "plan.xlsx", "xlsm"),
    "macros announced": (
        rebuilt(BOOK, {"[Content_Types].xml": b"<Types>sheet.macroEnabled.main+xml</Types>"}),
        "plan.xlsx",
        "xlsm",
    ),
    "text under .xlsx": (b"a;b\r\n1;2", "plan.xlsx", "not_a_workbook"),
    "text under .xls": (b"a\tb\r\n1\t2", "plan.xls", "xls"),
    "a workbook under .csv": (BOOK, "plan.csv", "workbook_not_text"),
    "a page under .xls": (b"<html><table><tr><td>a</td></tr></table></html>", "plan.xls", "web_page"),
    "XML of Excel 2003": (b'<?xml version="1.0"?><Workbook/>', "plan.xml", "web_page"),
    "another name": (b"a;b\r\n1;2", "plan.json", "unknown_name"),
    "NUL": (b"a;b\r\nM-1;x\x00y", "plan.csv", "not_text"),
    "UTF-16 without its mark": ("a;b\r\n1;2".encode("utf-16-le"), "plan.csv", "not_text"),
    "a quote never closed": (b'a;b\r\n"M-1;x\r\nM-2;y\r\n', "plan.csv", "quotes"),
    "text after a quote": (b'a;b\r\n"M-1"x;y\r\n', "plan.csv", "quotes"),
    "a cut workbook": (BOOK[: len(BOOK) // 2], "plan.xlsx", "damaged"),
    "a workbook without its end": (BOOK[:-30], "plan.xlsx", "damaged"),
    "a workbook without its book": (rebuilt(BOOK, {"xl/workbook.xml": None}), "plan.xlsx", "damaged"),
    "a workbook without its sheet": (rebuilt(BOOK, {SHEET: None}), "plan.xlsx", "damaged"),
    "a sheet that is no XML": (rebuilt(BOOK, {SHEET: b"bonjour"}), "plan.xlsx", "damaged"),
    "a sheet cut short": (rebuilt(BOOK, {SHEET: b"<worksheet><sheetData><row>"}), "plan.xlsx", "damaged"),
    "a DOCTYPE": (
        rebuilt(BOOK, {SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'}),
        "plan.xlsx",
        "doctype",
    ),
    "a workbook in a workbook": (rebuilt(BOOK, {"xl/embeddings/a.xlsx": BOOK}), "plan.xlsx", "nested"),
    "an archive under another name": (rebuilt(BOOK, {"xl/media/a.png": BOOK}), "plan.xlsx", "nested"),
    "an object": (rebuilt(BOOK, {"xl/embeddings/oleObject1.bin": OLE}), "plan.xlsx", "nested"),
    "a bomb": (bomb_of(30), "plan.xlsx", "bomb"),
    "a bomb of many files": (
        rebuilt(BOOK, {f"xl/media/{n}.txt": b" " * 900_000 for n in range(50)}),
        "plan.xlsx",
        "bomb",
    ),
    "a thousand files": (
        rebuilt(BOOK, {f"xl/media/{n}.txt": b"x" for n in range(1000)}),
        "plan.xlsx",
        "too_many_entries",
    ),
    "too many sheets": (
        workbook([["a"]], lambda book, sheet: [book.add_worksheet() for _ in range(30)]),
        "plan.xlsx",
        "too_many_sheets",
    ),
    "a value at the end of the world": (
        with_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "plan.xlsx",
        "too_many_rows",
    ),
    "a value far to the right": (
        with_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        "plan.xlsx",
        "too_many_columns",
    ),
    "too many rows": (b"a;b\n" * 10_001, "plan.csv", "too_many_rows"),
    "too many columns": (b";".join([b"a"] * 101), "plan.csv", "too_many_columns"),
    "a huge cell": (b"a;b\nM-1;" + b"x" * 40_000, "plan.csv", "cell_too_long"),
    "a cell beyond what is read at once": (b"a;b\nM-1;" + b"x" * 140_000, "plan.csv", "cell_too_long"),
    "a huge cell of a workbook": (
        with_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'),
        "plan.xlsx",
        "cell_too_long",
    ),
    "hours beyond all time": (endless_hours(4), "plan.xlsx", "time_too_long"),
    "an empty workbook": (workbook([]), "plan.xlsx", "nothing"),
    "a large file": (b"a;b\r\n" * 1_200_000, "plan.csv", "too_big"),
}


@pytest.mark.parametrize(("content", "name", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_read_says_why_at_its_field(content: bytes, name: str, why: str) -> None:
    refused = refusal(content, name)
    assert refused.why == why
    assert [place.field for place in refused.places] == ["file"]
    assert "{" not in refused.message_fr + refused.message_en
    assert " :" not in refused.message_fr


def test_every_reason_is_met_by_a_file_of_the_corpus() -> None:
    met = {why for _, _, why in REFUSED.values()}
    assert set(REASONS) - met == {"too_heavy", "busy", "no_sheet", "too_many_cells", "too_much_text"}


@pytest.mark.parametrize(
    ("content", "name", "french"),
    [
        (OLE, "plan.xls", "C’est un ancien classeur Excel (.xls), qui n’est pas lu ici."),
        (bomb_of(30), "plan.xlsx", "Ce classeur se décompresse en un contenu démesuré\u00a0: il est refusé"),
        (b'a;b\r\n"M-1"x;y\r\n', "plan.csv", "Les guillemets de la ligne 2 ne se ferment pas comme il faut."),
        (b"a;b\nM-1;" + b"x" * 140_000, "plan.csv", "La cellule B2 est trop longue\u00a0: raccourcissez-la."),
        (
            endless_hours(4),
            "plan.xlsx",
            "La ligne 4 contient une durée impossible\u00a0: corrigez",
        ),
        (BOOK, "plan.csv", "Ce fichier s’appelle «\u00a0plan.csv\u00a0» mais c’est un classeur Excel."),
    ],
)
def test_the_words_say_the_way_out(content: bytes, name: str, french: str) -> None:
    assert refusal(content, name).message_fr.startswith(french)


# Made when asked for: they take seconds, and every worker would make them all.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet that unpacks far beyond what it says": (
        lambda: understated(BOOK, SHEET, b" " * 400_000_000),
        "damaged",
    ),
    "strings that unpack far beyond what they say": (
        lambda: understated(BOOK, "xl/sharedStrings.xml", b"<sst>" + b"<si><t>x</t></si>" * 12_000_000),
        "damaged",
    ),
    "a sheet as dense as the limits allow": (lambda: dense(4_000, 15), "1"),
    "a sheet beyond that": (lambda: dense(4_000, 16), "too_many_cells"),
    "three sheets, each as dense as the limits allow": (lambda: several(3, 4_000, 15), "too_many_cells"),
    "a text of many lines, repeated": (lambda: repeated("é" * 32_000, 5_000), "too_heavy"),
    "merges of everything": (merged_all, "too_many_cells"),
    "a text file as full as the limits allow": (lambda: b"1;2;3\n" * 10_000, "1"),
    "a text file beyond that": (lambda: b"1;" * 99 + b"\n" + b"1;" * 99 * 10_000, "too_many_columns"),
}


@pytest.mark.parametrize(("make", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_within_256_megabytes_all_processes_together(
    tmp_path: Path, make: Callable[[], bytes], why: str
) -> None:
    content = make()
    (tmp_path / "file").write_bytes(content)
    name = "plan.xlsx" if content.startswith(b"PK") else "plan.csv"
    command = [sys.executable, "-c", WEIGHED, tmp_path / "file", name]
    said, kibibytes = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert said == why
    assert int(kibibytes) * 1024 < 256_000_000


SPINNING = [sys.executable, "-c", "while True: pass"]
IDLE = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize(
    ("process", "why"), [(SPINNING, "too_heavy"), (IDLE, "busy")], ids=["works", "waits"]
)
def test_whoever_sends_has_an_answer_within_five_seconds_whatever_the_process_does(
    monkeypatch: pytest.MonkeyPatch, process: list[str], why: str
) -> None:
    monkeypatch.setattr(workbook_reading, "_command", lambda _: process)
    monkeypatch.setattr(workbook_reading, "OWN_FAULT", 0.05)  # the machine of the tests has other work
    began = time.monotonic()
    assert refusal(BOOK, "plan.xlsx").why == why
    assert time.monotonic() - began < 5


def test_reading_that_takes_too_much_memory_ends_the_process_and_nothing_else() -> None:
    assert refusal(dense(3_000, 15), "plan.xlsx", Limits(memory_bytes=32_000_000)).why == "too_heavy"


def test_one_waits_for_a_turn_within_the_five_seconds_and_may_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert workbook_reading.WAIT_SECONDS < Limits().seconds < 5
    assert Limits().memory_bytes < 256_000_000
    monkeypatch.setattr(workbook_reading, "WAIT_SECONDS", 0.01)
    turns = [workbook_reading._turns.acquire() for _ in range(workbook_reading.AT_ONCE)]
    try:
        busy = refusal(BOOK, "plan.xlsx")
        assert (busy.why, busy.status, busy.retry_after) == ("busy", 503, 60)
    finally:
        for _ in turns:
            workbook_reading._turns.release()
    assert read_table(BOOK, "plan.xlsx")


def test_the_process_that_reads_has_no_key_of_ours_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], **options: Any) -> None:
            asked.update(options, command=command)
            super().__init__(command, **options)

    monkeypatch.setattr(workbook_reading.subprocess, "Popen", Seen)
    assert read_table(BOOK, "plan.xlsx")
    assert (asked["env"], asked["command"][1]) == ({}, "-I")


@given(content=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx", "a", "a.txt"]))
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        sheets = read_table(content.replace(b"PK", b"kp"), name)  # workbooks have their corpus
    except FileNotReadable as refused:
        assert refused.why in REASONS
    else:
        assert any(sheet.rows for sheet in sheets)


def test_too_much_text_is_refused_before_it_is_handed_over() -> None:
    assert (
        refusal(workbook([["x" * 200] * 10] * 10), "a.xlsx", Limits(all_characters=5_000)).why
        == "too_much_text"
    )


def test_a_workbook_of_charts_only_has_no_sheet() -> None:
    relations = zipfile.ZipFile(io.BytesIO(BOOK)).read("xl/_rels/workbook.xml.rels")
    moved = relations.replace(b"worksheets/sheet1.xml", b"chartsheets/sheet1.xml")
    assert refusal(rebuilt(BOOK, {"xl/_rels/workbook.xml.rels": moved}), "a.xlsx").why == "no_sheet"


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [letter_of(column) for column in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]

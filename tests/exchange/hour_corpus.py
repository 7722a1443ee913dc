"""Files of hours that are wrong, hostile or odd, made in code: (content, name)."""

import io
import zipfile
from datetime import date, datetime, timedelta

from exchange.sheets.key import KEY_SHEET, key_text
from exchange.sheets.reader import SHEET_LIMITS
from exchange.sheets.template import sheets_workbook
from tests.exchange.hour_files import (
    ALICE,
    COMPANY_FILE,
    FULL_HEAD,
    HEAD,
    SECRET,
    TERMS_HEAD,
    in_csv,
    in_workbook,
)
from tests.exchange.odd_files import SHEET, archive, bomb_of, rebuilt, understated, with_sheet

BOOK = in_workbook(ALICE)
MADE = sheets_workbook(COMPANY_FILE, SECRET)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def row(**changed: object) -> tuple[object, ...]:
    """Alice's row with some cells changed, in the order of FULL_HEAD."""
    keys = ("market", "month", "last", "first", "hours", "birth", "training", "nil", "remark")
    return tuple({**dict(zip(keys, (*ALICE, "", "", "", ""), strict=True)), **changed}[key] for key in keys)


def csv_with(**changed: object) -> bytes:
    return in_csv(row(**changed), head=FULL_HEAD)


def with_terms(*terms: str) -> bytes:
    """Alice with what is told of someone new, from column F on."""
    return in_csv((*ALICE, *terms), head=(*HEAD, *TERMS_HEAD))


def book_with(**changed: object) -> bytes:
    return in_workbook(row(**changed), head=FULL_HEAD)


def altered(old: bytes, new: bytes) -> bytes:
    """The generated workbook with something of its key changed."""
    strings = archive_part(MADE, "xl/sharedStrings.xml")
    assert old in strings
    return rebuilt(MADE, {"xl/sharedStrings.xml": strings.replace(old, new)})


def archive_part(book: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(book)).read(name)


def with_hours(*cells: str) -> bytes:
    """A workbook with one row a cell given in XML, which stands for the hours in column E."""
    lines = [
        "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in zip("ABCDE", texts, strict=False)
        )
        for number, texts in enumerate([HEAD, *((*ALICE[:3], f"Alice {n}") for n in range(len(cells)))], 1)
    ]
    rows = [lines[0], *(line + cell for line, cell in zip(lines[1:], cells, strict=True))]
    return with_sheet("".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, 1)))


CORPUS: dict[str, tuple[bytes, str]] = {
    # not a table
    "nothing": (b"", "h.csv"),
    "blanks": (b"\xef\xbb\xbf \r\n", "h.csv"),
    "a large file": (b"a;b\r\n" * 1_000_001, "h.csv"),
    "an old workbook": (OLE, "h.xls"),
    "an old workbook under .xlsx": (OLE, "h.xlsx"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "h.xlsx"),
    "LibreOffice": (
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        "h.xlsx",
    ),
    "a binary workbook": (archive({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "h.xlsx"),
    "macros": (rebuilt(BOOK, {"xl/vbaProject.bin": b"x"}), "h.xlsm"),
    "macros under .xlsx": (rebuilt(BOOK, {"xl/vbaProject.bin": b"x"}), "h.xlsx"),
    "a letter": (archive({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "h.xlsx"),
    "PDF under .xlsx": (b"%PDF-1.7 ...", "h.xlsx"),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "photo.png"),
    "a photograph under .xlsx": (b"\xff\xd8\xff\xe0....", "h.xlsx"),
    "a page under .xlsx": (b"<html><table><tr><td>a</td></tr></table></html>", "h.xlsx"),
    "text under .xlsx": (b"a;b\r\n1;2", "h.xlsx"),
    "a workbook under .csv": (BOOK, "h.csv"),
    "an archive": (archive({"h.csv": b"a;b"}), "h.zip"),
    "an archive under .xlsx": (archive({"h.csv": b"a;b"}), "h.xlsx"),
    "another name": (b"a;b\r\n1;2", "h.docx"),
    "a cut workbook": (BOOK[: len(BOOK) // 2], "h.xlsx"),
    "a generated workbook cut": (MADE[:-40], "h.xlsx"),
    "a workbook in a workbook": (rebuilt(BOOK, {"xl/embeddings/a.xlsx": BOOK}), "h.xlsx"),
    "an archive under a picture's name": (rebuilt(BOOK, {"xl/media/a.png": BOOK}), "h.xlsx"),
    "a bomb": (bomb_of(30), "h.xlsx"),
    "a bomb that hides its size": (understated(BOOK, SHEET, b" " * 200_000_000), "h.xlsx"),
    "an entity bomb": (
        rebuilt(BOOK, {SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'}),
        "h.xlsx",
    ),
    "a thousand files": (rebuilt(BOOK, {f"xl/media/{n}.txt": b"x" for n in range(1000)}), "h.xlsx"),
    "a value at the end of the world": (
        with_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "h.xlsx",
    ),
    "too many rows": (b"a;b\n" * (SHEET_LIMITS.rows + 1), "h.csv"),
    "five million separators": (b";" * 4_999_999, "h.csv"),
    "NUL": (b"a;b\r\nM-1;x\x00y", "h.csv"),
    "a quote never closed": (b'a;b\r\n"M-1;x\r\nM-2;y\r\n', "h.csv"),
    # not a table of hours
    "a table of something else": (b"Produit;Prix\r\nVis;3\r\n", "h.csv"),
    "no column of hours": (in_csv(ALICE[:4], head=HEAD[:4]), "h.csv"),
    "no names": (in_csv(("M-1", "03/2026", "84,5"), head=(*HEAD[:2], HEAD[4])), "h.csv"),
    "no month": (in_csv((ALICE[0], *ALICE[2:]), head=(HEAD[0], *HEAD[2:])), "h.csv"),
    "hours twice": (in_csv((*ALICE, "80"), head=(*HEAD, "Nb heures")), "h.csv"),
    "no row": (in_csv(), "h.csv"),
    # the key
    "another's number in the key": (altered(b"jalon-fiches-1 1 2 ", b"jalon-fiches-1 1 3 "), "h.xlsx"),
    "another month in the key": (altered(b" 2026-03 ", b" 2026-04 "), "h.xlsx"),
    "a key of tomorrow": (altered(b"jalon-fiches-1 ", b"jalon-fiches-2 "), "h.xlsx"),
    "a key under another secret": (
        altered(key_text(SECRET, COMPANY_FILE.key).encode(), key_text(b"another", COMPANY_FILE.key).encode()),
        "h.xlsx",
    ),
    "a hidden sheet of one's own": (in_workbook(("x",), head=("a",), name=KEY_SHEET), "h.xlsx"),
    # formulas
    "a formula with a value": (with_hours('<c r="E2"><f>40+44.5</f><v>84.5</v></c>'), "h.xlsx"),
    "a formula with a text": (with_hours('<c r="E2" t="str"><f>"84"</f><v>84</v></c>'), "h.xlsx"),
    "a formula without a value": (with_hours('<c r="E2"><f>40+44.5</f></c>'), "h.xlsx"),
    "one formula for two cells": (
        with_hours('<c r="E2"><f t="array" ref="E2:E3">J2:J3</f><v>84.5</v></c>', '<c r="E3"><v>12</v></c>'),
        "h.xlsx",
    ),
    "a formula shared down the column": (
        with_hours(
            '<c r="E2"><f t="shared" ref="E2:E3" si="0">J2</f><v>84.5</v></c>',
            '<c r="E3"><f t="shared" si="0"/><v>12</v></c>',
        ),
        "h.xlsx",
    ),
    "a link to another file": (with_hours('<c r="E2"><f>[1]Feuil1!$A$1</f><v>84.5</v></c>'), "h.xlsx"),
    "an error of the spreadsheet": (with_hours('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "h.xlsx"),
    "a formula for a name": (book_with(last='=HYPERLINK("http://exemple.invalid")'), "h.xlsx"),
    "a formula in a CSV": (csv_with(hours="=40+44,5"), "h.csv"),
    "a command in a CSV": (csv_with(last="=cmd|' /C calc'!A0"), "h.csv"),
    # hours
    "hours in words": (csv_with(hours="quatre-vingts"), "h.csv"),
    "hours of a day too many": (csv_with(hours="745"), "h.csv"),
    "negative hours": (csv_with(hours="-8"), "h.csv"),
    "hours as a share": (csv_with(hours="60 %"), "h.csv"),
    "hours that became a date": (book_with(hours=date(2026, 5, 8)), "h.xlsx"),
    "hours with three decimals or thousands": (csv_with(hours="1.240"), "h.csv"),
    "a decimal comma between commas": (
        ",".join((*HEAD, *ALICE)).replace(",M-1", "\r\nM-1").encode(),
        "h.csv",
    ),
    "a decimal comma that fills the next column": (
        ",".join((*HEAD, "Dont formation (h)", *ALICE, "")).replace(",M-1", "\r\nM-1").encode(),
        "h.csv",
    ),
    "a remark with the separator": (csv_with() + b"M-1;03/2026;A;B;9;;;;x;y", "h.csv"),
    "sixty minutes": (csv_with(hours="84:60"), "h.csv"),
    "days for hours": (csv_with(hours="12 j"), "h.csv"),
    "true hours": (book_with(hours=True), "h.xlsx"),
    "a duration of more than a month": (book_with(hours=timedelta(hours=800)), "h.xlsx"),
    "more training than hours": (csv_with(training="90"), "h.csv"),
    "training without hours": (csv_with(hours="", training="7"), "h.csv"),
    # who, where, when
    "hours without a name": (csv_with(last="", first=""), "h.csv"),
    "hours without a first name": (csv_with(first=""), "h.csv"),
    "a name that says nothing": (csv_with(first="NC"), "h.csv"),
    "a name too long": (csv_with(last="N" * 81), "h.csv"),
    "a name that became a date": (book_with(last=datetime(2026, 3, 1)), "h.xlsx"),  # noqa: DTZ001
    "the same person twice": (in_csv(row(), row(last="EXEMPLÉ", hours="3"), head=FULL_HEAD), "h.csv"),
    "a market left out": (csv_with(market=""), "h.csv"),
    "a month left out": (csv_with(month=""), "h.csv"),
    "a month in no language": (csv_with(month="mois dernier"), "h.csv"),
    "a thirteenth month": (csv_with(month="13/2026"), "h.csv"),
    "a quarter": (csv_with(month="T1 2026"), "h.csv"),
    "a birth in the future": (csv_with(birth="01/05/2087"), "h.csv"),
    "a birth that is no day": (csv_with(birth="31/02/1987"), "h.csv"),
    "a birth that is a month": (csv_with(birth="mai 1987"), "h.csv"),
    "a SIRET too short": (in_csv((*ALICE, "1234"), head=(*HEAD, "SIRET")), "h.csv"),
    "a SIRET shortened": (in_csv((*ALICE, "1,23457E+13"), head=(*HEAD, "SIRET")), "h.csv"),
    "a column of social security numbers": (
        in_csv((*ALICE, "1870544109123 45"), head=(*HEAD, "N° de sécurité sociale")),
        "h.csv",
    ),
    "a social security number in a remark": (csv_with(remark="NIR 1 87 05 44 109 123 45"), "h.csv"),
    "a contract of no known kind": (with_terms("bénévolat", "05/01/2026"), "h.csv"),
    "a contract without its first day": (with_terms("CDD", ""), "h.csv"),
    "a contract without its kind": (with_terms("", "", "", "Intérim Exemple"), "h.csv"),
    "a contract that ends before it starts": (with_terms("CDD", "05/03/2026", "04/03/2026"), "h.csv"),
    "a contract that starts on no day": (with_terms("CDI", "31/02/2026"), "h.csv"),
    "a formula for a criterion": (with_terms("", "", "", "", "=A1"), "h.csv"),
    "a social security number for a criterion": (
        with_terms("", "", "", "", "RSA 1 87 05 44 109 123 45"),
        "h.csv",
    ),
    "nobody, and hours": (csv_with(nil="oui"), "h.csv"),
    "neither yes nor no": (csv_with(nil="peut-être"), "h.csv"),
    "a remark without end": (csv_with(remark="x" * 2001), "h.csv"),
    "a wrong total": (in_csv(row(), ("", "", "Total", "", "90"), head=FULL_HEAD), "h.csv"),
    "five hundred and one people": (
        in_csv(*(row(first=f"Alice {n}", hours="1") for n in range(501)), head=FULL_HEAD),
        "h.csv",
    ),
    "everything at once": (
        in_csv(row(hours="x", birth="y", month="z"), row(first="Bob", hours="-1"), head=FULL_HEAD),
        "h.csv",
    ),
}

"""Odd, broken and hostile files, made in code: what people send, and what nobody should."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
Row = Sequence[Any]
DRESSING = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def workbook(rows: Sequence[Row], finish: Callable[[Workbook, Worksheet], object] | None = None) -> bytes:
    """A workbook of one sheet; `finish` may add what a spreadsheet can."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Plan")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    if finish is not None:
        finish(book, sheet)
    book.close()
    return written.getvalue()


def rebuilt(book: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The workbook with some of its files replaced, added, or taken out (None)."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in changes:
                after.writestr(name, before.read(name))
        for name, content in changes.items():
            if content is not None:
                after.writestr(name, content)
    return written.getvalue()


def with_sheet(cells: str) -> bytes:
    """A workbook whose only sheet holds this XML as its rows."""
    return rebuilt(workbook([["a"]]), {SHEET: DRESSING.format(cells).encode()})


def archive(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return written.getvalue()


def understated(book: bytes, name: str, content: bytes) -> bytes:
    """A workbook in which one file says that it is small, and unpacks to all of `content`."""
    fake = b"<a/>"
    made = bytearray(rebuilt(book, {name: fake}))
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    real = packed.compress(content) + packed.flush()
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as opened:
        entry = opened.getinfo(name)
        start = entry.header_offset
        name_length, extra_length = struct.unpack("<HH", made[start + 26 : start + 30])
        begins = start + 30 + name_length + extra_length
        directory = opened.start_dir
    grown = len(real) - entry.compress_size
    made[begins : begins + entry.compress_size] = real
    struct.pack_into("<L", made, start + 18, len(real))
    directory += grown
    at = made.index(name.encode(), directory) - 46
    struct.pack_into("<L", made, at + 20, len(real))
    end = made.rindex(b"PK\x05\x06")
    struct.pack_into("<L", made, end + 16, directory)
    return bytes(made)


def bomb_of(megabytes: int) -> bytes:
    """A workbook with a sheet of that many megabytes of spaces."""
    return rebuilt(workbook([["a"]]), {SHEET: b" " * (megabytes * 1_000_000)})


def endless_hours(row: int) -> bytes:
    """A workbook with a duration of two billion days in that row, from 1."""

    def finish(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_number(row - 1, 1, 2e9, book.add_format({"num_format": "[h]:mm"}))

    return workbook([["Référence", "Heures"], ["M-1", 84.5]], finish)


def dense(rows: int, columns: int) -> bytes:
    """A workbook full of numbers that do not repeat."""
    return with_sheet("".join(_dense_row(row, columns) for row in range(rows)))


def _dense_row(row: int, columns: int) -> str:
    cells = "".join(
        f"<c><v>{(row * columns + column) * 7919 % 1_000_003}</v></c>" for column in range(columns)
    )
    return f"<row>{cells}</row>"


def several(sheets: int, rows: int, columns: int) -> bytes:
    """A workbook of so many sheets, each full of the same numbers."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    names = [book.add_worksheet().get_name().lower() for _ in range(sheets)]
    book.close()
    content = DRESSING.format("".join(_dense_row(row, columns) for row in range(rows))).encode()
    return rebuilt(written.getvalue(), {f"xl/worksheets/{name}.xml": content for name in names})


def repeated(text: str, cells: int) -> bytes:
    """A workbook that says one text many times over, and keeps it once."""
    return workbook([[text]] * cells)


def merged_all() -> bytes:
    """A workbook of one filled cell in which some hundred thousand cells are merged into others."""
    merges = "".join(f'<mergeCell ref="A{n}:T{n + 999}"/>' for n in range(1, 9_000, 1_000))
    cells = "<row><c><v>1</v></c></row></sheetData><mergeCells>" + merges + "</mergeCells><sheetData>"
    return with_sheet(cells)

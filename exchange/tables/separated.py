"""CSV as people really send it: any of three separators, any of four encodings, quotes, `sep=` lines."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from exchange.tables.cells import Cell, Row, Sheet, letter_of
from exchange.tables.limits import Limits
from exchange.tables.refusals import FileNotReadable

SEPARATORS = ";\t,"
NAMED_SEPARATORS = SEPARATORS + "|"
LINES_LOOKED_AT = 30
LOOKED_AT = 10_000
"""Characters of each of these lines: enough for its headers, and little to hold whatever the line."""
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(content: bytes, limits: Limits) -> Sheet:
    """The rows of a CSV file. Raises FileNotReadable."""
    text = _decoded(content)
    separator, table = _separator(text)
    rows = tuple(row for row in _rows(table, separator, limits) if row.cells)
    if not rows:
        raise FileNotReadable("nothing")
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252, as French exports are."""
    if content.startswith(UTF16):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise FileNotReadable("not_text")
    return text


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the table: without the line that names it (`sep=;`), which spreadsheets hide.

    It is the one that the first line with two of them uses: a title above the headers may hold a comma.
    """
    lines = list(islice((line for line in io.StringIO(text, newline=None) if line.strip()), LINES_LOOKED_AT))
    first = lines[0] if lines else ""
    named = first[4:5] if first.lower().startswith("sep=") else ""
    if named and named in NAMED_SEPARATORS:
        return named, text.partition("\n")[2]
    counts = [_counted(line[:LOOKED_AT]) for line in lines]
    best = next((count for count in counts if count[0] > 1), max(counts, default=(0, SEPARATORS[0])))
    return best[1], text


def _counted(line: str) -> tuple[int, str]:
    """How many separators stand outside quotes, of the one with the most, and which."""
    outside = "".join(line.split('"')[::2])
    separator = max(SEPARATORS, key=outside.count)
    return outside.count(separator), separator


def _rows(text: str, separator: str, limits: Limits) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a long cell is named by its place below
    lines = _narrow_lines(text, separator, limits)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = filled = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if number > limits.rows:
                raise FileNotReadable("too_many_rows", limits.rows)
            cells = _cells(number, fields, limits)
            filled += len(cells)
            if filled > limits.all_cells:
                raise FileNotReadable("too_many_cells", limits.all_cells)
            yield Row(number, cells, _width(fields, cells, separator))
    except csv.Error:
        raise FileNotReadable("quotes", number + 1) from None


def _width(fields: list[str], cells: dict[int, Cell], separator: str) -> int:
    """The columns that a line fills. Between commas an empty last one counts: a decimal comma adds it."""
    return len(fields) if separator == "," else max(cells, default=0)


def _narrow_lines(text: str, separator: str, limits: Limits) -> Iterator[str]:
    """The lines, but for one that millions of fields would come of, empty ones too: each takes memory."""
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > limits.cell_characters:
            raise FileNotReadable("too_many_columns", limits.columns)
        yield line


def _cells(number: int, fields: list[str], limits: Limits) -> dict[int, Cell]:
    cells = {}
    for column, text in enumerate(fields, start=1):
        if not text.strip():
            continue
        if column > limits.columns:
            raise FileNotReadable("too_many_columns", limits.columns)
        if len(text) > limits.cell_characters:
            raise FileNotReadable("cell_too_long", f"{letter_of(column)}{number}")
        cells[column] = Cell(number, column, text)
    return cells

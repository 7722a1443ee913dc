"""The process of its own that reads one workbook: bytes come in, rows go out as JSON, and nothing else.

Its memory, its processor time and its files are limited before it looks at anything; it is started by
exchange.tables.workbook, which also watches the clock.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from exchange.tables.archive import Refused, opened
from exchange.tables.cells import letter_of
from exchange.tables.limits import LIMITS, Limits
from exchange.tables.sheet_scan import SheetFacts, scan, sheet_parts

NUMBER_DIGITS = ".15g"
"""What a spreadsheet shows of a number; the digits beyond are noise of its arithmetic."""


def main() -> None:
    """Read standard input, answer on standard output."""
    limits = Limits(**json.loads(sys.argv[1])) if len(sys.argv) > 1 else LIMITS
    confine(limits)
    try:
        answer: dict[str, Any] = {"sheets": list(sheets(sys.stdin.buffer.read(), limits))}
    except Refused as refusal:
        answer = {"refused": refusal.why, "value": str(refusal.value)}
    except MemoryError:
        answer = {"refused": "too_heavy", "value": ""}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def confine(limits: Limits) -> None:
    """No more memory than the limit, the interpreter included, no long computing, no file written."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that lacks one of them still has the others
            resource.setrlimit(kind, (most, most))


def sheets(content: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    """Each sheet of the workbook. Raises Refused."""
    archive = opened(content, limits)
    parts = sheet_parts(archive, limits.unpacked_bytes)
    if len(parts) > limits.sheets:
        raise Refused("too_many_sheets", limits.sheets)
    facts: dict[str, SheetFacts] = {}
    for name, path in parts.items():
        if "worksheets/" in path.lower():
            facts[name] = scan(archive, path, limits)
            _refuse_beyond(limits.all_cells, sum(each.cells for each in facts.values()))
    if not facts:
        raise Refused("no_sheet")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        handed_over = characters = 0
        for known in book.sheets_metadata:
            if known.name in facts:
                left = replace(limits, all_characters=limits.all_characters - characters)
                rows = _rows(book.get_sheet_by_name(known.name), facts[known.name], left)
                handed_over += sum(len(cells) for _, cells in rows)
                _refuse_beyond(limits.all_cells, handed_over)
                characters += sum(len(cell[2]) for _, cells in rows for cell in cells)
                is_hidden = known.visible is not SheetVisibleEnum.Visible
                yield {"name": known.name, "hidden": is_hidden, "rows": rows}
    except PasswordError:
        raise Refused("encrypted") from None
    except (CalamineError, OSError, ValueError):
        raise Refused("damaged") from None


def _refuse_beyond(most: int, cells: int) -> None:
    if cells > most:
        raise Refused("too_many_cells", most)


def _rows(sheet: CalamineSheet, facts: SheetFacts, limits: Limits) -> list[list[Any]]:
    """[row, [[column, type, value], ...]] of every row that holds something."""
    covered = {place for rectangle in facts.merges for place in _covered(rectangle)}
    found: dict[int, list[Any]] = {}
    characters = 0
    for row, values in enumerate(_values(sheet), start=1):
        for column, value in enumerate(values, start=1):
            if value != "" and (row, column) not in facts.errors:
                cell = _cell(row, column, value, limits)
                cell += ["formula"] if facts.is_formula(row, column) else []
                characters += len(cell[2])
                found.setdefault(row, []).append(cell)
        if characters > limits.all_characters:
            raise Refused("too_much_text")
    for (row, column), error in facts.errors.items():
        found.setdefault(row, []).append([column, "error", error])
    for row, column in facts.unknown:
        found.setdefault(row, []).append([column, "unknown", ""])
    for row, column in covered:
        found.setdefault(row, []).append([column, "merged", ""])
    return [[row, found[row]] for row in sorted(found)]


def _values(sheet: CalamineSheet) -> list[list[Any]]:
    try:
        return sheet.to_python(skip_empty_area=False)
    except OverflowError:
        raise Refused("time_too_long", _row_at_fault(sheet)) from None


def _row_at_fault(sheet: CalamineSheet) -> int:
    """The first row that cannot be read, from 1."""
    read = 0
    with suppress(OverflowError):
        for _ in sheet.iter_rows():
            read += 1
    return read + 1


MOST_COVERED = 20_000


def _covered(rectangle: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """The places of a merge that its first cell covers, but for merges that are mere decoration."""
    first_row, first_column, last_row, last_column = rectangle
    if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_COVERED:
        return
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            if (row, column) != (first_row, first_column):
                yield row, column


def _cell(row: int, column: int, value: Any, limits: Limits) -> list[Any]:
    match value:
        case bool():
            return [column, "bool", "1" if value else "0"]
        case int() | float():
            return [column, "number", format(value, NUMBER_DIGITS)]
        case datetime():
            return [column, "instant", value.isoformat()]
        case date():
            return [column, "date", value.isoformat()]
        case time():
            return [column, "time", value.isoformat()]
        case timedelta():
            return [column, "duration", str(round(value.total_seconds()))]
    if len(value) > limits.cell_characters:
        raise Refused("cell_too_long", f"{letter_of(column)}{row}")
    return [column, "text", value]


if __name__ == "__main__":
    main()

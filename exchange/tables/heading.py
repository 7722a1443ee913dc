"""The row of headers: which columns a table has, wherever they stand and however they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cases.rules.labels import plain
from exchange.tables.cells import Cell, Row, Sheet

LOOKED_THROUGH = 30
"""Rows in which the headers are looked for: titles and notes often stand above them."""


class Column(NamedTuple):
    """A column that a table may have: its key, its header as we write it, and other ways people write it."""

    key: str
    header: str
    others: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each column stands in one sheet. `unknown` and `repeated` are header cells that are not used."""

    sheet: Sheet
    row: int
    columns: Mapping[str, Cell]
    unknown: tuple[Cell, ...]
    repeated: tuple[Cell, ...]
    missing: tuple[Column, ...]
    width: int = 0

    @property
    def records(self) -> Sequence[Row]:
        """The rows below the headers."""
        return [row for row in self.sheet.rows if row.number > self.row]

    def is_exceeded_by(self, row: Row) -> bool:
        """Whether a line of text has more cells than the headers: a separator in a value has moved them."""
        return row.width > self.width


def heading_in(sheets: Sequence[Sheet], columns: Sequence[Column]) -> Heading | None:
    """The row of the visible sheets with the most known columns, the first of equals; None without any."""
    names = {plain(name): column for column in columns for name in (column.header, *column.others)}
    found = [
        _heading(sheet, row, columns, names)
        for sheet in sheets
        if not sheet.is_hidden
        for row in sheet.rows[:LOOKED_THROUGH]
    ]
    best = max(found, key=lambda heading: len(heading.columns), default=None)
    return best if best is not None and best.columns else None


def _heading(sheet: Sheet, row: Row, columns: Sequence[Column], names: Mapping[str, Column]) -> Heading:
    known: dict[str, Cell] = {}
    unknown, repeated = [], []
    for _, cell in sorted(row.cells.items()):
        label = plain(cell.value) if isinstance(cell.value, str) else ""
        column = names.get(label)
        if column is None and (label or cell.value is not None):
            unknown.append(cell)
        elif column is not None and column.key in known:
            repeated.append(cell)
        elif column is not None:
            known[column.key] = cell
    missing = tuple(column for column in columns if column.is_required and column.key not in known)
    return Heading(sheet, row.number, known, tuple(unknown), tuple(repeated), missing, row.width)

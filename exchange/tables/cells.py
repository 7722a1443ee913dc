"""What a file holds once read: sheets, rows and cells, each with the place a person finds it at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

Value = str | Decimal | bool | date | datetime | time | timedelta


class Flaw(StrEnum):
    """What keeps a cell of a workbook from having a value."""

    FORMULA_WITHOUT_VALUE = "formula_without_value"
    """Formulas are never computed here: the value is the one that the spreadsheet kept, and it kept none."""
    ERROR = "error"
    """The spreadsheet itself shows an error, such as #REF!."""
    MERGED = "merged"
    """The cell is covered by a merge: its value stands in another one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `row` and `column` count from 1, as spreadsheets do; `value` is None when it is empty.

    `said` is what the cell shows when it has a flaw: the error's name, or the formula's absence.
    `is_formula`: the value is what a spreadsheet kept of a computation that nobody here has checked.
    """

    row: int
    column: int
    value: Value | None = None
    flaw: Flaw | None = None
    said: str = ""
    is_formula: bool = False

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it: A, B, ... Z, AA."""
        return letter_of(self.column)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number and its cells by column; cells without value nor flaw are left out.

    `width`: the columns that a line of text fills; 0 in a workbook, where nothing moves a cell.
    """

    number: int
    cells: Mapping[int, Cell] = field(default_factory=dict)
    width: int = 0

    def cell(self, column: int) -> Cell:
        """The cell in that column, empty when there is nothing."""
        return self.cells.get(column) or Cell(self.number, column)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in the row."""
        return all(cell.value is None and cell.flaw in (None, Flaw.MERGED) for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the whole of a CSV file (its name is then empty); empty rows are left out."""

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False


def letter_of(column: int) -> str:
    """The name of the n-th column, from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""One row of a plan: each cell read as its column means it, each fault told with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from cases.rules.labels import plain
from exchange.plans.columns import MOST_LENGTHS, TRADES, URBAN_RENEWALS, Choices
from exchange.tables.cells import Cell, Flaw, Row
from exchange.tables.days import day_of
from exchange.tables.findings import Findings
from exchange.tables.heading import Heading
from exchange.tables.values import (
    Misread,
    Read,
    amount_of,
    choice_of,
    cpv_of,
    is_not_given,
    months_of,
    text_of,
    yes_no_of,
)

MOST_MONTHS, MOST_EUROS = 600, Decimal(99_999_999_999)
EXAMPLE = "exemple"
"""The reference of the template's example row, which is no market."""


def _chosen(choices: Choices) -> Callable[[Cell], Read[Any]]:
    return partial(choice_of, choices=choices.by_label, allowed=choices.allowed)


READERS: Mapping[str, Callable[[Cell], Read[Any]]] = {
    **{key: partial(text_of, most=most) for key, most in MOST_LENGTHS.items()},
    "description": partial(text_of, most=MOST_LENGTHS["description"], lines=True),
    "trade": _chosen(TRADES),
    "cpv": cpv_of,
    "amount_excl_tax": partial(amount_of, most=MOST_EUROS),
    "duration_months": partial(months_of, most=MOST_MONTHS),
    "is_framework": yes_no_of,
    "urban_renewal": _chosen(URBAN_RENEWALS),
    "publication_planned_on": day_of,
    "works_planned_on": day_of,
}
"""How each column is read."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row as values by column; `unread` are the columns whose cell could not be read, and was told."""

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    headers: Mapping[str, str]
    unread: frozenset[str]

    @property
    def is_faulty(self) -> bool:
        """Whether one of its cells could not be read."""
        return bool(self.unread)

    @property
    def reference(self) -> str | None:
        """The market that the row belongs to."""
        return self.values.get("reference")

    def cell(self, key: str) -> Cell:
        """The cell of a column; the row's first one when the table lacks the column."""
        return self.cells.get(key) or Cell(self.number, 1)

    def header(self, key: str) -> str:
        """The column's header as the file writes it."""
        return self.headers.get(key, "")


def read_row(heading: Heading, row: Row, findings: Findings) -> PlanRow | None:
    """The row with its faults told; None for one without anything in a known column, or the example."""
    cells = {key: row.cell(header.column) for key, header in heading.columns.items()}
    if all(cell.value is None and cell.flaw in (None, Flaw.MERGED) for cell in cells.values()):
        return None
    headers = {key: str(header.value) for key, header in heading.columns.items()}
    first = cells["reference"]
    if isinstance(first.value, str) and plain(first.value) == EXAMPLE:
        findings.doubt(first, headers["reference"], "example_row")
        return None
    market = _reference(first)
    if heading.is_exceeded_by(row):
        findings.fault(row.cell(heading.width + 1), "", "beyond_headers", market=market)
        named = {} if market is None else {"reference": market}
        return PlanRow(row.number, named, cells, headers, unread=frozenset(READERS))
    found = {key: _read(key, cell, headers[key], market, findings) for key, cell in cells.items()}
    values = {key: read.value for key, read in found.items() if read is not None}
    unread = frozenset(key for key, read in found.items() if read is None)
    return PlanRow(row.number, values, cells, headers, unread)


def _reference(cell: Cell) -> str | None:
    """What names the market in the messages about its row, if it can be read at all."""
    try:
        return None if is_not_given(cell) else READERS["reference"](cell).value
    except Misread:
        return None


def _read(key: str, cell: Cell, header: str, market: str | None, findings: Findings) -> Read[Any] | None:
    """The value of a cell; None once its fault was told."""
    is_required = key == "reference"
    if is_not_given(cell) and not is_required:
        findings.doubt(cell, header, "not_given", market=market)
        return Read(None)
    try:
        read = READERS[key](cell)
        if is_required and (read.value is None or is_not_given(cell)):
            raise Misread("merged_missing" if cell.flaw is Flaw.MERGED else "missing")
    except Misread as misread:
        findings.fault(cell, header, misread.code, misread.detail, market)
        return None
    if read.doubt:
        findings.doubt(cell, header, read.doubt, read.detail, market)
    return read

"""Rows of totals: known by their label, checked against the rows above, never taken for a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases.rules.labels import plain
from exchange.sheets.values import is_computed
from exchange.tables.cells import Cell, Row
from exchange.tables.findings import Findings
from exchange.tables.heading import Heading
from exchange.tables.values import CENT, Misread, decimal_in, value_of, written

LABEL = re.compile(r"(sous )?tota(l|ux)( general| generaux| des heures| heures| du mois| mensuel| h)?|somme")
LABELLED = ("siret", "company_name", "reference", "title", "month", "last_name", "first_name")


@dataclass(slots=True)
class Totals:
    """The sums so far: of the whole file, and since the last row of totals.

    `is_whole` turns false with the first hours that cannot be read: no total can be checked from then on.
    """

    all_hours: Decimal = Decimal(0)
    since_last: Decimal = Decimal(0)
    is_whole: bool = True

    def add(self, hours: Decimal | None, *, is_read: bool = True) -> None:
        """Count the hours of a row."""
        self.is_whole = self.is_whole and is_read
        self.all_hours += hours or 0
        self.since_last += hours or 0

    def check(self, heading: Heading, row: Row, findings: Findings) -> None:
        """Compare a row of totals with the sums, and say what comes of it."""
        column = heading.columns["hours"]
        cell, header = row.cell(column.column), str(column.value)
        given, since_last = _number(cell), self.since_last
        self.since_last = Decimal(0)
        if given is None or not self.is_whole:
            findings.doubt(cell, header, "total_not_checked")
        elif given in (since_last, self.all_hours):
            findings.doubt(cell, header, "total_equal", written(given))
        else:
            findings.fault(cell, header, "wrong_total", written(self.all_hours.normalize()))
            self.is_whole = False


def is_total(heading: Heading, row: Row) -> bool:
    """Whether the row's label says that it is a total; someone called Total has a first name."""
    cells: Mapping[str, Cell] = {
        key: row.cell(heading.columns[key].column) for key in LABELLED if key in heading.columns
    }
    labels = {key: plain(cell.value) for key, cell in cells.items() if isinstance(cell.value, str)}
    named = labels.get("last_name", ""), labels.get("first_name", "")
    is_someone = all(named) and not LABEL.fullmatch(named[1])
    return not is_someone and any(LABEL.fullmatch(label) for label in labels.values())


def _number(cell: Cell) -> Decimal | None:
    """The total as written; None for a formula, which nobody here has computed, or for no number."""
    try:
        value = None if is_computed(cell) else value_of(cell)
        if isinstance(value, Decimal):
            return value.quantize(CENT)
        if isinstance(value, str):
            said = re.sub(r"[\s\u00a0\u202f]", "", value)
            return decimal_in(re.sub(r"(h|heures?)$", "", said, flags=re.IGNORECASE)).quantize(CENT)
    except Misread:
        return None
    return None

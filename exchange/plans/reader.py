"""The reader of purchasing plans: a file comes in, its markets and all that is wrong come out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cases.purchasing import PlanReading
from exchange.plans.columns import COLUMNS
from exchange.plans.findings import Findings
from exchange.plans.grouping import markets_in
from exchange.plans.rows import PlanRow, read_row
from exchange.tables.cells import Sheet
from exchange.tables.heading import Heading, heading_in
from exchange.tables.limits import LIMITS
from exchange.tables.reader import read_table

__all__ = ["read_plan"]
PLAN_LIMITS = replace(LIMITS, rows=2_000)


def read_plan(content: bytes, *, name: str) -> PlanReading:
    """Every market of a file, XLSX or CSV. Raises FileNotReadable when the file as a whole cannot be read.

    What is wrong inside is in the findings, by row and column; a market with a fault of its own is left out.
    """
    sheets = read_table(content, name, PLAN_LIMITS)
    findings = Findings()
    heading = heading_in(sheets, COLUMNS)
    _tell_other_sheets(sheets, heading, findings)
    rows = _rows(heading, findings)
    markets = tuple(markets_in(rows, findings))
    digest = hashlib.sha256(content).hexdigest()
    return PlanReading(name[:200], digest, markets, tuple(findings.in_order()))


def _rows(heading: Heading | None, findings: Findings) -> Iterator[PlanRow]:
    """The rows, when the headers allow to read them; what is wrong with the headers is told."""
    if heading is None:
        required = (column.header for column in COLUMNS if column.is_required)
        findings.about_file("no_header", ", ".join(required))
        return
    findings.sheet = heading.sheet.name
    for column in heading.missing:
        findings.about_row(heading.row, "missing_column", column.header)
    for cell in heading.repeated:
        findings.fault(cell, str(cell.value), "repeated_column")
    for cell in heading.unknown:
        findings.doubt(cell, str(cell.value), "unknown_column")
    if heading.missing or heading.repeated:
        return
    if not heading.records:
        findings.about_row(heading.row, "no_row")
    for row in heading.records:
        found = read_row(heading, row, findings)
        if found is not None:
            yield found


def _tell_other_sheets(sheets: Sequence[Sheet], chosen: Heading | None, findings: Findings) -> None:
    """Other sheets that look like a plan: nobody should believe that they were read."""
    for sheet in sheets:
        if chosen is not None and sheet is chosen.sheet:
            continue
        other = heading_in([replace(sheet, is_hidden=False)], COLUMNS)
        if other is not None and not other.missing:
            findings.doubt_about("hidden_sheet" if sheet.is_hidden else "other_sheet", sheet.name)

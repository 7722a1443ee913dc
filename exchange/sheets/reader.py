"""The reader of hour sheets: a file comes in, its answers and all that is wrong come out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cases.declarations import FileKey, SheetsReading
from exchange.sheets.columns import COLUMNS, FORBIDDEN
from exchange.sheets.findings import sheet_findings
from exchange.sheets.grouping import sheets_in
from exchange.sheets.key import KeyAltered, key_in
from exchange.sheets.rows import HourRow, read_row
from exchange.sheets.totals import Totals, is_total
from exchange.tables.cells import Sheet
from exchange.tables.findings import Findings
from exchange.tables.limits import LIMITS
from exchange.tables.reader import read_table
from exchange.tables.records import readable_heading

__all__ = ["SHEET_LIMITS", "read_sheets"]
SHEET_LIMITS = replace(LIMITS, rows=4_000)


def read_sheets(content: bytes, *, name: str, secret: bytes) -> SheetsReading:
    """Every answered sheet of a file, XLSX or CSV. Raises FileNotReadable when the file cannot be read.

    What is wrong inside is in the findings, by row and column; a sheet with a fault of its own is left out,
    and so is everything when a fault cannot be told to belong to one sheet. `secret` is the key under which
    generated files are signed.
    """
    tables = read_table(content, name, SHEET_LIMITS)
    findings, key = sheet_findings(), None
    try:
        key = key_in(secret, tables)
    except KeyAltered:
        findings.about_file("key_altered")
        tables = ()
    sheets = tuple(sheets_in(tuple(_rows(tables, findings, key)), findings)) if tables else ()
    if any(finding.is_rejection and finding.market is None for finding in findings.gathered):
        sheets = ()
    digest = hashlib.sha256(content).hexdigest()
    return SheetsReading(name[:200], digest, sheets, tuple(findings.in_order()), key)


def _rows(tables: Sequence[Sheet], findings: Findings, key: FileKey | None) -> Iterator[HourRow]:
    heading = readable_heading(tables, COLUMNS, findings, FORBIDDEN)
    if heading is None:
        return
    if key is None and "month" not in heading.columns:
        findings.about_row(heading.row, "no_month")
        return
    totals = Totals()
    for row in heading.records:
        if heading.is_exceeded_by(row):
            findings.fault(row.cell(heading.width + 1), "", "beyond_headers")
        elif is_total(heading, row):
            totals.check(heading, row, findings)
        elif (found := read_row(heading, row, findings, key)) is not None:
            totals.add(found.values.get("hours"), is_read="hours" not in found.unread)
            yield found

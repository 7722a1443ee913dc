"""The table of a file: found by its headers, or refused with what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cases.rules.labels import plain
from exchange.tables.cells import Sheet
from exchange.tables.findings import Findings
from exchange.tables.heading import Column, Heading, heading_in


def readable_heading(
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    findings: Findings,
    forbidden: Mapping[str, str] | None = None,
) -> Heading | None:
    """The headers, when they allow to read the rows below; what is wrong with them is told.

    `forbidden`: by plain label, the fault of a column that nobody may send.
    """
    refused = forbidden or {}
    heading = heading_in(sheets, columns)
    _tell_other_sheets(sheets, columns, heading, findings)
    if heading is None:
        required = (column.header for column in columns if column.is_required)
        findings.about_file("no_header", ", ".join(required))
        return None
    findings.sheet = heading.sheet.name
    for column in heading.missing:
        findings.about_row(heading.row, "missing_column", column.header)
    for cell in heading.repeated:
        findings.fault(cell, str(cell.value), "repeated_column")
    for cell in heading.unknown:
        header = str(cell.value)
        if plain(header) in refused:
            findings.fault(cell, header, refused[plain(header)])
        else:
            findings.doubt(cell, header, "unknown_column")
    if heading.missing or heading.repeated:
        return None
    if not heading.records:
        findings.about_row(heading.row, "no_row")
    return heading


def _tell_other_sheets(
    sheets: Sequence[Sheet], columns: Sequence[Column], chosen: Heading | None, findings: Findings
) -> None:
    """Other sheets that look like the table: nobody should believe that they were read."""
    for sheet in sheets:
        if chosen is not None and sheet is chosen.sheet:
            continue
        other = heading_in([replace(sheet, is_hidden=False)], columns)
        if other is not None and not other.missing:
            findings.doubt_about("hidden_sheet" if sheet.is_hidden else "other_sheet", sheet.name)

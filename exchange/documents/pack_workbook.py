"""The pack of a partners' meeting as a workbook: a sheet for each of its tables, figures as numbers."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cases.documents import PartnersPackFigures
from exchange.documents.pack_tables import Cell, PackTable, pack_tables
from exchange.tables.paper import A4

WIDEST, NARROWEST = 48, 12
FORMATS: Mapping[type, str] = {date: "dd/mm/yyyy", int: "#,##0", Decimal: "#,##0.00"}
"""A number without decimals would end in a lone comma if they were optional."""


@lru_cache(2)
def pack_workbook(pack: PartnersPackFigures) -> bytes:
    """The same figures always give the same bytes; the last are kept, since each guest is sent them."""
    written_to = io.BytesIO()
    book = Workbook(written_to, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made_at = datetime.combine(pack.frozen_on, time(), tzinfo=UTC)
    book.set_properties({"title": pack.reference, "author": pack.territory_name, "created": made_at})
    head = book.add_format({"bold": True, "bg_color": "#1b4b8a", "font_color": "#ffffff", "text_wrap": True})
    formats = {kind: book.add_format({"num_format": said}) for kind, said in FORMATS.items()}
    for table in pack_tables(pack):
        _write(book.add_worksheet(table.name), table, head, formats)
    book.close()
    return written_to.getvalue()


def _write(sheet: Worksheet, table: PackTable, head: Format, formats: Mapping[type, Format]) -> None:
    for column, name in enumerate(table.head):
        sheet.write_string(0, column, name, head)
        longest = max((len(str(row[column])) for row in table.rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 1, len(name) + 1)))
    for line, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, line, column, cell, formats)
    if not table.rows:
        sheet.write_string(1, 0, table.nothing)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, line: int, column: int, cell: Cell, formats: Mapping[type, Format]) -> None:
    """What people wrote is text, whatever it begins with: never a formula."""
    if isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats[date])
    elif isinstance(cell, Decimal | int):
        sheet.write_number(line, column, float(cell), formats[type(cell)])
    elif cell is not None:
        sheet.write_string(line, column, cell)

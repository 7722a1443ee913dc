"""A generated file of hour sheets as CSV: the same rows, semicolons, decimal commas, UTF-8 with its mark."""

import csv
import io
from datetime import date
from typing import Any

from cases.declarations import SheetFile
from exchange.sheets.template import Row, columns_of, rows_of
from exchange.tables.values import written

FORMULA = ("=", "+", "-", "@")


def sheets_csv(file: SheetFile) -> bytes:
    """As French spreadsheets open it. A CSV carries no key: whoever sends it answers for their own sheets."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    columns = columns_of(file)
    writer.writerow(column.header for column in columns)
    for row, _ in rows_of(file):
        writer.writerow(_in_csv(row, column.key) for column in columns)
    return text.getvalue().encode("utf-8-sig")


def _in_csv(row: Row, key: str) -> str:
    value: Any = row.get(key)
    if value is None:
        return ""
    if key == "month" and isinstance(value, date):
        return f"{value:%m/%Y}"
    said = written(value)
    # A cell that begins like a formula would be run by the spreadsheet that opens it.
    return f"'{said}" if said.startswith(FORMULA) else said

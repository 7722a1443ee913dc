"""The template of a plan, as a workbook and as CSV: headers, an example, lists, instructions."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exchange.plans.columns import COLUMNS, TRADES, URBAN_RENEWALS, YES_NO
from exchange.plans.instructions import INSTRUCTIONS, NOTES
from exchange.tables.paper import A4, TWO_LINES, height_of
from exchange.tables.values import written

PLAN_SHEET, GUIDE_SHEET, LISTS_SHEET = "Plan d'achats", "Mode d'emploi", "Listes"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_WITH_LISTS = 2000
WIDTHS = {"title": 44, "description": 60, "operation_title": 30, "lot_title": 40, "trade": 26}
DAYS = ("publication_planned_on", "works_planned_on")
TEXTS = ("reference", "operation_reference", "lot_number", "cpv")
Rows = Sequence[Mapping[str, Any]]
EXAMPLE: Rows = (
    {
        "reference": "EXEMPLE",
        "title": "Réhabilitation du groupe scolaire",
        "operation_reference": "OP-2027-03",
        "operation_title": "Quartier des Essais",
        "lot_number": "1",
        "lot_title": "Gros œuvre",
        "trade": "Gros œuvre",
        "cpv": "45223220",
        "amount_excl_tax": Decimal("1850000.00"),
        "duration_months": 14,
        "is_framework": "non",
        "urban_renewal": "non",
        "publication_planned_on": date(2027, 3, 1),
        "works_planned_on": date(2027, 9, 1),
        "description": "Cette ligne est un exemple : elle n’est pas lue.",
    },
)

MADE_AT = datetime(2027, 1, 1, tzinfo=UTC)
"""Said to be the workbook's date, which would otherwise be the clock's (a mere date is passed over)."""


def template_workbook(rows: Rows = EXAMPLE) -> bytes:
    """The workbook, with these rows under the headers; the same rows always give the same bytes."""
    written_to = io.BytesIO()
    book = Workbook(written_to, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Plan d’achats", "created": MADE_AT})
    sheet, guide = book.add_worksheet(PLAN_SHEET), book.add_worksheet(GUIDE_SHEET)
    lists = book.add_worksheet(LISTS_SHEET)
    _write_headers(book, sheet)
    _write_rows(book, sheet, rows)
    _write_lists(lists, sheet)
    _write_guide(book, guide)
    book.close()
    return written_to.getvalue()


def template_csv(rows: Rows = EXAMPLE) -> bytes:
    """The same as CSV: semicolons, decimal commas, UTF-8 with its mark, as French spreadsheets open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.header for column in COLUMNS)
    for row in rows:
        writer.writerow(_in_csv(row.get(column.key)) for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def _in_csv(value: Any) -> str:
    return "" if value is None else written(value)


def _write_headers(book: Workbook, sheet: Worksheet) -> None:
    required = book.add_format(
        {"bold": True, "bg_color": "#1b4b8a", "font_color": "#ffffff", "text_wrap": True}
    )
    optional = book.add_format({"bold": True, "bg_color": "#dbe5f1", "text_wrap": True})
    sheet.set_row(0, TWO_LINES)
    for index, column in enumerate(COLUMNS):
        sheet.write_string(0, index, column.header, required if column.is_required else optional)
        sheet.write_comment(0, index, NOTES[column.key], {"x_scale": 2, "author": "Jalon"})
        sheet.set_column(index, index, WIDTHS.get(column.key, 18), _column_format(book, column.key))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _column_format(book: Workbook, key: str) -> Format:
    if key in DAYS:
        return book.add_format({"num_format": "dd/mm/yyyy"})
    if key == "amount_excl_tax":
        return book.add_format({"num_format": "#,##0.00"})
    return book.add_format({"num_format": "@"} if key in TEXTS else {"text_wrap": key == "description"})


def _write_rows(book: Workbook, sheet: Worksheet, rows: Rows) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(COLUMNS):
            value = row.get(column.key)
            if isinstance(value, date):
                sheet.write_datetime(number, index, value, day)
            elif isinstance(value, Decimal | int):
                sheet.write_number(number, index, value)
            elif value is not None:
                sheet.write_string(number, index, str(value))


def _write_lists(lists: Worksheet, sheet: Worksheet) -> None:
    """The words to choose from: on a sheet of their own, as a list in place holds 255 characters."""
    keys = [column.key for column in COLUMNS]
    for index, (key, words) in enumerate(
        (("trade", TRADES.labels), ("is_framework", YES_NO), ("urban_renewal", URBAN_RENEWALS.labels))
    ):
        lists.write_string(0, index, NOTES_OF_LISTS[key])
        lists.write_column(1, index, words)
        letter, column = "ABC"[index], keys.index(key)
        source = f"={LISTS_SHEET}!${letter}$2:${letter}${len(words) + 1}"
        allowed = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(1, column, ROWS_WITH_LISTS, column, allowed)
    lists.set_column(0, 2, 30)


NOTES_OF_LISTS = {"trade": "Métiers possibles", "is_framework": "Oui ou non", "urban_renewal": "Choix ANRU"}


def _write_guide(book: Workbook, guide: Worksheet) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    guide.set_column(0, 0, 38, bold)
    guide.set_column(1, 1, 100, wrapped)
    for number, line in enumerate(INSTRUCTIONS):
        guide.write_string(number, 1, line, wrapped)
        guide.set_row(number, height_of(line, 100))
    for number, column in enumerate(COLUMNS, start=len(INSTRUCTIONS) + 1):
        said = f"{column.header} (obligatoire)" if column.is_required else column.header
        guide.write_string(number, 0, said, bold)
        guide.write_string(number, 1, NOTES[column.key], wrapped)
        guide.set_row(number, height_of(NOTES[column.key], 100))
    guide.set_paper(A4)
    guide.fit_to_pages(1, 0)

"""A generated file of hour sheets: one row a person, what is known locked, what is asked for in white."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cases.declarations import FileSheet, SheetFile
from cases.inputs.fields import FIRST_DAY, LAST_DAY
from exchange.documents.terms import CONTRACT_KINDS
from exchange.documents.wording import month as month_in_words
from exchange.sheets.columns import COLUMNS, COMPANY_COLUMNS
from exchange.sheets.contracts import TERMS
from exchange.sheets.instructions import IN_ENGLISH, INSTRUCTIONS, NOTES
from exchange.sheets.key import KEY_SHEET, key_text
from exchange.tables.cells import letter_of
from exchange.tables.heading import Column
from exchange.tables.paper import A4, TWO_LINES, height_of
from exchange.typography import typeset

HOURS_SHEET, GUIDE_SHEET, LISTS_SHEET = "Heures", "Mode d'emploi", "Listes"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPARE_ROWS = 20
"""For new people, below those who are known."""
TO_DO = "Écrivez dans les cases blanches ; mode d’emploi sur la feuille suivante."
HEADERS_AT = 2
"""Rows above the headers: whose file this is and what to do."""
WIDTHS = {
    "title": 40,
    "remark": 40,
    "company_name": 28,
    "reference": 20,
    "last_name": 22,
    "first_name": 22,
    "contract_kind": 24,
    "employer": 28,
    "criterion": 40,
}
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Said to be the workbook's date, which would otherwise be the clock's (a mere date is passed over)."""
Row = Mapping[str, Any]
OPEN_ON_MARKET = frozenset({"nil", "remark"})
OPEN_ON_PERSON = frozenset({"hours", "training_hours"})
OPEN_WHEN_SPARE = frozenset(
    {"siret", "reference", "last_name", "first_name", "birth_date", *OPEN_ON_PERSON, *TERMS}
)
DAYS = {"month": "mm/yyyy", "birth_date": "dd/mm/yyyy", "starts_on": "dd/mm/yyyy", "ends_on": "dd/mm/yyyy"}


def sheets_workbook(file: SheetFile, secret: bytes) -> bytes:
    """The workbook; the same sheets always give the same bytes. `secret` signs what it is for."""
    written_to = io.BytesIO()
    book = Workbook(written_to, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _title(file), "created": MADE_AT})
    sheet, guide = book.add_worksheet(HOURS_SHEET), book.add_worksheet(GUIDE_SHEET)
    lists, hidden = book.add_worksheet(LISTS_SHEET), book.add_worksheet(KEY_SHEET)
    columns = columns_of(file)
    _Hours(book, sheet, columns, file).write()
    _write_guide(book, guide, columns)
    for number, words in enumerate(_lists_of(file).values()):
        lists.write_column(0, number, words)
    lists.hide()
    hidden.write_string(0, 0, key_text(secret, file.key))
    hidden.very_hidden()
    book.close()
    return written_to.getvalue()


def columns_of(file: SheetFile) -> Sequence[Column]:
    """The columns that the file needs: whose each sheet is, only when they are of several companies."""
    hidden = () if file.has_many_companies else COMPANY_COLUMNS
    return [column for column in COLUMNS if column not in hidden]


def rows_of(file: SheetFile) -> Iterator[tuple[Row, frozenset[str]]]:
    """Each row by column, with the columns that are to be filled in: the market, then its people."""
    for sheet in file.sheets:
        about = _about(file, sheet)
        nil = {"nil": "oui" if sheet.nil else None, "remark": sheet.remark}
        yield {**about, **nil}, OPEN_ON_MARKET
        for person in sheet.people:
            known = ("last_name", "first_name", "birth_date", "last_hours", "hours", "training_hours")
            yield {**about, **{key: getattr(person, key) for key in known}}, OPEN_ON_PERSON


def _about(file: SheetFile, sheet: FileSheet) -> Row:
    return {
        "siret": sheet.siret,
        "company_name": sheet.company_name,
        "reference": sheet.reference,
        "title": sheet.title,
        "month": file.key.month,
    }


def _title(file: SheetFile) -> str:
    return f"Heures d’insertion de {month_in_words(file.key.month, 'fr')} – {file.party_name}"


def _lists_of(file: SheetFile) -> Mapping[str, Sequence[str]]:
    """By column, what may be chosen, in the order of the columns of the hidden sheet."""
    return {
        "reference": tuple(dict.fromkeys(known.reference for known in file.sheets)),
        "contract_kind": tuple(CONTRACT_KINDS[file.locale].values()),
        "employer": file.employers,
        "criterion": file.criteria,
    }


class _Hours:
    """The sheet of hours being written. Cells are locked unless they are asked for; there is no password."""

    def __init__(self, book: Workbook, sheet: Worksheet, columns: Sequence[Column], file: SheetFile) -> None:
        self.book, self.sheet, self.columns, self.file = book, sheet, columns, file
        self.index = {column.key: number for number, column in enumerate(columns)}
        self.formats: dict[tuple[str, bool], Any] = {}

    def write(self) -> None:
        bold = self.book.add_format({"bold": True, "font_size": 13})
        self.sheet.write_string(0, 0, _title(self.file), bold)
        self.sheet.write_string(1, 0, typeset(TO_DO))
        self._write_headers()
        spare = ({"month": self.file.key.month}, OPEN_WHEN_SPARE)
        rows = [*rows_of(self.file), *[spare] * SPARE_ROWS]
        for number, (row, is_open) in enumerate(rows, HEADERS_AT + 1):
            self._write_row(number, row, is_open)
        self._validate(last=HEADERS_AT + len(rows))
        self.sheet.protect("", {"format_columns": True, "sort": True, "autofilter": True})
        self.sheet.freeze_panes(HEADERS_AT + 1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADERS_AT)

    def _write_headers(self) -> None:
        head = self.book.add_format(
            {"bold": True, "bg_color": "#1b4b8a", "font_color": "#ffffff", "text_wrap": True}
        )
        self.sheet.set_row(HEADERS_AT, TWO_LINES)
        for number, column in enumerate(self.columns):
            self.sheet.write_string(HEADERS_AT, number, column.header, head)
            self.sheet.set_column(number, number, WIDTHS.get(column.key, 14))

    def _write_row(self, number: int, row: Row, is_open: frozenset[str]) -> None:
        for key, column in self.index.items():
            value, style = row.get(key), self._format(key, is_open=key in is_open)
            if value is None:
                self.sheet.write_blank(number, column, None, style)
            elif isinstance(value, date):
                self.sheet.write_datetime(number, column, value, style)
            elif isinstance(value, Decimal):
                self.sheet.write_number(number, column, value, style)
            else:
                self.sheet.write_string(number, column, str(value), style)

    def _format(self, key: str, *, is_open: bool) -> Any:
        """One format for each kind of cell: a workbook has a bounded number of them."""
        kind = DAYS.get(key, "0.00" if key.endswith("hours") else "@")
        if (kind, is_open) not in self.formats:
            looks = {"num_format": kind, "locked": not is_open, "border": 1, "border_color": "#767676"}
            self.formats[kind, is_open] = self.book.add_format(
                looks if is_open else {**looks, "bg_color": "#eeeeee"}
            )
        return self.formats[kind, is_open]

    def _validate(self, last: int) -> None:
        hours = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 744,
            "error_title": "Heures",
            "error_message": "Écrivez des heures, de 0 à 744.",
        }
        day = {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_title": "Date",
            "error_message": "Écrivez une date, par exemple 12/03/2026.",
        }
        choices = {
            "hours": hours,
            "training_hours": hours,
            "nil": {"validate": "list", "source": ["oui"]},
            "starts_on": day,
            "ends_on": day,
        }
        for letter, (key, words) in zip("ABCD", _lists_of(self.file).items(), strict=True):
            source = f"={LISTS_SHEET}!${letter}$1:${letter}${len(words)}"
            if words:  # other spellings are read too: the list warns, except of a market that is not there
                strictness = "stop" if key == "reference" else "warning"
                choices[key] = {"validate": "list", "source": source, "error_type": strictness}
        for key, allowed in choices.items():
            column = self.index[key]
            self.sheet.data_validation(HEADERS_AT + 1, column, last, column, allowed)


def _write_guide(book: Workbook, guide: Worksheet, columns: Sequence[Column]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    guide.set_column(0, 0, 30, bold)
    guide.set_column(1, 1, 100, wrapped)
    lines = [("", typeset(line)) for line in INSTRUCTIONS]
    lines += [
        (f"{letter_of(n)}. {column.header}", typeset(NOTES[column.key]))
        for n, column in enumerate(columns, 1)
    ]
    lines += [("In English", IN_ENGLISH[0]), *(("", line) for line in IN_ENGLISH[1:])]
    for number, (left, right) in enumerate(lines):
        guide.write_string(number, 0, left, bold)
        guide.write_string(number, 1, right, wrapped)
        guide.set_row(number, height_of(right, 100))
    guide.set_paper(A4)
    guide.fit_to_pages(1, 0)
    guide.protect("")

"""The sheets of a market as a table: a row for each month, a column for each company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.queries.market_page import Contact, SheetCell


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month, latest first; None where a company owed no sheet."""

    month: date
    cells: tuple[SheetCell | None, ...]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The companies heading the columns, and the months."""

    companies: tuple[Contact, ...]
    rows: tuple[MonthRow, ...]


def sheet_table(sheets: Sequence[SheetCell], companies: Sequence[Contact]) -> SheetTable:
    """The table of these sheets; companies without any sheet have no column."""
    seen = {sheet.party_id for sheet in sheets}
    columns = tuple(company for company in companies if company.party_id in seen)
    by_place = {(sheet.month, sheet.party_id): sheet for sheet in sheets}
    months = sorted({sheet.month for sheet in sheets}, reverse=True)
    rows = tuple(
        MonthRow(month, tuple(by_place.get((month, company.party_id)) for company in columns))
        for month in months
    )
    return SheetTable(columns, rows)

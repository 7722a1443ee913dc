"""The one way to read a table that somebody sent."""

from exchange.tables.cells import Sheet
from exchange.tables.limits import LIMITS, Limits
from exchange.tables.separated import read_text
from exchange.tables.sniffing import Kind, kind_of
from exchange.tables.workbook import read_workbook

__all__ = ["read_table"]


def read_table(content: bytes, name: str, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The sheets of a workbook, hidden ones included and marked, or the one of a CSV file.

    Hostile or broken files raise FileNotReadable within `limits.seconds` and `limits.memory_bytes`. Formulas
    are not computed: their cells hold the value that the spreadsheet kept, or say that there is none.
    """
    if kind_of(content, name, limits) is Kind.TEXT:
        return (read_text(content, limits),)
    return read_workbook(content, limits)

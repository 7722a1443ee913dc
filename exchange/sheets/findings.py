"""The findings of a file of hour sheets, in its words."""

from exchange.sheets import wording as of_sheets
from exchange.tables import wording as of_tables
from exchange.tables.findings import Findings


def sheet_findings() -> Findings:
    """None yet."""
    return Findings(
        {**of_tables.MISREADINGS, **of_tables.HEADING_FAULTS, **of_sheets.FAULTS},
        {**of_tables.DOUBTS, **of_tables.HEADING_DOUBTS, **of_sheets.DOUBTS},
    )

"""The reader of purchasing plans: a file comes in, its markets and all that is wrong come out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cases.purchasing import PlanReading
from exchange.plans.columns import COLUMNS
from exchange.plans.findings import plan_findings
from exchange.plans.grouping import markets_in
from exchange.plans.rows import PlanRow, read_row
from exchange.tables.cells import Sheet
from exchange.tables.findings import Findings
from exchange.tables.limits import LIMITS
from exchange.tables.reader import read_table
from exchange.tables.records import readable_heading

__all__ = ["read_plan"]
PLAN_LIMITS = replace(LIMITS, rows=2_000)


def read_plan(content: bytes, *, name: str) -> PlanReading:
    """Every market of a file, XLSX or CSV. Raises FileNotReadable when the file as a whole cannot be read.

    What is wrong inside is in the findings, by row and column; a market with a fault of its own is left out.
    """
    sheets = read_table(content, name, PLAN_LIMITS)
    findings = plan_findings()
    markets = tuple(markets_in(_rows(sheets, findings), findings))
    digest = hashlib.sha256(content).hexdigest()
    return PlanReading(name[:200], digest, markets, tuple(findings.in_order()))


def _rows(sheets: Sequence[Sheet], findings: Findings) -> Iterator[PlanRow]:
    heading = readable_heading(sheets, COLUMNS, findings)
    if heading is None:
        return
    for row in heading.records:
        found = read_row(heading, row, findings)
        if found is not None:
            yield found

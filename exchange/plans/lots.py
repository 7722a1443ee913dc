"""The lots of one market: each row with its number and its title, none twice."""

from collections.abc import Sequence

from cases.inputs import MOST_PARTS, PartInput
from exchange.plans.rows import PlanRow
from exchange.tables.cells import Flaw
from exchange.tables.findings import Findings

OF_A_LOT = ("trade", "cpv", "amount_excl_tax", "duration_months")


def lots_of(reference: str, group: Sequence[PlanRow], findings: Findings) -> tuple[PartInput, ...]:
    """The lots of a market; none when it is a single row without a lot number, or when one is at fault."""
    if not any(_has_number(row) for row in group):
        for row in group[1:]:
            cell, header = row.cell("reference"), row.header("reference")
            findings.fault(cell, header, "repeated_market", group[0].number, reference)
        return ()
    if len(group) > MOST_PARTS:
        findings.about_row(group[MOST_PARTS].number, "too_many_lots", MOST_PARTS, reference)
    _tell_numbers(reference, group, findings)
    for row in group:
        if row.values.get("lot_title") is None and "lot_title" not in row.unread:
            tell_missing(reference, row, "lot_title", findings)
    is_whole = all(row.values.get("lot_title") and row.values.get("lot_number") for row in group)
    return tuple(_lot(row) for row in group[:MOST_PARTS]) if is_whole else ()


def tell_missing(reference: str, row: PlanRow, key: str, findings: Findings) -> None:
    """A cell that must be filled in is empty, or covered by a merge."""
    cell = row.cell(key)
    code = "merged_missing" if cell.flaw is Flaw.MERGED else "missing"
    findings.fault(cell, row.header(key), code, market=reference)


def _has_number(row: PlanRow) -> bool:
    return row.values.get("lot_number") is not None or "lot_number" in row.unread


def _tell_numbers(reference: str, group: Sequence[PlanRow], findings: Findings) -> None:
    """Lots without a number, or with that of another."""
    known: dict[str, int] = {}
    for row in group:
        if not _has_number(row):
            cell, header = row.cell("lot_number"), row.header("lot_number")
            findings.fault(cell, header, "lot_number_missing", market=reference)
        elif number := row.values.get("lot_number"):
            first = known.setdefault(number.casefold(), row.number)
            if first != row.number:
                cell, header = row.cell("lot_number"), row.header("lot_number")
                findings.fault(cell, header, "repeated_lot", first, reference)


def _lot(row: PlanRow) -> PartInput:
    facts = {key: row.values.get(key) for key in OF_A_LOT}
    return PartInput(number=row.values["lot_number"], title=row.values["lot_title"], **facts)

"""From rows to markets: rows of one reference are the lots of one market, and must agree about it."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from cases.findings import CellPlace
from cases.inputs import Announcement
from cases.purchasing import PlannedMarket
from cases.refusals import InvalidInput
from exchange.plans.lots import lots_of, tell_missing
from exchange.plans.rows import PlanRow
from exchange.tables.findings import Findings
from exchange.tables.values import written

OF_THE_MARKET = (
    "title",
    "operation_reference",
    "operation_title",
    "is_framework",
    "urban_renewal",
    "publication_planned_on",
    "works_planned_on",
    "description",
)
"""What is said of the market: once, or the same on each of its rows."""


def markets_in(rows: Iterable[PlanRow], findings: Findings) -> Iterator[PlannedMarket]:
    """The markets that have no fault of their own, in the order of the file."""
    groups: dict[str, list[PlanRow]] = {}
    for row in rows:
        if row.reference is not None:
            groups.setdefault(row.reference, []).append(row)
    for reference, group in groups.items():
        market = _market(reference, group, findings)
        if market is not None:
            yield market


def _market(reference: str, group: Sequence[PlanRow], findings: Findings) -> PlannedMarket | None:
    before = findings.rejections
    facts = {key: _agreed(key, reference, group, findings) for key in OF_THE_MARKET}
    _refuse_early_start(reference, group, facts, findings)
    lots = lots_of(reference, group, findings)
    if facts["title"] is None and not any("title" in row.unread for row in group):
        tell_missing(reference, group[0], "title", findings)
    if findings.rejections > before or any(row.is_faulty for row in group):
        return None
    given = {key: value for key, value in facts.items() if value is not None}
    try:
        announcement = Announcement(reference=reference, **given, **_together(group), parts=lots)
    except (ValidationError, InvalidInput) as error:
        findings.about_row(group[0].number, "not_fitting", _reasons(error), reference)
        return None
    first = group[0].cell("reference")
    place = CellPlace(findings.sheet, first.row, first.letter, group[0].header("reference"))
    return PlannedMarket(announcement, reference, place)


def _agreed(key: str, reference: str, group: Sequence[PlanRow], findings: Findings) -> Any:
    """What the rows say of the market; None when none does. Rows that say otherwise are told."""
    said: PlanRow | None = None
    for row in group:
        value = row.values.get(key)
        if value is None:
            continue
        if said is None:
            said = row
        elif value != said.values[key]:
            _tell(row, key, "disagrees", said.number, reference, findings)
    return None if said is None else said.values[key]


def _refuse_early_start(
    reference: str, group: Sequence[PlanRow], facts: dict[str, Any], findings: Findings
) -> None:
    publication, works = facts["publication_planned_on"], facts["works_planned_on"]
    if publication is None or works is None or works >= publication:
        return
    key = "works_planned_on"
    row = next(row for row in group if row.values.get(key) is not None)
    _tell(row, key, "starts_before_publication", written(publication), reference, findings)


def _tell(row: PlanRow, key: str, code: str, detail: object, reference: str, findings: Findings) -> None:
    findings.fault(row.cell(key), row.header(key), code, detail, reference)


def _together(group: Sequence[PlanRow]) -> dict[str, Any]:
    """What the rows make together: amounts add up, the longest duration counts, a common trade or CPV stays.

    An amount that one lot does not tell leaves the whole unknown.
    """
    amounts = [
        row.values["amount_excl_tax"] for row in group if row.values.get("amount_excl_tax") is not None
    ]
    durations = [row.values["duration_months"] for row in group if row.values.get("duration_months")]
    common = {key: {row.values.get(key) for row in group} for key in ("trade", "cpv")}
    return {
        "amount_excl_tax": sum(amounts, Decimal(0)) if len(amounts) == len(group) else None,
        "duration_months": max(durations, default=None),
        **{key: found.pop() if len(found) == 1 else None for key, found in common.items()},
    }


def _reasons(error: ValidationError | InvalidInput) -> str:
    if isinstance(error, InvalidInput):
        return error.message_fr
    return " ".join(str(problem["msg"]).removeprefix("Value error, ") for problem in error.errors())

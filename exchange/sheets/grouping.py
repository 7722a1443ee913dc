"""From rows to sheets: the rows of one company, market and month are one answer, or none."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cases.declarations import DeclaredLine, DeclaredSheet, DeclaredTerms
from cases.findings import CellPlace
from cases.rules.labels import plain
from exchange.sheets.columns import MOST_PEOPLE
from exchange.sheets.contracts import TERMS
from exchange.sheets.rows import HourRow
from exchange.tables.findings import Findings

Key = tuple[str, str, date]
"""The company as compared (empty when not said), the reference as compared, the month."""


def sheets_in(rows: Iterable[HourRow], findings: Findings) -> Iterator[DeclaredSheet]:
    """The sheets that are answered and have no fault, in the order of the file.

    A fault in a row keeps out every sheet that the row may belong to: nothing is half-imported.
    """
    groups: dict[Key, list[HourRow]] = {}
    faulty: list[HourRow] = []
    for row in rows:
        if row.unread:
            faulty.append(row)
        if row.reference is not None and row.month is not None:
            groups.setdefault((plain(row.company or ""), plain(row.reference), row.month), []).append(row)
    for key, group in groups.items():
        before = findings.rejections
        sheet = _sheet(group, findings)
        is_doubtful = any(_may_be_of(row, key) for row in faulty)
        if sheet is not None and findings.rejections == before and not is_doubtful:
            yield sheet


def _may_be_of(row: HourRow, key: Key) -> bool:
    """Whether what could be read of a faulty row does not exclude the sheet."""
    company, reference, month = key
    return (
        (bool(row.unread & {"siret", "company_name"}) or plain(row.company or "") == company)
        and (row.reference is None or plain(row.reference) == reference)
        and (row.month is None or "month" in row.unread or row.month == month)
    )


def _sheet(group: Sequence[HourRow], findings: Findings) -> DeclaredSheet | None:
    """The answer of a group of rows; None when it is none, which is told."""
    first = group[0]
    lines = [row for row in group if row.has_hours]
    nobody = next((row for row in group if row.values.get("nil")), None)
    _tell_repeated(lines, findings)
    if nobody is not None and lines:
        _tell(nobody, "nil", "nil_with_hours", lines[0].number, findings)
    if len(lines) > MOST_PEOPLE:
        _tell(lines[MOST_PEOPLE], "hours", "too_many_people", MOST_PEOPLE, findings)
    if nobody is None and not lines:
        if not any(row.unread for row in group):
            findings.doubt(first.cell("hours"), first.header("hours"), "unanswered", market=first.reference)
        return None
    remarks = dict.fromkeys(row.values["remark"] for row in group if row.values.get("remark"))
    assert first.reference is not None and first.month is not None  # what groups are made by
    return DeclaredSheet(
        first.company,
        first.reference,
        first.month,
        nobody is not None,
        tuple(_line(row, findings.sheet) for row in lines),
        "\n".join(remarks)[:2000] or None,
        _place(first, "reference", findings.sheet),
    )


def _tell_repeated(lines: Sequence[HourRow], findings: Findings) -> None:
    """Someone twice on one sheet; two of one name are two people when both dates of birth say so."""
    known: dict[tuple[str, str], list[HourRow]] = {}
    for row in lines:
        if all(row.person):
            others = known.setdefault(row.person, [])
            twin = next((other for other in others if _may_be_one(row, other)), None)
            if twin is not None:
                _tell(row, "last_name", "repeated_person", twin.number, findings)
            others.append(row)


def _may_be_one(row: HourRow, other: HourRow) -> bool:
    born, other_born = row.values.get("birth_date"), other.values.get("birth_date")
    return born is None or other_born is None or born == other_born


def _line(row: HourRow, sheet: str) -> DeclaredLine:
    return DeclaredLine(
        row.values.get("last_name") or "",
        row.values.get("first_name") or "",
        row.values.get("birth_date"),
        row.values["hours"],
        row.values.get("training_hours"),
        _place(row, "hours", sheet),
        _terms(row, sheet),
    )


def _terms(row: HourRow, sheet: str) -> DeclaredTerms | None:
    """The contract and the criterion, when the row tells any."""
    told = {key: row.values.get(key) for key in TERMS}
    if not any(told.values()):
        return None
    return DeclaredTerms(**told, places={key: _place(row, key, sheet) for key in TERMS})


def _tell(row: HourRow, key: str, code: str, detail: object, findings: Findings) -> None:
    findings.fault(row.cell(key), row.header(key), code, detail, row.reference)


def _place(row: HourRow, key: str, sheet: str) -> CellPlace:
    cell = row.cell(key)
    return CellPlace(sheet, cell.row, cell.letter, row.header(key))

"""One row of a file of hours: each cell read as its column means it, each fault told with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cases.declarations import FileKey
from cases.inputs.nir import NIR
from cases.rules.labels import plain
from exchange.sheets.columns import MOST_LENGTHS, NOT_READ
from exchange.sheets.contracts import TERMS, kind_of, missing_of
from exchange.sheets.values import birth_of, hours_of, is_computed, month_of, nobody_of, siret_of
from exchange.tables.cells import Cell, Flaw, Row
from exchange.tables.days import day_of
from exchange.tables.findings import Findings
from exchange.tables.heading import Heading
from exchange.tables.values import Misread, Read, is_not_given, text_of, written

READERS: Mapping[str, Callable[[Cell], Read[Any]]] = {
    **{key: partial(text_of, most=most) for key, most in MOST_LENGTHS.items()},
    "siret": siret_of,
    "month": month_of,
    "birth_date": birth_of,
    "hours": hours_of,
    "training_hours": hours_of,
    "nil": nobody_of,
    "remark": partial(text_of, most=MOST_LENGTHS["remark"], lines=True),
    "contract_kind": kind_of,
    "starts_on": day_of,
    "ends_on": day_of,
}
"""How each column is read."""
FILLED_IN = ("hours", "training_hours", "nil", "remark")
"""What says that somebody filled the row in: names alone are those of the template."""
NAMES = ("last_name", "first_name")
FREE_TEXTS = (*NAMES, "remark", "company_name", "birth_date", "employer", "criterion")


@dataclass(frozen=True, slots=True)
class HourRow:
    """A row as values by column; `unread` are the columns whose cell could not be read, and was told."""

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    headers: Mapping[str, str]
    unread: frozenset[str]

    @property
    def company(self) -> str | None:
        """The SIRET, or the name when that is all."""
        found: str | None = self.values.get("siret") or self.values.get("company_name")
        return found

    @property
    def reference(self) -> str | None:
        found: str | None = self.values.get("reference")
        return found

    @property
    def month(self) -> date | None:
        found: date | None = self.values.get("month")
        return found

    @property
    def has_hours(self) -> bool:
        return bool(self.values.get("hours"))

    @property
    def person(self) -> tuple[str, str]:
        """The names as they are compared: without case nor accents."""
        last_name, first_name = (_compared(self.values.get(key) or "") for key in NAMES)
        return last_name, first_name

    def cell(self, key: str) -> Cell:
        """The cell of a column; the row's first one when the table lacks the column."""
        return self.cells.get(key) or Cell(self.number, 1)

    def header(self, key: str) -> str:
        """The column's header as the file writes it."""
        return self.headers.get(key, "")


def read_row(heading: Heading, row: Row, findings: Findings, key: FileKey | None) -> HourRow | None:
    """The row with its faults told; None when nobody filled it in, and it names no sheet."""
    cells = {name: row.cell(header.column) for name, header in heading.columns.items()}
    headers = {name: str(header.value) for name, header in heading.columns.items()}
    market = _reference(cells["reference"])
    is_filled_in = any(_is_filled(cells[name]) for name in FILLED_IN if name in cells)
    if not is_filled_in:
        _tell_unkept(cells, headers, market, findings)
    if not is_filled_in and market is None:
        return None
    wanted = [name for name in cells if name not in NOT_READ]
    if not is_filled_in:  # of someone who did not work, only the sheet matters
        wanted = [name for name in wanted if name not in (*NAMES, "birth_date", *TERMS)]
    found = {name: _read(name, cells[name], headers[name], market, findings) for name in wanted}
    values = {name: read.value for name, read in found.items() if read is not None}
    unread = {name for name, read in found.items() if read is None}
    if key is not None and "month" not in cells:
        values["month"] = key.month
    read_row = HourRow(row.number, values, cells, headers, frozenset(unread))
    if is_filled_in and not read_row.has_hours and "hours" not in unread:
        _tell_unkept(cells, headers, market, findings)
    if not is_filled_in and read_row.month is None and not unread & {"month"}:
        return None
    missing = frozenset(_tell_missing(read_row, market, findings)) if is_filled_in else frozenset()
    other = _tell_other_month(read_row, market, findings, key)
    return HourRow(row.number, values, cells, headers, frozenset(unread) | missing | other)


def _tell_unkept(
    cells: Mapping[str, Cell], headers: Mapping[str, str], market: str | None, findings: Findings
) -> None:
    """A contract or a criterion is kept with hours alone, as on the page: of someone without, it is said."""
    filled = (name for name in TERMS if name in cells and _is_filled(cells[name]))
    told = next((name for name in filled if not is_not_given(cells[name])), None)
    if told is not None:
        place = Cell(cells[told].row, cells[told].column)  # what stands there is not repeated
        findings.doubt(place, headers[told], "terms_unkept", market=market)


def _compared(name: str) -> str:
    return plain(name) or name.casefold()


def _is_filled(cell: Cell) -> bool:
    return cell.value is not None or cell.flaw not in (None, Flaw.MERGED)


def _reference(cell: Cell) -> str | None:
    """What names the market in the messages about its row, if it can be read at all."""
    try:
        return None if is_not_given(cell) or is_computed(cell) else READERS["reference"](cell).value
    except Misread:
        return None


def _read(name: str, cell: Cell, header: str, market: str | None, findings: Findings) -> Read[Any] | None:
    """The value of a cell; None once its fault was told."""
    if is_computed(cell):
        findings.fault(cell, header, "formula", market=market)
        return None
    if name in FREE_TEXTS and isinstance(cell.value, str) and NIR.search(cell.value):
        findings.fault(Cell(cell.row, cell.column), header, "nir", market=market)  # never repeated
        return None
    if is_not_given(cell) and name != "nil":
        if name in (*NAMES, "reference", "month"):
            return Read(None)  # told where it is missing
        findings.doubt(cell, header, "not_given", market=market)
        return Read(None)
    try:
        read = READERS[name](cell)
    except Misread as misread:
        findings.fault(cell, header, misread.code, misread.detail, market)
        return None
    if read.doubt:
        findings.doubt(cell, header, read.doubt, read.detail, market)
    return read


def _tell_missing(row: HourRow, market: str | None, findings: Findings) -> list[str]:
    """What a row that was filled in lacks: its sheet, and who worked."""
    is_about_someone = row.has_hours or row.values.get("training_hours") or row.unread & {"hours"}
    wanted = ["reference", "month", *(NAMES if is_about_someone else ())]
    missing = [key for key in wanted if row.values.get(key) is None and key not in row.unread]
    for key in missing:
        cell = row.cell(key)
        code = "merged_missing" if cell.flaw is Flaw.MERGED else "missing"
        findings.fault(cell, row.header(key), code, market=market)
    hours, training = row.values.get("hours"), row.values.get("training_hours")
    if training and "hours" not in row.unread and not hours:
        findings.fault(row.cell("hours"), row.header("hours"), "hours_missing", market=market)
        missing.append("hours")
    elif training and hours and training > hours:
        findings.fault(
            row.cell("training_hours"),
            row.header("training_hours"),
            "training_too_many",
            written(hours.normalize()),
            market,
        )
        missing.append("training_hours")
    for key, code in _faults_of_contract(row):
        findings.fault(row.cell(key), row.header(key), code, market=market)
        missing.append(key)
    return missing


def _faults_of_contract(row: HourRow) -> list[tuple[str, str]]:
    """What is to be told of a contract whose cells were read; none of someone without hours."""
    return [fault for fault in missing_of(row.values) if fault[0] not in row.unread] if row.has_hours else []


def _tell_other_month(
    row: HourRow, market: str | None, findings: Findings, key: FileKey | None
) -> frozenset[str]:
    """A generated file is for one month: another one in it is a mistake, or somebody's reuse."""
    if key is None or row.month in (None, key.month):
        return frozenset()
    findings.fault(row.cell("month"), row.header("month"), "other_month", f"{key.month:%m/%Y}", market)
    return frozenset({"month"})

"""What is wrong or doubtful in a table, gathered while it is read, in the order of the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cases.findings import REJECTED, WARNING, CellPlace, Finding
from exchange.tables.cells import Cell
from exchange.tables.refusals import Wording
from exchange.tables.values import written
from exchange.tables.wording import worded
from exchange.typography import shown


@dataclass(slots=True)
class Findings:
    """The findings of one file, worded by code. `sheet` is the sheet that is read."""

    faults: Mapping[str, Wording]
    doubts: Mapping[str, Wording]
    sheet: str = ""
    gathered: list[Finding] = field(default_factory=list)

    @property
    def rejections(self) -> int:
        """How many of them keep something out."""
        return sum(finding.is_rejection for finding in self.gathered)

    def fault(
        self, cell: Cell, header: str, code: str, detail: object = "", market: str | None = None
    ) -> None:
        """A cell that keeps what it belongs to out."""
        self._add(REJECTED, self.faults[code], detail, self._at(cell, header), _said(cell), market)

    def doubt(
        self, cell: Cell, header: str, code: str, detail: object = "", market: str | None = None
    ) -> None:
        """A cell that was read with a reserve."""
        self._add(WARNING, self.doubts[code], detail, self._at(cell, header), _said(cell), market)

    def about_file(self, code: str, detail: object = "") -> None:
        """The whole file cannot be taken in."""
        self._add(REJECTED, self.faults[code], detail, CellPlace(), None, None)

    def about_row(self, row: int, code: str, detail: object = "", market: str | None = None) -> None:
        """A row as a whole is at fault."""
        self._add(REJECTED, self.faults[code], detail, CellPlace(self.sheet, row), None, market)

    def doubt_about(self, code: str, detail: object = "") -> None:
        """The file is read with a reserve."""
        self._add(WARNING, self.doubts[code], detail, CellPlace(), None, None)

    def in_order(self) -> Iterable[Finding]:
        """From the top of the file to its end, each row from left to right."""
        return sorted(self.gathered, key=_position)

    def _at(self, cell: Cell, header: str) -> CellPlace:
        return CellPlace(self.sheet, cell.row, cell.letter, header)

    def _add(
        self,
        kind: str,
        wording: Wording,
        detail: object,
        place: CellPlace,
        value: str | None,
        market: str | None,
    ) -> None:
        reason = worded(wording, detail)
        self.gathered.append(Finding(kind, market, place, value, reason.fr, reason.en))


def _said(cell: Cell) -> str | None:
    said = cell.said if cell.value is None else shown(written(cell.value))
    return said or None


def _position(finding: Finding) -> tuple[int, int, str]:
    column = finding.place.column or ""
    return finding.place.row or 0, len(column), column

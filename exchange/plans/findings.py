"""What is wrong or doubtful in a plan, gathered while it is read, in the order of the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cases.purchasing import REJECTED, WARNING, PlanFinding, PlanPlace
from exchange.plans import wording as of_plans
from exchange.tables import wording as of_cells
from exchange.tables.cells import Cell
from exchange.tables.refusals import Wording
from exchange.tables.values import written
from exchange.tables.wording import worded
from exchange.typography import shown

FAULTS: Mapping[str, Wording] = {**of_cells.MISREADINGS, **of_plans.FAULTS}
DOUBTS: Mapping[str, Wording] = {**of_cells.DOUBTS, **of_plans.DOUBTS}


@dataclass(slots=True)
class Findings:
    """The findings of one file. `sheet` is the sheet that is read."""

    sheet: str = ""
    gathered: list[PlanFinding] = field(default_factory=list)

    @property
    def rejections(self) -> int:
        """How many of them keep a market out."""
        return sum(finding.is_rejection for finding in self.gathered)

    def fault(
        self, cell: Cell, header: str, code: str, detail: object = "", market: str | None = None
    ) -> None:
        """A cell that keeps its market out."""
        self._add(REJECTED, FAULTS[code], detail, self._at(cell, header), _said(cell), market)

    def doubt(
        self, cell: Cell, header: str, code: str, detail: object = "", market: str | None = None
    ) -> None:
        """A cell that was read with a reserve."""
        self._add(WARNING, DOUBTS[code], detail, self._at(cell, header), _said(cell), market)

    def about_file(self, code: str, detail: object = "") -> None:
        """The whole file cannot be taken in."""
        self._add(REJECTED, FAULTS[code], detail, PlanPlace(), None, None)

    def about_row(self, row: int, code: str, detail: object = "", market: str | None = None) -> None:
        """A row as a whole is at fault."""
        self._add(REJECTED, FAULTS[code], detail, PlanPlace(self.sheet, row), None, market)

    def doubt_about(self, code: str, detail: object = "") -> None:
        """The file is read with a reserve."""
        self._add(WARNING, DOUBTS[code], detail, PlanPlace(), None, None)

    def in_order(self) -> Iterable[PlanFinding]:
        """From the top of the file to its end, each row from left to right."""
        return sorted(self.gathered, key=_position)

    def _at(self, cell: Cell, header: str) -> PlanPlace:
        return PlanPlace(self.sheet, cell.row, cell.letter, header)

    def _add(
        self,
        kind: str,
        wording: Wording,
        detail: object,
        place: PlanPlace,
        value: str | None,
        market: str | None,
    ) -> None:
        reason = worded(wording, detail)
        self.gathered.append(PlanFinding(kind, market, place, value, reason.fr, reason.en))


def _said(cell: Cell) -> str | None:
    said = cell.said if cell.value is None else shown(written(cell.value))
    return said or None


def _position(finding: PlanFinding) -> tuple[int, int, str]:
    column = finding.place.column or ""
    return finding.place.row or 0, len(column), column

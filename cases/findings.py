"""What is wrong or doubtful in a table that somebody sent, and where it stands in the file."""

from dataclasses import asdict, dataclass
from typing import Any

REJECTED, QUESTION, WARNING = "rejected", "question", "warning"
KINDS = (REJECTED, QUESTION, WARNING)
"""In the order in which they are read: what keeps out, what is taken once confirmed, what is only told."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where something stands in the file: the sheet (empty for a CSV), the row, the column and its header.

    `row` and `column` are as a spreadsheet names them; None when it is about the whole file.
    """

    sheet: str = ""
    row: int | None = None
    column: str | None = None
    header: str | None = None

    @property
    def cell(self) -> str:
        """`C12`; the row or the column alone when only it is known."""
        return f"{self.column or ''}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (`rejected`), to be confirmed (`question`) or doubtful (`warning`) at one place."""

    kind: str
    market: str | None
    """The reference of the market it is about, when it is known."""
    place: CellPlace
    value: str | None
    reason_fr: str
    reason_en: str

    @property
    def is_rejection(self) -> bool:
        return self.kind == REJECTED

    def as_json(self) -> dict[str, Any]:
        """Flat, for a file or a program."""
        place = asdict(self.place)
        return {"kind": self.kind, "market": self.market, **place} | {
            "value": self.value,
            "reason_fr": self.reason_fr,
            "reason_en": self.reason_en,
        }

"""What a declared hour is worth (DOMAIN.md rule 3): counted, or set aside with its reason, never dropped."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from models.vocabulary import CountingRule, SetAside, SheetStatus

SHEET_REASON = {
    SheetStatus.AWAITED: SetAside.SHEET_NOT_VALIDATED,
    SheetStatus.SUBMITTED: SetAside.SHEET_NOT_VALIDATED,
    SheetStatus.VALIDATED: None,
    SheetStatus.REJECTED: SetAside.SHEET_REJECTED,
    SheetStatus.CANCELLED: SetAside.SHEET_CANCELLED,
}
"""Why the lines of a sheet in that status are set aside; None when they count."""


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One participant's hours on one sheet, as the company wrote them."""

    participant_id: int
    hours: Decimal

    def __post_init__(self) -> None:
        if not self.hours.is_finite() or self.hours < 0:
            raise ValueError(f"participant {self.participant_id}: {self.hours} is not a number of hours")


@dataclass(frozen=True, slots=True)
class LineDecision:
    """What became of one line, and under which rule. `reason` is None when the hours count."""

    line: DeclaredLine
    reason: SetAside | None
    rule: CountingRule

    @property
    def is_counted(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Count:
    """Every line of a sheet with its decision, in the order declared, under one named pack version."""

    decisions: tuple[LineDecision, ...]
    pack_version: str

    @property
    def declared_hours(self) -> Decimal:
        """All that the company wrote: always `counted_hours` + `set_aside_hours`."""
        return _total(self.decisions)

    @property
    def counted_hours(self) -> Decimal:
        """What the market is credited with."""
        return _total(decision for decision in self.decisions if decision.is_counted)

    @property
    def set_aside_hours(self) -> Decimal:
        """What waits or is refused; each line says why."""
        return _total(decision for decision in self.decisions if not decision.is_counted)


def count(lines: Iterable[DeclaredLine], sheet_status: SheetStatus, pack_version: str) -> Count:
    """Decide each line of one sheet: only a validated sheet counts, and each participant once on it.

    Of two lines for one participant the first is kept; a correction goes through a reopened sheet (rule 4).
    """
    seen: set[int] = set()
    decisions = []
    for line in lines:
        decisions.append(_decide(line, sheet_status, is_duplicate=line.participant_id in seen))
        seen.add(line.participant_id)
    return Count(tuple(decisions), pack_version)


def _decide(line: DeclaredLine, sheet_status: SheetStatus, *, is_duplicate: bool) -> LineDecision:
    if reason := SHEET_REASON[sheet_status]:
        return LineDecision(line, reason, CountingRule.VALIDATED_SHEETS_COUNT)
    if is_duplicate:
        return LineDecision(line, SetAside.DUPLICATE_LINE, CountingRule.ONE_LINE_PER_PARTICIPANT)
    return LineDecision(line, None, CountingRule.VALIDATED_SHEETS_COUNT)


def _total(decisions: Iterable[LineDecision]) -> Decimal:
    return sum((decision.line.hours for decision in decisions), Decimal(0))

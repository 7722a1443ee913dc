"""A buyer's purchasing plan: as the reader of a file gives it to the command, and what came of it."""

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from cases.findings import CellPlace, Finding
from cases.inputs import Announcement


@dataclass(frozen=True, slots=True)
class PlannedMarket:
    """One market of the plan without a fault of its own, and where its reference stands."""

    announcement: Announcement
    reference: str
    place: CellPlace


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What a file holds: the markets that can be taken in, and what is wrong with the others."""

    file_name: str
    file_sha256: str
    markets: tuple[PlannedMarket, ...]
    findings: tuple[Finding, ...] = ()

    def without(self, references: set[str], findings: tuple[Finding, ...]) -> "PlanReading":
        """Without those markets, and with what is wrong with them."""
        kept = tuple(market for market in self.markets if market.reference not in references)
        return replace(self, markets=kept, findings=(*self.findings, *findings))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One market that was announced, or would be (`market_id` is None)."""

    reference: str
    title: str
    lots: int
    amount_excl_tax: Decimal | None
    market_id: int | None = None

    @classmethod
    def of(cls, market: PlannedMarket, market_id: int | None = None) -> "PlanLine":
        """The line of a market of the plan."""
        told = market.announcement
        return cls(market.reference, told.title, len(told.parts), told.amount_excl_tax, market_id)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What came of a plan, or would: nothing is written for a dry run, nor for a file already known."""

    markets: tuple[PlanLine, ...]
    findings: tuple[Finding, ...]
    partial: bool
    dry_run: bool = False
    is_known: bool = False
    """The same file was taken in before for this buyer, as plan `plan_id`."""
    plan_id: int | None = None

    @property
    def rejected(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_rejection)

    @property
    def is_importable(self) -> bool:
        """Whether a real run would write something: some market, and no fault unless faults are left out."""
        return bool(self.markets) and (self.partial or not self.rejected)

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        rejected = len(self.rejected)
        return {
            "markets": len(self.markets),
            "lots": sum(line.lots for line in self.markets),
            "rejected": rejected,
            "warnings": len(self.findings) - rejected,
        }

    def as_json(self) -> dict[str, Any]:
        """Counts, markets and findings, for a program."""
        return {
            **self.counts(),
            "announced": [asdict(line) for line in self.markets],
            "findings": [finding.as_json() for finding in self.findings],
            "partial": self.partial,
            "dry_run": self.dry_run,
            "is_known": self.is_known,
            "is_importable": self.is_importable,
            "plan_id": self.plan_id,
        }

"""The pack of a partners' meeting: hours per market, needs ahead, adjustments. It names no participant."""

from datetime import date
from decimal import Decimal
from typing import Literal

from cases.documents.base import Frozen, Hours, Paper
from models.vocabulary import ChangeKind, ContractKind, Stage, Trade

NO_HOURS = Decimal(0)


class PackMarket(Frozen):
    """One market under way. `coming_hours` are those that its curve expects in each of the coming months."""

    title: str
    reference: str
    buyer_name: str
    company_names: tuple[str, ...]
    stage: Stage
    trade: Trade
    required_hours: Hours | None
    committed_hours: Hours | None
    counted_hours: Hours
    expected_hours: Hours | None
    ends_on: date | None
    coming_hours: tuple[Hours, ...]

    @property
    def remaining_hours(self) -> Decimal | None:
        """Committed and not counted yet; None while nothing is committed."""
        return (
            None if self.committed_hours is None else max(self.committed_hours - self.counted_hours, NO_HOURS)
        )

    @property
    def late_hours(self) -> Decimal:
        """By how much the market is behind its curve."""
        return (
            NO_HOURS
            if self.expected_hours is None
            else max(self.expected_hours - self.counted_hours, NO_HOURS)
        )


class PackTrade(Frozen):
    """The hours that the curves of a trade's markets expect in each of the coming months."""

    trade: Trade
    coming_hours: tuple[Hours, ...]


class PackNeed(Frozen):
    """A recruitment need that is open: `positions` are those not filled yet."""

    trade: Trade
    positions: int
    contract_kind: ContractKind
    starts_on: date
    company_name: str
    market_title: str


class PackChange(Frozen):
    """A change of a market recorded since the last pack; a figure that stayed is the same on both sides.

    Cancelled, it was in an earlier pack: its figures after are those given back.
    """

    market_title: str
    kind: ChangeKind
    effective_on: date
    hours_before: Hours | None
    hours_after: Hours | None
    end_before: date | None
    end_after: date | None
    is_cancelled: bool = False


class PackStop(Frozen):
    """A market that is stopped, and since when."""

    market_title: str
    since: date


class PartnersPackFigures(Paper):
    """What the partners of a territory look at together; `quarter` and `months` are first days.

    `quarter` begins the `period_months` that the meeting is held for, `since` the changes that are told.
    """

    kind: Literal["partners_pack"] = "partners_pack"
    quarter: date
    period_months: int
    since: date
    months: tuple[date, ...]
    markets: tuple[PackMarket, ...]
    trades: tuple[PackTrade, ...]
    needs: tuple[PackNeed, ...]
    changes: tuple[PackChange, ...]
    stops: tuple[PackStop, ...]

    @property
    def reference(self) -> str:
        return self.quarter.isoformat()

    @property
    def late(self) -> tuple[PackMarket, ...]:
        """The markets behind their curve, the furthest behind first."""
        behind = (market for market in self.markets if market.late_hours > 0)
        return tuple(sorted(behind, key=lambda market: -market.late_hours))

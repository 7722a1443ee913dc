"""What decides about one person's hours of one month, all markets together; and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.months import Span, last_day
from models.vocabulary import ContractKind, CountingRule, EligibilityStatus, SetAside, SheetStatus

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One person's hours on one sheet, as the company wrote them; `training_hours` are among `hours`."""

    sheet_id: int
    participant_id: int
    market_id: int
    company_id: int
    status: SheetStatus
    hours: Decimal
    training_hours: Decimal = ZERO
    is_distinct: bool = False

    def __post_init__(self) -> None:
        if not self.hours.is_finite() or not ZERO <= self.training_hours <= self.hours:
            raise ValueError(f"participant {self.participant_id}: {self.hours} is not a number of hours")


@dataclass(frozen=True, slots=True)
class Claim:
    """A criterion that the person meets or says to meet; `buyer_id` when it is of that buyer's own list."""

    criterion: str
    status: EligibilityStatus
    buyer_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the person, for the works of `company_id`; both days included."""

    company_id: int
    kind: ContractKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Works:
    """When a market's works are under way, and what its buyer asks of people."""

    buyer_id: int
    starts_on: date | None
    ends_on: date | None
    stops: tuple[Span, ...] = ()
    buyer_has_own_list: bool = False
    local_commune: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A globalisation agreement that covers the person this month: the markets' shares make one."""

    id: int
    company_id: int
    shares: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """All that decides about one person's hours of one month, whose first day is `month`."""

    month: date
    lines: tuple[Line, ...]
    works: Mapping[int, Works]
    claims: tuple[Claim, ...] = ()
    contracts: tuple[Contract, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    in_priority_district: bool = False
    commune: str | None = None

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return last_day(self.month)


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of a line with one fate. `reason` is None when they count for `market_id`."""

    sheet_id: int
    participant_id: int
    market_id: int
    hours: Decimal
    reason: SetAside | None
    rule: CountingRule
    agreement_id: int | None = None
    in_priority_district: bool = False
    is_local: bool = False

    @property
    def is_counted(self) -> bool:
        return self.reason is None

"""How many insertion hours a market or a lot is asked for (DOMAIN.md rules 1, 9 and 10).

`amount x labour share x insertion rate / hourly cost`, rounded by an explicit rule. Every quotient is rounded
from its exact remainder: no intermediate result is rounded before.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cases.rules.policy import RulePack
from models.vocabulary import Rounding, Trade, UrbanRenewal

TAKES_STAFF_OVER = frozenset({Trade.CLEANING, Trade.SECURITY})
"""Trades where the staff in place follows the contract (Code du travail, L1224-1; branch agreements)."""
CENT, TENTH = Decimal("0.01"), Decimal("0.1")
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class CalibrationInputs:
    """What hours are computed from. Amounts are EUR without tax, shares are of one (0.07 is 7 %).

    `staff_taken_over`: EUR of labour that pays the staff in place; hours are asked of the other labour only.
    """

    trade: Trade
    amount_excl_tax: Decimal
    duration_months: int
    labour_share: Decimal
    insertion_rate: Decimal
    hourly_cost: Decimal
    rounding: Rounding
    rounding_step: Decimal
    staff_taken_over: Decimal = Decimal(0)
    urban_renewal: UrbanRenewal = UrbanRenewal.NONE

    @property
    def labour(self) -> Decimal:
        """EUR of labour in the price."""
        return self.amount_excl_tax * self.labour_share

    @property
    def open_labour(self) -> Decimal:
        """EUR of labour that is not the staff taken over; never below 0."""
        taken_over = self.staff_taken_over if self.trade in TAKES_STAFF_OVER else Decimal(0)
        return max(self.labour - taken_over, Decimal(0))


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The hours and the steps that lead to them, each rounded to be read and none computed from another."""

    labour_amount: Decimal
    """EUR of labour in the price."""
    open_labour_amount: Decimal
    """EUR of labour once the staff taken over is left out."""
    labour_hours: Decimal
    """Hours of work that this labour pays."""
    computed_hours: Decimal
    """Hours of insertion before the rule of rounding."""
    required_hours: Decimal
    """Hours of insertion, a multiple of the step."""
    qpv_share: Decimal
    """Share of the hours of work owed to residents of priority districts; 0 outside ANRU operations."""
    qpv_hours: Decimal
    """Those hours, rounded by the same rule (rule 9)."""
    full_time_equivalents: Decimal
    """Full-time jobs that the hours make over the duration (rule 10)."""
    full_time_months: Decimal
    """Months of one full-time person."""
    is_below_hours_floor: bool
    is_below_amount_floor: bool

    @property
    def is_below_floor(self) -> bool:
        """Whether no clause is advised (rule 1)."""
        return self.is_below_hours_floor or self.is_below_amount_floor

    @property
    def is_short_of_qpv(self) -> bool:
        """Whether the sub-target asks more than the whole: the insertion rate is below the QPV share."""
        return self.qpv_hours > self.required_hours


def calibrate(inputs: CalibrationInputs, pack: RulePack) -> Calibrated:
    """The hours that the inputs ask for, under the pack's floors, QPV shares and full-time hours (rule 1)."""
    labour, cost = inputs.open_labour, inputs.hourly_cost
    required = _by_rule(labour * inputs.insertion_rate, inputs)
    qpv_share = qpv_share_of(inputs.urban_renewal, pack)
    yearly = pack.full_time_equivalent_hours * inputs.duration_months
    return Calibrated(
        labour_amount=inputs.labour.quantize(CENT, ROUND_HALF_UP),
        open_labour_amount=labour.quantize(CENT, ROUND_HALF_UP),
        labour_hours=_quotient(labour, cost, CENT),
        computed_hours=_quotient(labour * inputs.insertion_rate, cost, CENT),
        required_hours=required,
        qpv_share=qpv_share,
        qpv_hours=_by_rule(labour * qpv_share, inputs),
        full_time_equivalents=_quotient(required * MONTHS_OF_YEAR, yearly, CENT),
        full_time_months=_quotient(required, pack.full_time_month_hours, TENTH),
        is_below_hours_floor=required < pack.clause_floor_hours,
        is_below_amount_floor=inputs.amount_excl_tax < pack.clause_floor_amount,
    )


def qpv_share_of(operation: UrbanRenewal, pack: RulePack) -> Decimal:
    """The share of the labour hours owed to residents of priority districts (rule 9)."""
    match operation:
        case UrbanRenewal.WORKS:
            return pack.qpv_share_works
        case UrbanRenewal.URBAN_MANAGEMENT:
            return pack.qpv_share_management
        case UrbanRenewal.NONE:
            return Decimal(0)


def default_inputs(trade: Trade, pack: RulePack) -> dict[str, Any]:
    """What the pack proposes for a trade, by the names of CalibrationInputs."""
    return {
        "labour_share": pack.labour_shares[trade],
        "insertion_rate": pack.insertion_rate,
        "hourly_cost": pack.hourly_cost,
        "rounding": pack.hours_rounding,
        "rounding_step": pack.hours_rounding_step,
    }


def _by_rule(labour: Decimal, inputs: CalibrationInputs) -> Decimal:
    """Hours of this labour (EUR), a multiple of the step by the inputs' rule."""
    step = inputs.rounding_step
    return _steps(labour, inputs.hourly_cost * step, inputs.rounding) * step


def _steps(amount: Decimal, worth: Decimal, rule: Rounding) -> Decimal:
    """How many steps worth so much the amount makes, rounded by the rule; half goes up."""
    whole, rest = divmod(amount, worth)
    match rule:
        case Rounding.UP:
            return whole + (rest > 0)
        case Rounding.NEAREST:
            return whole + (2 * rest >= worth)
        case Rounding.DOWN:
            return whole


def _quotient(amount: Decimal, by: Decimal, quantum: Decimal) -> Decimal:
    """The quotient to the quantum, half up from its exact remainder."""
    return (_steps(amount, by * quantum, Rounding.NEAREST) * quantum).quantize(quantum)

"""The final count at reception (DOMAIN.md rule 8): what was owed, what counts, what is missing and its price.

The penalty is computed on the hours that the company committed to, not on the fewer that the buyer required:
the commitment is what the contract holds. The amount is a proposal; a person decides on it or waives it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cases.rules.policy import RulePack

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FinalCount:
    """Hours, and EUR for the penalty, all exact but for `rate` and `full_time_equivalents` (28 digits)."""

    required_hours: Decimal
    committed_hours: Decimal
    owed_hours: Decimal
    counted_hours: Decimal
    missing_hours: Decimal
    rate: Decimal
    penalty_amount: Decimal
    full_time_equivalents: Decimal
    pack_version: str

    @property
    def is_met(self) -> bool:
        """No hour is missing: the company is due its certificate."""
        return self.missing_hours == 0


def final_count(required: Decimal, committed: Decimal, counted: Decimal, pack: RulePack) -> FinalCount:
    """Settle a market's hours under a pack.

    Owed are the committed hours; the required ones, should an amendment have raised them above (rule 7).
    `rate` is counted / owed, above 1 when more was done, and 1 when nothing was owed.
    `penalty_amount` is missing hours x the pack's rate, rounded half up to the cent.
    Raises ValueError when a number of hours is negative or not a number.
    """
    for hours in (required, committed, counted):
        if not hours.is_finite() or hours < 0:
            raise ValueError(f"{hours} is not a number of hours")
    owed = max(required, committed)
    missing = max(owed - counted, ZERO)
    return FinalCount(
        required_hours=required,
        committed_hours=committed,
        owed_hours=owed,
        counted_hours=counted,
        missing_hours=missing,
        rate=counted / owed if owed else Decimal(1),
        penalty_amount=(missing * pack.penalty_hourly_rate).quantize(CENT, ROUND_HALF_UP),
        full_time_equivalents=counted / pack.full_time_equivalent_hours,
        pack_version=pack.version,
    )

"""What REST answers about calibrations. Shares are of one; hours and money are strings, exact to the cent."""

from datetime import datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import Rounding, Trade, UrbanRenewal


class CalibrationInputsRecord(Shape):
    """All that the hours were computed from, what the rule pack proposed included."""

    trade: Trade
    amount_excl_tax: Decimal
    duration_months: int
    labour_share: Decimal
    insertion_rate: Decimal
    hourly_cost: Decimal
    rounding: Rounding
    rounding_step: Decimal
    staff_taken_over: Decimal
    """EUR of labour of the staff in place, left out for cleaning and security."""
    urban_renewal: UrbanRenewal


class CalibrationResultRecord(Shape):
    """The hours with the steps of their sum."""

    labour_amount: Decimal
    """EUR of labour in the price."""
    open_labour_amount: Decimal
    """The same without the staff taken over."""
    labour_hours: Decimal
    computed_hours: Decimal
    """Before the rule of rounding."""
    required_hours: Decimal
    qpv_share: Decimal
    qpv_hours: Decimal
    """Owed to residents of priority districts, on ANRU operations."""
    full_time_equivalents: Decimal
    """Over the duration."""
    full_time_months: Decimal
    is_below_hours_floor: bool
    is_below_amount_floor: bool


class CalculationRecord(Shape):
    """A calculation, under that version of the territory's rule pack."""

    inputs: CalibrationInputsRecord
    result: CalibrationResultRecord
    pack_version: str


class CalibrationRecord(CalculationRecord):
    """A scenario that was kept; in force when it is retained and not superseded."""

    id: int
    market_id: int
    part_id: int | None
    """The lot or tranche; null for the market as a whole."""
    name: str
    required_hours: Decimal
    qpv_hours: Decimal
    made_by: int | None
    made_at: datetime
    retained_at: datetime | None
    superseded_at: datetime | None

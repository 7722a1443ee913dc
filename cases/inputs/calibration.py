"""What the calculator takes: figures, those of the rule pack where none are given."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from cases.inputs.fields import Euros, Input, Months, Name, Number
from models.vocabulary import Rounding, Trade, UrbanRenewal

Amount = Annotated[Decimal, Field(gt=0, le=99_999_999_999, decimal_places=2)]
HourlyCost = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)]
ShareOfOne = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
Rate = Annotated[Decimal, Field(gt=0, le=1, decimal_places=4)]
Step = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]


class CalibrationFigures(Input):
    """Figures of a market or a lot; shares are of one (0.07 is 7 %). None: the rule pack's own."""

    trade: Trade
    amount_excl_tax: Amount
    duration_months: Months
    labour_share: ShareOfOne | None = None
    insertion_rate: Rate | None = None
    hourly_cost: HourlyCost | None = None
    staff_taken_over: Euros = Decimal(0)
    urban_renewal: UrbanRenewal = UrbanRenewal.NONE
    rounding: Rounding | None = None
    rounding_step: Step | None = None


class NewScenario(CalibrationFigures):
    """A calibration to keep beside others, under a name; for one lot or tranche when the market has some."""

    name: Name
    part_id: Number | None = None

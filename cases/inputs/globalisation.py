"""What an agreement to spread people's hours over several markets takes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from cases.inputs.fields import Day, Input, Number, ShortText

HUNDRED = Decimal(100)


def _first_day(day: date) -> date:
    """A month, written as its first day; any day of it will do."""
    return day.replace(day=1)


Month = Annotated[Day, AfterValidator(_first_day)]
Percent = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]


class ShareInput(Input):
    """A market of the agreement, and its part of the hours, in percent."""

    market_id: Number
    percent: Percent


class AgreementInput(Input):
    """An agreement: whose hours, for which company, are spread over which markets, in which months.

    The parts make a hundred percent exactly; `last_month` is left out while no end is foreseen.
    """

    name: ShortText
    company_id: Number
    signed_on: Day
    first_month: Month
    last_month: Month | None = None
    shares: Annotated[tuple[ShareInput, ...], Field(min_length=2, max_length=20)]
    people: Annotated[tuple[Number, ...], Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if len({share.market_id for share in self.shares}) != len(self.shares):
            raise ValueError("Each market stands once in the agreement.")
        return self


class AgreementEnd(Input):
    """The last month whose hours are spread."""

    last_month: Month

"""The kinds of values that commands take, and the base of all their inputs."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def _possible(day: date) -> date:
    """Far beyond a market's life, and within what calendars can count."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("Write a date between 1990 and 2100.")
    return day


def _storable(text: str) -> str:
    """No database holds a NUL in a text."""
    if "\x00" in text:
        raise ValueError("Remove the invisible characters.")
    return text


def _text(most: int, least: int = 1) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Day = Annotated[date, AfterValidator(_possible)]
Number = Annotated[int, Field(ge=1, le=2_147_483_647)]
Text = Annotated[str, _text(500), AfterValidator(_storable)]
LongText = Annotated[str, _text(20_000), AfterValidator(_storable)]
Reason = Annotated[str, _text(2000, least=3), AfterValidator(_storable)]
Note = Annotated[str, _text(2000, least=0), AfterValidator(_storable)]
Name = Annotated[str, _text(80), AfterValidator(_storable)]
PartyName = Annotated[str, _text(250), AfterValidator(_storable)]
ContactName = Annotated[str, _text(120), AfterValidator(_storable)]
Phone = Annotated[str, _text(40), AfterValidator(_storable)]
Cpv = Annotated[str, _text(20), AfterValidator(_storable)]
PartNumber = Annotated[str, _text(20), AfterValidator(_storable)]
Months = Annotated[int, Field(ge=1, le=600)]
Siret = Annotated[str, _text(20, least=0), AfterValidator(_storable)]
Hours = Annotated[Decimal, Field(ge=0, le=Decimal(9_999_999), decimal_places=2)]
Euros = Annotated[Decimal, Field(ge=0, le=Decimal(99_999_999_999), decimal_places=2)]


class Input(BaseModel):
    """Refuses any field that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

"""The kinds of values that commands take, and the base of all their inputs."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from cases.inputs.nir import without_nir

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def _possible(day: date) -> date:
    """Far beyond a market's life, and within what calendars can count."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("Write a date between 1990 and 2100.")
    return day


def storable(text: str) -> str:
    """The text, for an `AfterValidator`. Raises ValueError: no database holds a NUL in a text."""
    if "\x00" in text:
        raise ValueError("Remove the invisible characters.")
    return text


def text_of_at_most(most: int, least: int = 1) -> Any:
    """A text of so many characters, without the spaces around it."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Day = Annotated[date, AfterValidator(_possible)]
Number = Annotated[int, Field(ge=1, le=2_147_483_647)]
ShortText = Annotated[str, text_of_at_most(300), AfterValidator(storable)]
Text = Annotated[str, text_of_at_most(500), AfterValidator(storable)]
LongText = Annotated[str, text_of_at_most(20_000), AfterValidator(storable)]
Reason = Annotated[str, text_of_at_most(2000, least=3), AfterValidator(storable), AfterValidator(without_nir)]
Note = Annotated[str, text_of_at_most(2000, least=0), AfterValidator(storable), AfterValidator(without_nir)]
Name = Annotated[str, text_of_at_most(80), AfterValidator(storable), AfterValidator(without_nir)]
PartyName = Annotated[str, text_of_at_most(250), AfterValidator(storable)]
ContactName = Annotated[str, text_of_at_most(120), AfterValidator(storable)]
Phone = Annotated[str, text_of_at_most(40), AfterValidator(storable)]
Cpv = Annotated[str, text_of_at_most(20), AfterValidator(storable)]
PartNumber = Annotated[str, text_of_at_most(20), AfterValidator(storable)]
Months = Annotated[int, Field(ge=1, le=600)]
Siret = Annotated[str, text_of_at_most(20, least=0), AfterValidator(storable)]
Hours = Annotated[Decimal, Field(ge=0, le=9_999_999, decimal_places=2)]
Language = Literal["fr", "en"]
"""In which someone is written to."""
Euros = Annotated[Decimal, Field(ge=0, le=99_999_999_999, decimal_places=2)]


class Input(BaseModel):
    """Refuses any field that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

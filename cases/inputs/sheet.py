"""What the commands of an hour sheet take."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.inputs.fields import Input, Name, Note, Number, Reason

MONTH_HOURS = Decimal(744)


class LineInput(Input):
    """One person's hours: someone known (`participant_id`), or new (both names)."""

    participant_id: Number | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    hours: Annotated[Decimal, Field(gt=0, le=MONTH_HOURS, decimal_places=2)]

    @model_validator(mode="after")
    def _known_or_named(self) -> Self:
        if (self.participant_id is None) == (self.first_name is None or self.last_name is None):
            raise ValueError("give either a known participant, or a first and a last name")
        return self


class SheetAnswer(Input):
    """A company's answer for a month: hours by person, or nobody. An empty form is not an answer."""

    nil: bool = False
    lines: Annotated[tuple[LineInput, ...], Field(max_length=500)] = ()
    remark: Note | None = None

    @model_validator(mode="after")
    def _is_an_answer(self) -> Self:
        if self.nil == bool(self.lines):
            raise ValueError("declare hours, or that nobody worked this month")
        return self


class Rejection(Input):
    reason: Reason

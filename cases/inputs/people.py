"""What the commands about participants take."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.inputs.fields import Day, Input, Number

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A criterion's code, in the rule pack's list or a buyer's own."""


class Confirmation(Input):
    """A criterion that someone meets, whose proof was seen that day.

    `buyer_id` when it is of that buyer's own list. Left out, `valid_from` is the first hire, and
    `valid_until` what the rule pack makes of it.
    """

    criterion: Code
    buyer_id: Number | None = None
    proof_seen_on: Day
    valid_from: Day | None = None
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("The validity cannot end before it starts.")
        return self

"""What a company has typed on a sheet and not sent yet: the fields of its form, in their own names."""

import json
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from cases.inputs.fields import Input, storable
from cases.inputs.nir import without_nir

DRAFT_FIELD = (
    r"^(person\.\d{1,9}(\.training)?|nil|remark|rows|new\.\d{1,3}\.(first_name|last_name|birth_date|hours|training"
    r"|contract_kind|starts_on|ends_on|employer_id|criterion))$"
)
"""The fields of a sheet's form, and nothing else."""
LONGEST_VALUE, LONGEST_DRAFT = 2000, 40_000
"""Characters, of one field and of the whole as it is kept."""

FieldName = Annotated[str, Field(pattern=DRAFT_FIELD)]
Typed = Annotated[str, Field(max_length=LONGEST_VALUE), AfterValidator(storable), AfterValidator(without_nir)]


class DraftInput(Input):
    """A sheet's draft: `person.31` and `person.31.training` hours of someone known, `new.0.first_name` and
    the like someone new, `nil` a tick that nobody worked, `remark`; each as it was typed (`84,5`), read only
    once the answer is sent. Empty says that what the sheet's answer had there was cleared.
    """

    values: dict[FieldName, Typed]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(json.dumps(self.values, ensure_ascii=False)) > LONGEST_DRAFT:
            raise ValueError("This draft is too long: send the answer.")
        return self

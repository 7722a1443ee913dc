"""What the commands about participants take."""

from typing import Annotated, Self

from pydantic import AfterValidator, EmailStr, Field, model_validator

from cases.inputs.fields import (
    Day,
    Input,
    Language,
    Name,
    Number,
    Reason,
    ShortText,
    storable,
    text_of_at_most,
)
from cases.inputs.nir import without_nir
from cases.inputs.sheet import BirthDate
from models.vocabulary import ContractKind, Gender, Trade

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A criterion's code, in the rule pack's list or a buyer's own."""
Commune = Annotated[str, text_of_at_most(120), AfterValidator(storable), AfterValidator(without_nir)]


class PersonFacts(Input):
    """What a record says of someone: the names, and what the person agreed to tell; never the NIR.

    `locale` is the language in which the person is written to.
    """

    first_name: Name
    last_name: Name
    birth_date: BirthDate | None = None
    gender: Gender | None = None
    commune: Commune | None = None
    in_priority_district: bool | None = None
    email: EmailStr | None = None
    locale: Language = "fr"


class ContractInput(Input):
    """A contract: who employs (the company itself, or an insertion structure), for which company's works."""

    kind: ContractKind
    employer_id: Number
    company_id: Number
    trade: Trade | None = None
    starts_on: Day
    ends_on: Day | None = None


class ContractEnd(Input):
    """The contract's last day."""

    ends_on: Day


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


class ClaimInput(Input):
    """A criterion that someone says they meet; `buyer_id` when it is of that buyer's own list."""

    criterion: Code
    buyer_id: Number | None = None


class EligibilityRefusal(Input):
    """Why a criterion is not met: the company reads it."""

    reason: Reason


class ManyConfirmations(Input):
    """Criteria claimed whose proofs were all seen that day."""

    eligibilities: Annotated[tuple[Number, ...], Field(min_length=1, max_length=200)]
    proof_seen_on: Day


class BuyerCriterionInput(Input):
    """A criterion of a buyer's own list, and what must be seen to confirm it."""

    label: Annotated[
        str, text_of_at_most(200, least=3), AfterValidator(storable), AfterValidator(without_nir)
    ]
    proof: Annotated[ShortText, Field(min_length=3)]


class OtherRecord(Input):
    """The record that another is compared with."""

    other_id: Number

"""What the facilitator says of a planned market."""

from typing import Self

from pydantic import model_validator

from cases.inputs.fields import Input, Reason
from models.vocabulary import Advice, Lever, RefusalGround


class OpinionInput(Input):
    """The opinion: a clause by one lever, or none with its reason; `concludes` ends the study with it."""

    advice: Advice
    lever: Lever | None = None
    ground: RefusalGround | None = None
    reason: Reason | None = None
    concludes: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.advice is Advice.NO_CLAUSE and self.lever is not None:
            raise ValueError("an opinion without a clause has no lever")
        if self.advice is Advice.CLAUSE and (self.ground is not None or self.concludes):
            raise ValueError("only an opinion without a clause has a ground or concludes the study")
        return self

"""What the commands of a tender take: questions and answers, offers, the grid, marks, the analysis."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    EmailStr,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from stdnum.fr import siret as siret_number

from cases.inputs.fields import (
    ContactName,
    Day,
    Hours,
    Input,
    Language,
    Note,
    Number,
    PartyName,
    Phone,
    Siret,
    storable,
    text_of_at_most,
)
from cases.rules.scoring import MARK_STEP, TOP_MARK
from models.vocabulary import Modality

QuestionText = Annotated[str, text_of_at_most(4000, least=3), AfterValidator(storable)]
AnswerText = Annotated[str, text_of_at_most(8000), AfterValidator(storable)]
Label = Annotated[str, text_of_at_most(200), AfterValidator(storable)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Percent = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
SIRET_DIGITS = 14


class QuestionInput(Input):
    """A company's question about the clause. Who asks is for the facilitator alone."""

    company_name: PartyName
    asker_name: ContactName | None = None
    asker_email: EmailStr
    text: QuestionText
    locale: Language = "fr"


class AnswerInput(Input):
    """The answer, published to all; `published_text` rewords a question that would tell who asked."""

    published_text: QuestionText | None = None
    answer: AnswerText


class OfferInput(Input):
    """A company's offer. A SIRET with a wrong check digit is refused unless someone confirms it."""

    name: PartyName
    siret_confirmed: bool = False
    siret: Siret | None = None
    contact_name: ContactName | None = None
    email: EmailStr | None = None
    phone: Phone | None = None
    promised_hours: Hours
    modality: Modality
    note: Note | None = None
    received_on: Day

    @field_validator("siret")
    @classmethod
    def _siret_is_right(cls, siret: str | None, info: ValidationInfo) -> str | None:
        digits = "".join((siret or "").split())
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit() and len(digits) == SIRET_DIGITS):
            raise ValueError("A SIRET has 14 digits.")
        if not siret_number.is_valid(digits) and not info.data.get("siret_confirmed"):
            raise ValueError("The check digit of this SIRET is wrong: correct it, or confirm it.")
        return digits


class OfferChange(Input):
    """What may be corrected of an offer; its company does not change."""

    promised_hours: Hours
    modality: Modality
    note: Note | None = None
    received_on: Day


class GridCriterion(Input):
    """A criterion with its weight in percent. Its code keeps its marks; a new one needs none."""

    code: Code | None = None
    label: Label
    percent: Percent


class GridInput(Input):
    """The whole grid, in its order."""

    criteria: Annotated[tuple[GridCriterion, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _weights_make_a_whole(self) -> Self:
        codes = [each.code for each in self.criteria if each.code]
        if len(set(codes)) != len(codes):
            raise ValueError("Two criteria have the same code.")
        if sum((each.percent for each in self.criteria), Decimal(0)) != 100:
            raise ValueError("The weights must add up to 100 %.")
        return self


class MarkInput(Input):
    """One offer's mark under one criterion, 0 to 5 by half points; no mark takes back the one given."""

    offer_id: Number
    criterion: Code
    comment: Note | None = None
    mark: Annotated[Decimal, Field(ge=0, le=TOP_MARK)] | None = Field(default=None, validate_default=True)

    @field_validator("mark")
    @classmethod
    def _by_half_points(cls, mark: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if mark is None and info.data.get("comment"):
            raise ValueError("Give the mark that this comment explains.")
        if mark is not None and mark % MARK_STEP != 0:
            raise ValueError("Marks go by half points.")
        return mark


class MarksInput(Input):
    """Marks to keep; those that are not named stay as they are."""

    marks: Annotated[tuple[MarkInput, ...], Field(min_length=1, max_length=1000)]


class AnalysisInput(Input):
    """What the analysis says beside its figures."""

    conclusion: AnswerText | None = None

"""What the commands of an hour sheet take."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from cases.inputs.fields import Day, Input, Name, Note, Number, Reason
from models.vocabulary import ContractKind

MONTH_HOURS = Decimal(744)
FIRST_BIRTH, LAST_BIRTH = date(1920, 1, 1), date(2030, 12, 31)


def _born(day: date) -> date:
    if not FIRST_BIRTH <= day <= LAST_BIRTH:
        raise ValueError("Write a date of birth between 1920 and 2030.")
    return day


BirthDate = Annotated[date, AfterValidator(_born)]


class LineInput(Input):
    """One person's hours: someone known (`participant_id`), or both names, and the birth date if known.

    `training_hours` are those of the hours that were spent in training. The contract (its kind and first day,
    its last one if known, and its `employer_id` when a structure employs them) and the criterion that they
    meet are kept when none is recorded of this person.
    """

    participant_id: Number | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    birth_date: BirthDate | None = None
    hours: Annotated[Decimal, Field(gt=0, le=MONTH_HOURS, decimal_places=2)]
    training_hours: Annotated[Decimal, Field(ge=0, le=MONTH_HOURS, decimal_places=2)] = Decimal(0)
    contract_kind: ContractKind | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    employer_id: Number | None = None
    criterion: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] | None = None

    @model_validator(mode="after")
    def _known_or_named(self) -> Self:
        if (self.participant_id is None) == (self.first_name is None or self.last_name is None):
            raise ValueError("give either a known participant, or a first and a last name")
        if self.training_hours > self.hours:
            raise ValueError("Training hours are part of the hours: they cannot be more.")
        if (self.contract_kind is None) != (self.starts_on is None):
            raise ValueError("Give both the kind of contract and its first day, or neither.")
        tells_more = self.ends_on is not None or self.employer_id is not None
        if tells_more and self.starts_on is None:
            raise ValueError("Give the kind of contract and its first day too.")
        if self.ends_on is not None and self.starts_on is not None and self.ends_on < self.starts_on:
            raise ValueError("The contract cannot end before it starts.")
        return self


class SheetAnswer(Input):
    """A company's answer for a month: hours by person, or nobody. An empty form is not an answer.

    `confirm`: the hours that were questioned are right.
    """

    nil: bool = False
    lines: Annotated[tuple[LineInput, ...], Field(max_length=500)] = ()
    remark: Note | None = None
    confirm: bool = False

    @model_validator(mode="after")
    def _is_an_answer(self) -> Self:
        if self.nil == bool(self.lines):
            raise ValueError("declare hours, or that nobody worked this month")
        return self


class AnswerTo(SheetAnswer):
    """The answer to one sheet of several."""

    sheet_id: Number


class SheetAnswers(Input):
    """Answers to several sheets, taken together or not at all."""

    answers: Annotated[tuple[AnswerTo, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({answer.sheet_id for answer in self.answers}) != len(self.answers):
            raise ValueError("answer each sheet once")
        return self


class Rejection(Input):
    """Why an answer goes back; `lines`: the participants whose hours are in question, if it is not all."""

    reason: Reason
    lines: Annotated[tuple[Number, ...], Field(max_length=500)] = ()


class CorrectionInput(Input):
    """Why a validated sheet is to be reopened."""

    reason: Reason


class CorrectionAnswer(Input):
    """Why it is not."""

    answer: Reason


class WrongContact(Input):
    """Who should have been asked."""

    note: Reason

"""What people and programs may send to a command: validated shapes, nothing more than what is named."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    model_validator,
)

from models.vocabulary import CompanyRole, Lever, ShortfallDecision

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
Siret = Annotated[str, _text(20, least=0), AfterValidator(_storable)]
Hours = Annotated[Decimal, Field(ge=0, le=Decimal(9_999_999), decimal_places=2)]
Euros = Annotated[Decimal, Field(ge=0, le=Decimal(99_999_999_999), decimal_places=2)]
MONTH_HOURS = Decimal(744)


class Input(BaseModel):
    """Refuses any field that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartyInput(Input):
    """An organisation: found by its SIRET in the territory, or added."""

    name: PartyName
    siret: Siret | None = None
    contact_name: ContactName | None = None
    email: EmailStr | None = None
    phone: Phone | None = None


class CompanyInput(PartyInput):
    """A company of the award, with its role and its share of the hours when shares are agreed."""

    role: CompanyRole = CompanyRole.LEAD
    committed_hours: Hours | None = None


class NewMarket(Input):
    """A market entered by hand: it starts at drafting."""

    reference: Name
    title: Text
    buyer: PartyInput
    cpv: Cpv | None = None
    amount_excl_tax: Euros | None = None
    duration_months: Annotated[int, Field(ge=1, le=600)] | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None


class MarketDescription(Input):
    """Facts of a market that may be completed or corrected at any stage; None leaves a fact as it is."""

    title: Text | None = None
    lever: Lever | None = None
    required_hours: Hours | None = None
    committed_hours: Hours | None = None
    commitment_reason: Reason | None = None
    planned_end_on: Day | None = None
    referent_id: Number | None = None


class Publication(Input):
    clause_text_sent_on: Day
    published_on: Day


class Award(Input):
    """The award: one lead, maybe others; fewer hours than required only with a reason."""

    awarded_on: Day
    committed_hours: Hours
    commitment_reason: Reason | None = None
    companies: Annotated[tuple[CompanyInput, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        shares = [company.committed_hours for company in self.companies]
        given = [share for share in shares if share is not None]
        if len(given) == len(shares) and sum(given, Decimal(0)) != self.committed_hours:
            raise ValueError("the companies' shares do not add up to the committed hours")
        return self


class Kickoff(Input):
    held_on: Day
    minutes: LongText
    starts_on: Day
    planned_end_on: Day | None = None


class Reception(Input):
    received_on: Day


class ShortfallChoice(Input):
    """What a person decides about missing hours; the reason is kept and told to the company."""

    decision: ShortfallDecision
    reason: Reason


class SuspensionOrder(Input):
    from_on: Day
    reason: Reason


class Resumption(Input):
    on: Day


class Abandonment(Input):
    reason: Reason


class Termination(Input):
    on: Day
    reason: Reason


class ContactInput(Input):
    """Who answers for a party, and where."""

    contact_name: ContactName | None = None
    email: EmailStr
    phone: Phone | None = None


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


class TaskOutcome(Input):
    note: Note | None = None

"""The calculator's form: shares are typed as percentages, empty fields mean what the rule pack proposes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from starlette.datastructures import FormData

from api.formats import Formats
from api.forms import Problem, Submission
from api.problems import problems_of_refusal, problems_of_validation
from cases.calibrating import Calculation, calculate
from cases.inputs import CalibrationFigures, Euros, Input, Months, Name, NewScenario, Number
from cases.inputs.calibration import Amount, HourlyCost, Step
from cases.refusals import InvalidInput
from cases.rules.calibration import TAKES_STAFF_OVER, CalibrationInputs, default_inputs
from cases.rules.policy import RulePack
from models.vocabulary import Rounding, Trade, UrbanRenewal

Form = TypeVar("Form", bound="CalculatorForm")
HUNDRED = Decimal(100)
SHARES = ("labour_share", "insertion_rate")
TRADE_SHOWN = "trade_shown"
"""The hidden field that says for which trade the labour share was proposed."""


def _without_sign(value: Any) -> Any:
    """45 % is read as 45."""
    return value.replace("%", "").strip() if isinstance(value, str) else value


Percent = Annotated[Decimal, BeforeValidator(_without_sign), Field(ge=0, le=100, decimal_places=2)]
PositivePercent = Annotated[Decimal, BeforeValidator(_without_sign), Field(gt=0, le=100, decimal_places=2)]


class CalculatorForm(Input):
    """CalibrationFigures as a person types them: 45 for 45 %."""

    trade: Trade
    amount_excl_tax: Amount
    duration_months: Months
    labour_share: Percent | None = None
    insertion_rate: PositivePercent | None = None
    hourly_cost: HourlyCost | None = None
    staff_taken_over: Euros | None = None
    urban_renewal: UrbanRenewal = UrbanRenewal.NONE
    rounding: Rounding | None = None
    rounding_step: Step | None = None

    def figures(self) -> dict[str, Any]:
        """By the names of CalibrationFigures, shares as shares of one."""
        given = self.model_dump(exclude_none=True)
        return {name: value / HUNDRED if name in SHARES else value for name, value in given.items()}


class ScenarioForm(CalculatorForm):
    """The same with the name under which it is kept."""

    name: Name
    part_id: Number | None = None

    def scenario(self) -> NewScenario:
        """As the command takes it."""
        return NewScenario.model_validate(self.figures())


@dataclass(frozen=True, slots=True)
class Answer:
    """What the calculator shows: the values of its fields, and the hours or what is wrong."""

    values: Mapping[str, str]
    calculation: Calculation | None = None
    problems: tuple[Problem, ...] = ()
    has_new_trade: bool = False


def answer(values: Mapping[str, str], pack: RulePack, written: Formats) -> Answer:
    """The hours of what was typed."""
    followed = follow_trade(values, pack, written)
    has_new_trade = values.get("trade") != values.get(TRADE_SHOWN)
    try:
        figures = read(CalculatorForm, followed).figures()
        found = calculate(CalibrationFigures.model_validate(figures), pack)
    except ValidationError as error:
        problems = problems_of_validation(error.errors(), written.locale)
        return Answer(followed, None, problems, has_new_trade)
    except InvalidInput as refusal:
        return Answer(followed, None, problems_of_refusal(refusal, written.locale), has_new_trade)
    return Answer(followed, found, (), has_new_trade)


def read(model: type[Form], values: Mapping[str, str]) -> Form:
    """The fields of the model among the values. Raises pydantic.ValidationError."""
    known = {name: values[name] for name in model.model_fields if name in values}
    return Submission(FormData(known)).read(model)


def follow_trade(values: Mapping[str, str], pack: RulePack, written: Formats) -> dict[str, str]:
    """The labour share follows the trade for as long as nobody has typed another; and so does the staff."""
    followed = dict(values)
    trade, shown = _trade(values.get("trade")), _trade(values.get(TRADE_SHOWN))
    if trade is None:
        return followed
    typed = values.get("labour_share", "")
    if not typed or (shown is not None and _number(typed) == pack.labour_shares[shown] * HUNDRED):
        followed["labour_share"] = written.plain(pack.labour_shares[trade] * HUNDRED)
    if trade not in TAKES_STAFF_OVER:
        followed.pop("staff_taken_over", None)
    return followed


def _trade(said: str | None) -> Trade | None:
    return Trade(said) if said in set(Trade) else None


def _number(typed: str) -> Decimal | None:
    try:
        return Decimal("".join(typed.replace("%", "").split()).replace(",", "."))
    except InvalidOperation:
        return None


def first_values(known: Mapping[str, Any], pack: RulePack, written: Formats) -> dict[str, str]:
    """What the fields start from: the market's own facts, and what the pack proposes for its trade."""
    proposed = default_inputs(known["trade"] or Trade.OTHER, pack)
    if known["trade"] is None:
        del proposed["labour_share"]
    return as_typed(proposed | dict(known), written)


def values_of(inputs: CalibrationInputs, written: Formats) -> dict[str, str]:
    """The fields of a scenario that is taken up again."""
    names = CalculatorForm.model_fields
    return as_typed({name: getattr(inputs, name) for name in names}, written)


def as_typed(values: Mapping[str, Any], written: Formats) -> dict[str, str]:
    """Values as one types them: numbers in the reader's language, shares as percentages."""
    return {
        name: _as_typed(value * HUNDRED if name in SHARES else value, written)
        for name, value in values.items()
        if value is not None
    }


def _as_typed(value: Any, written: Formats) -> str:
    return written.plain(value) if isinstance(value, Decimal) else str(value)

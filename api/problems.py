"""What is wrong, said to a person: refusals and validation errors in French and English."""

from collections.abc import Iterable
from typing import Any

from api.forms import Problem
from api.language import catalog
from cases.refusals import Refusal

ERRORS = {
    "missing": "Fill in this field.",
    "decimal_parsing": "Write a number, for example 84,5.",
    "decimal_for_programs": "Write a number with a point, for example 84.5.",
    "decimal_max_places": "Write at most two decimals.",
    "int_parsing": "Write a whole number.",
    "bool_parsing": "Choose yes or no.",
    "date_parsing": "Write a date, for example 2027-03-12.",
    "date_from_datetime_parsing": "Write a date, for example 2027-03-12.",
    "time_parsing": "Write an hour, for example 09:30.",
    "datetime_from_date_parsing": "Write a date and a time.",
    "greater_than": "Write a number greater than {gt}.",
    "greater_than_equal": "Write a number of at least {ge}.",
    "less_than_equal": "Write a number of at most {le}.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Write at most {max_length} characters.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "enum": "Choose one of the values.",
    "literal_error": "Choose one of the values.",
    "extra_forbidden": "This field is not expected.",
    "json_invalid": "This is not JSON.",
}
"""Message ids by pydantic's type of error. Any other error says that the value does not fit."""
NOT_FITTING = "This value does not fit."
BAD_EMAIL = "Write an e-mail address, for example nom@entreprise.fr."
OUR_OWN = "Value error, "


def problems_of_refusal(refusal: Refusal, locale: str) -> tuple[Problem, ...]:
    """The places of a refusal; the whole form when it names none."""
    if not refusal.places:
        return (Problem("", refusal.message(locale)),)
    return tuple(
        Problem(place.field, place.message_fr if locale == "fr" else place.message_en)
        for place in refusal.places
    )


def problems_of_validation(
    errors: Iterable[Any], locale: str, *, to_program: bool = False
) -> tuple[Problem, ...]:
    """Pydantic's errors, at their field, in words that say what to write."""
    return tuple(
        Problem(_field(error["loc"]), _say(error, locale, to_program=to_program)) for error in errors
    )


def _field(location: Iterable[Any]) -> str:
    steps = [str(step) for step in location]
    return ".".join(steps[1:] if steps and steps[0] in ("body", "query", "path", "header") else steps)


def _say(error: Any, locale: str, *, to_program: bool) -> str:
    gettext, kind = catalog(locale).gettext, error["type"]
    if kind == "value_error":
        own = str(error["msg"]).removeprefix(OUR_OWN)
        return gettext(BAD_EMAIL) if "@" in own or "email" in own else gettext(own)
    if to_program and kind == "decimal_parsing":  # forms take a comma, JSON does not
        kind = "decimal_for_programs"
    limits = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return gettext(ERRORS.get(kind, NOT_FITTING), **limits)

"""The form of a new version of the rules, read: percents become shares, and all that is wrong is said."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import time
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.forms import Submission
from api.pages.rule_fields import HUNDRED, ROWS_OF
from api.pages.rule_rows import PARAMETERS, label_of, unit_of
from api.problems import problems_of_validation
from cases.refusals import InvalidInput, Place
from cases.rules.parameter import Unit
from cases.rules.policy import GROWING, RulePack
from models.vocabulary import Trade

IDENTITY = ("version", "valid_from")
MONTHS = tuple(name for name in PARAMETERS if unit_of(name) is Unit.MONTHS)
WEIGHED = tuple(name for name in PARAMETERS if unit_of(name) is Unit.CRITERIA)
CRITERIA = tuple(name for name in PARAMETERS if unit_of(name) in ROWS_OF)
BY_TRADE = tuple(name for name in PARAMETERS if unit_of(name) is Unit.SHARES_BY_TRADE)


def read_pack(submission: Submission) -> RulePack:
    """The version that the form describes. Raises InvalidInput with every wrong field."""
    sent = {
        name: value
        for name, value in submission.values.items()
        if name.split(".")[0] in RulePack.model_fields
    }
    wrong = [*_absent(sent), *_not_percents(sent), *_out_of_order(sent)]
    try:
        pack = Submission(FormData(list(_plain(sent).items()))).read(RulePack)
    except ValidationError as error:
        named = {place.field for place in wrong}
        wrong += [place for place in _places(error, sent) if place.field not in named]
        raise InvalidInput(*wrong) from error
    if wrong:
        raise InvalidInput(*wrong)
    return pack


def _absent(sent: Mapping[str, str]) -> Iterator[Place]:
    """Left empty, a parameter would silently take the default's value and not the one in force."""
    single = (name for name in PARAMETERS if name not in (*CRITERIA, *BY_TRADE))
    shares = (f"{name}.{trade}" for name in BY_TRADE for trade in Trade)
    for name in (*IDENTITY, *single, *shares):
        if not sent.get(name, "").strip():
            yield Place(name, "Remplissez ce champ.", "Fill in this field.")


def _is_share(name: str) -> bool:
    parameter, _, rest = name.partition(".")
    if parameter in BY_TRADE:
        return True
    if parameter in CRITERIA:
        return rest.endswith(".weight")
    return parameter in PARAMETERS and unit_of(parameter) is Unit.SHARE


def _percent(written: str) -> Decimal | None:
    try:
        read = Decimal("".join(written.split()).removesuffix("%").replace(",", "."))
    except InvalidOperation:
        return None
    return read if read.is_finite() and 0 <= read <= HUNDRED else None


def _not_percents(sent: Mapping[str, str]) -> Iterator[Place]:
    for name, written in sent.items():
        if _is_share(name) and written.strip() and _percent(written) is None:
            yield Place(name, "Écrivez un pourcentage de 0 à 100.", "Write a percentage from 0 to 100.")


def _plain(sent: Mapping[str, str]) -> dict[str, str]:
    """The values as the pack has them: shares of one, months one by one."""
    plain: dict[str, str] = {}
    for name, written in sent.items():
        if name in MONTHS:
            months = [month.strip() for month in written.replace(";", ",").split(",") if month.strip()]
            plain |= {f"{name}.{rank}": month for rank, month in enumerate(months)}
        elif _is_share(name) and (percent := _percent(written)) is not None:
            plain[name] = f"{percent / HUNDRED:f}"
        else:
            plain[name] = written
    return plain


def _places(error: ValidationError, sent: Mapping[str, str]) -> Iterator[Place]:
    """Pydantic's errors at the form's fields; what does not go together is said in our own words."""
    found = error.errors()
    french, english = problems_of_validation(found, "fr"), problems_of_validation(found, "en")
    for each, fr, en in zip(found, french, english, strict=True):
        parameter = fr.field.partition(".")[0]
        if each["type"] != "value_error":
            field = parameter if parameter in MONTHS else fr.field
            yield Place(_row_of(field, sent), fr.message, en.message)
        elif parameter in CRITERIA:
            yield from _criteria_apart(parameter, sent)
        elif parameter in MONTHS:
            yield Place(parameter, "Écrivez des mois croissants : 3, 6.", "Write months that grow: 3, 6.")
        elif parameter:  # the others are of the whole pack: what is out of order is already said
            yield Place(fr.field, "Cette valeur ne convient pas.", "This value does not fit.")


def _row_of(field: str, sent: Mapping[str, str]) -> str:
    """The field as the form numbers it: rows left empty were not counted by pydantic."""
    parameter, *rest = field.split(".")
    if parameter not in CRITERIA or not rest:
        return field
    return ".".join((parameter, str(_filled(parameter, sent)[int(rest[0])]), *rest[1:]))


def _filled(parameter: str, sent: Mapping[str, str]) -> list[int]:
    """The rows of the grid that say something."""
    rows = {
        int(name.split(".")[1])
        for name, value in sent.items()
        if name.startswith(f"{parameter}.") and value.strip()
    }
    return sorted(rows)


def _criteria_apart(parameter: str, sent: Mapping[str, str]) -> Iterator[Place]:
    rows = _filled(parameter, sent)
    codes = [sent.get(f"{parameter}.{row}.code", "").strip() for row in rows]
    for rank, row in enumerate(rows):
        if codes[rank] in codes[:rank]:
            yield Place(f"{parameter}.{row}.code", "Ce code sert déjà.", "This code is already used.")
    if parameter not in WEIGHED:
        return
    weights = (_percent(sent.get(f"{parameter}.{row}.weight", "")) or Decimal(0) for row in rows)
    if (total := sum(weights, Decimal(0))) != HUNDRED:
        said = f"{total.normalize():f}"
        yield Place(
            f"{parameter}.{rows[0]}.weight",
            f"Les poids doivent faire 100\u00a0% ensemble, pas {said.replace('.', ',')}\u00a0%.",
            f"The weights must make 100% together, not {said}%.",
        )


def _out_of_order(sent: Mapping[str, str]) -> Iterator[Place]:
    for names in GROWING:
        for earlier, later in pairwise(names):
            low, high = _rank(sent.get(earlier, "")), _rank(sent.get(later, ""))
            if low is not None and type(low) is type(high) and low >= high:
                yield Place(
                    later,
                    f"Cette valeur doit dépasser celle de «\u00a0{label_of(earlier, 'fr')}\u00a0».",
                    f"This value must be greater than that of “{label_of(earlier, 'en')}”.",
                )


def _rank(written: str) -> Any:
    """A local time or a number, to be put in order; None when it is neither."""
    for kind in (int, time.fromisoformat):
        with suppress(ValueError):
            return kind(written.strip())
    return None

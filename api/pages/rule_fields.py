"""The fields of the form of a new version of the rules: one for every parameter, whatever its unit."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from annotated_types import Ge, Gt, Le

from api.formats import NBSP, formats
from api.language import catalog
from api.pages.rule_rows import PARAMETERS, label_of, source_of, unit_of
from api.words import HOLIDAY_ZONES, ROUNDINGS, TRADES
from api.words.rules import DESCRIPTIONS_FR
from cases.rules.calendar import HolidayZone
from cases.rules.eligibility_criteria import EligibilityCriterion
from cases.rules.follow_up import FollowUpRules
from cases.rules.pack_parts import ScoringCriterion
from cases.rules.parameter import Unit
from cases.rules.policy import RulePack
from cases.rules.preparation import PreparationRules
from models.vocabulary import Rounding

HUNDRED = Decimal(100)
BLANK_CRITERIA = 2
MOST_CRITERIA = 40
TIMEZONES = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Wallis",
    "Pacific/Tahiti",
)
RULE_NUMBER = re.compile(r" \(rules? [^)]*\)")
"""Where the rule stands in our own domain notes: of no use on a screen."""


@dataclass(frozen=True, slots=True)
class RuleField:
    """One input, or with `rows` a group of them. `kind` is the input's: text, number, whole, time, choice."""

    name: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple["RuleField", ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Fields under one heading, a message id."""

    heading: str
    fields: list[RuleField]


def rule_groups(pack: RulePack, locale: str, values: Mapping[str, str]) -> list[RuleGroup]:
    """Every parameter of the pack as a field; `values` are those of a form that is shown again."""
    _ = catalog(locale).gettext
    early = [name for name in PARAMETERS if name in PreparationRules.model_fields]
    under_way = [name for name in PARAMETERS if name in FollowUpRules.model_fields and name not in early]
    rest = [name for name in PARAMETERS if name not in (*early, *under_way)]
    headings = (
        (_("Before the works"), early),
        (_("People and hours"), under_way),
        (_("From the works on"), rest),
    )
    return [
        RuleGroup(heading, [_field(name, pack, locale, values) for name in names])
        for heading, names in headings
    ]


def _field(name: str, pack: RulePack, locale: str, values: Mapping[str, str]) -> RuleField:
    value, unit = getattr(pack, name), unit_of(name)
    label, hint = label_of(name, locale), _hint(name, locale)
    if unit is Unit.SHARES_BY_TRADE:
        return RuleField(name, label, "group", hint=hint, rows=tuple(_trades(name, value, locale)))
    if unit in ROWS_OF:
        rows = tuple(_criteria(name, value, locale, values))
        return RuleField(name, label, "group", hint=hint, rows=rows)
    if unit is Unit.CHOICE:
        return RuleField(name, label, "choice", str(value), hint=hint, choices=_choices(value, locale))
    kind = {Unit.LOCAL_TIME: "time", Unit.MONTHS: "text"}.get(unit, _kind(value))
    return RuleField(name, label, kind, written(value, unit, locale), unit_said(unit, locale), hint)


def _kind(value: Any) -> str:
    return "number" if isinstance(value, Decimal) else "whole"


def written(value: Any, unit: Unit, locale: str) -> str:
    """The value as one writes it in its field; shares in percent."""
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return formats(locale).plain(value * HUNDRED if unit is Unit.SHARE else value)
    return str(value)


def unit_said(unit: Unit, locale: str) -> str:
    """What stands behind the number."""
    _ = catalog(locale).gettext
    return {
        Unit.WORKING_DAYS: _("working days"),
        Unit.CALENDAR_DAYS: _("days"),
        Unit.WORKING_DAY_OF_MONTH: _("working day"),
        Unit.MONTHS: _("months"),
        Unit.MONTH_COUNT: _("months"),
        Unit.HOURS: "h",
        Unit.EUR: "€",
        Unit.EUR_PER_HOUR: f"€{NBSP}/{NBSP}h",
        Unit.SHARE: "%",
    }.get(unit, "")


def _hint(name: str, locale: str) -> str:
    """What the parameter means, its limits, and the source of its default."""
    described = RulePack.model_fields[name].description or ""
    meaning = DESCRIPTIONS_FR[name] if locale == "fr" else RULE_NUMBER.sub("", described)
    _ = catalog(locale).gettext
    source = source_of(name)
    said = (meaning, _limits(name, locale), _("Source: {source}.", source=source) if source else "")
    return " ".join(part for part in said if part)


def _limits(name: str, locale: str) -> str:
    _, unit = catalog(locale).gettext, unit_of(name)
    low, above, high = None, None, None
    for limit in RulePack.model_fields[name].metadata:
        low = limit.ge if isinstance(limit, Ge) else low
        above = limit.gt if isinstance(limit, Gt) else above
        high = limit.le if isinstance(limit, Le) else high

    def say(number: Any) -> str:
        return written(Decimal(number), unit, locale)

    if above is not None and high is not None:
        return _("More than {low}, at most {high}.", low=say(above), high=say(high))
    if low is not None and high is not None:
        return _("From {low} to {high}.", low=say(low), high=say(high))
    if above is not None:
        return _("More than {low}.", low=say(above))
    return "" if low is None else _("At least {low}.", low=say(low))


def _choices(value: Any, locale: str) -> tuple[tuple[str, str], ...]:
    _ = catalog(locale).gettext
    if isinstance(value, HolidayZone):
        return tuple((zone.value, _(said)) for zone, said in HOLIDAY_ZONES.items())
    if isinstance(value, Rounding):
        return tuple((rounding.value, _(said)) for rounding, said in ROUNDINGS.items())
    return tuple((zone, zone) for zone in dict.fromkeys((value, *TIMEZONES)))


def _trades(name: str, shares: Mapping[Any, Decimal], locale: str) -> Iterator[tuple[RuleField, ...]]:
    _ = catalog(locale).gettext
    for trade, said in TRADES.items():
        percent = written(shares[trade], Unit.SHARE, locale)
        yield (RuleField(f"{name}.{trade}", _(said), "number", percent, "%"),)


def _criteria(
    name: str, criteria: tuple[Any, ...], locale: str, values: Mapping[str, str]
) -> Iterator[tuple[RuleField, ...]]:
    """A row for each criterion, and empty ones for those to come."""
    sent = {int(said.split(".")[1]) + 1 for said in values if said.startswith(f"{name}.")}
    rows = max(sent, default=min(len(criteria) + BLANK_CRITERIA, MOST_CRITERIA))
    row_of = ROWS_OF[unit_of(name)]
    for rank in range(rows):
        yield row_of(f"{name}.{rank}", criteria[rank] if rank < len(criteria) else None, locale)


def _named(place: str, each: Any, locale: str) -> tuple[RuleField, ...]:
    _ = catalog(locale).gettext
    return (
        RuleField(f"{place}.label_fr", _("In French"), "text", each.label_fr if each else ""),
        RuleField(f"{place}.label_en", _("In English"), "text", each.label_en if each else ""),
        RuleField(f"{place}.code", _("Code"), "text", each.code if each else ""),
    )


def _weighed(place: str, each: ScoringCriterion | None, locale: str) -> tuple[RuleField, ...]:
    percent = written(each.weight, Unit.SHARE, locale) if each else ""
    weight = RuleField(f"{place}.weight", catalog(locale).gettext("Weight"), "number", percent, "%")
    return (*_named(place, each, locale), weight)


def _proven(place: str, each: EligibilityCriterion | None, locale: str) -> tuple[RuleField, ...]:
    _ = catalog(locale).gettext
    answers = (("", _("No")), ("true", _("Yes")))
    return (
        *_named(place, each, locale),
        RuleField(f"{place}.proof_fr", _("Proof, in French"), "text", each.proof_fr if each else ""),
        RuleField(f"{place}.proof_en", _("Proof, in English"), "text", each.proof_en if each else ""),
        RuleField(
            f"{place}.is_health",
            _("Tells of the person’s health"),
            "choice",
            "true" if each and each.is_health else "",
            choices=answers,
        ),
    )


ROWS_OF: Mapping[Unit, Callable[[str, Any, str], tuple[RuleField, ...]]] = {
    Unit.CRITERIA: _weighed,
    Unit.ELIGIBILITY_CRITERIA: _proven,
}
"""How a row of each kind of list is filled in."""

"""The rule pack as lines to read: label, value with its unit, source; and what a version changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from api.formats import NBSP, Formats, formats
from api.language import Catalog, catalog
from api.words import HOLIDAY_ZONES, ROUNDINGS, TRADES
from cases.queries.rule_packs import changed_parameters
from cases.rules.calendar import HolidayZone
from cases.rules.parameter import HOUSE, Unit
from cases.rules.policy import RulePack
from models.vocabulary import Rounding

PARAMETERS: dict[str, dict[str, Any]] = {
    name: field.json_schema_extra
    for name, field in RulePack.model_fields.items()
    if isinstance(field.json_schema_extra, dict)
}
"""What each parameter says of itself, by name."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One parameter; `source` is empty for our own starting point."""

    label: str
    value: str
    source: str


def rule_rows(pack: RulePack, locale: str) -> list[RuleRow]:
    """Every parameter of the pack, in its order."""
    return [
        RuleRow(label_of(name, locale), _said(pack, name, locale), source_of(name)) for name in PARAMETERS
    ]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One parameter, or one trade of it, before and after."""

    label: str
    before: str
    after: str


def change_rows(before: RulePack, after: RulePack, locale: str) -> list[ChangeRow]:
    """What differs from one version to the next; of the shares by trade, only the trades that differ."""
    rows: list[ChangeRow] = []
    for name in changed_parameters(before, after):
        if unit_of(name) is Unit.SHARES_BY_TRADE:
            rows += _trades(name, before, after, locale)
        else:
            label = label_of(name, locale)
            rows.append(ChangeRow(label, _said(before, name, locale), _said(after, name, locale)))
    return rows


def _trades(name: str, before: RulePack, after: RulePack, locale: str) -> Iterator[ChangeRow]:
    said, written = catalog(locale), formats(locale)
    old, new = getattr(before, name), getattr(after, name)
    for trade in new:
        if old.get(trade) != new[trade]:
            label = f"{label_of(name, locale)} – {said.gettext(TRADES[trade])}"
            yield ChangeRow(label, written.share(old.get(trade)), written.share(new[trade]))


def label_of(name: str, locale: str) -> str:
    """The parameter's label."""
    return str(PARAMETERS[name][f"label_{locale}"])


def unit_of(name: str) -> Unit:
    """What the parameter's number counts."""
    return Unit(str(PARAMETERS[name]["unit"]))


def source_of(name: str) -> str:
    """The source of its default; empty for our own starting point."""
    source = str(PARAMETERS[name]["source"])
    return "" if source == HOUSE else source


def _said(pack: RulePack, name: str, locale: str) -> str:
    return _value(getattr(pack, name), unit_of(name), catalog(locale), formats(locale))


def _value(value: Any, unit: Unit, said: Catalog, written: Formats) -> str:
    match unit:
        case Unit.WORKING_DAYS:
            return said.ngettext("{count} working day", "{count} working days", value)
        case Unit.CALENDAR_DAYS:
            return said.ngettext("{count} day", "{count} days", value)
        case Unit.WORKING_DAY_OF_MONTH:
            return said.gettext("working day no. {number} of the next month", number=value)
        case Unit.MONTHS:
            return said.gettext("after {months} months", months=", ".join(str(month) for month in value))
        case Unit.MONTH_COUNT:
            return said.ngettext("{count} month", "{count} months", value)
        case Unit.HOURS:
            return written.hours(Decimal(value))
        case Unit.EUR:
            return written.money(value)
        case Unit.EUR_PER_HOUR:
            return f"{written.money(value)}{NBSP}/{NBSP}h"
        case Unit.SHARE:
            return written.share(value)
        case Unit.SHARES_BY_TRADE:
            return ", ".join(
                f"{said.gettext(TRADES[trade])} {written.share(part)}" for trade, part in value.items()
            )
        case Unit.CRITERIA:
            return ", ".join(f"{each.label(written.locale)} {written.share(each.weight)}" for each in value)
        case Unit.ELIGIBILITY_CRITERIA:
            return ", ".join(each.label(written.locale) for each in value)
    if isinstance(value, HolidayZone):
        return said.gettext(HOLIDAY_ZONES[value])
    if isinstance(value, Rounding):
        return said.gettext(ROUNDINGS[value])
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)

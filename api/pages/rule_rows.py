"""The rule pack as lines to read: label, value with its unit, source."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from api.formats import NBSP, Formats, formats
from api.language import Catalog, catalog
from api.words import HOLIDAY_ZONES, ROUNDINGS, TRADES
from cases.rules.calendar import HolidayZone
from cases.rules.parameter import HOUSE, Unit
from cases.rules.policy import RulePack
from models.vocabulary import Rounding


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One parameter; `source` is empty for our own starting point."""

    label: str
    value: str
    source: str


def rule_rows(pack: RulePack, locale: str) -> list[RuleRow]:
    """Every parameter of the pack, in its order."""
    said, written = catalog(locale), formats(locale)
    rows = []
    for name, field in type(pack).model_fields.items():
        about = field.json_schema_extra
        if not isinstance(about, dict):
            continue
        value = _value(getattr(pack, name), Unit(str(about["unit"])), said, written)
        source = "" if about["source"] == HOUSE else str(about["source"])
        rows.append(RuleRow(str(about[f"label_{locale}"]), value, source))
    return rows


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
    if isinstance(value, HolidayZone):
        return said.gettext(HOLIDAY_ZONES[value])
    if isinstance(value, Rounding):
        return said.gettext(ROUNDINGS[value])
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)

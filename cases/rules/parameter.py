"""How a rule pack declares one parameter: its default, its limits, and what a page needs to show it."""

from enum import StrEnum
from typing import Any

from pydantic import Field


class Unit(StrEnum):
    """What a parameter's number counts."""

    WORKING_DAY_OF_MONTH = "working_day_of_month"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    MONTH_COUNT = "month_count"
    HOURS = "hours"
    EUR = "eur"
    EUR_PER_HOUR = "eur_per_hour"
    SHARE = "share"
    SHARES_BY_TRADE = "shares_by_trade"
    CRITERIA = "criteria"
    ELIGIBILITY_CRITERIA = "eligibility_criteria"
    LOCAL_TIME = "local_time"
    CHOICE = "choice"


HOUSE = "DOMAIN.md; no national value"
"""For a default that is our own starting point, to be settled by each territory."""


def parameter(default: Any, unit: Unit, *, fr: str, en: str, source: str = HOUSE, **limits: Any) -> Any:
    """A pydantic field that a page can show: its unit, its label in both languages, its default's source.

    `limits` are pydantic's own (`ge`, `max_digits`...). The attribute's docstring becomes its description.
    """
    return Field(
        default=default,
        json_schema_extra={"unit": unit.value, "label_fr": fr, "label_en": en, "source": source},
        **limits,
    )

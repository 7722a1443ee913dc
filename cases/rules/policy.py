"""The rule pack: every number that a territory may set, dated and versioned.

DOMAIN.md calls these the *parameters*: they have no single national value, so no rule holds one in its code.
Each carries its default with its source; each decision names the version of the pack that it followed.
"""

from datetime import date, time
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from cases.rules.calendar import HolidayZone, WorkingCalendar
from cases.rules.follow_up import FollowUpRules
from cases.rules.parameter import Unit, parameter

GROWING = (
    ("first_chase_days", "second_chase_days", "call_company_days", "inform_buyer_days"),
    ("kickoff_reminder_days", "kickoff_overdue_days", "kickoff_buyer_days"),
    ("mail_opens_at", "mail_closes_at"),
)
"""Each of these parameters must be greater than the one before it."""


class RulePack(FollowUpRules):
    """A territory's parameters from `valid_from` on, until a later pack replaces them."""

    version: str = Field(min_length=1, max_length=40)
    """Name of this version, written beside every decision taken under it."""

    valid_from: date
    """First local day on which this version decides."""

    holiday_zone: HolidayZone = parameter(
        HolidayZone.METROPOLE,
        Unit.CHOICE,
        fr="Jours fériés",
        en="Public holidays",
        source="Code du travail, art. L3133-1, L3134-13, L3422-2",
    )
    """Whose public holidays are not worked."""

    timezone: str = parameter("Europe/Paris", Unit.CHOICE, fr="Fuseau horaire", en="Time zone")
    """IANA name of the time zone in which days begin and mail leaves."""

    sheet_due_working_day: int = parameter(
        5, Unit.WORKING_DAY_OF_MONTH, fr="Échéance de la fiche", en="Sheet due on", ge=1, le=15
    )
    """Working day of the next month on which a company's monthly sheet is due (rule 4)."""

    sheet_minimum_response_days: int = parameter(
        5, Unit.WORKING_DAYS, fr="Délai minimal de réponse", en="Shortest time to answer", ge=1, le=15
    )
    """Working days that a company always has when its sheet opened late: no outage of ours makes it late."""

    reminder_before_due_days: int = parameter(
        2, Unit.WORKING_DAYS, fr="Rappel avant l’échéance", en="Reminder before the due day", ge=1, le=10
    )
    """Working days before the due day when the company is reminded (rule 5)."""

    first_chase_days: int = parameter(
        2, Unit.WORKING_DAYS, fr="Première relance", en="First chase", ge=1, le=60
    )
    """Working days after the due day when the company is chased (rule 5)."""

    second_chase_days: int = parameter(
        7, Unit.WORKING_DAYS, fr="Seconde relance", en="Second chase", ge=1, le=60
    )
    """Working days after the due day when the company is chased again, facilitator in copy (rule 5)."""

    call_company_days: int = parameter(
        12, Unit.WORKING_DAYS, fr="Appel à l’entreprise", en="Call to the company", ge=1, le=60
    )
    """Working days after the due day when the facilitator is asked to call (rule 5)."""

    inform_buyer_days: int = parameter(
        20, Unit.WORKING_DAYS, fr="Information de l’acheteur", en="Buyer informed", ge=1, le=120
    )
    """Working days after the due day when the buyer is told of the silence (rule 5)."""

    mail_opens_at: time = parameter(
        time(8), Unit.LOCAL_TIME, fr="Envoi des méls à partir de", en="Mail leaves from"
    )
    """Local time from which mail leaves on working days."""

    mail_closes_at: time = parameter(
        time(18), Unit.LOCAL_TIME, fr="Envoi des méls jusqu’à", en="Mail leaves until"
    )
    """Local time after which mail waits for the next working day."""

    reception_reminder_days: int = parameter(
        30, Unit.CALENDAR_DAYS, fr="Préparation de la réception", en="Reception to be planned", ge=1, le=365
    )
    """Calendar days before the planned end when the facilitator is asked to plan the reception."""

    outcome_months: tuple[int, ...] = parameter(
        (3, 6), Unit.MONTHS, fr="Situation des participants", en="Participants' situation", min_length=1
    )
    """Months after the closing when the participants' situation is asked."""

    penalty_hourly_rate: Decimal = parameter(
        Decimal("50.00"),
        Unit.EUR_PER_HOUR,
        fr="Pénalité par heure manquante",
        en="Penalty per missing hour",
        source="CCAG 2021, art. 16.1; CCAG Travaux 2021, art. 20.1",
        ge=0,
        max_digits=8,
        decimal_places=2,
    )
    """EUR for each hour owed and not done: as dear as the hour, so that not doing it never pays (rule 8)."""

    full_time_equivalent_hours: Decimal = parameter(
        Decimal(1607),
        Unit.HOURS,
        fr="Heures d’un équivalent temps plein",
        en="Hours of a full-time equivalent",
        source="Code du travail, art. L3121-41",
        gt=0,
        max_digits=8,
        decimal_places=2,
    )
    """Hours that make one full-time job for a year: about 1,607 in Angers, 1,820 in Nantes (rule 10)."""

    link_validity_days: int = parameter(
        120, Unit.CALENDAR_DAYS, fr="Validité d’un lien", en="Life of a link", ge=7, le=400
    )
    """Calendar days during which a link sent by mail opens its page."""

    mail_retry_hours: int = parameter(
        72, Unit.HOURS, fr="Nouveaux essais d’un mél", en="Mail retried for", ge=1, le=240
    )
    """Hours during which a mail that a server put off is tried again."""

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working calendar by which every delay of this pack is counted."""
        return WorkingCalendar(self.holiday_zone, self.timezone)

    def __hash__(self) -> int:
        """Cheap, because rules remember their answers by pack; equality still compares every parameter."""
        return hash((self.version, self.valid_from))

    def revised(self, version: str, valid_from: date, **changes: Any) -> Self:
        """A new version with some parameters changed. Raises ValidationError when they do not fit."""
        values = self.model_dump() | changes | {"version": version, "valid_from": valid_from}
        return type(self).model_validate(values)

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is not a time zone; write it as Europe/Paris") from error
        return name

    @field_validator("mail_opens_at", "mail_closes_at")
    @classmethod
    def _hours_are_local(cls, hour: time) -> time:
        if hour.tzinfo is not None:
            raise ValueError(f"{hour} must be the territory's local time, without a time zone")
        return hour

    @field_validator("outcome_months")
    @classmethod
    def _outcomes_grow(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if months[0] < 1 or list(months) != sorted(set(months)):
            raise ValueError(f"outcome months must be positive and grow: {list(months)} do not")
        return months

    @model_validator(mode="after")
    def _delays_grow(self) -> Self:
        for names in GROWING:
            self._require_growth(*names)
        return self

    def _require_growth(self, *names: str) -> None:
        """Each of the named parameters must be greater than the one before it."""
        for earlier, later in pairwise(names):
            if getattr(self, earlier) >= getattr(self, later):
                raise ValueError(
                    f"{later} ({getattr(self, later)}) must come after {earlier} ({getattr(self, earlier)})"
                )

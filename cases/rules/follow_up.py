"""The parameters of the monthly follow-up: people, counting, checks, meetings (rules 2, 3 and 9)."""

from decimal import Decimal

from pydantic import field_validator

from cases.rules.eligibility_criteria import ELIGIBILITY_CRITERIA, EligibilityCriterion
from cases.rules.pack_parts import Share
from cases.rules.parameter import Unit, parameter
from cases.rules.preparation import PreparationRules


class FollowUpRules(PreparationRules):
    """The part of a rule pack that is about markets under way and the people on them."""

    eligibility_criteria: tuple[EligibilityCriterion, ...] = parameter(
        ELIGIBILITY_CRITERIA,
        Unit.ELIGIBILITY_CRITERIA,
        fr="Critères d’éligibilité",
        en="Eligibility criteria",
        source="Arrêté du 1er septembre 2021 (critères IAE), Code du travail, art. L5132-3",
        min_length=1,
        max_length=40,
    )
    """A person meets at least one of these, unless the buyer has a list of its own (rule 2)."""

    eligibility_months: int = parameter(
        24, Unit.MONTH_COUNT, fr="Durée de l’éligibilité", en="Eligibility holds for", ge=1, le=120
    )
    """Months from the first hire during which a person's hours count (rule 2)."""

    permanent_hire_months: int = parameter(
        24, Unit.MONTH_COUNT, fr="Après une embauche en CDI", en="After a permanent hire", ge=1, le=120
    )
    """Months from a permanent hire during which the hours still count, even past the eligibility (rule 2)."""

    eligibility_warning_days: int = parameter(
        30,
        Unit.CALENDAR_DAYS,
        fr="Fin d’éligibilité signalée",
        en="End of eligibility told",
        ge=1,
        le=180,
    )
    """Calendar days before a person's eligibility ends when the facilitator is warned (rule 2)."""

    monthly_cap_hours: Decimal = parameter(
        Decimal(220),
        Unit.HOURS,
        fr="Plafond d’heures par mois",
        en="Cap of hours in a month",
        source="Code du travail, art. L3121-20 (48 h par semaine)",
        gt=0,
        le=744,
        max_digits=5,
        decimal_places=2,
    )
    """Hours of one person in one month, all markets together, above which they are set aside (rule 3)."""

    daily_cap_hours: Decimal = parameter(
        Decimal(12),
        Unit.HOURS,
        fr="Plafond d’heures par jour",
        en="Cap of hours in a day",
        source="Code du travail, art. L3121-18 et L3121-19",
        gt=0,
        le=24,
        max_digits=4,
        decimal_places=2,
    )
    """Hours of one person per day of work above which a sheet is questioned before it is sent."""

    training_share: Share = parameter(
        Decimal(1), Unit.SHARE, fr="Part des heures de formation", en="Share of training hours"
    )
    """Share of a person's month, before its cap, that training may make up; beyond it hours are set aside."""

    odd_jump_share: Share = parameter(
        Decimal("0.5"), Unit.SHARE, fr="Saut d’un mois à l’autre", en="Jump from month to month", gt=0
    )
    """A sheet that differs from the month before by more than this share is questioned when it is checked."""

    match_tolerance_hours: Decimal = parameter(
        Decimal(1),
        Unit.HOURS,
        fr="Écart toléré entre déclarations",
        en="Difference allowed between statements",
        ge=0,
        le=100,
        max_digits=5,
        decimal_places=2,
    )
    """Hours by which two statements of the same hours may differ without a task."""

    site_meeting_months: int = parameter(
        3, Unit.MONTH_COUNT, fr="Réunion de chantier", en="Site meeting", ge=1, le=24
    )
    """Months between two site meetings of a market under way."""

    partners_meeting_months: int = parameter(
        3, Unit.MONTH_COUNT, fr="Réunion des partenaires", en="Partners' meeting", ge=1, le=24
    )
    """Months between two meetings of the territory's partners."""

    @field_validator("eligibility_criteria")
    @classmethod
    def _codes_differ(cls, criteria: tuple[EligibilityCriterion, ...]) -> tuple[EligibilityCriterion, ...]:
        codes = [each.code for each in criteria]
        if len(set(codes)) != len(codes):
            raise ValueError(f"each criterion has its own code: {codes} do not")
        return criteria

"""The parameters of what comes before the works: study, calibration, tender, kickoff (rules 1 and 9)."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, field_validator

from cases.rules.pack_parts import LABOUR_SHARES, SCORING_CRITERIA, ScoringCriterion, Share
from cases.rules.parameter import Unit, parameter
from models.vocabulary import Rounding, Trade


class PreparationRules(BaseModel):
    """The part of a rule pack that is about planned and awarded markets."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    study_days: int = parameter(
        10, Unit.WORKING_DAYS, fr="Étude d’un projet de marché", en="Study of a planned market", ge=1, le=60
    )
    """Working days that the facilitator has to give an opinion on a planned market."""

    opinion_late_days: int = parameter(
        1, Unit.WORKING_DAYS, fr="Avis en retard signalé", en="Late opinion told", ge=1, le=60
    )
    """Working days after the study's due day when the buyer is told that the opinion is late."""

    opinion_extra_days: int = parameter(
        5, Unit.WORKING_DAYS, fr="Avis en retard : nouveau délai", en="Late opinion: new delay", ge=1, le=60
    )
    """Working days, from the day when the delay is told, within which the late opinion is now promised."""

    labour_shares: Mapping[Trade, Share] = parameter(
        LABOUR_SHARES, Unit.SHARES_BY_TRADE, fr="Part de main-d’œuvre par métier", en="Labour share by trade"
    )
    """Share of the price that is labour, by trade (rule 1)."""

    hourly_cost: Decimal = parameter(
        Decimal("40.00"),
        Unit.EUR_PER_HOUR,
        fr="Coût horaire",
        en="Hourly cost",
        gt=0,
        max_digits=8,
        decimal_places=2,
    )
    """EUR that an hour of labour costs, charges included: 35 to 50 (rule 1)."""

    insertion_rate: Share = parameter(
        Decimal("0.07"), Unit.SHARE, fr="Taux d’insertion", en="Insertion rate", gt=0
    )
    """Share of the labour hours reserved for insertion: 5 to 10 % (rule 1)."""

    hours_rounding: Rounding = parameter(
        Rounding.NEAREST, Unit.CHOICE, fr="Arrondi des heures", en="Rounding of the hours"
    )
    """How computed hours become required hours (rule 1)."""

    hours_rounding_step: Decimal = parameter(
        Decimal(1),
        Unit.HOURS,
        fr="Pas de l’arrondi",
        en="Step of the rounding",
        gt=0,
        le=100,
        max_digits=5,
        decimal_places=2,
    )
    """Required hours are a multiple of this (rule 1)."""

    clause_floor_hours: Decimal = parameter(
        Decimal(150),
        Unit.HOURS,
        fr="Plancher en heures",
        en="Floor in hours",
        ge=0,
        max_digits=8,
        decimal_places=2,
    )
    """Under these hours no clause is advised: about one month of one person (rule 1)."""

    clause_floor_amount: Decimal = parameter(
        Decimal("90000.00"),
        Unit.EUR,
        fr="Plancher en montant",
        en="Floor in amount",
        source="CCP, R2131-12",
        ge=0,
        max_digits=12,
        decimal_places=2,
    )
    """EUR without tax under which no clause is advised: the threshold of formal publication (rule 1)."""

    qpv_share_works: Share = parameter(
        Decimal("0.05"),
        Unit.SHARE,
        fr="Part QPV, travaux ANRU",
        en="QPV share, ANRU works",
        source="ANRU, NPNRU 2014-2034",
    )
    """Share of the labour hours owed to residents of priority districts on ANRU works (rule 9)."""

    qpv_share_management: Share = parameter(
        Decimal("0.10"),
        Unit.SHARE,
        fr="Part QPV, gestion urbaine",
        en="QPV share, urban management",
        source="ANRU, NPNRU 2014-2034",
    )
    """Share of the jobs of urban management owed to residents of priority districts (rule 9)."""

    full_time_month_hours: Decimal = parameter(
        Decimal("151.67"),
        Unit.HOURS,
        fr="Heures d’un mois à temps plein",
        en="Hours of a full-time month",
        source="Code du travail, L3121-27",
        gt=0,
        max_digits=6,
        decimal_places=2,
    )
    """Hours of one person's full-time month: 35 h x 52 / 12."""

    question_answer_days: int = parameter(
        5, Unit.WORKING_DAYS, fr="Réponse aux questions", en="Answer to questions", ge=1, le=30
    )
    """Working days that the facilitator has to answer a company's question during the tender."""

    scoring_criteria: tuple[ScoringCriterion, ...] = parameter(
        SCORING_CRITERIA,
        Unit.CRITERIA,
        fr="Critères d’analyse des offres",
        en="Criteria of the offers’ analysis",
        source="Nantes Métropole",
        min_length=1,
        max_length=20,
    )
    """The grid that a market's analysis starts from: criteria with their weights, which add up to one."""

    meeting_reminder_days: int = parameter(
        3, Unit.WORKING_DAYS, fr="Rappel avant une réunion", en="Reminder before a meeting", ge=1, le=20
    )
    """Working days before a meeting when those invited are reminded of it."""

    kickoff_reminder_days: int = parameter(
        5, Unit.WORKING_DAYS, fr="Réunion de lancement à tenir", en="Kickoff to be held", ge=1, le=60
    )
    """Working days after the award within which the kickoff meeting should be held."""

    kickoff_overdue_days: int = parameter(
        10, Unit.WORKING_DAYS, fr="Réunion de lancement en retard", en="Kickoff overdue", ge=1, le=120
    )
    """Working days after the award, two weeks, when the company is chased for a missing kickoff."""

    kickoff_buyer_days: int = parameter(
        15,
        Unit.WORKING_DAYS,
        fr="Réunion de lancement : acheteur informé",
        en="Kickoff: buyer informed",
        ge=1,
        le=160,
    )
    """Working days after the award when the buyer is told that the kickoff is still missing."""

    need_answer_days: int = parameter(
        5, Unit.WORKING_DAYS, fr="Réponse des partenaires", en="Answer of the partners", ge=1, le=30
    )
    """Working days within which partners are asked to propose candidates for a need."""

    candidate_retention_months: int = parameter(
        24,
        Unit.MONTH_COUNT,
        fr="Conservation des candidatures",
        en="Candidates kept for",
        source="RGPD (UE) 2016/679, art. 5.1 e",
        ge=1,
        le=60,
    )
    """Months after a need is closed when the names of those proposed for it are erased (rule 11)."""

    @field_validator("labour_shares")
    @classmethod
    def _every_trade_has_its_share(cls, shares: Mapping[Trade, Decimal]) -> Mapping[Trade, Decimal]:
        if absent := [trade.value for trade in Trade if trade not in shares]:
            raise ValueError(f"labour shares are missing for: {', '.join(absent)}")
        return shares

    @field_validator("scoring_criteria")
    @classmethod
    def _weights_make_one(cls, criteria: tuple[ScoringCriterion, ...]) -> tuple[ScoringCriterion, ...]:
        if len({criterion.code for criterion in criteria}) != len(criteria):
            raise ValueError("two criteria have the same code")
        if (total := sum((criterion.weight for criterion in criteria), Decimal(0))) != 1:
            raise ValueError(f"the criteria's weights must add up to 1 (100 %), not {total}")
        return criteria

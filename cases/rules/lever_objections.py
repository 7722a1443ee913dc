"""The checks behind `objections`: one function for each lever, over the facts of a planned market."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases.rules import cpv
from cases.rules.cpv import PurchaseKind
from cases.rules.planned_market import PlannedMarket
from cases.rules.policy import RulePack
from cases.rules.said import Said, whole_en, whole_fr
from models.vocabulary import Lever, Trade

ESS_MOST_MONTHS = 36
"""A market reserved for the social economy lasts three years at most (L2113-16)."""

SHORT_MONTHS = 2
"""A condition of execution on less leaves no time to find people, nor for them to learn."""

LARGE_LABOUR_HOURS = Decimal(16_070)
"""Labour of a year for ten people (1,607 h each): more than most structures can put on one market."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that speaks against a lever. Blocking: the law does not allow it, as far as the facts say."""

    is_blocking: bool
    said: Said


Check = Callable[[PlannedMarket, RulePack], Iterator[Objection]]


def _blocking(fr: str, en: str) -> Objection:
    return Objection(True, Said(fr, en))


def _warning(fr: str, en: str) -> Objection:
    return Objection(False, Said(fr, en))


def _few_hours(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    hours, floor = market.expected_hours(pack), pack.clause_floor_hours
    if hours is not None and hours < floor:
        yield _warning(
            f"Environ {whole_fr(hours)} heures seulement, sous le plancher de {whole_fr(floor)}.",
            f"Only about {whole_en(hours)} hours, under the floor of {whole_en(floor)}.",
        )


def _execution_condition(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    yield from _few_hours(market, pack)
    if market.duration_months is not None and market.duration_months < SHORT_MONTHS:
        yield _warning(
            "Le marché est trop court pour recruter et pour apprendre.",
            "The market is too short to recruit and to learn.",
        )
    if market.is_supplies:
        yield _warning(
            "Des fournitures laissent peu de travail à exécuter : la clause portera sur la livraison ou "
            "la pose.",
            "Supplies leave little work to do: the clause will bear on delivery or fitting.",
        )


def _award_criterion(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    if market.is_obliged:
        yield _blocking(
            "Au-dessus du seuil européen, la loi demande une condition d’exécution : un critère seul ne "
            "suffit "
            "pas (L2112-2-1).",
            "Above the European threshold the law asks for a condition of execution: a criterion alone "
            "is not "
            "enough (L2112-2-1).",
        )
    yield _warning(
        "Un critère seul n’oblige à aucune heure : ce que l’entreprise promet doit devenir contractuel.",
        "A criterion alone owes no hour: what the company promises must become part of the contract.",
    )


def _condition_and_criterion(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    yield from _execution_condition(market, pack)
    hours = market.expected_hours(pack)
    if hours is not None and pack.clause_floor_hours <= hours < pack.clause_floor_hours * 2:
        yield _warning(
            "Pour si peu d’heures, noter l’insertion en plus alourdit l’analyse des offres.",
            "For so few hours, judging insertion as well makes the analysis of the offers heavier.",
        )


def _reserved(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    hours = market.expected_hours(pack)
    if hours is not None and hours / pack.insertion_rate > LARGE_LABOUR_HOURS:
        yield _warning(
            "Le volume de travail dépasse ce que portent la plupart des structures : réservez plutôt un lot.",
            "There is more work than most structures can carry: rather reserve one lot.",
        )
    if market.likely_trade in (Trade.INTELLECTUAL_SERVICES, Trade.SECURITY) and not market.is_supplies:
        yield _warning(
            "Peu de structures exercent ce métier : vérifiez qu’il y aura concurrence.",
            "Few structures do this trade: check that there will be competition.",
        )


def _reserved_ess(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    if market.cpv is None:
        yield _warning(
            "Sans code CPV, rien ne dit que le service est de santé, social ou culturel (L2113-15).",
            "Without a CPV code, nothing says that the service is one of health, social or cultural "
            "(L2113-15).",
        )
    elif not cpv.is_reservable_to_ess(market.cpv):
        yield _blocking(
            f"Le code CPV {market.cpv} n’est pas l’un des services de santé, sociaux ou culturels qui "
            "peuvent "
            "être réservés (L2113-15).",
            f"CPV code {market.cpv} is not one of the health, social or cultural services that can be "
            "reserved (L2113-15).",
        )
    if market.duration_months is not None and market.duration_months > ESS_MOST_MONTHS:
        yield _blocking(
            f"{market.duration_months} mois : un marché réservé à l’économie sociale ne peut dépasser trois "
            "ans (L2113-16).",
            f"{market.duration_months} months: a market reserved for the social economy lasts three years at "
            "most (L2113-16).",
        )
    yield _warning(
        "L’organisation ne doit pas avoir eu le même marché réservé dans les trois ans, et doit satisfaire "
        "aux conditions de gestion de L2113-16.",
        "The organisation must not have had the same reserved market within three years, and must meet the "
        "conditions of L2113-16 on how it is run.",
    )


def _insertion_service(market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    if market.cpv is None:
        return
    if market.kind is not PurchaseKind.SERVICES:
        yield _blocking(
            "Le CPV désigne des travaux ou des fournitures : ici l’objet acheté doit être l’insertion, le "
            "chantier n’en est que le support (R2123-1 3°).",
            "The CPV names works or supplies: here what is bought must be insertion, the works being "
            "only its "
            "support (R2123-1 3°).",
        )
    elif not market.is_social_service:
        yield _warning(
            "Le CPV n’est pas celui d’un service social : vérifiez que l’insertion est bien l’objet du "
            "marché.",
            "The CPV is not that of a social service: check that insertion is what the market buys.",
        )


CHECKS: Mapping[Lever, Check] = {
    Lever.EXECUTION_CONDITION: _execution_condition,
    Lever.AWARD_CRITERION: _award_criterion,
    Lever.CONDITION_AND_CRITERION: _condition_and_criterion,
    Lever.RESERVED_EA_ESAT: _reserved,
    Lever.RESERVED_SIAE: _reserved,
    Lever.RESERVED_BOTH: _reserved,
    Lever.RESERVED_ESS: _reserved_ess,
    Lever.INSERTION_SERVICE: _insertion_service,
}


def found_against(lever: Lever, market: PlannedMarket, pack: RulePack) -> Iterator[Objection]:
    """The lever's objections, in the order of its checks."""
    return CHECKS[lever](market, pack)

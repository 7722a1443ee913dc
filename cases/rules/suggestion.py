"""What the facts of a planned market suggest: a clause or none, the lever, and why; a person decides."""

from dataclasses import dataclass

from cases.rules.planned_market import PlannedMarket
from cases.rules.policy import RulePack
from cases.rules.potential import Potential, potential
from cases.rules.said import Said, whole_en, whole_fr
from models.vocabulary import Advice, Lever, Trade

SCORE_ADVISED = 35
"""A third of the points: below, what is gained is less than what the clause costs everyone to run."""

CRITERION_FLOORS = 8
"""From so many times the floor on, how people are accompanied is worth judging too: eight months of one."""

INSERTION_WORK = frozenset({Trade.GREEN_SPACES, Trade.CLEANING, Trade.WASTE, Trade.CATERING})
"""What insertion structures do nearly everywhere: a small market can be theirs as a whole."""

INSERTION_SERVICES = ("85312", "80530")
"""CPV of social and vocational guidance: the insertion itself is what is bought."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested of a planned market, with its potential and the reasons in words."""

    potential: Potential
    advice: Advice
    lever: Lever | None
    is_obliged: bool
    why: tuple[Said, ...]


def suggest(market: PlannedMarket, pack: RulePack) -> Suggestion:
    """The advice and the lever that the facts speak for."""
    found = potential(market, pack)
    against = _against(market, pack, found)
    lever, why_lever = _lever(market, pack)
    if market.is_obliged:
        return Suggestion(found, Advice.CLAUSE, lever, True, (_obligation(market), *against, why_lever))
    if against and lever is not Lever.RESERVED_SIAE:
        return Suggestion(found, Advice.NO_CLAUSE, None, False, against)
    return Suggestion(found, Advice.CLAUSE, lever, False, (_score(found), why_lever))


def _score(found: Potential) -> Said:
    return Said(f"Le potentiel est de {found.score} sur 100.", f"The potential is {found.score} out of 100.")


def _obligation(market: PlannedMarket) -> Said:
    limit = market.european_threshold
    return Said(
        f"Au-dessus du seuil européen ({whole_fr(limit)} €), une condition sociale est obligatoire, ou son "
        "absence motivée par écrit (L2112-2-1).",
        f"Above the European threshold (EUR {whole_en(limit)}), a social condition is mandatory, or the "
        "written reason why there is none (L2112-2-1).",
    )


def _against(market: PlannedMarket, pack: RulePack, found: Potential) -> tuple[Said, ...]:
    """What speaks against a clause; nothing does while the amount is not known."""
    hours, amount = market.expected_hours(pack), market.amount_excl_tax
    if hours is None or amount is None:
        return ()
    reasons = []
    if hours < pack.clause_floor_hours:
        floor = pack.clause_floor_hours
        reasons.append(
            Said(
                f"Environ {whole_fr(hours)} heures : sous le plancher de {whole_fr(floor)} heures.",
                f"About {whole_en(hours)} hours: under the floor of {whole_en(floor)} hours.",
            )
        )
    if amount < pack.clause_floor_amount:
        floor = pack.clause_floor_amount
        reasons.append(
            Said(
                f"{whole_fr(amount)} € : sous le plancher de {whole_fr(floor)} €.",
                f"EUR {whole_en(amount)}: under the floor of {whole_en(floor)}.",
            )
        )
    if found.score < SCORE_ADVISED:
        reasons.append(
            Said(
                f"Le potentiel est faible : {found.score} sur 100.",
                f"The potential is low: {found.score} out of 100.",
            )
        )
    return tuple(reasons)


def _lever(market: PlannedMarket, pack: RulePack) -> tuple[Lever, Said]:
    hours = market.expected_hours(pack)
    if market.cpv is not None and market.cpv.startswith(INSERTION_SERVICES):
        return Lever.INSERTION_SERVICE, Said(
            "L’objet même du marché est l’insertion.", "Insertion is what this market buys."
        )
    if hours is not None and hours < pack.clause_floor_hours and _is_insertion_work(market):
        return Lever.RESERVED_SIAE, Said(
            "Trop petit pour une clause d’heures, mais des structures d’insertion font ce travail : "
            "le marché peut leur être réservé.",
            "Too small for a clause of hours, but insertion structures do this work: "
            "the market can be reserved for them.",
        )
    if hours is not None and hours >= pack.clause_floor_hours * CRITERION_FLOORS:
        return Lever.CONDITION_AND_CRITERION, Said(
            "Avec autant d’heures, la qualité de l’accompagnement mérite d’être notée.",
            "With so many hours, the quality of the support is worth judging.",
        )
    return Lever.EXECUTION_CONDITION, Said(
        "La condition d’exécution convient à presque tous les marchés.",
        "A condition of execution suits nearly every market.",
    )


def _is_insertion_work(market: PlannedMarket) -> bool:
    return not market.is_supplies and market.likely_trade in INSERTION_WORK

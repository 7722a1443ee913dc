"""How much insertion a planned market can bear, from 0 to 100, and what that suggests; a person decides.

Six things count, each for the points written here. None is a law: they are what facilitators weigh (the
hours it would bear, whether people can learn in the time and the trade), made explicit so that all are
judged alike.
"""

from dataclasses import dataclass
from decimal import Decimal

from cases.rules.planned_market import PlannedMarket
from cases.rules.policy import RulePack
from cases.rules.said import Said, percent, whole_en, whole_fr
from models.vocabulary import Trade

HOURS_MOST = 35
"""The hours weigh most: they are what a clause is for. All of it from four times the floor on."""

FULL_HOURS_FLOORS = 4
AMOUNT_MOST = 10
"""Half from the pack's floor on, the other half from the European threshold on."""

LABOUR_MOST = 15
"""Labour in the price: all of it from 60 % on, the most that works have (DOMAIN.md rule 1)."""

FULL_LABOUR_SHARE = Decimal("0.60")
DURATION_MOST = 15
"""Time to learn: all of it from a year on, the length of a course to a qualification."""

FULL_DURATION_MONTHS = 12
TRADE_MOST = 15
LOTS_MOST = 10
"""Lots share the hours out: all of it when each would bear the floor by itself."""

ACCESS = {
    Trade.GREEN_SPACES: 15,
    Trade.CLEANING: 15,
    Trade.PAINTING: 15,
    Trade.WASTE: 15,
    Trade.CATERING: 14,
    Trade.STRUCTURAL_WORK: 13,
    Trade.DEMOLITION: 12,
    Trade.EARTHWORKS: 12,
    Trade.ROADS_NETWORKS: 12,
    Trade.FINISHING: 12,
    Trade.ROOFING: 9,
    Trade.MAINTENANCE: 9,
    Trade.TRANSPORT: 8,
    Trade.SECURITY: 7,
    Trade.ELECTRICITY: 7,
    Trade.PLUMBING_HEATING: 7,
    Trade.INTELLECTUAL_SERVICES: 4,
    Trade.OTHER: 6,
}
"""How easily a beginner enters the trade: 15 where one learns at work, less where a diploma, a licence, a
professional card or an authorisation comes first."""

SUPPLIES_ACCESS = 2


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one thing adds to the score: `points` out of `most`, and why. `name` is stable."""

    name: str
    points: int
    most: int
    said: Said


@dataclass(frozen=True, slots=True)
class Potential:
    """The score with what makes it."""

    contributions: tuple[Contribution, ...]

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return sum(contribution.points for contribution in self.contributions)


def potential(market: PlannedMarket, pack: RulePack) -> Potential:
    """The insertion potential of a planned market; what is not known yet adds nothing, and is said."""
    return Potential(
        (
            _hours(market, pack),
            _amount(market, pack),
            _labour(market, pack),
            _duration(market),
            _trade(market),
            _lots(market, pack),
        )
    )


def _points(most: int, part: Decimal) -> int:
    """The share `part` of `most`, whole points only, never more than all."""
    return int(most * min(part, Decimal(1)))


def _over_floor(hours: Decimal, pack: RulePack, floors: int = 1) -> Decimal:
    floor = pack.clause_floor_hours * floors
    return hours / floor if floor else Decimal(1)


def _hours(market: PlannedMarket, pack: RulePack) -> Contribution:
    hours = market.expected_hours(pack)
    if hours is None:
        said = Said(
            "Sans montant, les heures ne s’estiment pas.", "Without an amount, hours are not estimated."
        )
        return Contribution("hours", 0, HOURS_MOST, said)
    floor = pack.clause_floor_hours
    said = Said(
        f"Environ {whole_fr(hours)} heures d’insertion attendues, pour un plancher de {whole_fr(floor)}.",
        f"About {whole_en(hours)} insertion hours expected, for a floor of {whole_en(floor)}.",
    )
    points = _points(HOURS_MOST, _over_floor(hours, pack, FULL_HOURS_FLOORS))
    return Contribution("hours", points, HOURS_MOST, said)


def _amount(market: PlannedMarket, pack: RulePack) -> Contribution:
    amount, floor, limit = market.amount_excl_tax, pack.clause_floor_amount, market.european_threshold
    if amount is None:
        said = Said("Le montant n’est pas connu.", "The amount is not known.")
        return Contribution("amount", 0, AMOUNT_MOST, said)
    said = Said(
        f"{whole_fr(amount)} € hors taxes ; plancher {whole_fr(floor)} €, seuil européen "
        f"{whole_fr(limit)} €.",
        f"EUR {whole_en(amount)} without tax; floor {whole_en(floor)}, European threshold {whole_en(limit)}.",
    )
    halves = (amount >= floor) + (amount >= limit)
    return Contribution("amount", halves * AMOUNT_MOST // 2, AMOUNT_MOST, said)


def _labour(market: PlannedMarket, pack: RulePack) -> Contribution:
    share = market.labour_share(pack)
    said = Said(
        f"La main-d’œuvre fait {percent(share)} % du prix.", f"Labour makes {percent(share)} % of the price."
    )
    return Contribution("labour", _points(LABOUR_MOST, share / FULL_LABOUR_SHARE), LABOUR_MOST, said)


def _duration(market: PlannedMarket) -> Contribution:
    months = market.duration_months
    if months is None:
        said = Said("La durée n’est pas connue.", "The duration is not known.")
        return Contribution("duration", 0, DURATION_MOST, said)
    said = Said(f"{months} mois pour apprendre au travail.", f"{months} months to learn at work.")
    points = _points(DURATION_MOST, Decimal(months) / FULL_DURATION_MONTHS)
    return Contribution("duration", points, DURATION_MOST, said)


def _trade(market: PlannedMarket) -> Contribution:
    if market.is_supplies:
        said = Said("Des fournitures : peu de travail sur place.", "Supplies: little work on the spot.")
        return Contribution("trade", SUPPLIES_ACCESS, TRADE_MOST, said)
    points = ACCESS[market.likely_trade]
    if market.likely_trade is Trade.OTHER:
        said = Said("Le métier n’est pas précisé.", "The trade is not told.")
    elif points * 3 >= TRADE_MOST * 2:
        said = Said("Un débutant apprend ce métier au travail.", "A beginner learns this trade at work.")
    else:
        said = Said(
            "Ce métier demande d’abord un diplôme, un permis ou une carte.",
            "This trade asks for a diploma, a licence or a card first.",
        )
    return Contribution("trade", points, TRADE_MOST, said)


def _lots(market: PlannedMarket, pack: RulePack) -> Contribution:
    hours = market.expected_hours(pack)
    if hours is None:
        said = Said(
            "Sans montant, rien à répartir entre les lots.", "Without an amount, nothing to share out."
        )
        return Contribution("lots", 0, LOTS_MOST, said)
    each = hours / market.lots
    if market.lots == 1:
        said = Said("Un seul lot porte toutes les heures.", "A single lot bears all the hours.")
    else:
        said = Said(
            f"{market.lots} lots, environ {whole_fr(each)} heures chacun.",
            f"{market.lots} lots, about {whole_en(each)} hours each.",
        )
    return Contribution("lots", _points(LOTS_MOST, _over_floor(each, pack)), LOTS_MOST, said)

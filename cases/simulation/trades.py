"""What an invented market is worth: the trade that its title names, and the amount that its hours suppose."""

from decimal import Decimal

from cases.rules.default_pack import DEFAULT_PACK
from models.vocabulary import Trade, UrbanRenewal

TRADES = (
    ("nettoyage", Trade.CLEANING),
    ("ménager", Trade.CLEANING),
    ("espaces verts", Trade.GREEN_SPACES),
    ("déchet", Trade.WASTE),
    ("déchèterie", Trade.WASTE),
    ("démolition", Trade.DEMOLITION),
    ("terrassement", Trade.EARTHWORKS),
    ("voirie", Trade.ROADS_NETWORKS),
    ("avenue", Trade.ROADS_NETWORKS),
    ("réseau", Trade.ROADS_NETWORKS),
    ("toiture", Trade.ROOFING),
    ("couverture", Trade.ROOFING),
    ("peinture", Trade.PAINTING),
    ("façade", Trade.PAINTING),
    ("menuiserie", Trade.FINISHING),
    ("plomberie", Trade.PLUMBING_HEATING),
    ("électricité", Trade.ELECTRICITY),
    ("éclairage", Trade.ELECTRICITY),
    ("maintenance", Trade.MAINTENANCE),
)
LOTS = ("Secteur nord", "Secteur sud")
"""What a market in lots is cut into: it suits works, cleaning and waste alike."""

URBAN_RENEWAL = "Hauts-de-Fictiville"
"""The district of virtual territories that an ANRU operation renews."""
HUNDRED = Decimal(100)


def trade_of(title: str) -> Trade:
    """The first trade that the title names; structural work when it names none."""
    said = title.lower()
    return next((trade for word, trade in TRADES if word in said), Trade.STRUCTURAL_WORK)


def urban_renewal_of(title: str) -> UrbanRenewal:
    """Whether the market is part of the ANRU operation."""
    return UrbanRenewal.WORKS if URBAN_RENEWAL in title else UrbanRenewal.NONE


def amount_for(hours: Decimal, trade: Trade) -> Decimal:
    """EUR without tax, in hundreds, from which the default pack calibrates these hours for the trade."""
    pack = DEFAULT_PACK
    exact = hours * pack.hourly_cost / (pack.labour_shares[trade] * pack.insertion_rate)
    return (exact / HUNDRED).quantize(Decimal(1)) * HUNDRED

"""What the CPV code of a purchase says of it: works, supplies or services, its trade, and its special lists.

The CPV (regulation (EC) 2213/2008) is read from its left: the first two digits are the division, each digit
more is finer. A code is compared by its beginning, whatever its length and its check digit.
"""

from collections.abc import Mapping
from enum import StrEnum

from models.vocabulary import Trade


class PurchaseKind(StrEnum):
    """What is bought (CCP, L1111-1 to L1111-5)."""

    WORKS = "works"
    SUPPLIES = "supplies"
    SERVICES = "services"


WORKS_DIVISION = "45"
LAST_SUPPLIES_DIVISION = "48"
"""Divisions 03 to 44 and 48 are goods (software included); 45 is works; 50 to 98 are services."""

TRADES: Mapping[str, Trade] = {
    "45111": Trade.DEMOLITION,
    "45112": Trade.EARTHWORKS,
    "4523": Trade.ROADS_NETWORKS,
    "4524": Trade.ROADS_NETWORKS,
    "45261": Trade.ROOFING,
    "4531": Trade.ELECTRICITY,
    "4533": Trade.PLUMBING_HEATING,
    "4532": Trade.FINISHING,
    "454": Trade.FINISHING,
    "4544": Trade.PAINTING,
    "45": Trade.STRUCTURAL_WORK,
    "773": Trade.GREEN_SPACES,
    "909": Trade.CLEANING,
    "905": Trade.WASTE,
    "55": Trade.CATERING,
    "797": Trade.SECURITY,
    "60": Trade.TRANSPORT,
    "63": Trade.TRANSPORT,
    "50": Trade.MAINTENANCE,
    "71": Trade.INTELLECTUAL_SERVICES,
    "72": Trade.INTELLECTUAL_SERVICES,
    "73": Trade.INTELLECTUAL_SERVICES,
    "79": Trade.INTELLECTUAL_SERVICES,
}
"""The trade of a code; the longest beginning that fits decides."""

WORKS_TRADES = frozenset(trade for beginning, trade in TRADES.items() if beginning.startswith(WORKS_DIVISION))
"""The building trades: a market of one of them is works, unless its CPV says otherwise."""

RESERVABLE_TO_ESS = (
    "75121",
    "75122",
    "75123",
    "79622",
    "79624",
    "79625",
    "80110",
    "803",
    "80420",
    "80430",
    "80511",
    "80520",
    "80590",
    "850",
    "851",
    "852",
    "853",
    "925",
    "926",
    "98133",
)
"""Health, social and cultural services that L2113-15 lets reserve: directive 2014/24/EU, art. 77 (1)."""

SOCIAL_SERVICES = ("75", "80", "85", "923", "925", "926", "98133")
"""Social and other specific services, bought by an adapted procedure whatever their amount (R2123-1 3°).

The divisions of directive 2014/24/EU, annex XIV, that an insertion service can fall under.
"""


def kind_of(cpv: str) -> PurchaseKind:
    """Works, supplies or services."""
    division = cpv[:2]
    if division == WORKS_DIVISION:
        return PurchaseKind.WORKS
    return PurchaseKind.SUPPLIES if division <= LAST_SUPPLIES_DIVISION else PurchaseKind.SERVICES


def trade_of(cpv: str) -> Trade | None:
    """The trade that the code names; None when it names none of ours."""
    fitting = [beginning for beginning in TRADES if cpv.startswith(beginning)]
    return TRADES[max(fitting, key=len)] if fitting else None


def is_reservable_to_ess(cpv: str) -> bool:
    """Whether L2113-15 lets this service be reserved for the social economy."""
    return cpv.startswith(RESERVABLE_TO_ESS)


def is_social_service(cpv: str) -> bool:
    """Whether it is a social or other specific service (R2123-1 3°)."""
    return cpv.startswith(SOCIAL_SERVICES)

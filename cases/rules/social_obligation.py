"""When the law asks a market for a social condition, or for the written reason why it has none.

Loi 2021-1104 of 22 August 2021 (Climat et résilience), art. 35, in force on 22 August 2026: CCP, L2112-2-1.
From the European thresholds on, the buyer sets conditions of execution about social matters or employment,
unless one of the grounds of the article holds, which it then writes down.
"""

from datetime import date
from decimal import Decimal

from cases.rules.cpv import PurchaseKind
from cases.rules.said import Said
from models.vocabulary import RefusalGround

OBLIGATION_FROM = date(2026, 8, 22)
"""First day: for consultations launched from it on."""

EUROPEAN_THRESHOLDS = {
    PurchaseKind.WORKS: Decimal(5_404_000),
    PurchaseKind.SUPPLIES: Decimal(216_000),
    PurchaseKind.SERVICES: Decimal(216_000),
}
"""EUR without tax, 2026-2027, for local authorities: annex 2 of the CCP (avis, JO of 26 December 2025).

The State's own departments have 140,000 EUR for supplies and services: the person who decides knows it.
"""

SOCIAL_SERVICES_THRESHOLD = Decimal(750_000)
"""EUR without tax for social and other specific services (directive 2014/24/EU, art. 4 d)."""

GROUNDS = {
    RefusalGround.READY_MADE: Said(
        "le besoin peut être satisfait par une solution immédiatement disponible",
        "a solution available at once meets the need",
    ),
    RefusalGround.NO_SUFFICIENT_LINK: Said(
        "une condition sociale n’aurait pas de lien suffisant avec l’objet du marché",
        "a social condition would have no sufficient link with what is bought",
    ),
    RefusalGround.HARMS_COMPETITION: Said(
        "une condition sociale restreindrait la concurrence, ou rendrait l’exécution techniquement ou "
        "économiquement difficile",
        "a social condition would restrict competition, or make the work technically or economically hard",
    ),
    RefusalGround.SHORT_WORKS: Said(
        "il s’agit de travaux d’une durée inférieure à six mois", "these are works of less than six months"
    ),
}
"""The grounds of L2112-2-1, II, in words."""

SHORT_WORKS_MONTHS = 6
"""Works that last less may go without a social condition (L2112-2-1, II 4°)."""


def threshold(kind: PurchaseKind, *, is_social_service: bool) -> Decimal:
    """The European threshold, in EUR without tax, that such a purchase is compared with."""
    return SOCIAL_SERVICES_THRESHOLD if is_social_service else EUROPEAN_THRESHOLDS[kind]


def is_obliged(amount: Decimal, limit: Decimal, launched_on: date) -> bool:
    """Whether a social condition, or its written refusal, is mandatory."""
    return launched_on >= OBLIGATION_FROM and amount >= limit

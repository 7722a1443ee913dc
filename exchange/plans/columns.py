"""The columns of a purchasing plan, in the order of the template, and the words of its lists."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cases.rules.labels import plain
from exchange.documents import terms
from exchange.tables.heading import Column
from models.vocabulary import Trade, UrbanRenewal

COLUMNS = (
    Column(
        "reference",
        "Référence du marché",
        ("Référence", "Réf. marché", "N° de marché", "Numéro du marché", "Numéro de marché"),
        is_required=True,
    ),
    Column(
        "title",
        "Intitulé du marché",
        ("Intitulé", "Objet du marché", "Objet", "Libellé du marché"),
        is_required=True,
    ),
    Column("operation_reference", "Référence de l’opération", ("Réf. opération", "N° d’opération")),
    Column("operation_title", "Intitulé de l’opération", ("Opération",)),
    Column("lot_number", "Numéro du lot", ("N° de lot", "N° lot", "Lot", "Numéro de lot")),
    Column("lot_title", "Intitulé du lot", ("Objet du lot", "Libellé du lot")),
    Column("trade", "Métier", ("Corps d’état", "Métiers")),
    Column("cpv", "Code CPV", ("CPV",)),
    Column(
        "amount_excl_tax",
        "Montant HT (€)",
        ("Montant HT", "Montant", "Montant estimé HT", "Montant HT en euros", "Montant estimé HT (€)"),
    ),
    Column("duration_months", "Durée (mois)", ("Durée", "Durée en mois")),
    Column("is_framework", "Accord-cadre", ("Accord cadre (oui/non)",)),
    Column("urban_renewal", "ANRU", ("Opération ANRU", "NPNRU")),
    Column(
        "publication_planned_on",
        "Publication prévue",
        ("Publication prévue le", "Date de publication", "Date de publication prévue"),
    ),
    Column(
        "works_planned_on",
        "Début prévu",
        ("Début prévu le", "Date de début prévue", "Démarrage prévu", "Date de démarrage prévue"),
    ),
    Column("description", "Description", ("Commentaire", "Observations", "Remarques")),
)


class Choices(NamedTuple):
    """A list of words: as shown, and by their plain form."""

    labels: tuple[str, ...]
    by_label: Mapping[str, str]

    @property
    def allowed(self) -> str:
        """As a message names them."""
        return ", ".join(self.labels)


def _choices(labels: Mapping[Any, str], others: Mapping[str, str]) -> Choices:
    written = {plain(label): word for word, label in labels.items()}
    also = {plain(label): word for label, word in others.items()}
    return Choices(tuple(labels.values()), {**{word: word for word in labels}, **also, **written})


TRADES = _choices(
    terms.TRADES["fr"],
    {
        "Maçonnerie": Trade.STRUCTURAL_WORK,
        "Plomberie": Trade.PLUMBING_HEATING,
        "Chauffage": Trade.PLUMBING_HEATING,
        "VRD": Trade.ROADS_NETWORKS,
        "Propreté": Trade.CLEANING,
        "Gardiennage": Trade.SECURITY,
        "Autre": Trade.OTHER,
    },
)
URBAN_RENEWALS = _choices(
    {
        UrbanRenewal.NONE: "non",
        UrbanRenewal.WORKS: "travaux",
        UrbanRenewal.URBAN_MANAGEMENT: "gestion urbaine",
    },
    {"GUP": UrbanRenewal.URBAN_MANAGEMENT, "gestion urbaine de proximité": UrbanRenewal.URBAN_MANAGEMENT},
)
YES_NO = ("oui", "non")
MOST_LENGTHS: Mapping[str, int] = {
    "reference": 80,
    "title": 500,
    "operation_reference": 80,
    "operation_title": 500,
    "lot_number": 20,
    "lot_title": 500,
    "description": 20_000,
}
"""Characters at most, as the commands take them (cases/inputs/fields.py)."""

"""What the template says of itself and of each column, in French as buyers read it."""

from collections.abc import Mapping

INSTRUCTIONS = (
    "Une ligne par lot. Les lignes qui portent la même référence de marché sont les lots d’un même marché.",
    "Un marché sans lot tient sur une ligne, sans numéro de lot.",
    "Les en-têtes se reconnaissent sans les accents ni les majuscules, dans n’importe quel ordre.",
    "Les colonnes facultatives peuvent être retirées. Une colonne en plus est signalée et n’est pas lue.",
    "Les formules ne sont pas calculées : seule compte la valeur enregistrée par votre tableur.",
    "La ligne d’exemple, dont la référence est EXEMPLE, n’est pas lue.",
)
_MARKET_LEVEL = " Se dit une fois par marché, ou la même chose sur chacune de ses lignes."
NOTES: Mapping[str, str] = {
    "reference": "Votre numéro du marché, 80 caractères au plus. Le même sur les lignes de ses lots.",
    "title": "L’objet du marché, 500 caractères au plus." + _MARKET_LEVEL,
    "operation_reference": "Pour grouper plusieurs marchés d’une même opération." + _MARKET_LEVEL,
    "operation_title": "Le nom de l’opération." + _MARKET_LEVEL,
    "lot_number": "Le numéro du lot (1, 2, 3A). Vide quand le marché n’a pas de lots.",
    "lot_title": "L’objet du lot. Obligatoire dès qu’il y a un numéro de lot.",
    "trade": "Le métier principal, à choisir dans la liste.",
    "cpv": "Huit chiffres, par exemple 45214200 ou 45214200-2.",
    "amount_excl_tax": "En euros, hors taxes, en entier : 1 850 000 ou 1 850 000,50. Du lot, s’il y en a.",
    "duration_months": "En mois : 14. Du lot, s’il y en a.",
    "is_framework": "oui ou non." + _MARKET_LEVEL,
    "urban_renewal": "non, travaux ou gestion urbaine." + _MARKET_LEVEL,
    "publication_planned_on": "Date de publication prévue : 01/03/2027. Un mois seul est lu au 1er."
    + _MARKET_LEVEL,
    "works_planned_on": "Date de début prévue : 01/09/2027. Pas avant la publication." + _MARKET_LEVEL,
    "description": "Ce qui aide à étudier le marché : lieu, nature, contraintes." + _MARKET_LEVEL,
}

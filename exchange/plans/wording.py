"""What a buyer reads about a plan as a whole or about rows that do not fit together."""

from collections.abc import Mapping

from exchange.tables.refusals import Wording

FAULTS: Mapping[str, Wording] = {
    "no_header": Wording(
        "Aucune ligne d'en-têtes reconnue. Partez du modèle, ou donnez au moins ces colonnes : {value}.",
        "No row of headers was recognised. Start from the template, or give at least these columns: {value}.",
    ),
    "no_row": Wording(
        "Aucune ligne sous les en-têtes : écrivez une ligne par lot.",
        "There is no row below the headers: write one row a lot.",
    ),
    "disagrees": Wording(
        "Cette valeur n'est pas celle de la ligne {value}, pour le même marché. Écrivez la même, ou laissez"
        " la cellule vide.",
        "This value is not that of row {value}, for the same market. Write the same, or leave the cell"
        " empty.",
    ),
    "repeated_market": Wording(
        "Cette référence est déjà à la ligne {value}. Donnez une autre référence ou, si ce sont des lots du"
        " même marché, un numéro de lot à chaque ligne.",
        "This reference is on row {value} already. Give another reference or, if they are lots of one market,"
        " a lot number on each row.",
    ),
    "repeated_lot": Wording(
        "Le lot de la ligne {value} a déjà ce numéro : donnez-en un autre.",
        "The lot of row {value} already has this number: give another.",
    ),
    "lot_number_missing": Wording(
        "Ce marché a plusieurs lots : donnez un numéro à celui-ci.",
        "This market has several lots: give this one a number.",
    ),
    "too_many_lots": Wording(
        "Un marché a au plus {value} lots : répartissez les autres.",
        "A market has at most {value} lots: put the others elsewhere.",
    ),
    "starts_before_publication": Wording(
        "Le début prévu vient avant la publication prévue ({value}).",
        "The planned start comes before the planned publication ({value}).",
    ),
    "not_fitting": Wording("Ce marché ne convient pas : {value}", "This market does not fit: {value}"),
}
DOUBTS: Mapping[str, Wording] = {
    "example_row": Wording(
        "La ligne d'exemple du modèle n'est pas lue.", "The template's example row is not read."
    ),
    "hidden_sheet": Wording(
        "La feuille masquée « {value} » porte un plan, qui n'est pas lu : affichez-la et envoyez-la à part.",
        'The hidden sheet "{value}" holds a plan, which is not read: show it and send it apart.',
    ),
    "other_sheet": Wording(
        "La feuille « {value} » porte aussi un plan, qui n'est pas lu : envoyez-la à part.",
        'The sheet "{value}" holds a plan too, which is not read: send it apart.',
    ),
}

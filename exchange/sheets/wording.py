"""What a company reads about its file of hours: what is wrong, and how to write it."""

from collections.abc import Mapping

from exchange.tables.refusals import Wording

FAULTS: Mapping[str, Wording] = {
    "no_header": Wording(
        "Aucune ligne d'en-têtes reconnue. Partez du modèle, ou donnez au moins ces colonnes : {value}.",
        "No row of headers was recognised. Start from the template, or give at least these columns: {value}.",
    ),
    "no_row": Wording(
        "Aucune ligne sous les en-têtes : écrivez une ligne par personne.",
        "There is no row below the headers: write one row a person.",
    ),
    "no_month": Wording(
        "La colonne « Mois » manque : ajoutez-la, avec le mois travaillé sur chaque ligne (03/2026).",
        'The column "Mois" is missing: add it, with the month worked on each row (03/2026).',
    ),
    "key_altered": Wording(
        "La feuille cachée « Jalon » a été modifiée : le fichier ne dit plus pour qui il est fait."
        " Téléchargez à nouveau le modèle et reportez-y vos heures.",
        'The hidden sheet "Jalon" was changed: the file no longer says whom it is for. Download the template'
        " again and put your hours in it.",
    ),
    "formula": Wording(
        "Cette cellule est une formule : son résultat n'est pas repris. Écrivez la valeur à la place.",
        "This cell is a formula: its result is not taken. Write the value instead.",
    ),
    "nir_column": Wording(
        "Retirez cette colonne : le numéro de sécurité sociale ne doit jamais être envoyé.",
        "Remove this column: the social security number must never be sent.",
    ),
    "nir": Wording(
        "Cette cellule semble contenir un numéro de sécurité sociale : retirez ces chiffres.",
        "This cell seems to hold a social security number: remove these digits.",
    ),
    "not_hours": Wording(
        "Écrivez des heures, par exemple 84,5 ou 84:30.", "Write hours, for example 84.5 or 84:30."
    ),
    "hours_are_date": Wording(
        "Le tableur a transformé ces heures en date ({value}). Mettez la colonne au format nombre et"
        " écrivez-les à nouveau.",
        "The spreadsheet turned these hours into a date ({value}). Format the column as a number and write"
        " them again.",
    ),
    "ambiguous_hours": Wording(
        "« {value} » peut se lire avec des milliers ou avec trois décimales. Écrivez deux décimales au plus,"
        " par exemple 84,5.",
        '"{value}" may be read with thousands or with three decimals. Write two decimals at most, for example'
        " 84.5.",
    ),
    "negative_hours": Wording("Les heures ne peuvent pas être négatives.", "Hours cannot be negative."),
    "too_many_hours": Wording(
        "Un mois compte au plus {value} heures : écrivez les heures d'une seule personne, pour un seul mois.",
        "A month has at most {value} hours: write the hours of one person, for one month.",
    ),
    "training_too_many": Wording(
        "Les heures de formation dépassent les heures du mois ({value}), dont elles font partie.",
        "The training hours exceed the hours of the month ({value}), which they are part of.",
    ),
    "hours_missing": Wording(
        "Écrivez les heures du mois, ou videz le reste de la ligne.",
        "Write the hours of the month, or clear the rest of the row.",
    ),
    "not_a_month": Wording(
        "Écrivez un mois, par exemple 03/2026 ou mars 2026.", "Write a month, for example 03/2026."
    ),
    "other_month": Wording(
        "Ce fichier est fait pour {value} : téléchargez celui de l'autre mois.",
        "This file is made for {value}: download that of the other month.",
    ),
    "birth_out_of_range": Wording(
        "Écrivez une date de naissance entre 1920 et 2030.", "Write a date of birth between 1920 and 2030."
    ),
    "siret": Wording(
        "Un SIRET a quatorze chiffres. Mettez la colonne au format texte et écrivez-les tous.",
        "A SIRET has fourteen digits. Format the column as text and write them all.",
    ),
    "name_is_not_given": Wording(
        "Écrivez le nom et le prénom de chaque personne.", "Write the last and the first name of each person."
    ),
    "repeated_person": Wording(
        "Cette personne est déjà à la ligne {value} pour ce marché : mettez toutes ses heures sur une ligne.",
        "This person is on row {value} already for this market: put all their hours on one row.",
    ),
    "nil_with_hours": Wording(
        "« Personne ce mois-ci » contredit les heures de la ligne {value} du même marché : gardez l'un ou"
        " l'autre.",
        '"Nobody this month" contradicts the hours of row {value} of the same market: keep one or the other.',
    ),
    "too_many_people": Wording(
        "Une fiche a au plus {value} personnes : contactez votre facilitateur.",
        "A sheet has at most {value} people: contact your facilitator.",
    ),
    "contract_without_kind": Wording(
        "Choisissez le type de contrat, ou videz le reste du contrat.",
        "Choose the kind of contract, or clear the rest of the contract.",
    ),
    "contract_without_start": Wording(
        "Écrivez le premier jour du contrat, ou videz le reste du contrat.",
        "Write the first day of the contract, or clear the rest of the contract.",
    ),
    "contract_ends_early": Wording(
        "Le contrat ne peut pas finir avant de commencer.", "The contract cannot end before it starts."
    ),
    "wrong_total": Wording(
        "Ce total n'est pas la somme des lignes au-dessus ({value} h) : corrigez les heures, ou retirez la"
        " ligne de total.",
        "This total is not the sum of the rows above ({value} h): correct the hours, or remove the row of the"
        " total.",
    ),
}
DOUBTS: Mapping[str, Wording] = {
    "rounded_hours": Wording("Arrondi au centième d'heure : {value}.", "Rounded to the hundredth: {value}."),
    "month_of_day": Wording("Lu comme le mois {value}.", "Read as the month {value}."),
    "read_as": Wording("Lu comme le {value}.", "Read as {value}."),
    "total_equal": Wording(
        "Ligne de total reconnue : elle égale la somme ({value} h) et n'est pas lue comme une personne.",
        "A row of totals was recognised: it equals the sum ({value} h) and is not read as a person.",
    ),
    "total_not_checked": Wording(
        "Ligne de total reconnue : elle n'est pas lue comme une personne, et n'a pas pu être vérifiée.",
        "A row of totals was recognised: it is not read as a person, and could not be checked.",
    ),
    "terms_unkept": Wording(
        "Cette personne n'a pas d'heures : son contrat et son critère ne sont pas enregistrés. Écrivez ses"
        " heures du mois, ou donnez-les à votre facilitateur.",
        "This person has no hours: the contract and the criterion are not recorded. Write the hours of the"
        " month, or give them to your facilitator.",
    ),
    "unanswered": Wording(
        "Aucune heure pour ce marché : sa fiche reste sans réponse. Écrivez « oui » dans « Personne ce"
        " mois-ci » si personne n'a travaillé.",
        'No hours for this market: its sheet stays unanswered. Write "oui" in "Personne ce mois-ci" if nobody'
        " worked.",
    ),
    "hidden_sheet": Wording(
        "La feuille masquée « {value} » porte aussi des heures, qui ne sont pas lues : affichez-la et"
        " envoyez-la à part.",
        'The hidden sheet "{value}" holds hours too, which are not read: show it and send it apart.',
    ),
    "other_sheet": Wording(
        "La feuille « {value} » porte aussi des heures, qui ne sont pas lues : envoyez-la à part.",
        'The sheet "{value}" holds hours too, which are not read: send it apart.',
    ),
}

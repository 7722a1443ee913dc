"""What a generated file says of itself and of each column to those who fill it in, in French and English."""

from collections.abc import Mapping

INSTRUCTIONS = (
    "Écrivez les heures du mois devant chaque personne, dans les cases blanches : 84,5 ou 84:30.",
    "Laissez vides les heures de qui n’a pas travaillé.",
    "Personne n’a travaillé sur un marché ? Choisissez « oui » sur sa ligne, dans « Personne ce mois-ci ».",
    "Quelqu’un de nouveau ? Sur une ligne libre, en bas : le marché dans la liste, les noms, les heures.",
    "De quelqu’un de nouveau, dites aussi, si vous les savez, le contrat et le critère : ils se choisissent"
    " dans une liste.",
    "Écrivez des valeurs : les formules ne sont pas reprises.",
    "Les cases grises sont verrouillées. La protection n’a pas de mot de passe : elle évite les fautes.",
    "Envoyez le fichier sur la page de votre fiche. Rien n’est retenu avant que vous ayez vu ce qui est lu.",
)
IN_ENGLISH = (
    "Write each person’s hours of the month in the white cells: 84.5 or 84:30. Leave empty who did not work.",
    "Nobody worked on a market? Choose “oui” on its row, in “Personne ce mois-ci”.",
    "Somebody new? Use a free row below: choose the market, then write the names and the hours; the contract"
    " and the criterion too if you know them, chosen from lists, in French or in English.",
    "Write values: formulas are not taken. Grey cells are locked, without a password.",
    "Send the file on the page of your sheet. Nothing is kept before you have seen what was read.",
)
NOTES: Mapping[str, str] = {
    "siret": "De l’entreprise dont c’est la fiche : quatorze chiffres.",
    "company_name": "Le nom, si le SIRET manque.",
    "reference": "Celle de votre marché, comme sur la fiche.",
    "title": "Pour vous repérer : n’est pas relu.",
    "month": "Le mois travaillé : 03/2026 ou mars 2026.",
    "last_name": "Le nom de famille, 80 caractères au plus.",
    "first_name": "Le prénom, 80 caractères au plus.",
    "birth_date": "Facultative : elle distingue deux personnes du même nom.",
    "last_hours": "Les heures du mois d’avant, pour mémoire : n’est pas relu.",
    "hours": "Toutes les heures de la personne dans le mois, formation comprise : de 0 à 744.",
    "training_hours": "Celles de ces heures qui sont de la formation. Facultatif.",
    "nil": "« oui » quand personne n’a travaillé sur le marché ce mois-ci.",
    "remark": "Une arrivée, un départ, ce que votre facilitateur doit savoir. Facultative.",
    "contract_kind": "D’une personne nouvelle, facultatif : dans la liste, avec le premier jour du contrat.",
    "starts_on": "Le premier jour du contrat : 12/03/2026.",
    "ends_on": "Le dernier jour, quand il est connu.",
    "employer": "La structure d’insertion qui emploie la personne, nom ou SIRET. Vide : votre entreprise.",
    "criterion": "Le critère que la personne remplit ; votre facilitateur verra le justificatif. Facultatif.",
}

"""Why an hour is set aside, as the documents say it."""

from models.vocabulary import SetAside

REASON_FR = {
    SetAside.SHEET_NOT_VALIDATED: "fiche non validée",
    SetAside.SHEET_REJECTED: "fiche renvoyée",
    SetAside.SHEET_CANCELLED: "fiche annulée",
    SetAside.DUPLICATE_LINE: "personne déclarée deux fois",
    SetAside.OUTSIDE_WORKS: "marché pas en cours ce mois-là",
    SetAside.OUTSIDE_CONTRACT: "hors des dates du contrat",
    SetAside.NOT_CONFIRMED: "éligibilité non confirmée",
    SetAside.NOT_ELIGIBLE: "éligibilité refusée",
    SetAside.NOT_ON_BUYERS_LIST: "critère absent de la liste de l’acheteur",
    SetAside.BEFORE_HIRE: "avant la première embauche",
    SetAside.VALIDITY_OVER: "durée d’éligibilité dépassée",
    SetAside.PERMANENT_HIRE_OVER: "durée après l’embauche en CDI dépassée",
    SetAside.DUPLICATE_ELSEWHERE: "mêmes heures déclarées sur une autre fiche",
    SetAside.OVER_MONTHLY_CAP: "au-delà du plafond mensuel",
    SetAside.OVER_TRAINING_SHARE: "au-delà de la part de formation",
}
REASON_EN = {
    SetAside.SHEET_NOT_VALIDATED: "sheet not validated",
    SetAside.SHEET_REJECTED: "sheet sent back",
    SetAside.SHEET_CANCELLED: "sheet cancelled",
    SetAside.DUPLICATE_LINE: "person declared twice",
    SetAside.OUTSIDE_WORKS: "market not under way that month",
    SetAside.OUTSIDE_CONTRACT: "outside the contract's dates",
    SetAside.NOT_CONFIRMED: "eligibility not confirmed",
    SetAside.NOT_ELIGIBLE: "eligibility refused",
    SetAside.NOT_ON_BUYERS_LIST: "criterion not on the buyer's list",
    SetAside.BEFORE_HIRE: "before the first hire",
    SetAside.VALIDITY_OVER: "eligibility is over",
    SetAside.PERMANENT_HIRE_OVER: "time after the permanent hire is over",
    SetAside.DUPLICATE_ELSEWHERE: "same hours declared on another sheet",
    SetAside.OVER_MONTHLY_CAP: "over the monthly cap",
    SetAside.OVER_TRAINING_SHARE: "over the share of training",
}

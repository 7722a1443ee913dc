"""The values that a clause template may name: what each is, and the fact of the market that it words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Lever


class Wording(StrEnum):
    """How a fact is worded."""

    TEXT = "text"
    HOURS = "hours"
    DAY = "day"
    EUROS = "euros"
    MONTHS = "months"
    WORKING_DAY = "working_day"
    LEVER = "lever"
    ARTICLE = "article"
    QUESTIONS = "questions"
    LOTS = "lots"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class ClauseValue:
    """One value: `fact` is the field of ClauseTextFigures that holds it."""

    fact: str
    wording: Wording
    label_fr: str
    label_en: str


VALUES: Mapping[str, ClauseValue] = {
    "titre_marche": ClauseValue("market_title", Wording.TEXT, "intitulé du marché", "title of the market"),
    "reference": ClauseValue("market_reference", Wording.TEXT, "référence du marché", "its reference"),
    "acheteur": ClauseValue("buyer_name", Wording.TEXT, "nom de l’acheteur", "name of the buyer"),
    "territoire": ClauseValue("territory_name", Wording.TEXT, "nom du territoire", "name of the territory"),
    "levier": ClauseValue("lever", Wording.LEVER, "levier juridique", "legal lever"),
    "article_levier": ClauseValue(
        "lever", Wording.ARTICLE, "article du levier", "article of the lever in the code"
    ),
    "heures": ClauseValue(
        "required_hours", Wording.HOURS, "heures d’insertion requises", "required insertion hours"
    ),
    "heures_qpv": ClauseValue(
        "qpv_hours", Wording.HOURS, "heures pour les habitants des QPV", "hours for residents of QPV"
    ),
    "lots": ClauseValue("lots", Wording.LOTS, "lots avec leurs heures (liste)", "lots with hours (list)"),
    "duree": ClauseValue("duration_months", Wording.MONTHS, "durée du marché", "duration of the market"),
    "date_publication": ClauseValue(
        "publication_planned_on", Wording.DAY, "publication prévue", "planned publication"
    ),
    "date_demarrage": ClauseValue("works_planned_on", Wording.DAY, "démarrage prévu", "planned start"),
    "date_texte": ClauseValue("frozen_on", Wording.DAY, "date du texte", "date of the text"),
    "facilitateur": ClauseValue(
        "facilitator_name", Wording.TEXT, "nom du facilitateur", "name of the facilitator"
    ),
    "facilitateur_mel": ClauseValue(
        "facilitator_email", Wording.TEXT, "adresse mél du facilitateur", "e-mail of the facilitator"
    ),
    "facilitateur_telephone": ClauseValue(
        "facilitator_phone", Wording.TEXT, "téléphone du facilitateur", "telephone of the facilitator"
    ),
    "page_questions": ClauseValue(
        "question_link_id",
        Wording.QUESTIONS,
        "adresse de la page des questions",
        "address of the question page",
    ),
    "echeance_fiche": ClauseValue(
        "sheet_due_working_day",
        Wording.WORKING_DAY,
        "jour où la fiche mensuelle est due",
        "day on which the monthly sheet is due",
    ),
    "taux_penalite": ClauseValue(
        "penalty_hourly_rate",
        Wording.EUROS,
        "pénalité par heure manquante",
        "penalty for a missing hour",
    ),
    "criteres": ClauseValue(
        "criteria",
        Wording.CRITERIA,
        "critères d’analyse avec leur poids (liste)",
        "criteria with their weights (list)",
    ),
}
"""By the name that a template writes: in French, because the text goes into French contracts."""

LISTS = frozenset(name for name, value in VALUES.items() if value.wording in (Wording.LOTS, Wording.CRITERIA))
"""The names that stand for several items."""

ARTICLES: Mapping[Lever, str] = {
    Lever.EXECUTION_CONDITION: "L. 2112-2",
    Lever.AWARD_CRITERION: "R. 2152-7",
    Lever.CONDITION_AND_CRITERION: "L. 2112-2 et R. 2152-7",
    Lever.RESERVED_EA_ESAT: "L. 2113-12",
    Lever.RESERVED_SIAE: "L. 2113-13",
    Lever.RESERVED_BOTH: "L. 2113-14",
    Lever.RESERVED_ESS: "L. 2113-15",
    Lever.INSERTION_SERVICE: "R. 2123-1 (3°)",
}
"""The articles of the Code de la commande publique that each lever stands on."""

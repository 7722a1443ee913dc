"""What the moves of the lifecycle ask for, each with the words that tell a person what is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.rules.market_state import MarketState, Standing
from cases.rules.tender import needs_analysis
from models.vocabulary import Advice

Check = Callable[[MarketState, Standing], bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must hold before a move; the message says what is missing and how to give it.

    `reads` names the fields of the Standing that `holds` looks at: a move reads these, and no others.
    """

    name: str
    holds: Check
    message_fr: str
    message_en: str
    reads: tuple[str, ...] = ()


def _commitment_is_enough(market: MarketState, _: Standing) -> bool:
    if market.required_hours is None or market.committed_hours is None:
        return False
    return market.committed_hours >= market.required_hours or bool(market.commitment_reason)


OPINION_GIVEN = Requirement(
    "opinion_given",
    lambda market, _: market.advice is Advice.CLAUSE,
    "L’avis qui conseille une clause n’est pas rendu.",
    "No opinion that advises a clause is given.",
)
REFUSAL_REASONED = Requirement(
    "refusal_reasoned",
    lambda market, _: market.advice is Advice.NO_CLAUSE,
    "L’avis motivé qui ne conseille pas de clause n’est pas rendu.",
    "No reasoned opinion that advises no clause is given.",
)
LEVER_CHOSEN = Requirement(
    "lever_chosen",
    lambda market, _: market.lever is not None,
    "Le levier juridique de la clause n’est pas choisi.",
    "The legal lever of the clause is not chosen.",
)
HOURS_REQUIRED = Requirement(
    "hours_required",
    lambda market, _: market.required_hours is not None and market.required_hours > 0,
    "Les heures d’insertion requises ne sont pas saisies.",
    "The required insertion hours are not given.",
)
PARTS_CALIBRATED = Requirement(
    "parts_calibrated",
    lambda _, standing: standing.parts_without_hours == 0,
    "Un lot ou une tranche ferme n’a pas ses heures\u00a0: retenez un calibrage, ou donnez 0.",
    "A lot or a firm tranche has no hours: retain a calibration, or give 0.",
    reads=("parts_without_hours",),
)
CLAUSE_SENT = Requirement(
    "clause_sent",
    lambda market, _: market.clause_text_sent_on is not None,
    "La date d’envoi du texte de la clause à l’acheteur manque.",
    "The date on which the clause text was sent to the buyer is missing.",
)
PUBLICATION_RECORDED = Requirement(
    "publication_recorded",
    lambda market, _: market.published_on is not None,
    "La date de publication de la consultation manque.",
    "The publication date of the tender is missing.",
)
AWARD_DATED = Requirement(
    "award_dated",
    lambda market, _: market.awarded_on is not None,
    "La date d’attribution manque.",
    "The award date is missing.",
)
LEAD_KNOWN = Requirement(
    "lead_known",
    lambda _, standing: standing.leads == 1,
    "Il faut une entreprise attributaire, et une seule mandataire.",
    "There must be a winning company, and exactly one lead.",
    reads=("leads",),
)
COMMITMENT_ENOUGH = Requirement(
    "commitment_enough",
    _commitment_is_enough,
    "Les heures engagées manquent ou sont inférieures aux heures requises sans motif.",
    "The committed hours are missing, or below the required hours without a reason.",
)
OFFERS_ANALYSED = Requirement(
    "offers_analysed",
    lambda market, _: (
        not needs_analysis(market) or market.offers_analysed_on is not None or bool(market.no_analysis_reason)
    ),
    "Les offres sont choisies sur un critère d’insertion : enregistrez leur analyse, ou dites pourquoi "
    "il n’y en a pas.",
    "Offers are chosen by an insertion criterion: record their analysis, or say why there is none.",
)
MINUTES_RECORDED = Requirement(
    "minutes_recorded",
    lambda market, _: market.kickoff_held_on is not None and bool(market.kickoff_minutes),
    "Le compte rendu de la réunion de lancement et sa date manquent.",
    "The minutes of the kickoff meeting and its date are missing.",
)
START_KNOWN = Requirement(
    "start_known",
    lambda market, _: market.starts_on is not None,
    "La date de démarrage n’est pas connue.",
    "The start date is not known.",
)
CONTACTS_KNOWN = Requirement(
    "contacts_known",
    lambda _, standing: standing.companies_without_contact == 0,
    "Une entreprise n’a pas d’adresse mél pour ses fiches mensuelles.",
    "A company has no e-mail address for its monthly sheets.",
    reads=("companies_without_contact",),
)
RECEPTION_DATED = Requirement(
    "reception_dated",
    lambda market, _: market.received_on is not None,
    "La date de réception manque.",
    "The reception date is missing.",
)
RECEIVED_AFTER_START = Requirement(
    "received_after_start",
    lambda market, _: (
        market.ends_on is None or market.starts_on is None or market.ends_on >= market.starts_on
    ),
    "La date de fin précède la date de démarrage du marché.",
    "The end date comes before the start of the market.",
)
MONTHS_OPENED = Requirement(
    "months_opened",
    lambda _, standing: standing.months_to_open == 0,
    "Les fiches du dernier mois ne sont pas encore ouvertes : elles le seront le 1er du mois suivant.",
    "The last month’s sheets are not open yet: they open on the first of the next month.",
    reads=("months_to_open",),
)
SHEETS_SETTLED = Requirement(
    "sheets_settled",
    lambda _, standing: standing.sheets_unsettled == 0,
    "Des fiches mensuelles attendent encore une réponse ou une validation.",
    "Monthly sheets still await an answer or a validation.",
    reads=("sheets_unsettled",),
)
SHORTFALL_DECIDED = Requirement(
    "shortfall_decided",
    lambda market, standing: standing.missing_hours <= 0 or market.shortfall_decision is not None,
    "Il manque des heures : décidez de la pénalité ou de l’exonération.",
    "Hours are missing: decide on the penalty or the waiver.",
    reads=("missing_hours",),
)
BUYER_REACHABLE = Requirement(
    "buyer_reachable",
    lambda _, standing: standing.buyer_has_contact,
    "L’acheteur n’a pas d’adresse mél : le bilan ne peut pas lui être envoyé.",
    "The buyer has no e-mail address: the statement cannot be sent.",
    reads=("buyer_has_contact",),
)
TERMINATION_DATED = Requirement(
    "termination_dated",
    lambda market, _: market.terminated_on is not None,
    "La date de résiliation manque.",
    "The termination date is missing.",
)

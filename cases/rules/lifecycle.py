"""The life of a market, as data: stages, moves, and what each move asks (DOMAIN.md, "The case").

The diagram of docs/lifecycle.md is drawn from this table. `apply` in cases/commands is the only caller
that changes a stage.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.vocabulary import Lever, Role, ShortfallDecision, Stage


@dataclass(frozen=True, slots=True)
class MarketState:
    """What a decision about one market may look at: its row."""

    id: int
    territory_id: int
    reference: str
    title: str
    buyer_id: int
    referent_id: int | None
    lever: Lever | None
    required_hours: Decimal | None
    committed_hours: Decimal | None
    commitment_reason: str | None
    duration_months: int | None
    stage: Stage
    resumes_to: Stage | None
    clause_text_sent_on: date | None
    published_on: date | None
    awarded_on: date | None
    kickoff_held_on: date | None
    kickoff_minutes: str | None
    starts_on: date | None
    planned_end_on: date | None
    received_on: date | None
    terminated_on: date | None
    closed_on: date | None
    shortfall_decision: ShortfallDecision | None
    shortfall_reason: str | None
    version: int
    journal_length: int
    journal_head: str

    @property
    def ends_on(self) -> date | None:
        """The last day that hours are owed for: reception or termination."""
        return self.received_on or self.terminated_on


@dataclass(frozen=True, slots=True)
class Standing:
    """What the other tables say of a market: counts, and the hours still missing."""

    leads: int = 0
    companies_without_contact: int = 0
    buyer_has_contact: bool = False
    months_to_open: int = 0
    sheets_unsettled: int = 0
    missing_hours: Decimal = Decimal(0)


Check = Callable[[MarketState, Standing], bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must hold before a move; the message says what is missing and how to give it."""

    name: str
    holds: Check
    message_fr: str
    message_en: str


class Move(StrEnum):
    PUBLISH = "publish"
    RECORD_AWARD = "record_award"
    RESTART = "restart"
    RECORD_KICKOFF = "record_kickoff"
    RECORD_RECEPTION = "record_reception"
    ISSUE_STATEMENT = "issue_statement"
    SUSPEND = "suspend"
    RESUME = "resume"
    ABANDON = "abandon"
    TERMINATE = "terminate"


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move. `target` None means: back to the stage that the suspension interrupted."""

    move: Move
    sources: tuple[Stage, ...]
    target: Stage | None
    event: str
    requires: tuple[Requirement, ...]
    label_fr: str
    label_en: str
    roles: tuple[Role, ...] = (Role.FACILITATOR, Role.DIRECTOR)


def _commitment_is_enough(market: MarketState, _: Standing) -> bool:
    if market.required_hours is None or market.committed_hours is None:
        return False
    return market.committed_hours >= market.required_hours or bool(market.commitment_reason)


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
)
COMMITMENT_ENOUGH = Requirement(
    "commitment_enough",
    _commitment_is_enough,
    "Les heures engagées manquent ou sont inférieures aux heures requises sans motif.",
    "The committed hours are missing, or below the required hours without a reason.",
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
)
SHEETS_SETTLED = Requirement(
    "sheets_settled",
    lambda _, standing: standing.sheets_unsettled == 0,
    "Des fiches mensuelles attendent encore une réponse ou une validation.",
    "Monthly sheets still await an answer or a validation.",
)
SHORTFALL_DECIDED = Requirement(
    "shortfall_decided",
    lambda market, standing: standing.missing_hours <= 0 or market.shortfall_decision is not None,
    "Il manque des heures : décidez de la pénalité ou de l’exonération.",
    "Hours are missing: decide on the penalty or the waiver.",
)
BUYER_REACHABLE = Requirement(
    "buyer_reachable",
    lambda _, standing: standing.buyer_has_contact,
    "L’acheteur n’a pas d’adresse mél : le bilan ne peut pas lui être envoyé.",
    "The buyer has no e-mail address: the statement cannot be sent.",
)
TERMINATION_DATED = Requirement(
    "termination_dated",
    lambda market, _: market.terminated_on is not None,
    "La date de résiliation manque.",
    "The termination date is missing.",
)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Move.PUBLISH,
        (Stage.DRAFTING,),
        Stage.TENDER_ANALYSIS,
        "published",
        (LEVER_CHOSEN, HOURS_REQUIRED, CLAUSE_SENT, PUBLICATION_RECORDED),
        "Enregistrer la publication",
        "Record the publication",
    ),
    Transition(
        Move.RECORD_AWARD,
        (Stage.TENDER_ANALYSIS,),
        Stage.KICKOFF,
        "awarded",
        (AWARD_DATED, LEAD_KNOWN, COMMITMENT_ENOUGH),
        "Enregistrer l’attribution",
        "Record the award",
    ),
    Transition(
        Move.RESTART,
        (Stage.TENDER_ANALYSIS,),
        Stage.DRAFTING,
        "restarted",
        (),
        "Relancer la procédure (infructueuse)",
        "Restart the (unsuccessful) procedure",
    ),
    Transition(
        Move.RECORD_KICKOFF,
        (Stage.KICKOFF,),
        Stage.FOLLOW_UP,
        "kickoff_held",
        (LEAD_KNOWN, COMMITMENT_ENOUGH, MINUTES_RECORDED, START_KNOWN, CONTACTS_KNOWN),
        "Enregistrer la réunion de lancement",
        "Record the kickoff meeting",
    ),
    Transition(
        Move.RECORD_RECEPTION,
        (Stage.FOLLOW_UP,),
        Stage.RECEPTION,
        "received",
        (RECEPTION_DATED, RECEIVED_AFTER_START),
        "Enregistrer la réception",
        "Record the reception",
    ),
    Transition(
        Move.ISSUE_STATEMENT,
        (Stage.RECEPTION, Stage.TERMINATED),
        Stage.CLOSED,
        "statement_issued",
        (MONTHS_OPENED, SHEETS_SETTLED, SHORTFALL_DECIDED, BUYER_REACHABLE),
        "Envoyer le bilan et clore",
        "Send the statement and close",
    ),
    Transition(
        Move.SUSPEND,
        (Stage.KICKOFF, Stage.FOLLOW_UP),
        Stage.SUSPENDED,
        "suspended",
        (),
        "Suspendre (ordre de service d’arrêt)",
        "Suspend (stop order)",
    ),
    Transition(
        Move.RESUME,
        (Stage.SUSPENDED,),
        None,
        "resumed",
        (),
        "Reprendre",
        "Resume",
    ),
    Transition(
        Move.ABANDON,
        (Stage.DRAFTING, Stage.TENDER_ANALYSIS),
        Stage.ABANDONED,
        "abandoned",
        (),
        "Abandonner (sans suite)",
        "Abandon",
    ),
    Transition(
        Move.TERMINATE,
        (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED),
        Stage.TERMINATED,
        "terminated",
        (TERMINATION_DATED, RECEIVED_AFTER_START),
        "Résilier",
        "Terminate",
    ),
)

BY_MOVE = {transition.move: transition for transition in TRANSITIONS}
FINAL_STAGES = frozenset({Stage.CLOSED, Stage.ABANDONED})


def moves_from(stage: Stage) -> tuple[Transition, ...]:
    """The transitions that the stage allows, in the order of the table."""
    return tuple(transition for transition in TRANSITIONS if stage in transition.sources)


def missing(transition: Transition, market: MarketState, standing: Standing) -> tuple[Requirement, ...]:
    """The requirements of the transition that do not hold."""
    return tuple(need for need in transition.requires if not need.holds(market, standing))


def target_of(transition: Transition, market: MarketState) -> Stage:
    """Where the transition leads this market."""
    if transition.target is not None:
        return transition.target
    if market.resumes_to is None:
        raise ValueError(f"market {market.id} is suspended without a stage to resume to")
    return market.resumes_to

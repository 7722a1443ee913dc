"""The life of a market, as data: stages, moves, and what each move asks (DOMAIN.md, "The case").

The diagram of docs/lifecycle.md is drawn from this table. `apply` in cases/commands/moving.py is the only
caller that changes a stage.
"""

from dataclasses import dataclass
from enum import StrEnum

from cases.rules.market_state import MarketState, Standing
from cases.rules.requirements import (
    AWARD_DATED,
    BUYER_REACHABLE,
    CLAUSE_SENT,
    COMMITMENT_ENOUGH,
    CONTACTS_KNOWN,
    HOURS_REQUIRED,
    LEAD_KNOWN,
    LEVER_CHOSEN,
    MINUTES_RECORDED,
    MONTHS_OPENED,
    OFFERS_ANALYSED,
    OPINION_GIVEN,
    PARTS_CALIBRATED,
    PUBLICATION_RECORDED,
    RECEIVED_AFTER_START,
    RECEPTION_DATED,
    REFUSAL_REASONED,
    SHEETS_SETTLED,
    SHORTFALL_DECIDED,
    START_KNOWN,
    TERMINATION_DATED,
    Requirement,
)
from models.vocabulary import Role, Stage


class Move(StrEnum):
    PUBLISH = "publish"
    DECLINE = "decline"
    REOPEN = "reopen"
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


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Move.PUBLISH,
        (Stage.DRAFTING,),
        Stage.TENDER_ANALYSIS,
        "published",
        (
            OPINION_GIVEN,
            LEVER_CHOSEN,
            HOURS_REQUIRED,
            PARTS_CALIBRATED,
            CLAUSE_SENT,
            PUBLICATION_RECORDED,
        ),
        "Enregistrer la publication",
        "Record the publication",
    ),
    Transition(
        Move.DECLINE,
        (Stage.DRAFTING,),
        Stage.WITHOUT_CLAUSE,
        "declined",
        (REFUSAL_REASONED,),
        "Conclure sans clause",
        "Conclude without a clause",
    ),
    Transition(
        Move.REOPEN,
        (Stage.WITHOUT_CLAUSE,),
        Stage.DRAFTING,
        "study_reopened",
        (),
        "Rouvrir l’étude",
        "Reopen the study",
    ),
    Transition(
        Move.RECORD_AWARD,
        (Stage.TENDER_ANALYSIS,),
        Stage.KICKOFF,
        "awarded",
        (OFFERS_ANALYSED, AWARD_DATED, LEAD_KNOWN, COMMITMENT_ENOUGH),
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
FINAL_STAGES = frozenset({Stage.CLOSED, Stage.ABANDONED, Stage.WITHOUT_CLAUSE})
"""Nothing is left to do there; only a study concluded without a clause can be opened again."""


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

"""The opinion on a planned market, and the two ends of its study: without a clause, or opened again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.moves import end_all_work
from cases.commands.moving import allowed, apply
from cases.commands.studying import opinion_deadline, opinion_no_longer_late, study_due_on, study_task
from cases.decisions import Decision, TaskEnd
from cases.inputs import OpinionInput
from cases.opinion_mail import opinion_news
from cases.opinions import OPINION, last_number, planned_market, suggested_values
from cases.refusals import InvalidInput, NotAllowed, OpinionNoLongerOpen, Place
from cases.rules.levers import objections
from cases.rules.lifecycle import Move
from cases.rules.planned_market import PlannedMarket
from cases.rules.suggestion import suggest
from models.prepared import Prepared
from models.vocabulary import Advice, Stage, TaskKind

ADD_OPINION = Prepared(insert(OPINION))


def give_opinion(
    session: Session, actor: Actor, market_id: int, input: OpinionInput, *, now: datetime
) -> int:
    """Keep the opinion beside what was suggested, and tell the buyer; its number in the market.

    It may be given again while drafting: the last one is in force. With `concludes`, the study ends without
    a clause at once. Raises OpinionNoLongerOpen elsewhere than at drafting, InvalidInput when a lever, a
    ground or a reason is missing.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage is not Stage.DRAFTING:
        raise OpinionNoLongerOpen
    market = planned_market(session, market_id, case.today)
    _check(case, market, input)
    suggestion = suggest(market, case.pack)
    number = last_number(session, market_id) + 1
    values = {
        "market_id": market_id,
        "number": number,
        **input.model_dump(exclude={"concludes"}),
        **suggested_values(suggestion),
        "pack_version": case.pack.version,
        "given_by": actor.id,
        "given_at": now,
    }
    ADD_OPINION.write(session, [values])
    says, opens = opinion_news(case, input, number)
    decision = _opinion_given(case, input, number, suggestion.potential.score)
    case.decide(replace(decision, says=says, opens=opens))
    if input.concludes:
        decline(session, actor, market_id, now=now)
    return number


def _opinion_given(case: Casework, input: OpinionInput, number: int, score: int) -> Decision:
    changes: dict[str, Any] = {"advice": input.advice}
    if input.lever is not None:
        changes["lever"] = input.lever
    return Decision(
        "opinion_given",
        {"opinion": number, "advice": input.advice, "lever": input.lever, "score": score},
        changes=changes,
        cancels=(opinion_no_longer_late(case.market.id),),
    )


def _check(case: Casework, market: PlannedMarket, input: OpinionInput) -> None:
    """What the opinion must say, given the market's facts. Raises InvalidInput."""
    if input.advice is Advice.CLAUSE:
        places = _clause_gaps(case, market, input)
    else:
        places = _refusal_gaps(market, input)
    if places:
        raise InvalidInput(*places)


def _clause_gaps(case: Casework, market: PlannedMarket, input: OpinionInput) -> list[Place]:
    if input.lever is None:
        return [Place("lever", "Choisissez le levier de la clause.", "Choose the lever of the clause.")]
    blocking = [each for each in objections(input.lever, market, case.pack) if each.is_blocking]
    if not blocking or input.reason:
        return []
    return [
        Place(
            "reason",
            f"Dites pourquoi ce levier convient malgré tout : {blocking[0].said.fr}",
            f"Say why this lever suits all the same: {blocking[0].said.en}",
        )
    ]


def _refusal_gaps(market: PlannedMarket, input: OpinionInput) -> list[Place]:
    places = []
    if market.is_obliged and input.ground is None:
        places.append(
            Place(
                "ground",
                "Au-dessus du seuil européen, choisissez le motif légal (L2112-2-1).",
                "Above the European threshold, choose the ground in law (L2112-2-1).",
            )
        )
    if not input.reason:
        places.append(
            Place("reason", "Motivez l’avis sans clause.", "Give the reason why no clause is advised.")
        )
    return places


def decline(session: Session, actor: Actor, market_id: int, *, now: datetime) -> None:
    """The study ends without a clause, as the opinion in force says: nothing is left to do or to wait for."""
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.DECLINE)
    apply(case, Move.DECLINE, Decision("", ends=(TaskEnd(TaskKind.STUDY_MARKET, market_id),)))
    end_all_work(case)


def reopen_study(session: Session, actor: Actor, market_id: int, *, now: datetime) -> None:
    """A market without a clause is studied again: its opinion no longer stands, another is to be given."""
    case = take_up(session, actor, market_id, now)
    due_on = study_due_on(case)
    apply(
        case,
        Move.REOPEN,
        Decision(
            "",
            changes={"advice": None, "lever": None, "study_due_on": due_on},
            opens=(study_task(case, due_on, f"v{case.market.version}"),),
            sets=(opinion_deadline(case, due_on),),
        ),
    )

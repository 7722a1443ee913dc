"""The moves of the lifecycle, each with its own input; every answer is the market as it is after it."""

from typing import Annotated, Any

from fastapi import APIRouter

from api.dependencies import Now, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import WRITES, Number, body, operation_id
from api.rest.shapes import MarketRecord
from cases.commands import award_correction, interruptions, kickoff, moves, opinion, statement
from cases.inputs import (
    Abandonment,
    Award,
    Kickoff,
    Publication,
    Reception,
    Resumption,
    ShortfallChoice,
    SuspensionOrder,
    Termination,
)
from cases.queries.market_records import market_record

router = APIRouter(
    prefix="/api/v1/markets/{market_id}", tags=["Moves"], generate_unique_id_function=operation_id
)
Market = dict[str, Any]
ANSWER: dict[str, Any] = {"response_model": MarketRecord, "responses": WRITES}


@router.post("/moves/publish", summary="Record the publication", **ANSWER)
def publish(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Publication, body(examples.PUBLICATION)],
) -> Market:
    """Drafting ends, the analysis of the offers begins."""
    moves.publish(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/decline", summary="Conclude without a clause", **ANSWER)
def decline(session: Writing, actor: Staff, now: Now, market_id: Number) -> Market:
    """The study ends as the opinion in force says; it can be reopened."""
    opinion.decline(session, actor, market_id, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/reopen", summary="Reopen the study", **ANSWER)
def reopen(session: Writing, actor: Staff, now: Now, market_id: Number) -> Market:
    """Back to drafting, with a study to do and an opinion to give again."""
    opinion.reopen_study(session, actor, market_id, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/record_award", summary="Record the award", **ANSWER)
def record_award(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Award, body(examples.AWARD)],
) -> Market:
    """The companies join the market, one of them as lead; the kickoff is to be held."""
    moves.record_award(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.put("/award", summary="Correct the award", **ANSWER)
def correct_award(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Award, body(examples.AWARD)],
) -> Market:
    """Replace the companies and their commitment, until the kickoff is held."""
    award_correction.correct_award(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/restart", summary="Restart the procedure", **ANSWER)
def restart(session: Writing, actor: Staff, now: Now, market_id: Number) -> Market:
    """The procedure was unsuccessful: back to drafting."""
    moves.restart(session, actor, market_id, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/record_kickoff", summary="Record the kickoff meeting", **ANSWER)
def record_kickoff(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Kickoff, body(examples.KICKOFF)],
) -> Market:
    """The monthly follow-up starts with the month of the start."""
    kickoff.record_kickoff(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/suspend", summary="Suspend", **ANSWER)
def suspend(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[SuspensionOrder, body(examples.SUSPENSION)],
) -> Market:
    """A stop order: sheets and ladders pause."""
    interruptions.suspend(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/resume", summary="Resume", **ANSWER)
def resume(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Resumption, body(examples.RESUMPTION)],
) -> Market:
    """Back to the stage that was interrupted; due days move by the days stopped."""
    interruptions.resume(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/record_reception", summary="Record the reception", **ANSWER)
def record_reception(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Reception, body(examples.RECEPTION)],
) -> Market:
    """The last sheets are asked for, then the count is settled."""
    interruptions.record_reception(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/abandon", summary="Abandon", **ANSWER)
def abandon(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Abandonment, body(examples.ABANDONMENT)],
) -> Market:
    """The procedure has no outcome: every task and deadline ends."""
    moves.abandon(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/terminate", summary="Terminate", **ANSWER)
def terminate(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[Termination, body(examples.TERMINATION)],
) -> Market:
    """The contract is terminated; a final count is still made."""
    interruptions.terminate(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


@router.post("/moves/issue_statement", summary="Send the statement and close", **ANSWER)
def issue_statement(session: Writing, actor: Staff, now: Now, market_id: Number) -> Market:
    """Freezes the final figures, sends them to the buyer and each company its paper, closes the market."""
    statement.issue_statement(session, actor, market_id, now=now)
    return market_record(session, actor, market_id)


@router.post("/shortfall-decision", summary="Decide about missing hours", **ANSWER)
def decide_shortfall(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[ShortfallChoice, body(examples.SHORTFALL)],
) -> Market:
    """Penalty or waiver, with its reason: a person always decides."""
    statement.decide_shortfall(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)

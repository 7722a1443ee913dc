"""Companies' questions about a tender's clause, and the answers published to all."""

from typing import Annotated, Any

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.tender_shapes import QuestionRecord
from cases.commands.questions import answer_question, ask_question, set_question_apart
from cases.inputs import AnswerInput, QuestionInput
from cases.queries.tender import question_record, question_records

router = APIRouter(
    prefix="/api/v1/markets/{market_id}/questions", tags=["Tender"], generate_unique_id_function=operation_id
)
Question = dict[str, Any]
ANSWER: dict[str, Any] = {"response_model": QuestionRecord, "responses": WRITES}


@router.get("", summary="List the questions", response_model=list[QuestionRecord], responses=READS)
def list_questions(session: Reading, actor: MarketReader, market_id: Number) -> list[Question]:
    """All of them for staff; for a buyer or a company those answered, never saying who asked."""
    return question_records(session, actor, market_id)


@router.post("", summary="Record a question", status_code=201, **ANSWER)
def record_question(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    question: Annotated[QuestionInput, body(examples.QUESTION)],
) -> Question:
    """One that came by telephone or by mail; companies ask by the tender's link. A receipt is written."""
    number = ask_question(session, actor, market_id, question, now=now)
    return question_record(session, actor, market_id, number)


@router.post("/{number}/answer", summary="Answer a question", **ANSWER)
def publish_answer(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    number: Number,
    answer: Annotated[AnswerInput, body(examples.QUESTION_ANSWER)],
) -> Question:
    """Published to all and written to who asked; given again, it corrects the one before."""
    answer_question(session, actor, market_id, number, answer, now=now)
    return question_record(session, actor, market_id, number)


@router.post("/{number}/set-apart", summary="Set a question apart", **ANSWER)
def set_apart(session: Writing, actor: Staff, now: Now, market_id: Number, number: Number) -> Question:
    """It gets no answer: it is not about the clause."""
    set_question_apart(session, actor, market_id, number, now=now)
    return question_record(session, actor, market_id, number)

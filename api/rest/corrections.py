"""Requests of companies to reopen validated sheets."""

from typing import Annotated, Any

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff, allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.shapes import PageOf
from api.rest.sheet_shapes import CorrectionRecord
from cases.actors import Actor
from cases.commands.corrections import ask_correction, grant_correction, refuse_correction
from cases.inputs import CorrectionAnswer, CorrectionInput
from cases.queries.corrections import correction_record, list_corrections
from cases.queries.paging import Page, Slice
from models.vocabulary import CorrectionStatus, Role

router = APIRouter(prefix="/api/v1", tags=["Sheets"], generate_unique_id_function=operation_id)
Declarer = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY)]
Record = dict[str, Any]
ANSWER: dict[str, Any] = {"response_model": CorrectionRecord, "responses": WRITES}


@router.get(
    "/corrections",
    summary="List the correction requests",
    response_model=PageOf[CorrectionRecord],
    responses=READS,
)
def list_all_corrections(
    session: Reading,
    actor: Declarer,
    status: CorrectionStatus | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Of the sheets that the caller may see: a company reads its own requests."""
    return list_corrections(session, actor, Slice(after, limit), status=status)


@router.post(
    "/sheets/{sheet_id}/corrections", summary="Ask to correct a validated sheet", status_code=201, **ANSWER
)
def ask(
    session: Writing,
    actor: Declarer,
    now: Now,
    sheet_id: Number,
    reason: Annotated[CorrectionInput, body(examples.CORRECTION)],
) -> Record:
    """The facilitator reopens the sheet, or says why not."""
    return correction_record(session, actor, ask_correction(session, actor, sheet_id, reason, now=now))


@router.post("/corrections/{request_id}/grant", summary="Reopen the sheet", **ANSWER)
def grant(session: Writing, actor: Staff, now: Now, request_id: Number) -> Record:
    """It goes back to its company with a new day to answer; its hours no longer count meanwhile."""
    grant_correction(session, actor, request_id, now=now)
    return correction_record(session, actor, request_id)


@router.post("/corrections/{request_id}/refuse", summary="Decline the correction", **ANSWER)
def refuse(
    session: Writing,
    actor: Staff,
    now: Now,
    request_id: Number,
    answer: Annotated[CorrectionAnswer, body(examples.CORRECTION_ANSWER)],
) -> Record:
    """The sheet stays as it was validated; the company reads why."""
    refuse_correction(session, actor, request_id, answer, now=now)
    return correction_record(session, actor, request_id)

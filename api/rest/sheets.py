"""Monthly hour sheets: the company's answer, the facilitator's decision."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff, allow
from api.rest import examples
from api.rest.documentation import (
    LARGEST_NUMBER,
    READS,
    WRITES,
    After,
    Limit,
    Number,
    NumberAsked,
    body,
    operation_id,
)
from api.rest.shapes import PageOf
from api.rest.sheet_shapes import GroupSheetRecord, SheetRecord, SheetSummary
from cases.actors import Actor
from cases.commands.several_sheets import submit_sheets
from cases.commands.sheets import reject_sheet, submit_sheet, validate_sheet
from cases.commands.tasks import report_wrong_contact
from cases.inputs import Input, Reason, Rejection, SheetAnswer, SheetAnswers, WrongContact
from cases.inputs import Number as Participant
from cases.queries.group_sheets import GroupSheet, group_sheets
from cases.queries.paging import Page, Slice
from cases.queries.sheet_records import SheetFilter, list_sheets, sheet_record
from models.vocabulary import Role, SheetStatus

router = APIRouter(prefix="/api/v1/sheets", tags=["Sheets"], generate_unique_id_function=operation_id)
Declarer = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY)]
Answerer = Annotated[Actor, allow(Role.COMPANY)]
Sheet = dict[str, Any]
ANSWER: dict[str, Any] = {"response_model": SheetRecord, "responses": WRITES}


class SheetValidation(Input):
    """The answer that was looked at, by its version."""

    version: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]


class SheetRejection(SheetValidation):
    """Why the answer goes back to its company; `lines`: the participants in question, if it is not all."""

    reason: Reason
    lines: Annotated[tuple[Participant, ...], Field(max_length=500)] = ()


@router.get("", summary="List the sheets", response_model=PageOf[SheetSummary], responses=READS)
def list_all_sheets(
    session: Reading,
    actor: MarketReader,
    market_id: NumberAsked = None,
    party_id: NumberAsked = None,
    status: SheetStatus | None = None,
    month: Annotated[date | None, Query(description="First day of the month worked.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Those that the caller may see: a company sees its own."""
    return list_sheets(session, actor, SheetFilter(market_id, party_id, status, month), Slice(after, limit))


@router.get("/{sheet_id}", summary="Read a sheet", response_model=SheetRecord, responses=READS)
def read_sheet(session: Reading, actor: MarketReader, sheet_id: Number) -> Sheet:
    """With its lines, which a buyer does not see."""
    return sheet_record(session, actor, sheet_id)


@router.get(
    "/{sheet_id}/group",
    summary="Read the sheets of the market's other companies",
    response_model=list[GroupSheetRecord],
    responses=READS,
)
def read_group(session: Reading, actor: MarketReader, sheet_id: Number) -> list[GroupSheet]:
    """For the lead of the market: state and hours of the others for the month, never their people."""
    sheet = sheet_record(session, actor, sheet_id)
    return list(group_sheets(session, actor, sheet["market_id"], sheet["month"]))


@router.put("/answers", summary="Answer several sheets", response_model=list[SheetRecord], responses=WRITES)
def answer_sheets(
    session: Writing,
    actor: Declarer,
    now: Now,
    answers: Annotated[SheetAnswers, body(examples.ANSWERS)],
) -> list[Sheet]:
    """All of them or none; the company gets one receipt. Doubtful hours are taken with `confirm`.

    Those that had this answer already stay as they are.
    """
    submit_sheets(session, actor, answers, now=now)
    return [sheet_record(session, actor, answer.sheet_id) for answer in answers.answers]


@router.put("/{sheet_id}/answer", summary="Answer a sheet", **ANSWER)
def answer_sheet(
    session: Writing,
    actor: Declarer,
    now: Now,
    sheet_id: Number,
    answer: Annotated[SheetAnswer, body(examples.ANSWER)],
) -> Sheet:
    """Hours by person, or `nil` for a month with nobody. May be corrected until it is validated.

    The same answer again changes nothing: the same `version` comes back, and no receipt leaves.
    """
    submit_sheet(session, actor, sheet_id, answer, now=now)
    return sheet_record(session, actor, sheet_id)


@router.post("/{sheet_id}/validate", summary="Validate a sheet", **ANSWER)
def validate(
    session: Writing,
    actor: Staff,
    now: Now,
    sheet_id: Number,
    seen: Annotated[SheetValidation, body(examples.VALIDATION)],
) -> Sheet:
    """Its hours count from now on. Refused when the answer changed since it was looked at."""
    validate_sheet(session, actor, sheet_id, seen.version, now=now)
    return sheet_record(session, actor, sheet_id)


@router.post("/{sheet_id}/reject", summary="Send a sheet back", **ANSWER)
def reject(
    session: Writing,
    actor: Staff,
    now: Now,
    sheet_id: Number,
    rejection: Annotated[SheetRejection, body(examples.REJECTION)],
) -> Sheet:
    """The company is told why, and has a new day to answer."""
    why = Rejection(reason=rejection.reason, lines=rejection.lines)
    reject_sheet(session, actor, sheet_id, rejection.version, why, now=now)
    return sheet_record(session, actor, sheet_id)


@router.post(
    "/{sheet_id}/wrong-contact", summary="Say that a sheet is not yours", status_code=204, responses=WRITES
)
def wrong_contact(
    session: Writing,
    actor: Answerer,
    now: Now,
    sheet_id: Number,
    input: Annotated[WrongContact, body(examples.WRONG_CONTACT)],
) -> Response:
    """A task asks the facilitator to find the right person; only staff read what was written."""
    sheet = sheet_record(session, actor, sheet_id)
    report_wrong_contact(session, actor, sheet["market_id"], input.note, now=now)
    return Response(status_code=204)

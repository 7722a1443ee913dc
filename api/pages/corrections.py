"""A company's request to reopen a validated sheet, as the facilitator decides on it."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.pages.sheet import show_sheet
from api.permissions import Staff
from api.rendering import see_other
from cases.actors import Actor
from cases.commands.corrections import grant_correction, refuse_correction
from cases.inputs import CorrectionAnswer
from cases.queries.corrections import latest_correction
from cases.refusals import NotFound

router = APIRouter(prefix="/marches/{market_id}/fiches/{sheet_id}/correction", include_in_schema=False)


@router.post("/accorder")
def grant(
    request: Request, actor: Staff, market_id: int, sheet_id: int, session: Writing, now: Now
) -> Response:
    """Reopen the sheet."""
    on_refusal(request, "correction", _again(request, actor, market_id, sheet_id))
    grant_correction(session, actor, _request_of(session, actor, sheet_id), now=now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=correction-accordee")


@router.post("/refuser")
def refuse(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Leave it as it was validated, and say why."""
    on_refusal(request, "correction", _again(request, actor, market_id, sheet_id))
    _refuse(session, actor, sheet_id, submission, now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=correction-refusee")


def _refuse(session: Session, actor: Actor, sheet_id: int, submission: Submission, now: datetime) -> None:
    number = _request_of(session, actor, sheet_id)
    refuse_correction(session, actor, number, submission.read(CorrectionAnswer), now=now)


def _request_of(session: Session, actor: Actor, sheet_id: int) -> int:
    found = latest_correction(session, actor, sheet_id)
    if found is None:
        raise NotFound
    return found.id


def _again(request: Request, actor: Actor, market_id: int, sheet_id: int) -> Callable[[FormState], Response]:
    def again(form: FormState) -> Response:
        with house_of(request).database.read() as session:
            return show_sheet(request, session, actor, market_id, sheet_id, form)

    return again

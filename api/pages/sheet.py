"""One company's sheet as the facilitator reviews it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import MarketReader, Staff
from api.rendering import page, see_other
from cases.actors import Actor
from cases.commands.sheets import reject_sheet, validate_sheet
from cases.inputs import Input, Reason, Rejection
from cases.queries.sheet_page import FULL_MONTH_HOURS, sheet_page

router = APIRouter(include_in_schema=False)


class SeenVersion(Input):
    """The version of the answer that was on the screen."""

    version: int = Field(ge=0)


class ReasonedRejection(SeenVersion):
    """The reason is sent to the company."""

    reason: Reason


@router.get("/marches/{market_id}/fiches/{sheet_id}")
def one_sheet(
    request: Request, actor: MarketReader, market_id: int, sheet_id: int, session: Reading
) -> Response:
    """The declared lines."""
    return _show(request, session, actor, market_id, sheet_id, FormState("rejet"))


@router.post("/marches/{market_id}/fiches/{sheet_id}/valider")
def validate(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Confirm the answer that was on the screen."""
    sheet_page(session, actor, market_id, sheet_id)
    on_refusal(request, "validation", lambda form: _again(request, actor, market_id, sheet_id, form))
    validate_sheet(session, actor, sheet_id, submission.read(SeenVersion).version, now=now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=validee")


@router.post("/marches/{market_id}/fiches/{sheet_id}/rejeter")
def reject(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Send the answer back with a reason."""
    sheet_page(session, actor, market_id, sheet_id)
    on_refusal(request, "rejet", lambda form: _again(request, actor, market_id, sheet_id, form))
    given = submission.read(ReasonedRejection)
    reject_sheet(session, actor, sheet_id, given.version, Rejection(reason=given.reason), now=now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=rejetee")


def _again(request: Request, actor: Actor, market_id: int, sheet_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, sheet_id, form)


def _show(
    request: Request, session: Session, actor: Actor, market_id: int, sheet_id: int, form: FormState
) -> Response:
    sheet = sheet_page(session, actor, market_id, sheet_id)
    return page(request, "sheet.html", sheet=sheet, form=form, full_month=FULL_MONTH_HOURS)

"""All of a company's sheets of a month on one page, signed in."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.pages.company_sheets_desk import (
    empty_drafts,
    save_drafts,
    show_month,
    show_month_receipt,
    take_answers,
)
from api.pages.own_sheets import Company

HERE = "/mes-fiches/ensemble"
router = APIRouter(prefix=HERE, include_in_schema=False)


@router.get("")
def own_month(request: Request, actor: Company) -> Response:
    """The month's sheets, with what was typed and not sent."""
    return show_month(request, HERE, actor, FormState("sheet"), with_draft=True)


@router.post("")
def answer_own_month(
    request: Request, actor: Company, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Hours by person and market, or nobody."""
    on_refusal(request, "sheet", lambda form: show_month(request, HERE, actor, form))
    return take_answers(request, HERE, actor, submission, session, now)


@router.post("/brouillon")
def keep_own_drafts(
    request: Request, actor: Company, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Keep what is typed."""
    return save_drafts(request, HERE, actor, submission, session, now)


@router.post("/brouillon/vider")
def empty_own_drafts(request: Request, actor: Company, session: Writing, now: Now) -> Response:
    """Forget what was typed."""
    return empty_drafts(request, HERE, actor, session, now)


@router.get("/recu")
def own_month_receipt(request: Request, actor: Company) -> Response:
    """Where each sheet of the month stands."""
    return show_month_receipt(request, HERE, actor)

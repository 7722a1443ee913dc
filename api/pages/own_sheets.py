"""A company's own sheets, signed in: those to answer, those answered, and the form of each."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.pages.sheet_desk import (
    ask_for_correction,
    empty_draft,
    save_draft,
    show_form,
    show_receipt,
    take_answer,
)
from api.permissions import allow
from api.rendering import page
from api.rest.documentation import Number
from cases.actors import Actor
from cases.packs import pack_at
from cases.queries.sheet_records import own_sheets
from models.vocabulary import Role

router = APIRouter(prefix="/mes-fiches", include_in_schema=False)
Company = Annotated[Actor, allow(Role.COMPANY)]


@router.get("")
def list_own_sheets(request: Request, actor: Company, session: Reading, now: Now) -> Response:
    """To answer first, soonest due; then what was answered."""
    waiting, answered = own_sheets(session, actor)
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    return page(request, "own_sheets.html", waiting=waiting, answered=answered, today=today)


@router.get("/{sheet_id}")
def own_sheet(request: Request, actor: Company, sheet_id: Number) -> Response:
    """The form of one sheet."""
    return show_form(request, f"/mes-fiches/{sheet_id}", actor, sheet_id, FormState("sheet"), with_draft=True)


@router.post("/{sheet_id}")
def answer_own_sheet(
    request: Request, actor: Company, sheet_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Hours by person, or nobody this month."""
    here = f"/mes-fiches/{sheet_id}"
    on_refusal(request, "sheet", lambda form: show_form(request, here, actor, sheet_id, form))
    return take_answer(request, here, actor, sheet_id, submission, session, now)


@router.post("/{sheet_id}/brouillon")
def keep_own_draft(
    request: Request, actor: Company, sheet_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Keep what is typed."""
    return save_draft(request, f"/mes-fiches/{sheet_id}", actor, sheet_id, submission, session, now)


@router.post("/{sheet_id}/brouillon/vider")
def empty_own_draft(
    request: Request, actor: Company, sheet_id: Number, session: Writing, now: Now
) -> Response:
    """Forget what was typed."""
    return empty_draft(request, f"/mes-fiches/{sheet_id}", actor, sheet_id, session, now)


@router.post("/{sheet_id}/correction")
def ask_own_correction(
    request: Request, actor: Company, sheet_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Ask to reopen the sheet once it is validated."""
    here = f"/mes-fiches/{sheet_id}"
    on_refusal(request, "correction", lambda form: show_form(request, here, actor, sheet_id, form))
    return ask_for_correction(request, here, actor, sheet_id, submission, session, now)


@router.get("/{sheet_id}/recu")
def own_receipt(request: Request, actor: Company, sheet_id: Number) -> Response:
    """What was declared, what happens next and when."""
    return show_receipt(request, f"/mes-fiches/{sheet_id}", actor, sheet_id)

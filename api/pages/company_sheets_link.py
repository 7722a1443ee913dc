"""All of a company's sheets on one page, by the link of its mail. Opening it changes nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import READ, count_act, opened
from api.pages.company_sheets_desk import (
    ask_month_correction,
    empty_drafts,
    save_drafts,
    show_contact,
    show_month,
    show_month_receipt,
    take_answers,
    take_contact,
)
from api.permissions import BY_LINK
from cases.queries.links import OpenedLink
from models.vocabulary import LinkAct

router = APIRouter(prefix="/e/{token}", include_in_schema=False, dependencies=[BY_LINK])
Linked = Annotated[OpenedLink, Depends(opened(LinkAct.COMPANY_SHEETS))]


@router.api_route("", methods=READ)
def all_sheets(request: Request, token: str, link: Linked) -> Response:
    """The month's sheets, with what was typed and not sent."""
    return show_month(request, f"/e/{token}", link.actor, FormState("sheet"), with_draft=True)


@router.post("")
def answer_all(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Hours by person and market, or nobody."""
    here = f"/e/{token}"
    on_refusal(request, "sheet", lambda form: show_month(request, here, link.actor, form))
    count_act(request, link.actor)
    return take_answers(request, here, link.actor, submission, session, now)


@router.post("/correction")
def correction(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Ask to reopen one of the sheets once it is validated."""
    here = f"/e/{token}"
    on_refusal(
        request, "correction", lambda form: show_month(request, here, link.actor, form, with_draft=True)
    )
    count_act(request, link.actor)
    return ask_month_correction(request, here, link.actor, submission, session, now)


@router.post("/brouillon")
def draft_all(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Keep what is typed."""
    house_of(request).throttle.draft_by_link(link.id)
    return save_drafts(request, f"/e/{token}", link.actor, submission, session, now)


@router.post("/brouillon/vider")
def empty_all(request: Request, token: str, link: Linked, session: Writing, now: Now) -> Response:
    """Forget what was typed."""
    return empty_drafts(request, f"/e/{token}", link.actor, session, now)


@router.api_route("/recu", methods=READ)
def all_receipts(request: Request, token: str, link: Linked) -> Response:
    """Where each sheet of the month stands."""
    return show_month_receipt(request, f"/e/{token}", link.actor)


@router.api_route("/contact", methods=READ)
def contact_page(request: Request, token: str, link: Linked) -> Response:
    """Wrong contact? Tell us who."""
    return show_contact(request, f"/e/{token}", link.actor, FormState("contact"))


@router.post("/contact")
def report_contact(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Open a task for the facilitator."""
    here = f"/e/{token}"
    on_refusal(request, "contact", lambda form: show_contact(request, here, link.actor, form))
    count_act(request, link.actor)
    return take_contact(request, here, link.actor, submission, session, now)

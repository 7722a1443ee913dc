"""The company's monthly sheet by the link of its mail, without an account. Opening a link changes nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import count_act
from api.pages.sheet_desk import (
    ask_for_correction,
    empty_draft,
    load,
    save_draft,
    show_form,
    show_receipt,
    take_answer,
)
from api.permissions import BY_LINK
from api.rendering import page, see_other
from cases.commands.tasks import report_wrong_contact
from cases.inputs import WrongContact
from cases.links import link_id_of
from cases.queries.sheet_form import LinkedSheet, open_link, sheet_form
from cases.refusals import LinkExpired
from models.secret import secret_key

router = APIRouter(prefix="/f/{token}", include_in_schema=False, dependencies=[BY_LINK])
READ = ["GET", "HEAD"]


def linked(request: Request, token: str) -> LinkedSheet:
    """The sheet that the link opens. Raises LinkExpired for one that is over, revoked or forged."""
    house = house_of(request)
    link_id = link_id_of(secret_key(house.settings), token)
    if link_id is None:
        raise LinkExpired
    with house.database.read() as session:
        found = open_link(session, link_id, now=house.clock())
    request.state.offered_locale = found.locale
    return found


Linked = Annotated[LinkedSheet, Depends(linked)]


@router.api_route("", methods=READ)
def sheet_page(request: Request, token: str, link: Linked) -> Response:
    """The form, or what was declared once it is validated."""
    return show_form(request, f"/f/{token}", link.actor, link.sheet_id, FormState("sheet"), with_draft=True)


@router.post("")
def answer(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Hours by person, or nobody this month."""
    here, actor = f"/f/{token}", link.actor
    on_refusal(request, "sheet", lambda form: show_form(request, here, actor, link.sheet_id, form))
    count_act(request, link.actor)
    return take_answer(request, here, actor, link.sheet_id, submission, session, now)


@router.post("/brouillon")
def draft(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Keep what is typed."""
    house_of(request).throttle.draft_by_link(_number(link))
    return save_draft(request, f"/f/{token}", link.actor, link.sheet_id, submission, session, now)


@router.post("/brouillon/vider")
def empty(request: Request, token: str, link: Linked, session: Writing, now: Now) -> Response:
    """Forget what was typed."""
    return empty_draft(request, f"/f/{token}", link.actor, link.sheet_id, session, now)


@router.post("/correction")
def correction(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Ask to reopen the sheet once it is validated."""
    here, actor = f"/f/{token}", link.actor
    on_refusal(request, "correction", lambda form: show_form(request, here, actor, link.sheet_id, form))
    count_act(request, link.actor)
    return ask_for_correction(request, here, actor, link.sheet_id, submission, session, now)


@router.api_route("/recu", methods=READ)
def receipt(request: Request, token: str, link: Linked) -> Response:
    """What was declared, what happens next and when."""
    return show_receipt(request, f"/f/{token}", link.actor, link.sheet_id)


@router.api_route("/contact", methods=READ)
def contact_page(request: Request, token: str, link: Linked) -> Response:
    """Wrong contact? Tell us who."""
    return _contact(request, token, link, FormState("contact"))


@router.post("/contact")
def report_contact(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Open a task for the facilitator."""
    on_refusal(request, "contact", lambda form: _contact(request, token, link, form))
    count_act(request, link.actor)
    note = submission.read(WrongContact).note
    sheet = sheet_form(session, link.actor, link.sheet_id)
    report_wrong_contact(session, link.actor, sheet.market_id, note, now=now)
    return see_other(request, f"/f/{token}/contact?fait=contact")


def _contact(request: Request, token: str, link: LinkedSheet, form: FormState) -> Response:
    sheet = load(request, link.actor, link.sheet_id)
    return page(request, "sheet_contact.html", sheet=sheet, here=f"/f/{token}", month="", form=form)


def _number(link: LinkedSheet) -> int:
    assert link.actor.id is not None  # a link's actor is named by the link
    return link.actor.id

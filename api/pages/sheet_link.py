"""The company's monthly sheet by the link of its mail, without an account. Opening a link changes nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.formats import PARIS
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.permissions import BY_LINK
from api.rendering import page, see_other
from api.sheet_answers import MOST_ROWS, read_answer, rows_of
from cases.actors import Actor
from cases.commands.sheets import REVIEW_DAYS, submit_sheet
from cases.commands.tasks import report_wrong_contact
from cases.inputs import Input, Reason
from cases.links import link_id_of
from cases.queries.sheet_form import LinkedSheet, SheetForm, next_opening, open_link, sheet_form
from cases.refusals import InvalidInput, LinkExpired
from models.secret import secret_key

router = APIRouter(prefix="/f/{token}", include_in_schema=False, dependencies=[BY_LINK])
READ = ["GET", "HEAD"]


class WrongContact(Input):
    """Who should have been asked."""

    note: Reason


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
    return _form(request, token, link, FormState("sheet"))


@router.post("")
def answer(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Hours by person, or nobody this month; "add a row" only shows the form again."""
    on_refusal(request, "sheet", lambda form: _form(request, token, link, form))
    house_of(request).throttle.act_by_link(_number(link.actor))
    if submission.get("more"):
        return _form(request, token, link, _with_another_row(submission))
    known = [person.id for person in sheet_form(session, link.actor, link.sheet_id).people]
    draft = read_answer(submission.values, known)
    try:
        submit_sheet(session, link.actor, link.sheet_id, draft.answer, now=now)
    except InvalidInput as refusal:
        raise draft.placed(refusal) from refusal
    return see_other(request, f"/f/{token}/recu")


@router.api_route("/recu", methods=READ)
def receipt(request: Request, token: str, link: Linked) -> Response:
    """What was declared, what happens next and when; it may be visited again."""
    with house_of(request).database.read() as session:
        sheet = sheet_form(session, link.actor, link.sheet_id)
        opens_at = next_opening(session, sheet)
    opens_on = opens_at.astimezone(PARIS).date() if opens_at else None
    shown = {"sheet": sheet, "token": token, "opens_on": opens_on, "review_days": REVIEW_DAYS}
    return page(request, "sheet_receipt.html", **shown)


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
    house_of(request).throttle.act_by_link(_number(link.actor))
    note = submission.read(WrongContact).note
    sheet = sheet_form(session, link.actor, link.sheet_id)
    report_wrong_contact(session, link.actor, sheet.market_id, note, now=now)
    return see_other(request, f"/f/{token}/contact?fait=contact")


def _form(request: Request, token: str, link: LinkedSheet, form: FormState) -> Response:
    sheet = _sheet(request, link)
    rows = rows_of(form.values)
    return page(request, "sheet_form.html", sheet=sheet, token=token, form=form, rows=rows)


def _with_another_row(submission: Submission) -> FormState:
    values = submission.values
    rows = min(rows_of(values) + 1, MOST_ROWS)
    return FormState("sheet", {**values, "rows": str(rows)})


def _contact(request: Request, token: str, link: LinkedSheet, form: FormState) -> Response:
    return page(request, "sheet_contact.html", sheet=_sheet(request, link), token=token, form=form)


def _sheet(request: Request, link: LinkedSheet) -> SheetForm:
    with house_of(request).database.read() as session:
        return sheet_form(session, link.actor, link.sheet_id)


def _number(actor: Actor) -> int:
    assert actor.id is not None  # a link's actor is named by the link
    return actor.id

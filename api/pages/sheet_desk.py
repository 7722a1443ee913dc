"""A company's sheet on the screen, whether it came by the link of a mail or signed in: form, answer, receipt.

`here` is the address of the sheet's form; its receipt is `here/recu`.
"""

from datetime import datetime

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.forms import FormState, Submission
from api.house import house_of
from api.rendering import page, see_other
from api.sheet_answers import MOST_ROWS, read_answer, rows_of
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.corrections import ask_correction
from cases.commands.drafts import forget_draft, keep_draft
from cases.commands.sheets import REVIEW_DAYS, submit_sheet
from cases.inputs import CorrectionInput
from cases.openings import next_opening
from cases.queries.drafts import draft_of
from cases.queries.sheet_choices import new_person_choices
from cases.queries.sheet_form import SheetForm, sheet_form
from cases.refusals import InvalidInput

UNCHANGED = "fait=deja-enregistree"
"""Said on the receipt of an answer that stood already."""


def load(request: Request, actor: Actor, sheet_id: int) -> SheetForm:
    """The sheet, read in a transaction of its own."""
    with house_of(request).database.read() as session:
        return sheet_form(session, actor, sheet_id)


def show_form(
    request: Request, here: str, actor: Actor, sheet_id: int, form: FormState, *, with_draft: bool = False
) -> Response:
    """The form, with what was typed and not sent; or what was declared once it is validated."""
    house = house_of(request)
    with house.database.read() as session:
        sheet = sheet_form(session, actor, sheet_id)
        choices = new_person_choices(session, actor, sheet_id, locale_of(request), now=house.clock())
        draft = draft_of(session, actor, sheet_id) if with_draft else None
    if draft is not None:
        form = FormState(form.name, draft.values)
    return page(
        request,
        "sheet_form.html",
        sheet=sheet,
        here=here,
        form=form,
        rows=rows_of(form.values),
        choices=choices,
        draft=draft,
        draft_key=draft_key(sheet_id),
        review_days=REVIEW_DAYS,
    )


def draft_key(sheet_id: int) -> str:
    """The name under which the browser keeps what the server does not have yet."""
    return f"fiche-{sheet_id}"


def take_answer(
    request: Request,
    here: str,
    actor: Actor,
    sheet_id: int,
    submission: Submission,
    session: Session,
    now: datetime,
) -> Response:
    """Record hours by person, or nobody this month; "add a row" only shows the form again."""
    if submission.get("more"):
        return show_form(request, here, actor, sheet_id, with_another_row(submission))
    people = sheet_form(session, actor, sheet_id).people
    shown = {f"person.{person.id}": person.hours for person in people}
    shown |= {f"person.{person.id}.training": person.training_hours for person in people}
    draft = read_answer(submission.values, [person.id for person in people], shown)
    try:
        is_new = submit_sheet(session, actor, sheet_id, draft.answer, now=now)
    except InvalidInput as refusal:
        raise draft.placed(refusal) from refusal
    return see_other(request, f"{here}/recu" if is_new else f"{here}/recu?{UNCHANGED}")


def save_draft(
    request: Request,
    here: str,
    actor: Actor,
    sheet_id: int,
    submission: Submission,
    session: Session,
    now: datetime,
) -> Response:
    """Keep what is typed: a word for the page that goes on, a page for whoever pressed the button."""
    kept = keep_draft(session, actor, sheet_id, submission.values, now=now)
    if request.headers.get("hx-request") != "true":
        return see_other(request, f"{here}?fait=brouillon")
    return page(request, "draft_kept.html", key=draft_key(sheet_id), kept=kept, now=now)


def empty_draft(
    request: Request, here: str, actor: Actor, sheet_id: int, session: Session, now: datetime
) -> Response:
    """Forget what was typed."""
    forget_draft(session, actor, sheet_id, now=now)
    return see_other(request, f"{here}?fait=brouillon-vide")


def ask_for_correction(
    request: Request,
    here: str,
    actor: Actor,
    sheet_id: int,
    submission: Submission,
    session: Session,
    now: datetime,
) -> Response:
    """Ask to reopen the validated sheet."""
    ask_correction(session, actor, sheet_id, submission.read(CorrectionInput), now=now)
    return see_other(request, f"{here}?fait=correction")


def with_another_row(submission: Submission) -> FormState:
    """The form as it was sent, with room for one more person."""
    values = submission.values
    rows = min(rows_of(values) + 1, MOST_ROWS)
    return FormState("sheet", {**values, "rows": str(rows)})


def show_receipt(request: Request, here: str, actor: Actor, sheet_id: int) -> Response:
    """What was declared, what happens next and when; it may be visited again."""
    with house_of(request).database.read() as session:
        sheet = sheet_form(session, actor, sheet_id)
        opens_on = next_opening(session, actor.territory_id, [sheet.market_id])
    return page(
        request,
        "sheet_receipt.html",
        sheet=sheet,
        here=here,
        opens_on=opens_on,
        review_days=REVIEW_DAYS,
        draft_key=draft_key(sheet_id),
    )

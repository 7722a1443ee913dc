"""All of a company's sheets of a month on one page, by the link of its mail or signed in.

`here` is the page's address; `mois` in its query names the month, and its receipt is `here/recu`.
"""

from dataclasses import replace
from datetime import date, datetime

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.company_answers import read_answers, read_reason, remark_shown, without_remark_shown
from api.company_drafts import drafts_of, from_drafts
from api.forms import FormState, Submission
from api.house import house_of
from api.pages.sheet_desk import UNCHANGED, with_another_row
from api.rendering import page, see_other
from api.sheet_answers import rows_of
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.corrections import ask_correction
from cases.commands.drafts import Kept, forget_draft, keep_draft
from cases.commands.several_sheets import submit_sheets
from cases.commands.sheets import REVIEW_DAYS
from cases.commands.tasks import report_wrong_contact
from cases.inputs import WrongContact
from cases.openings import next_opening
from cases.queries.company_sheets import CompanyMonth, company_month, people_on
from cases.queries.corrections import latest_correction
from cases.queries.drafts import Draft, draft_of
from cases.queries.sheet_choices import CompanyChoices, company_choices
from cases.refusals import InvalidInput, NotFound
from models.vocabulary import ActorKind


def month_asked(request: Request) -> date | None:
    """The month named by the address (`2026-01`), if any. Raises NotFound for anything else."""
    asked = request.query_params.get("mois", "")
    if not asked:
        return None
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise NotFound from None


def key_of(known: CompanyMonth) -> str:
    """The name under which the browser keeps what the server does not have yet."""
    return f"fiches-{known.sheets[0].id}-{known.month:%Y-%m}"


def show_month(
    request: Request, here: str, actor: Actor, form: FormState, *, with_draft: bool = False
) -> Response:
    """The table of the month's sheets and the company's people, with what was typed and not sent."""
    house = house_of(request)
    with house.database.read() as session:
        known = company_month(session, actor, month_asked(request))
        choices = _choices(request, session, actor, known, house.clock())
        drafts = _drafts(session, actor, known) if with_draft else {}
        corrections = {
            sheet.id: latest_correction(session, actor, sheet.id)
            for sheet in known.sheets
            if not sheet.is_open
        }
    if drafts:
        typed = {sheet: draft.values for sheet, draft in drafts.items()}
        kept = from_drafts(typed, known.open_sheets, choices.codes)
        form = replace(form, values={**kept, **form.values})
    latest = max(drafts.values(), key=lambda draft: draft.saved_at, default=None)
    return page(
        request,
        "company_sheets.html",
        known=known,
        here=here,
        month=f"?mois={known.month:%Y-%m}",
        form=form,
        rows=rows_of({"rows": "1", **form.values} if known.people else form.values),
        remark=remark_shown(known.open_sheets),
        choices=choices,
        draft=latest,
        corrections=corrections,
        by_link=actor.kind is ActorKind.LINK,
        review_days=REVIEW_DAYS,
        draft_key=key_of(known),
    )


def _choices(
    request: Request, session: Session, actor: Actor, known: CompanyMonth, now: datetime
) -> CompanyChoices:
    buyers = {sheet.id: sheet.buyer_name for sheet in known.open_sheets}
    return company_choices(session, actor, buyers, locale_of(request), now=now)


def _drafts(session: Session, actor: Actor, known: CompanyMonth) -> dict[int, Draft]:
    found = ((sheet.id, draft_of(session, actor, sheet.id)) for sheet in known.open_sheets)
    return {sheet: draft for sheet, draft in found if draft is not None}


def take_answers(
    request: Request, here: str, actor: Actor, submission: Submission, session: Session, now: datetime
) -> Response:
    """Answer all the month's sheets at once; "add a row" only shows the page again."""
    if submission.get("more"):
        return show_month(request, here, actor, with_another_row(submission))
    known = company_month(session, actor, month_asked(request))
    criteria = _choices(request, session, actor, known, now).codes
    given = read_answers(submission.values, known, criteria)
    try:
        is_new = submit_sheets(session, actor, given.answers, now=now)
    except InvalidInput as refusal:
        raise given.placed(refusal) from refusal
    receipt = f"{here}/recu?mois={known.month:%Y-%m}"
    return see_other(request, receipt if is_new else f"{receipt}&{UNCHANGED}")


def ask_month_correction(
    request: Request, here: str, actor: Actor, submission: Submission, session: Session, now: datetime
) -> Response:
    """Ask to reopen the validated sheet that the form names, one of this month."""
    known = company_month(session, actor, month_asked(request))
    asked = next((sheet for sheet in known.sheets if str(sheet.id) == submission.get("sheet")), None)
    if asked is None:
        raise NotFound
    ask_correction(session, actor, asked.id, read_reason(submission.values, asked.id), now=now)
    return see_other(request, f"{here}?mois={known.month:%Y-%m}&fait=correction")


def save_drafts(
    request: Request, here: str, actor: Actor, submission: Submission, session: Session, now: datetime
) -> Response:
    """Keep what is typed, sheet by sheet."""
    known = company_month(session, actor, month_asked(request))
    values = without_remark_shown(submission.values, known.open_sheets)
    in_order = [sheet.id for sheet in sorted(known.open_sheets, key=lambda sheet: sheet.market_id)]
    criteria = _choices(request, session, actor, known, now).codes
    drafts = drafts_of(values, in_order, criteria) if in_order else {}
    each = [keep_draft(session, actor, sheet, draft, now=now) for sheet, draft in drafts.items()]
    kept = Kept(any(one.is_some for one in each), all(one.is_whole for one in each))
    if request.headers.get("hx-request") != "true":
        return see_other(request, f"{here}?mois={known.month:%Y-%m}&fait=brouillon")
    return page(request, "draft_kept.html", key=key_of(known), kept=kept, now=now)


def empty_drafts(request: Request, here: str, actor: Actor, session: Session, now: datetime) -> Response:
    """Forget what was typed on each sheet of the month."""
    known = company_month(session, actor, month_asked(request))
    for sheet in sorted(known.open_sheets, key=lambda sheet: sheet.market_id):
        forget_draft(session, actor, sheet.id, now=now)
    return see_other(request, f"{here}?mois={known.month:%Y-%m}&fait=brouillon-vide")


def show_month_receipt(request: Request, here: str, actor: Actor) -> Response:
    """Where each sheet of the month stands, and what happens next; it may be visited again."""
    with house_of(request).database.read() as session:
        known = company_month(session, actor, month_asked(request))
        people = people_on(session, actor, known.sheets)
        markets = [sheet.market_id for sheet in known.sheets]
        opens_on = next_opening(session, actor.territory_id, markets)
    return page(
        request,
        "company_receipt.html",
        known=known,
        people=people,
        opens_on=opens_on,
        here=here,
        month=f"?mois={known.month:%Y-%m}",
        review_days=REVIEW_DAYS,
        draft_key=key_of(known),
    )


def show_contact(request: Request, here: str, actor: Actor, form: FormState) -> Response:
    """Who answers for the company instead."""
    with house_of(request).database.read() as session:
        known = company_month(session, actor, month_asked(request))
    month = f"?mois={known.month:%Y-%m}"
    return page(request, "sheet_contact.html", sheet=known, here=here, month=month, form=form)


def take_contact(
    request: Request, here: str, actor: Actor, submission: Submission, session: Session, now: datetime
) -> Response:
    """Open one task, on the market whose facilitator the page names: the contact is the company's."""
    note = submission.read(WrongContact).note
    known = company_month(session, actor, month_asked(request))
    report_wrong_contact(session, actor, known.sheets[0].market_id, note, now=now)
    return see_other(request, f"{here}/contact?mois={known.month:%Y-%m}&fait=contact")

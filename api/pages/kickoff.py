"""The kickoff of a market: its meeting, and what was agreed there, recorded (see api/pages/meetings.py)."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.formats import formats
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.kickoff_form import FORM, plan_rows, spread, to_record, total_of
from api.pages.market_sections import section
from api.permissions import Staff
from api.rendering import see_other
from api.visits import locale_of
from api.words import MODALITIES
from cases.actors import Actor
from cases.commands.kickoff import record_kickoff
from cases.inputs import Kickoff
from cases.queries.kickoff_page import kickoff_page, obligations_preview
from cases.queries.plan import plan_of
from exchange.documents.rendering import render

router = APIRouter(prefix="/marches/{market_id}", include_in_schema=False)


@router.get("/lancement")
def kickoff(request: Request, actor: Staff, market_id: int, session: Reading) -> Response:
    """The meeting and its guests, the obligations, the form that records the kickoff."""
    return show(request, session, actor, market_id, FormState())


@router.get("/lancement/obligations.pdf")
def obligations(actor: Staff, market_id: int, session: Reading, now: Now) -> Response:
    """The sheet of obligations as it would leave now."""
    content = render(obligations_preview(session, actor, market_id, now))
    headers = {"content-disposition": 'inline; filename="obligations.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/lancement")
def record(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Record the kickoff; a refusal shows the form again with all that was written."""
    on_refusal(request, FORM, lambda form: _again(request, actor, market_id, form))
    market = kickoff_page(session, actor, market_id, now).market
    record_kickoff(session, actor, market_id, to_record(submission, market).read(Kickoff), now=now)
    return see_other(request, f"/marches/{market_id}?fait=lancement")


@router.post("/lancement/repartition")
def spread_evenly(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Reading, now: Now
) -> Response:
    """The form with its plan spread evenly over the days written in it; nothing is recorded."""
    market = kickoff_page(session, actor, market_id, now).market
    form = spread(submission, market, formats(locale_of(request)))
    return show(request, session, actor, market_id, form)


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return show(request, session, actor, market_id, form)


def show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    """The page of the kickoff, with a form of it as it was sent."""
    locale = locale_of(request)
    found = kickoff_page(session, actor, market_id, house_of(request).clock())
    recording = form if form.name == FORM else FormState(FORM)
    rows = plan_rows(recording, found, formats(locale))
    gettext = catalog(locale).gettext
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "form_for": form.named,
        "plan": plan_of(session, actor, market_id, house_of(request).clock()),
        "rows": rows,
        "total": total_of(rows),
        "modalities": [(word.value, gettext(said)) for word, said in MODALITIES.items()],
    }
    return section(request, session, actor, market_id, "kickoff.html", **context)

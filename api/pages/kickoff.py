"""The kickoff of a market: its meeting proposed, moved, called off; then what was agreed there, recorded."""

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
from api.permissions import MarketReader, Staff
from api.rendering import see_other
from api.visits import locale_of
from api.words import MODALITIES
from cases.actors import Actor
from cases.commands.kickoff import record_kickoff
from cases.commands.meetings import cancel_meeting, move_meeting, propose_meeting
from cases.inputs import Kickoff, MeetingCancellation, MeetingChange, MeetingInput
from cases.queries.kickoff_page import kickoff_page, obligations_preview
from cases.queries.meetings import meeting_to_keep
from cases.queries.plan import plan_of
from exchange.calendar import Person, meeting_file
from exchange.documents.rendering import render

router = APIRouter(prefix="/marches/{market_id}", include_in_schema=False)
PROPOSE, MOVE, CANCEL = "proposer", "deplacer", "annuler"
MOST_GUESTS = 3


@router.get("/lancement")
def kickoff(request: Request, actor: Staff, market_id: int, session: Reading) -> Response:
    """The meeting and its guests, the obligations, the form that records the kickoff."""
    return _show(request, session, actor, market_id, FormState())


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
    return _show(request, session, actor, market_id, form)


@router.post("/reunions")
def propose(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Propose the meeting: the invitations leave."""
    on_refusal(request, PROPOSE, lambda form: _again(request, actor, market_id, form))
    propose_meeting(session, actor, market_id, submission.read(MeetingInput), now=now)
    return see_other(request, f"/marches/{market_id}/lancement?fait=reunion-proposee")


@router.post("/reunions/{meeting_id}")
def move(
    request: Request,
    actor: Staff,
    market_id: int,
    meeting_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Change it: the form shows all of it, so that a guest left out is no longer invited."""
    on_refusal(request, MOVE, lambda form: _again(request, actor, market_id, form))
    change = submission.read(MeetingChange)
    change = change.model_copy(update={"guests": change.guests or ()})
    move_meeting(session, actor, market_id, meeting_id, change, now=now)
    return see_other(request, f"/marches/{market_id}/lancement?fait=reunion-modifiee")


@router.post("/reunions/{meeting_id}/annulation")
def cancel(
    request: Request,
    actor: Staff,
    market_id: int,
    meeting_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Call it off, with the reason that its guests read."""
    on_refusal(request, CANCEL, lambda form: _again(request, actor, market_id, form))
    cancel_meeting(session, actor, market_id, meeting_id, submission.read(MeetingCancellation), now=now)
    return see_other(request, f"/marches/{market_id}/lancement?fait=reunion-annulee")


@router.get("/reunions/{meeting_id}.ics")
def meeting_calendar(
    request: Request, actor: MarketReader, market_id: int, meeting_id: int, session: Reading, now: Now
) -> Response:
    """The meeting as a file for one's calendar."""
    facts, title = meeting_to_keep(session, actor, market_id, meeting_id, now)
    sender = Person(house_of(request).settings.mail_from)
    content = meeting_file(facts, title, sender, locale_of(request))
    headers = {"content-disposition": 'attachment; filename="reunion.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    locale = locale_of(request)
    found = kickoff_page(session, actor, market_id, house_of(request).clock())
    recording = form if form.name == FORM else FormState(FORM)
    rows = plan_rows(recording, found, formats(locale))
    gettext = catalog(locale).gettext
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
        "plan": plan_of(session, actor, market_id, house_of(request).clock()),
        "rows": rows,
        "total": total_of(rows),
        "named": [guest for guest in found.live.guests if guest.is_named] if found.live else [],
        "most_guests": MOST_GUESTS,
        "modalities": [(word.value, gettext(said)) for word, said in MODALITIES.items()],
    }
    return section(request, session, actor, market_id, "kickoff.html", **context)

"""Meetings, of a market's people or of the territory's partners: proposed, moved, called off, minuted.

The same acts stand under both addresses; what differs is the page that shows them.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.calendar_files import calendar_response
from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages import kickoff
from api.pages.partners_meetings import show_partners_meetings
from api.pages.site_meetings import show_site_meetings
from api.permissions import MarketReader, Staff
from api.rendering import see_other
from cases.actors import Actor
from cases.commands.held_meetings import record_held_meeting
from cases.commands.meetings import cancel_meeting, move_meeting, propose_meeting
from cases.commands.minutes import record_minutes
from cases.inputs import HeldMeetingInput, MeetingCancellation, MeetingChange, MeetingInput, MinutesInput
from cases.queries.market_head import market_head
from cases.queries.meetings import meeting_to_keep, one_meeting
from cases.refusals import NotFound
from models.vocabulary import Stage

of_market = APIRouter(prefix="/marches/{market_id}/reunions", include_in_schema=False)
of_partners = APIRouter(prefix="/reunions-partenaires", include_in_schema=False)
PROPOSE, MOVE, CANCEL, MINUTES, HELD = "proposer", "deplacer", "annuler", "compte-rendu", "tenue"


def market_of(request: Request) -> int | None:
    """The market that the address names; None for the partners. Raises NotFound for what is no number."""
    named = request.path_params.get("market_id")
    if named is not None and not str(named).isdecimal():
        raise NotFound
    return None if named is None else int(named)


MarketNamed = Annotated[int | None, Depends(market_of)]


@of_market.get("")
@of_partners.get("")
def meetings(request: Request, actor: Staff, market_id: MarketNamed, session: Reading) -> Response:
    """The meeting ahead, the form that proposes or minutes one, the minutes kept."""
    if market_id is None:
        return show_partners_meetings(request, session, actor, FormState())
    return show_site_meetings(request, session, actor, market_id, FormState())


@of_market.post("")
@of_partners.post("")
def propose(
    request: Request, actor: Staff, market_id: MarketNamed, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Propose the meeting: the invitations leave."""
    on_refusal(request, PROPOSE, lambda form: _again(request, actor, market_id, form))
    propose_meeting(session, actor, market_id, submission.read(MeetingInput), now=now)
    return _back(request, session, actor, market_id, "reunion-proposee")


@of_market.post("/tenue")
@of_partners.post("/tenue")
def held(
    request: Request, actor: Staff, market_id: MarketNamed, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Record one held on the spot, all at once: its minutes leave."""
    on_refusal(request, HELD, lambda form: _again(request, actor, market_id, form))
    record_held_meeting(session, actor, market_id, submission.read(HeldMeetingInput), now=now)
    return _back(request, session, actor, market_id, "reunion-tenue")


@of_market.post("/{meeting_id}")
@of_partners.post("/{meeting_id}")
def move(
    request: Request,
    actor: Staff,
    market_id: MarketNamed,
    meeting_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Change it: the form shows all of it, so that a guest left out is no longer invited."""
    on_refusal(request, MOVE, lambda form: _again(request, actor, market_id, form, meeting_id))
    change = submission.read(MeetingChange)
    change = change.model_copy(update={"guests": change.guests or ()})
    move_meeting(session, actor, market_id, meeting_id, change, now=now)
    return _back(request, session, actor, market_id, "reunion-modifiee")


@of_market.post("/{meeting_id}/annulation")
@of_partners.post("/{meeting_id}/annulation")
def cancel(
    request: Request,
    actor: Staff,
    market_id: MarketNamed,
    meeting_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Call it off, with the reason that its guests read."""
    on_refusal(request, CANCEL, lambda form: _again(request, actor, market_id, form, meeting_id))
    cancel_meeting(session, actor, market_id, meeting_id, submission.read(MeetingCancellation), now=now)
    return _back(request, session, actor, market_id, "reunion-annulee")


@of_market.post("/{meeting_id}/compte-rendu")
@of_partners.post("/{meeting_id}/compte-rendu")
def minute(
    request: Request,
    actor: Staff,
    market_id: MarketNamed,
    meeting_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Record that it was held: the minutes leave for its guests."""
    on_refusal(request, MINUTES, lambda form: _again(request, actor, market_id, form, meeting_id))
    record_minutes(session, actor, market_id, meeting_id, submission.read(MinutesInput), now=now)
    return _back(request, session, actor, market_id, "reunion-tenue")


@of_market.get("/{meeting_id}.ics")
def market_calendar(
    request: Request, actor: MarketReader, market_id: int, meeting_id: int, session: Reading, now: Now
) -> Response:
    """A market's meeting as a file for one's calendar."""
    return calendar_response(request, meeting_to_keep(session, actor, market_id, meeting_id, now))


@of_partners.get("/{meeting_id}.ics")
def partners_calendar(
    request: Request, actor: Staff, meeting_id: int, session: Reading, now: Now
) -> Response:
    """The partners' meeting as a file for one's calendar."""
    return calendar_response(request, meeting_to_keep(session, actor, None, meeting_id, now))


def _back(request: Request, session: Session, actor: Actor, market_id: int | None, done: str) -> Response:
    return see_other(request, f"{_page(session, actor, market_id)}?fait={done}")


def _page(session: Session, actor: Actor, market_id: int | None) -> str:
    """The page where these meetings are seen."""
    if market_id is None:
        return of_partners.prefix
    slug = "lancement" if _is_at_kickoff(session, actor, market_id) else "reunions"
    return f"/marches/{market_id}/{slug}"


def _is_at_kickoff(session: Session, actor: Actor, market_id: int) -> bool:
    market = market_head(session, actor, market_id).market
    return Stage.KICKOFF in (market.stage, market.resumes_to)


def _again(
    request: Request, actor: Actor, market_id: int | None, form: FormState, meeting_id: int | None = None
) -> Response:
    """The page with the form as it was sent. Raises NotFound for a meeting of someone else's."""
    with house_of(request).database.read() as session:
        if meeting_id is not None:
            one_meeting(session, actor, market_id, meeting_id, house_of(request).clock())
        if market_id is None:
            return show_partners_meetings(request, session, actor, form)
        if _is_at_kickoff(session, actor, market_id):
            return kickoff.show(request, session, actor, market_id, form)
        return show_site_meetings(request, session, actor, market_id, form)

"""A planned market announced by someone signed in: its buyer, or staff for a buyer they know."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.pages.announcement_desk import FORM, one_more_row, show_form, show_receipt, take_announcement
from api.permissions import allow
from cases.actors import STAFF, Actor
from cases.refusals import InvalidInput, NotAllowed, Place
from models.vocabulary import Role

router = APIRouter(prefix="/annonces", include_in_schema=False)
Announcer = Annotated[Actor, allow(*STAFF, Role.BUYER)]
HERE, RECEIPTS = "/annonces/nouvelle", "/annonces"


@router.get("/nouvelle")
def new_announcement(request: Request, actor: Announcer, acheteur: str = "") -> Response:
    """The form; `acheteur` is the buyer that staff announce for."""
    return show_form(request, HERE, RECEIPTS, actor, FormState(FORM, {"buyer_id": acheteur}))


@router.post("/nouvelle")
def announce_signed_in(
    request: Request, actor: Announcer, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Announce a market, or ask for one more row."""
    on_refusal(request, FORM, lambda form: show_form(request, HERE, RECEIPTS, actor, form))
    if (more := one_more_row(request, HERE, RECEIPTS, actor, submission)) is not None:
        return more
    buyer_id = _buyer(actor, submission)
    return take_announcement(request, RECEIPTS, actor, buyer_id, submission, session, now)


@router.get("/{market_id}")
def own_receipt(request: Request, actor: Announcer, market_id: int) -> Response:
    """What was announced, who studies it and by when."""
    return show_receipt(request, HERE, RECEIPTS, actor, market_id)


def _buyer(actor: Actor, submission: Submission) -> int:
    """The actor's own party, or the one that staff chose."""
    if not actor.is_staff:
        if actor.party_id is None:
            raise NotAllowed
        return actor.party_id
    chosen = submission.get("buyer_id")
    if not (chosen.isdecimal() and len(chosen) < 10):
        raise InvalidInput(Place("buyer_id", "Choisissez l’acheteur.", "Choose the buyer."))
    return int(chosen)

"""The buyers that the territory knows, and the link by which each announces the markets that it plans."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from cases.actors import Actor
from cases.commands.buyer_links import add_buyer, revoke_announcement_link, send_announcement_link
from cases.inputs import PartyInput
from cases.queries.buyers import SHOWN, find_buyers

router = APIRouter(prefix="/acheteurs", include_in_schema=False)
Words = Annotated[str, Query(max_length=200)]


@router.get("")
def buyers_page(request: Request, actor: Staff, session: Reading, q: Words = "") -> Response:
    """The buyers by name, those that bear the words."""
    return _show(request, session, actor, FormState("buyer"), q)


@router.post("")
def add_one(request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now) -> Response:
    """Have the territory know a buyer."""
    on_refusal(request, "buyer", lambda form: _again(request, actor, form))
    add_buyer(session, actor, submission.read(PartyInput), now=now)
    return see_other(request, "/acheteurs?fait=acheteur")


@router.post("/{party_id}/lien")
def send_link(request: Request, actor: Staff, party_id: int, session: Writing, now: Now) -> Response:
    """Send the buyer its link, or send it again."""
    on_refusal(request, f"link-{party_id}", lambda form: _again(request, actor, form))
    send_announcement_link(session, actor, party_id, now=now)
    return see_other(request, "/acheteurs?fait=lien")


@router.post("/{party_id}/lien/revoquer")
def revoke_link(request: Request, actor: Staff, party_id: int, session: Writing, now: Now) -> Response:
    """End the buyer's link."""
    revoke_announcement_link(session, actor, party_id, now=now)
    return see_other(request, "/acheteurs?fait=lien-revoque")


def _again(request: Request, actor: Actor, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, form, "")


def _show(request: Request, session: Session, actor: Actor, form: FormState, words: str) -> Response:
    found = find_buyers(session, actor, words, house_of(request).clock())
    context: dict[str, Any] = {"buyers": found, "words_asked": words, "form": form, "most": SHOWN}
    return page(request, "buyers.html", **context)

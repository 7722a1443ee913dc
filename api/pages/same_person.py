"""Two records side by side: one person, or two?"""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, on_refusal
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number
from cases.actors import Actor
from cases.commands.merges import merge_people, tell_apart
from cases.queries.same_person import compared

router = APIRouter(prefix="/personnes/{participant_id}/doublons/{other_id}", include_in_schema=False)


@router.get("")
def review(
    request: Request, actor: Staff, participant_id: Number, other_id: Number, session: Reading, now: Now
) -> Response:
    """The two people with all their records, and what speaks for one person."""
    found = compared(session, actor, participant_id, other_id, now)
    if found.one.id == found.other.id:
        return RedirectResponse(f"/personnes/{found.one.id}", status_code=302)
    return page(request, "same_person.html", pair=found, form=FormState("same"))


@router.post("/meme-personne")
def join(
    request: Request, actor: Staff, participant_id: Number, other_id: Number, session: Writing, now: Now
) -> Response:
    """They are one person; a refusal is said beside the two."""
    on_refusal(request, "same", partial(_again, request, actor, participant_id, other_id))
    root = merge_people(session, actor, participant_id, other_id, now=now)
    return see_other(request, f"/personnes/{root}?fait=fiches-rapprochees")


def _again(request: Request, actor: Actor, participant_id: int, other_id: int, form: FormState) -> Response:
    house = house_of(request)
    with house.database.read() as session:
        found = compared(session, actor, participant_id, other_id, house.clock())
    return page(request, "same_person.html", pair=found, form=form)


@router.post("/deux-personnes")
def keep_apart(
    request: Request, actor: Staff, participant_id: Number, other_id: Number, session: Writing, now: Now
) -> Response:
    """They are two people, and are not proposed again."""
    tell_apart(session, actor, participant_id, other_id, now=now)
    return see_other(request, "/personnes?voir=doublons&fait=deux-personnes")

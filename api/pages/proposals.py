"""A partner answers a need: by the link of its mail without an account, or signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import READ, count_act, opened
from api.permissions import BY_LINK, allow
from api.rendering import page, see_other
from api.rest.documentation import Number
from cases.actors import Actor
from cases.commands.candidates import answer_nobody, propose_candidate, withdraw_candidate
from cases.inputs.recruitment import CandidateInput
from cases.queries.links import OpenedLink
from cases.queries.needs import list_needs, one_need
from models.vocabulary import LinkAct, Role

by_link = APIRouter(prefix="/p/{token}", include_in_schema=False, dependencies=[BY_LINK])
signed_in = APIRouter(prefix="/mes-besoins", include_in_schema=False)
Linked = Annotated[OpenedLink, Depends(opened(LinkAct.PROPOSE))]
Partner = Annotated[Actor, allow(Role.PARTNER)]
FORM = "candidate"


@by_link.api_route("", methods=READ)
def linked_need(request: Request, token: str, link: Linked) -> Response:
    """The need, whom this partner proposed so far, and the form."""
    return _again(request, f"/p/{token}", link.actor, _need_of(link), FormState(FORM))


@by_link.post("")
def propose_by_link(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Propose someone, take someone back, or say that there is nobody."""
    count_act(request, link.actor)
    return _act(request, f"/p/{token}", link.actor, _need_of(link), submission, session, now)


@signed_in.get("")
def own_needs(request: Request, actor: Partner, session: Reading) -> Response:
    """The needs that were sent to the partner."""
    return page(request, "own_needs.html", needs=list_needs(session, actor))


@signed_in.get("/{need_id}")
def own_need(request: Request, actor: Partner, need_id: Number) -> Response:
    """One of them."""
    return _again(request, f"/mes-besoins/{need_id}", actor, need_id, FormState(FORM))


@signed_in.post("/{need_id}")
def propose_signed_in(
    request: Request, actor: Partner, need_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Propose someone, take someone back, or say that there is nobody."""
    return _act(request, f"/mes-besoins/{need_id}", actor, need_id, submission, session, now)


def _need_of(link: OpenedLink) -> int:
    assert link.need_id is not None  # the database refuses a proposal's link without its need
    return link.need_id


def _act(
    request: Request,
    here: str,
    actor: Actor,
    need_id: int,
    submission: Submission,
    session: Session,
    now: Now,
) -> Response:
    on_refusal(request, FORM, lambda form: _again(request, here, actor, need_id, form))
    if withdrawn := submission.get("withdraw"):
        withdraw_candidate(session, actor, need_id, int(withdrawn) if withdrawn.isdecimal() else 0, now=now)
        return see_other(request, f"{here}?fait=candidat-retire")
    if submission.get("nobody"):
        answer_nobody(session, actor, need_id, now=now)
        return see_other(request, f"{here}?fait=personne-a-proposer")
    propose_candidate(session, actor, need_id, submission.read(CandidateInput), now=now)
    return see_other(request, f"{here}?fait=candidat")


def _again(request: Request, here: str, actor: Actor, need_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        need = one_need(session, actor, need_id)
    return page(request, "proposal.html", need=need, here=here, form=form)

"""A buyer's own list of criteria: what it holds, adding one, withdrawing one."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number
from cases.actors import Actor
from cases.commands.buyer_criteria import add_buyer_criterion, withdraw_buyer_criterion
from cases.inputs import BuyerCriterionInput
from cases.queries.buyer_criteria import buyer_list

router = APIRouter(prefix="/acheteurs/{party_id}/criteres", include_in_schema=False)


@router.get("")
def list_page(request: Request, actor: Staff, party_id: Number, session: Reading) -> Response:
    """The list that holds on the buyer's markets, if it has one."""
    return _show(request, session, actor, party_id, FormState("criterion"))


@router.post("")
def add(
    request: Request, actor: Staff, party_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Add a criterion."""
    on_refusal(request, "criterion", lambda form: _again(request, actor, party_id, form))
    add_buyer_criterion(session, actor, party_id, submission.read(BuyerCriterionInput), now=now)
    return see_other(request, f"/acheteurs/{party_id}/criteres?fait=critere")


@router.post("/{criterion_id}/retirer")
def withdraw(
    request: Request, actor: Staff, party_id: Number, criterion_id: Number, session: Writing, now: Now
) -> Response:
    """Take a criterion off the list."""
    withdraw_buyer_criterion(session, actor, criterion_id, now=now)
    return see_other(request, f"/acheteurs/{party_id}/criteres?fait=critere")


def _again(request: Request, actor: Actor, party_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, party_id, form)


def _show(request: Request, session: Session, actor: Actor, party_id: int, form: FormState) -> Response:
    found = buyer_list(session, actor, party_id)
    return page(request, "buyer_criteria.html", buyer=found, form=form)

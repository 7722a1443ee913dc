"""Statements of a sheet's hours that differ: the facilitator decides which one stands."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import Submitted, on_refusal
from api.pages.sheet import show_again
from api.permissions import Staff
from api.rendering import see_other
from cases.commands.attestations import choose_attestation
from cases.commands.hours_decisions import decide_difference
from cases.inputs.report import AttestationChoice, DifferenceDecision
from cases.queries.hours import asks_attestation
from cases.queries.sheet_page import sheet_page

router = APIRouter(prefix="/marches/{market_id}", include_in_schema=False)


@router.post("/fiches/{sheet_id}/ecarts")
def decide(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Keep the figure that stands, with the reason."""
    sheet_page(session, actor, market_id, sheet_id)
    name = f"ecart-{submission.get('participant_id')}"
    on_refusal(request, name, lambda form: show_again(request, actor, market_id, sheet_id, form))
    decide_difference(session, actor, sheet_id, submission.read(DifferenceDecision), now=now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=difference")


@router.post("/heures/attestation")
def choose(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Ask people about their own hours on this market, or no longer."""
    asks_attestation(session, actor, market_id)
    choose_attestation(session, actor, market_id, submission.read(AttestationChoice), now=now)
    return see_other(request, f"/marches/{market_id}/heures?fait=attestation")

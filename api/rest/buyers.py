"""The buyers that the territory knows, and the link by which each announces its planned markets."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.intake_shapes import BuyerRecord
from api.rest.shapes import PageOf
from cases.commands.buyer_links import add_buyer, revoke_announcement_link, send_announcement_link
from cases.inputs import PartyInput
from cases.queries.buyers import buyer_record, list_buyers
from cases.queries.paging import Page, Slice

router = APIRouter(prefix="/api/v1/buyers", tags=["Buyers"], generate_unique_id_function=operation_id)


@router.get("", summary="List the buyers", response_model=PageOf[BuyerRecord], responses=READS)
def list_all_buyers(
    session: Reading,
    actor: Staff,
    now: Now,
    words: Annotated[str, Query(max_length=200, description="Words of the name or the SIRET.")] = "",
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """With their contact, their markets, and until when their link is good."""
    return list_buyers(session, actor, words, Slice(after, limit), now)


@router.post("", summary="Add a buyer", response_model=BuyerRecord, status_code=201, responses=WRITES)
def create_buyer(
    session: Writing, actor: Staff, now: Now, buyer: Annotated[PartyInput, body(examples.BUYER)]
) -> dict[str, Any]:
    """A retry is safe: a buyer is known by its SIRET, or without one by its name, and given back."""
    party_id = add_buyer(session, actor, buyer, now=now)
    return buyer_record(session, actor, party_id, now)


@router.post(
    "/{party_id}/announcement-link",
    summary="Send the announcement link",
    response_model=BuyerRecord,
    responses=WRITES,
)
def send_link(session: Writing, actor: Staff, now: Now, party_id: Number) -> dict[str, Any]:
    """Mails the buyer its own link; one that is still good stays the same, and is renewed."""
    send_announcement_link(session, actor, party_id, now=now)
    return buyer_record(session, actor, party_id, now)


@router.delete(
    "/{party_id}/announcement-link",
    summary="Revoke the announcement link",
    status_code=204,
    responses=WRITES,
)
def revoke_link(session: Writing, actor: Staff, now: Now, party_id: Number) -> Response:
    """Whoever holds it can no longer announce."""
    revoke_announcement_link(session, actor, party_id, now=now)
    return Response(status_code=204)

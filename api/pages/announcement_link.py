"""A buyer announces its planned markets by its own link, without an account. Opening it changes nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.pages.announcement_desk import FORM, one_more_row, show_form, show_receipt, take_announcement
from api.pages.by_link import READ, count_act, opened
from api.permissions import BY_LINK
from cases.queries.links import OpenedLink
from models.vocabulary import LinkAct

router = APIRouter(prefix="/a/{token}", include_in_schema=False, dependencies=[BY_LINK])
Link = Annotated[OpenedLink, Depends(opened(LinkAct.ANNOUNCE))]


def _receipts(token: str) -> str:
    return f"/a/{token}/projets"


@router.api_route("", methods=READ)
def announcement_page(request: Request, token: str, link: Link) -> Response:
    """The form, and the buyer's latest markets."""
    return show_form(request, f"/a/{token}", _receipts(token), link.actor, FormState(FORM))


@router.post("")
def announce(
    request: Request, token: str, link: Link, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Announce a market, or ask for one more row."""
    here, receipts, actor = f"/a/{token}", _receipts(token), link.actor
    on_refusal(request, FORM, lambda form: show_form(request, here, receipts, actor, form))
    if (more := one_more_row(request, here, receipts, actor, submission)) is not None:
        return more
    count_act(request, link.actor)
    assert link.party_id is not None  # a buyer's link has its buyer
    return take_announcement(request, receipts, actor, link.party_id, submission, session, now)


@router.api_route("/projets/{market_id}", methods=READ)
def announcement_receipt(request: Request, token: str, link: Link, market_id: int) -> Response:
    """What was announced, who studies it and by when."""
    return show_receipt(request, f"/a/{token}", _receipts(token), link.actor, market_id)

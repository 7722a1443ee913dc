"""A person says whether the hours declared for them are right, by the link of their mail alone."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import READ, count_act, opened
from api.permissions import BY_LINK
from api.rendering import page, see_other
from api.report_answers import read_attestation
from cases.asked_hours import AttestedHours, attested_hours
from cases.commands.hours_reports import attest_hours
from cases.queries.links import OpenedLink
from models.vocabulary import LinkAct

router = APIRouter(prefix="/m/{token}", include_in_schema=False, dependencies=[BY_LINK])
Linked = Annotated[OpenedLink, Depends(opened(LinkAct.ATTEST_HOURS))]
FORM = "attestation"


@router.api_route("", methods=READ)
def own_hours(request: Request, token: str, link: Linked) -> Response:
    """This person's own hours of the month, and nobody else's."""
    return _show(request, token, link, FormState(FORM))


@router.post("")
def answer(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Yes, or no and how many; it may be said again."""
    on_refusal(request, FORM, lambda form: _show(request, token, link, form))
    count_act(request, link.actor)
    assert link.participant_id is not None and link.month is not None  # the database refuses it
    known = [(each.participant_id, each.market_id) for each in _own(session, link)]
    said = read_attestation(submission.values, known)
    attest_hours(session, link.actor, link.participant_id, link.month, said, now=now)
    return see_other(request, f"/m/{token}?fait=heures-dites")


def _own(session: Session, link: OpenedLink) -> list[AttestedHours]:
    assert link.participant_id is not None and link.month is not None  # the database refuses it
    return attested_hours(session, link.territory_id, link.participant_id, link.month)


def _show(request: Request, token: str, link: OpenedLink, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        own = _own(session, link)
    return page(request, "attested_hours.html", own=own, month=link.month, here=f"/m/{token}", form=form)

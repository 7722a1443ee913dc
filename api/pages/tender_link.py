"""A tender's page for companies, by the link of its documents: the clause, questions and answers, a form."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import READ, opened
from api.permissions import BY_LINK
from api.rendering import page, see_other
from cases.commands.questions import ask_question
from cases.inputs import QuestionInput
from cases.queries.links import OpenedLink
from cases.queries.tender import public_tender
from models.vocabulary import LinkAct

router = APIRouter(prefix="/q/{token}", include_in_schema=False, dependencies=[BY_LINK])
Linked = Annotated[OpenedLink, Depends(opened(LinkAct.ASK))]


@router.api_route("", methods=READ)
def tender_page(request: Request, token: str, link: Linked) -> Response:
    """What the clause asks, the answers given so far, and the form while questions are taken."""
    return _show(request, token, link, FormState("question"))


@router.post("")
def ask(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Ask a question: who asks is for the facilitator alone."""
    on_refusal(request, "question", lambda form: _show(request, token, link, form))
    question = submission.read(QuestionInput)
    address = request.client.host if request.client else ""
    house_of(request).throttle.ask(link.id, address, question.asker_email)
    assert link.market_id is not None  # a tender's link names its market
    ask_question(session, link.actor, link.market_id, question, now=now)
    return see_other(request, f"/q/{token}?fait=question")


def _show(request: Request, token: str, link: OpenedLink, form: FormState) -> Response:
    house = house_of(request)
    assert link.market_id is not None
    with house.database.read() as session:
        tender = public_tender(session, link.actor, link.market_id, house.clock())
    return page(request, "tender_link.html", tender=tender, here=f"/q/{token}", form=form)

"""A tender's questions for staff: the public link, what waits for an answer, what is published."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.market_sections import section
from api.permissions import Staff
from api.rendering import see_other
from cases.actors import Actor
from cases.ask_links import ask_link_of
from cases.commands.questions import answer_question, ask_question, set_question_apart
from cases.inputs import AnswerInput, QuestionInput
from cases.queries.tender import questions_of
from cases.rules.tender import takes_questions
from notifications.site_links import site_links

router = APIRouter(prefix="/marches/{market_id}/consultation", include_in_schema=False)
RECORDED = "question"


@router.get("")
def questions(request: Request, actor: Staff, market_id: int, session: Reading) -> Response:
    """The questions, those that wait first."""
    return _show(request, session, actor, market_id, FormState())


@router.post("")
def record_question(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """A question that came by telephone or by mail."""
    on_refusal(request, RECORDED, lambda form: _again(request, actor, market_id, form))
    ask_question(session, actor, market_id, submission.read(QuestionInput), now=now)
    return see_other(request, f"/marches/{market_id}/consultation?fait=question-notee")


@router.post("/{number}/reponse")
def answer(
    request: Request,
    actor: Staff,
    market_id: int,
    number: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Publish the answer to all, and write it to who asked."""
    on_refusal(request, f"reponse-{number}", lambda form: _again(request, actor, market_id, form))
    answer_question(session, actor, market_id, number, submission.read(AnswerInput), now=now)
    return see_other(request, f"/marches/{market_id}/consultation?fait=reponse")


@router.post("/{number}/ecarter")
def set_apart(
    request: Request, actor: Staff, market_id: int, number: int, session: Writing, now: Now
) -> Response:
    """It gets no answer: it is not about the clause."""
    on_refusal(request, f"reponse-{number}", lambda form: _again(request, actor, market_id, form))
    set_question_apart(session, actor, market_id, number, now=now)
    return see_other(request, f"/marches/{market_id}/consultation?fait=ecartee")


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Reading, actor: Actor, market_id: int, form: FormState) -> Response:
    found = questions_of(session, actor, market_id)
    link = ask_link_of(session, market_id)
    return section(
        request,
        session,
        actor,
        market_id,
        "consultation.html",
        waiting=[each for each in found if each.is_waiting],
        settled=[each for each in found if not each.is_waiting],
        link=None if link is None else site_links(house_of(request).settings).ask_url(link),
        takes_questions=takes_questions,
        form=form,
        form_for=lambda name: form if form.name == name else FormState(name),
    )

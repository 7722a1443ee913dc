"""The study of a planned market: its facts, its potential, the levers explained, and the opinion."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.market_sections import section
from api.permissions import Staff
from api.rendering import see_other
from api.rest.documentation import Number
from api.visits import locale_of
from api.words import LEVERS, REFUSAL_GROUNDS
from cases.actors import Actor
from cases.commands.opinion import give_opinion
from cases.inputs import OpinionInput
from cases.queries.opinions import opinions_of, study_of
from models.vocabulary import Advice

router = APIRouter(prefix="/marches/{market_id}/avis", include_in_schema=False)


@router.get("")
def opinion_page(request: Request, actor: Staff, market_id: Number, session: Reading) -> Response:
    """What the facts suggest, the forms of the opinion while the market is studied, and those given."""
    return _show(request, session, actor, market_id, FormState(""))


@router.post("")
def give(
    request: Request, actor: Staff, market_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Give the opinion; a refused one shows its form again."""
    name = "no_clause" if submission.values.get("advice") == Advice.NO_CLAUSE else "clause"
    on_refusal(request, name, lambda form: _again(request, actor, market_id, form))
    said = submission.read(OpinionInput)
    give_opinion(session, actor, market_id, said, now=now)
    done = "sans-clause" if said.concludes else "avis"
    return see_other(request, f"/marches/{market_id}/avis?fait={done}")


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    context: dict[str, Any] = {
        "study": study_of(session, actor, market_id, house_of(request).clock()),
        "opinions": opinions_of(session, actor, market_id),
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
        **_choices(locale_of(request)),
    }
    return section(request, session, actor, market_id, "opinion.html", **context)


def _choices(locale: str) -> dict[str, list[tuple[str, str]]]:
    gettext = catalog(locale).gettext
    return {
        "levers": [(word.value, gettext(said)) for word, said in LEVERS.items()],
        "grounds": [(word.value, gettext(said)) for word, said in REFUSAL_GROUNDS.items()],
    }

"""One market: where it stands, what it misses, what happened, and the acts that move it on."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.award_form import award_of
from api.pages.market_acts import ACT_OF_MOVE, ACTS, WHERE_GIVEN
from api.pages.market_sections import SECTIONS
from api.pages.sheet_table import sheet_table
from api.pages.task_actions import DONE_THERE, place_of
from api.pages.timeline import timeline
from api.permissions import MarketReader, Staff
from api.rendering import page, see_other
from api.rest.documentation import NumberAsked
from api.visits import locale_of
from api.words import (
    COMPANY_ROLES,
    GROUP_KINDS,
    LEVERS,
    SHORTFALL_DECISIONS,
    TRADES,
    URBAN_RENEWALS,
)
from cases.actors import STAFF, Actor
from cases.commands.parties import set_contact
from cases.inputs import ContactInput, Input
from cases.queries.accounts import Person, people
from cases.queries.globalisations import agreements_crediting
from cases.queries.market_page import Contact, market_page
from cases.queries.meetings import meetings_of
from cases.queries.operations import operation_choices
from cases.queries.plan import plan_of
from cases.queries.planned import planned_market
from cases.refusals import NotFound
from cases.rules.lifecycle import Move
from cases.rules.tender import needs_analysis
from exchange.documents.formats import PAPERS
from models.vocabulary import Stage

router = APIRouter(include_in_schema=False)
STEPS = (
    Stage.DRAFTING,
    Stage.TENDER_ANALYSIS,
    Stage.KICKOFF,
    Stage.FOLLOW_UP,
    Stage.RECEPTION,
    Stage.CLOSED,
)
FORWARD = frozenset(
    {
        Move.PUBLISH,
        Move.RECORD_AWARD,
        Move.RECORD_KICKOFF,
        Move.RECORD_RECEPTION,
        Move.ISSUE_STATEMENT,
        Move.RESUME,
    }
)
"""The moves shown open; the others wait behind their name."""


NO_COMPANY = Contact(0, "", None, None, None, None, None, None)
"""What the award's form starts from when no company is known."""


class Nothing(Input):
    """The input of an act that asks nothing."""


@router.get("/marches/{market_id}")
def one_market(
    request: Request,
    actor: MarketReader,
    market_id: int,
    session: Reading,
    attribuer: NumberAsked = None,
) -> Response:
    """The market's page; buyers and companies read their own.

    `attribuer` is the offer that the award's form starts from.
    """
    form = award_of(session, actor, market_id, attribuer) if attribuer and actor.is_staff else FormState()
    return show_market(request, session, actor, market_id, form)


@router.post("/marches/{market_id}/contacts/{party_id}")
def give_contact(
    request: Request,
    actor: Staff,
    market_id: int,
    party_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Give a party of the market its contact."""
    on_refusal(request, f"contact-{party_id}", lambda form: _again(request, actor, market_id, form))
    set_contact(session, actor, market_id, party_id, submission.read(ContactInput), now=now)
    return see_other(request, f"/marches/{market_id}?fait=contact")


@router.post("/marches/{market_id}/{act}")
def make_act(
    request: Request,
    actor: Staff,
    market_id: int,
    act: str,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Make one of the acts of market_acts.py; a refusal shows its form again."""
    if act not in ACTS:
        raise NotFound
    wanted = ACTS[act]
    on_refusal(request, act, lambda form: _again(request, actor, market_id, form))
    wanted.run(session, actor, market_id, submission.read(wanted.input or Nothing), now)
    return see_other(request, f"/marches/{market_id}?fait={act}")


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return show_market(request, session, actor, market_id, form)


def show_market(
    request: Request, session: Session, actor: Actor, market_id: int, form: FormState
) -> Response:
    """The page, with the form that was refused, if one was."""
    locale = locale_of(request)
    now = house_of(request).clock()
    found = market_page(session, actor, market_id, now)
    meetings = meetings_of(session, actor, market_id, now)
    staff: list[Person] = people(session, actor) if actor.is_staff else []
    context: dict[str, Any] = {
        "found": found,
        "market": found.market,
        "sections": SECTIONS,
        "planned": planned_market(session, actor, market_id),
        "operations": operation_choices(session, actor) if actor.is_staff else [],
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
        "steps": STEPS,
        "table": sheet_table(found.sheets, found.companies),
        "timeline": timeline(found.journal, locale),
        "acts": ACTS,
        "act_of": ACT_OF_MOVE,
        "forward": FORWARD,
        "where_given": WHERE_GIVEN,
        "place_of": place_of,
        "done_there": DONE_THERE,
        "no_company": NO_COMPANY,
        "needs_analysis": needs_analysis(found.market),
        "kinds": PAPERS,
        "meeting": next((each for each in meetings if each.is_live), None),
        "agreements": agreements_crediting(session, actor, market_id),
        "plan": plan_of(session, actor, market_id, now),
        "referents": [(person.id, person.name) for person in staff if person.role in STAFF],
        **_choices(locale),
    }
    return page(request, "market.html", **context)


def _choices(locale: str) -> dict[str, list[tuple[str, str]]]:
    gettext = catalog(locale).gettext
    return {
        "levers": [(word.value, gettext(said)) for word, said in LEVERS.items()],
        "trades": [(word.value, gettext(said)) for word, said in TRADES.items()],
        "renewals": [(word.value, gettext(said)) for word, said in URBAN_RENEWALS.items()],
        "forms": [("false", gettext("An ordinary market")), ("true", gettext("Framework agreement"))],
        "company_roles": [(word.value, gettext(said)) for word, said in COMPANY_ROLES.items()],
        "group_kinds": [(word.value, gettext(said)) for word, said in GROUP_KINDS.items()],
        "decisions": [(word.value, gettext(said)) for word, said in SHORTFALL_DECISIONS.items()],
    }

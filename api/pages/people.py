"""The people of the territory for its staff; their own for those who sign in for a company or a structure."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.pages.markets import number_named
from api.permissions import Staff, allow
from api.rendering import page, see_other
from cases.actors import Actor
from cases.commands.eligibility import confirm_many
from cases.inputs import ManyConfirmations
from cases.queries.own_people import own_people
from cases.queries.people import Only, PeopleFilter, list_people
from cases.queries.same_person import pairs_to_review
from models.vocabulary import Role

router = APIRouter(prefix="/personnes", include_in_schema=False)
PeopleReader = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY, Role.PARTNER)]
"""Staff, whoever declares people, and whoever employs some; never a buyer."""
PAIRS = "doublons"
MOST_PAGES = 10_000
PageNumber = Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)]


@router.get("")
def people_page(
    request: Request, actor: PeopleReader, session: Reading, now: Now, voir: str = "", number: PageNumber = 1
) -> Response:
    """Everyone, those to confirm, those whose time is ending, or records that may be one person."""
    if not actor.is_staff:
        mine = own_people(session, actor, number, now=now)
        return page(request, "own_people.html", found=mine, number=number)
    return _show(request, session, actor, FormState("confirm"), voir, PeopleFilter(page=number))


@router.post("/recherche")
def search(request: Request, actor: Staff, submission: Submitted, session: Reading) -> Response:
    """By name. Asked by forms that change nothing, further pages too: a name never stands in an address."""
    number = min(number_named(submission.get("page")) or 1, MOST_PAGES)
    wanted = PeopleFilter(submission.get("nom")[:200], page=number)
    return _show(request, session, actor, FormState("confirm"), submission.get("voir"), wanted)


@router.post("/confirmer")
def confirm(request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now) -> Response:
    """Confirm those that are ticked, whose proofs were all seen on one day."""
    on_refusal(request, "confirm", lambda form: _again(request, actor, form))
    confirm_many(session, actor, _ticked(submission), now=now)
    return see_other(request, f"/personnes?voir={Only.TO_CONFIRM}&fait=eligibilites")


def _ticked(submission: Submission) -> ManyConfirmations:
    numbers = [value for name, value in submission.values.items() if name.startswith("eligibilities.")]
    return ManyConfirmations.model_validate(
        {"eligibilities": numbers, "proof_seen_on": submission.get("proof_seen_on") or None}
    )


def _again(request: Request, actor: Actor, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, form, Only.TO_CONFIRM, PeopleFilter())


def _show(
    request: Request, session: Session, actor: Actor, form: FormState, voir: str, wanted: PeopleFilter
) -> Response:
    context: dict[str, Any] = {"form": form, "name": wanted.name, "number": wanted.page}
    if voir == PAIRS:
        pairs = pairs_to_review(session, actor, wanted.page)
        return page(request, "people.html", view=PAIRS, found=pairs, **context)
    only = Only(voir) if voir in set(Only) else None
    now = house_of(request).clock()
    found = list_people(session, actor, replace(wanted, only=only), now=now)
    return page(request, "people.html", view=only or "", found=found, **context)

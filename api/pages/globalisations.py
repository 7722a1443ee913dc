"""Agreements that spread people's hours over several markets: the list, one to correct, its end."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number, NumberAsked
from cases.actors import Actor
from cases.commands.globalisations import correct_agreement, end_agreement, sign_agreement
from cases.inputs.globalisation import AgreementEnd, AgreementInput
from cases.queries.employers import companies_here, markets_of_company, people_of_company
from cases.queries.globalisations import list_agreements, one_agreement

router = APIRouter(prefix="/globalisations", include_in_schema=False)


@router.get("")
def agreements_page(
    request: Request, actor: Staff, session: Reading, entreprise: NumberAsked = None
) -> Response:
    """Every agreement; and, once a company is chosen, the form of a new one."""
    return _list(request, session, actor, entreprise, FormState("agreement"))


@router.post("")
def sign(request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now) -> Response:
    """Keep a new agreement."""
    company = int(submission.get("company_id") or 0) if submission.get("company_id").isdigit() else None

    def again(form: FormState) -> Response:
        with house_of(request).database.read() as reader:
            return _list(request, reader, actor, company, form)

    on_refusal(request, "agreement", again)
    number = sign_agreement(session, actor, submission.read(AgreementInput), now=now)
    return see_other(request, f"/globalisations/{number}?fait=accord")


@router.get("/{agreement_id}")
def agreement_page(request: Request, actor: Staff, agreement_id: Number, session: Reading) -> Response:
    """One agreement, to be corrected or ended."""
    return _one(request, session, actor, agreement_id, FormState("agreement"))


@router.post("/{agreement_id}")
def correct(
    request: Request, actor: Staff, agreement_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Replace what it says."""
    on_refusal(request, "agreement", _one_again(request, actor, agreement_id))
    correct_agreement(session, actor, agreement_id, submission.read(AgreementInput), now=now)
    return see_other(request, f"/globalisations/{agreement_id}?fait=accord")


@router.post("/{agreement_id}/fin")
def end(
    request: Request, actor: Staff, agreement_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Say its last month."""
    on_refusal(request, "end", _one_again(request, actor, agreement_id))
    end_agreement(session, actor, agreement_id, submission.read(AgreementEnd), now=now)
    return see_other(request, f"/globalisations/{agreement_id}?fait=accord")


def _list(
    request: Request, session: Session, actor: Actor, company_id: int | None, form: FormState
) -> Response:
    context: dict[str, Any] = {
        "agreements": list_agreements(session, actor),
        "companies": companies_here(session, actor),
        **_choices(session, actor, company_id),
    }
    return page(request, "globalisations.html", form=form, known=None, **context)


def _one(request: Request, session: Session, actor: Actor, agreement_id: int, form: FormState) -> Response:
    known = one_agreement(session, actor, agreement_id)
    context = _choices(session, actor, known.company_id)
    # A market of the agreement stays on offer after its end: an agreement corrected later must not lose it.
    offered = {number for number, _ in context["markets"]}
    ended = [(each.market_id, each.title) for each in known.shares if each.market_id not in offered]
    context["markets"] = [*context["markets"], *ended]
    context["ending"] = form if form.name == "end" else FormState("end")
    context["form"] = form if form.name != "end" else FormState("agreement")
    return page(request, "globalisation.html", known=known, **context)


def _one_again(request: Request, actor: Actor, agreement_id: int) -> Callable[[FormState], Response]:
    def again(form: FormState) -> Response:
        with house_of(request).database.read() as session:
            return _one(request, session, actor, agreement_id, form)

    return again


def _choices(session: Session, actor: Actor, company_id: int | None) -> dict[str, Any]:
    if company_id is None:
        return {"company_id": None, "markets": [], "people": []}
    return {
        "company_id": company_id,
        "markets": markets_of_company(session, actor, company_id),
        "people": people_of_company(session, actor, company_id),
    }

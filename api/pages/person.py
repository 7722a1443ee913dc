"""One person: records, contracts, what entitles them, hours, and the records that were joined."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.own_person import chosen_criterion, show_own
from api.pages.people import PeopleReader
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number
from api.visits import locale_of
from api.words import CONTRACT_KINDS, GENDERS, LANGUAGES, TRADES
from cases.actors import Actor
from cases.commands.contracts import add_contract, correct_contract, end_contract
from cases.commands.eligibility import confirm_eligibility, refuse_eligibility
from cases.commands.merges import undo_merge
from cases.commands.people import correct_person
from cases.inputs import Confirmation, ContractEnd, ContractInput, EligibilityRefusal, PersonFacts
from cases.queries.employers import companies_here, employers_here
from cases.queries.person_page import PersonPage, criterion_labels, person_page, root_here

router = APIRouter(prefix="/personnes/{participant_id}", include_in_schema=False)
Again = Callable[[FormState], Response]


@router.get("")
def show(request: Request, actor: PeopleReader, participant_id: Number, session: Reading) -> Response:
    """The person whose record this is; a company and a structure see their own, and never the criterion."""
    if not actor.is_staff:
        return show_own(request, session, actor, participant_id)
    root = root_here(session, actor, participant_id)
    if root != participant_id:
        return RedirectResponse(f"/personnes/{root}", status_code=302)
    return _show(request, session, actor, participant_id, FormState())


@router.post("")
def correct(
    request: Request,
    actor: Staff,
    participant_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Correct what one record says."""
    on_refusal(request, f"record-{participant_id}", _again(request, actor, participant_id))
    correct_person(session, actor, participant_id, submission.read(PersonFacts), now=now)
    return _back(request, participant_id, "personne-corrigee")


@router.post("/contrats")
def add(
    request: Request,
    actor: Staff,
    participant_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Record a contract."""
    on_refusal(request, "contract", _again(request, actor, participant_id))
    add_contract(session, actor, participant_id, submission.read(ContractInput), now=now)
    return _back(request, participant_id, "contrat")


@router.post("/contrats/{contract_id}")
def change(
    request: Request,
    actor: Staff,
    participant_id: Number,
    contract_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Correct a contract."""
    on_refusal(request, f"contract-{contract_id}", _again(request, actor, participant_id))
    correct_contract(session, actor, participant_id, contract_id, submission.read(ContractInput), now=now)
    return _back(request, participant_id, "contrat")


@router.post("/contrats/{contract_id}/fin")
def end(
    request: Request,
    actor: Staff,
    participant_id: Number,
    contract_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """End a contract."""
    on_refusal(request, f"end-{contract_id}", _again(request, actor, participant_id))
    end_contract(session, actor, participant_id, contract_id, submission.read(ContractEnd), now=now)
    return _back(request, participant_id, "contrat-fini")


@router.post("/eligibilite")
def confirm(
    request: Request,
    actor: Staff,
    participant_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Confirm that the person meets a criterion."""
    on_refusal(request, "eligibility", _again(request, actor, participant_id))
    confirm_eligibility(session, actor, participant_id, _confirmation(submission), now=now)
    return _back(request, participant_id, "eligibilite")


@router.post("/eligibilite/{eligibility_id}/refuser")
def refuse(
    request: Request,
    actor: Staff,
    participant_id: Number,
    eligibility_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Refuse a criterion, with the reason that the company reads."""
    on_refusal(request, f"refusal-{eligibility_id}", _again(request, actor, participant_id))
    refuse_eligibility(session, actor, eligibility_id, submission.read(EligibilityRefusal), now=now)
    return _back(request, participant_id, "eligibilite-refusee")


@router.post("/rapprochements/{merge_id}/annuler")
def undo(
    request: Request, actor: Staff, participant_id: Number, merge_id: Number, session: Writing, now: Now
) -> Response:
    """Separate records that were joined."""
    on_refusal(request, "merges", _again(request, actor, participant_id))
    root, _ = undo_merge(session, actor, merge_id, now=now)
    return _back(request, root, "fiches-separees")


def _confirmation(submission: Submission) -> Confirmation:
    names = ("proof_seen_on", "valid_from", "valid_until")
    given = {name: submission.get(name) for name in names if submission.get(name)}
    return Confirmation.model_validate({**chosen_criterion(submission), **given})


def _back(request: Request, participant_id: int, done: str) -> Response:
    return see_other(request, f"/personnes/{participant_id}?fait={done}")


def _again(request: Request, actor: Actor, participant_id: int) -> Again:
    def again(form: FormState) -> Response:
        with house_of(request).database.read() as session:
            root = root_here(session, actor, participant_id)
            return _show(request, session, actor, root, form)

    return again


def _show(request: Request, session: Session, actor: Actor, participant_id: int, form: FormState) -> Response:
    now = house_of(request).clock()
    found = person_page(session, actor, participant_id, now)
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "form_for": partial(_form_for, form),
        "companies": companies_here(session, actor),
        "employers": employers_here(session, actor),
        **_choices(request, found),
    }
    return page(request, "person.html", **context)


def _form_for(form: FormState, name: str) -> FormState:
    """What was sent when the form was this one, else nothing."""
    return form if form.name == name else FormState(name)


def _choices(request: Request, found: PersonPage) -> dict[str, Any]:
    locale = locale_of(request)
    gettext = catalog(locale).gettext
    labels = criterion_labels(found, locale)
    offered = [
        *((each.code, each.label(locale)) for each in found.criteria),
        *(
            (f"{each.buyer_id}.{each.code}", f"{each.label} ({each.buyer})")
            for each in found.own_criteria
            if each.withdrawn_at is None
        ),
    ]
    return {
        "criteria": offered,
        "labels": labels,
        "proofs": {each.code: each.proof(locale) for each in found.criteria},
        "kinds": [(kind.value, gettext(said)) for kind, said in CONTRACT_KINDS.items()],
        "trades": [(trade.value, gettext(said)) for trade, said in TRADES.items()],
        "genders": [(gender.value, gettext(said)) for gender, said in GENDERS.items()],
        "locales": list(LANGUAGES.items()),
        "yes_or_no": [("True", gettext("Yes")), ("False", gettext("No"))],
    }

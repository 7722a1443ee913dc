"""A market's recruitment needs: recorded, sent to partners, candidates decided on, closed."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.market_sections import section
from api.permissions import Staff, allow
from api.rendering import see_other
from api.rest.documentation import Number
from api.visits import locale_of
from api.words import CANDIDATE_STATES, CONTRACT_KINDS, TRADES
from cases.actors import Actor
from cases.commands.candidate_decisions import decide_candidates
from cases.commands.needs import ASKS_PEOPLE, close_need, record_need, send_need
from cases.inputs.recruitment import CandidateDecisions, NeedClosing, NeedInput, NeedSending
from cases.queries.market_page import companies_of
from cases.queries.needs import Need, list_needs
from cases.queries.partners import Partner, list_partners
from models.vocabulary import CandidateStatus, Role

router = APIRouter(prefix="/marches/{market_id}/besoins", include_in_schema=False)
Recruiter = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY)]
"""Staff, and the company that needs people."""


@router.get("")
def needs_page(request: Request, actor: Recruiter, market_id: Number, session: Reading) -> Response:
    """The market's needs, each with its partners and candidates; a company reads its own."""
    return _show(request, session, actor, market_id, FormState("need"))


@router.post("")
def record(
    request: Request, actor: Recruiter, market_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Record what a company looks for."""
    on_refusal(request, "need", lambda form: _again(request, actor, market_id, form))
    need_id = record_need(session, actor, market_id, submission.read(NeedInput), now=now)
    return see_other(request, f"/marches/{market_id}/besoins?fait=besoin#besoin-{need_id}")


@router.post("/{need_id}/envoyer")
def send(
    request: Request,
    actor: Staff,
    market_id: Number,
    need_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Send it to the partners that are ticked."""
    on_refusal(request, f"send-{need_id}", lambda form: _again(request, actor, market_id, form))
    send_need(session, actor, need_id, submission.read(NeedSending), now=now)
    return see_other(request, f"/marches/{market_id}/besoins?fait=besoin-envoye#besoin-{need_id}")


@router.post("/{need_id}/candidats")
def decide(
    request: Request,
    actor: Staff,
    market_id: Number,
    need_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Present, hire or decline the candidates for whom something was chosen."""
    on_refusal(request, f"decide-{need_id}", lambda form: _again(request, actor, market_id, form))
    decide_candidates(session, actor, need_id, _decisions(submission), now=now)
    return see_other(request, f"/marches/{market_id}/besoins?fait=candidats#besoin-{need_id}")


@router.post("/{need_id}/clore")
def close(
    request: Request,
    actor: Staff,
    market_id: Number,
    need_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Filled, or given up."""
    on_refusal(request, f"close-{need_id}", lambda form: _again(request, actor, market_id, form))
    close_need(session, actor, need_id, submission.read(NeedClosing), now=now)
    return see_other(request, f"/marches/{market_id}/besoins?fait=besoin-clos#besoin-{need_id}")


def _decisions(submission: Submission) -> CandidateDecisions:
    chosen = [
        {"candidate_id": name.removeprefix("candidate."), "status": value}
        for name, value in submission.values.items()
        if name.startswith("candidate.") and value
    ]
    return CandidateDecisions.model_validate({"decisions": chosen})


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    gettext = catalog(locale_of(request)).gettext
    companies = companies_of(session, actor, market_id)
    needs = list_needs(session, actor, market_id)
    mine = [each for each in companies if actor.is_staff or each.party_id == actor.party_id]
    context: dict[str, Any] = {
        "needs": needs,
        "to_ask": _to_ask(session, actor, needs) if actor.is_staff else {},
        "companies": [(each.party_id, each.name) for each in mine],
        "trades": [(word.value, gettext(said)) for word, said in TRADES.items()],
        "contract_kinds": [(word.value, gettext(said)) for word, said in CONTRACT_KINDS.items()],
        "next_states": {
            state: [(word.value, gettext(CANDIDATE_STATES[word])) for word in following]
            for state, following in FOLLOWING.items()
        },
        "asks_people": ASKS_PEOPLE,
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
    }
    return section(request, session, actor, market_id, "needs.html", **context)


def _to_ask(session: Session, actor: Actor, needs: list[Need]) -> dict[int, list[tuple[Partner, bool]]]:
    """By need, the partners that do not have it, those linked to its trade first and told so."""
    partners = list_partners(session, actor)
    found = {}
    for need in needs:
        asked = {each.party_id for each in need.partners}
        others = [(each, need.trade in each.trades) for each in partners if each.id not in asked]
        found[need.id] = sorted(others, key=lambda other: not other[1])
    return found


FOLLOWING = {
    CandidateStatus.PROPOSED: (CandidateStatus.PRESENTED, CandidateStatus.HIRED, CandidateStatus.DECLINED),
    CandidateStatus.PRESENTED: (CandidateStatus.HIRED, CandidateStatus.DECLINED),
}
"""What can be decided about a candidate, by where it stands."""

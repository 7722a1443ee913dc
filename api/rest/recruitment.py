"""Partners, recruitment needs, and the candidates proposed for them."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff, allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.recruitment_shapes import NeedRecord, PartnerRecord
from cases.actors import Actor
from cases.commands.candidate_decisions import decide_candidates
from cases.commands.candidates import answer_nobody, propose_candidate, withdraw_candidate
from cases.commands.needs import close_need, record_need, send_need
from cases.commands.partners import add_partner, change_partner
from cases.inputs.recruitment import (
    CandidateDecisions,
    CandidateInput,
    NeedClosing,
    NeedInput,
    NeedSending,
    PartnerInput,
)
from cases.queries.needs import Need, list_needs, one_need
from cases.queries.partners import Partner, list_partners, partner
from models.vocabulary import Role, Trade

router = APIRouter(prefix="/api/v1", tags=["Recruitment"], generate_unique_id_function=operation_id)
Recruiter = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY)]
NeedReader = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY, Role.PARTNER)]
PartnerActor = Annotated[Actor, allow(Role.PARTNER)]


@router.get("/partners", summary="List the partners", response_model=list[PartnerRecord], responses=READS)
def list_all_partners(session: Reading, actor: Staff, trade: Trade | None = None) -> list[Partner]:
    """Insertion structures and prescribers; those linked to a trade."""
    return list_partners(session, actor, trade)


@router.post(
    "/partners", summary="Add a partner", response_model=PartnerRecord, status_code=201, responses=WRITES
)
def create_partner(
    session: Writing, actor: Staff, now: Now, input: Annotated[PartnerInput, body(examples.PARTNER)]
) -> Partner:
    """A retry is safe where a SIRET is given: it is unique among partners, and a second call answers 422."""
    return partner(session, actor, add_partner(session, actor, input, now=now))


@router.put(
    "/partners/{party_id}", summary="Replace a partner", response_model=PartnerRecord, responses=WRITES
)
def replace_partner(
    session: Writing,
    actor: Staff,
    now: Now,
    party_id: Number,
    input: Annotated[PartnerInput, body(examples.PARTNER)],
) -> Partner:
    """Its name, contact and trades; its kind does not change."""
    change_partner(session, actor, party_id, input, now=now)
    return partner(session, actor, party_id)


@router.get("/needs", summary="List recruitment needs", response_model=list[NeedRecord], responses=READS)
def list_all_needs(session: Reading, actor: NeedReader) -> list[Need]:
    """The territory's for staff, a company's own, those sent to a partner."""
    return list_needs(session, actor)


@router.get(
    "/markets/{market_id}/needs",
    summary="List a market’s needs",
    response_model=list[NeedRecord],
    responses=READS,
)
def list_market_needs(session: Reading, actor: Recruiter, market_id: Number) -> list[Need]:
    """Latest first; a company reads its own."""
    return list_needs(session, actor, market_id)


@router.post(
    "/markets/{market_id}/needs",
    summary="Record a need",
    response_model=NeedRecord,
    status_code=201,
    responses=WRITES,
)
def create_need(
    session: Writing,
    actor: Recruiter,
    now: Now,
    market_id: Number,
    input: Annotated[NeedInput, body(examples.NEED)],
) -> Need:
    """What a company of the market looks for; a company records its own."""
    return one_need(session, actor, record_need(session, actor, market_id, input, now=now))


@router.post(
    "/needs/{need_id}/send", summary="Send a need to partners", response_model=NeedRecord, responses=WRITES
)
def send_to_partners(
    session: Writing,
    actor: Staff,
    now: Now,
    need_id: Number,
    input: Annotated[NeedSending, body(examples.NEED_SENDING)],
) -> Need:
    """Each partner gets its own link, once: sending again reaches the new ones only."""
    send_need(session, actor, need_id, input, now=now)
    return one_need(session, actor, need_id)


@router.post("/needs/{need_id}/close", summary="Close a need", response_model=NeedRecord, responses=WRITES)
def end_need(
    session: Writing,
    actor: Staff,
    now: Now,
    need_id: Number,
    input: Annotated[NeedClosing, body(examples.NEED_CLOSING)],
) -> Need:
    """Filled, or given up: links stop working."""
    close_need(session, actor, need_id, input, now=now)
    return one_need(session, actor, need_id)


@router.post(
    "/needs/{need_id}/candidates",
    summary="Propose a candidate",
    response_model=NeedRecord,
    status_code=201,
    responses=WRITES,
)
def create_candidate(
    session: Writing,
    actor: PartnerActor,
    now: Now,
    need_id: Number,
    input: Annotated[CandidateInput, body(examples.CANDIDATE)],
) -> Need:
    """Someone the partner proposes. A retry is safe: the same person twice answers 409."""
    propose_candidate(session, actor, need_id, input, now=now)
    return one_need(session, actor, need_id)


@router.delete(
    "/needs/{need_id}/candidates/{candidate_id}",
    summary="Take a candidate back",
    response_model=NeedRecord,
    responses=WRITES,
)
def remove_candidate(
    session: Writing, actor: PartnerActor, now: Now, need_id: Number, candidate_id: Number
) -> Need:
    """Until somebody has decided; the name is erased."""
    withdraw_candidate(session, actor, need_id, candidate_id, now=now)
    return one_need(session, actor, need_id)


@router.post(
    "/needs/{need_id}/nobody", summary="Say that nobody fits", response_model=NeedRecord, responses=WRITES
)
def say_nobody(session: Writing, actor: PartnerActor, now: Now, need_id: Number) -> Need:
    """An answer like any other."""
    answer_nobody(session, actor, need_id, now=now)
    return one_need(session, actor, need_id)


@router.post(
    "/needs/{need_id}/decisions",
    summary="Decide on candidates",
    response_model=NeedRecord,
    responses=WRITES,
)
def decide(
    session: Writing,
    actor: Staff,
    now: Now,
    need_id: Number,
    input: Annotated[CandidateDecisions, body(examples.CANDIDATE_DECISIONS)],
) -> Need:
    """Presented to the company, hired or declined; each party is written to once for all of them."""
    decide_candidates(session, actor, need_id, input, now=now)
    return one_need(session, actor, need_id)

"""What entitles people: contracts, criteria claimed and confirmed, the own lists of buyers."""

from typing import Annotated

from fastapi import APIRouter, Request

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff, allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.people_shapes import (
    BuyerCriterionShape,
    ClaimableShape,
    OwnPersonRecord,
    PersonRecord,
    PersonSummary,
)
from api.rest.shapes import PageOf
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.buyer_criteria import add_buyer_criterion, withdraw_buyer_criterion
from cases.commands.claims import claim_eligibility
from cases.commands.contracts import add_contract, correct_contract, end_contract
from cases.commands.eligibility import confirm_eligibility, confirm_many, refuse_eligibility
from cases.inputs import (
    BuyerCriterionInput,
    ClaimInput,
    Confirmation,
    ContractEnd,
    ContractInput,
    EligibilityRefusal,
    ManyConfirmations,
)
from cases.queries.buyer_criteria import buyer_list
from cases.queries.claimable import Claimable, claimable_criteria
from cases.queries.own_people import OwnPerson, own_person
from cases.queries.paging import Page, Slice
from cases.queries.people import Only, PeopleFilter, people_slice
from cases.queries.person_page import OwnCriterion, PersonPage, person_page
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1", tags=["People"], generate_unique_id_function=operation_id)
Company = Annotated[Actor, allow(Role.COMPANY)]


@router.post(
    "/people/{participant_id}/contracts",
    summary="Record a contract",
    response_model=PersonRecord,
    status_code=201,
    responses=WRITES,
)
def create_contract(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    input: Annotated[ContractInput, body(examples.CONTRACT)],
) -> PersonPage:
    """Days that another contract with the same employer covers are refused: a retry is safe."""
    add_contract(session, actor, participant_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.put(
    "/people/{participant_id}/contracts/{contract_id}",
    summary="Correct a contract",
    response_model=PersonRecord,
    responses=WRITES,
)
def replace_contract(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    contract_id: Number,
    input: Annotated[ContractInput, body(examples.CONTRACT)],
) -> PersonPage:
    """The person's hours are counted again."""
    correct_contract(session, actor, participant_id, contract_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.post(
    "/people/{participant_id}/contracts/{contract_id}/end",
    summary="End a contract",
    response_model=PersonRecord,
    responses=WRITES,
)
def end_one_contract(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    contract_id: Number,
    input: Annotated[ContractEnd, body(examples.CONTRACT_END)],
) -> PersonPage:
    """Its last day, included."""
    end_contract(session, actor, participant_id, contract_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.get(
    "/my-people/{participant_id}/criteria",
    summary="List the criteria to claim",
    response_model=list[ClaimableShape],
    responses=READS,
)
def list_claimable_criteria(
    request: Request, session: Reading, actor: Company, now: Now, participant_id: Number
) -> list[Claimable]:
    """Which ones this person may meet, and the proof that will be asked for."""
    return claimable_criteria(session, actor, participant_id, locale_of(request), now=now)


@router.post(
    "/my-people/{participant_id}/claims",
    summary="Claim a criterion",
    response_model=OwnPersonRecord,
    status_code=201,
    responses=WRITES,
)
def create_claim(
    session: Writing,
    actor: Company,
    now: Now,
    participant_id: Number,
    input: Annotated[ClaimInput, body(examples.CLAIM)],
) -> OwnPerson:
    """A company says which criterion one of its people meets; a facilitator is asked to confirm it.

    A retry changes nothing.
    """
    claim_eligibility(session, actor, participant_id, input, now=now)
    return own_person(session, actor, participant_id, now=now)


@router.post(
    "/people/{participant_id}/confirmations",
    summary="Confirm a criterion",
    response_model=PersonRecord,
    responses=WRITES,
)
def confirm_criterion(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    input: Annotated[Confirmation, body(examples.CONFIRMATION)],
) -> PersonPage:
    """A proof was seen: the hours that waited count. The companies are told. A retry changes nothing."""
    confirm_eligibility(session, actor, participant_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.post(
    "/eligibilities/confirm",
    summary="Confirm many criteria",
    response_model=PageOf[PersonSummary],
    responses=WRITES,
)
def confirm_criteria(
    session: Writing,
    actor: Staff,
    now: Now,
    input: Annotated[ManyConfirmations, body(examples.CONFIRMATIONS)],
) -> Page:
    """Those claimed whose proofs were all seen that day; answers who still waits, the first slice of them."""
    confirm_many(session, actor, input, now=now)
    return people_slice(session, actor, PeopleFilter(only=Only.TO_CONFIRM), Slice(), now=now)


@router.post(
    "/people/{participant_id}/eligibilities/{eligibility_id}/refuse",
    summary="Refuse a criterion",
    response_model=PersonRecord,
    responses=WRITES,
)
def refuse_criterion(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    eligibility_id: Number,
    input: Annotated[EligibilityRefusal, body(examples.ELIGIBILITY_REFUSAL)],
) -> PersonPage:
    """With the reason that the companies read."""
    refuse_eligibility(session, actor, eligibility_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.get(
    "/buyers/{party_id}/criteria",
    summary="List a buyer’s own criteria",
    response_model=list[BuyerCriterionShape],
    responses=READS,
)
def list_buyer_criteria(session: Reading, actor: Staff, party_id: Number) -> list[OwnCriterion]:
    """Withdrawn ones too. As long as one stands, the list holds instead of the territory's."""
    return list(buyer_list(session, actor, party_id).criteria)


@router.post(
    "/buyers/{party_id}/criteria",
    summary="Add a buyer’s criterion",
    response_model=list[BuyerCriterionShape],
    status_code=201,
    responses=WRITES,
)
def create_buyer_criterion(
    session: Writing,
    actor: Staff,
    now: Now,
    party_id: Number,
    input: Annotated[BuyerCriterionInput, body(examples.BUYER_CRITERION)],
) -> list[OwnCriterion]:
    """Its code is given to it; the people of the buyer's markets are counted again."""
    add_buyer_criterion(session, actor, party_id, input, now=now)
    return list(buyer_list(session, actor, party_id).criteria)


@router.delete(
    "/buyers/{party_id}/criteria/{criterion_id}",
    summary="Withdraw a buyer’s criterion",
    response_model=list[BuyerCriterionShape],
    responses=WRITES,
)
def remove_buyer_criterion(
    session: Writing, actor: Staff, now: Now, party_id: Number, criterion_id: Number
) -> list[OwnCriterion]:
    """Nobody is confirmed on it any more."""
    withdraw_buyer_criterion(session, actor, criterion_id, now=now)
    return list(buyer_list(session, actor, party_id).criteria)

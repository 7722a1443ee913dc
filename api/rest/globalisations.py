"""Agreements that spread people's hours over several markets."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.people_shapes import AgreementShape
from cases.commands.globalisations import correct_agreement, end_agreement, sign_agreement
from cases.inputs.globalisation import AgreementEnd, AgreementInput
from cases.queries.globalisations import Agreement, agreements_on, list_agreements, one_agreement

router = APIRouter(prefix="/api/v1", tags=["Globalisation"], generate_unique_id_function=operation_id)


@router.get(
    "/globalisations", summary="List the agreements", response_model=list[AgreementShape], responses=READS
)
def list_all_agreements(session: Reading, actor: Staff) -> list[Agreement]:
    """The territory's, latest first."""
    return list_agreements(session, actor)


@router.post(
    "/globalisations",
    summary="Sign an agreement",
    response_model=AgreementShape,
    status_code=201,
    responses=WRITES,
)
def create_agreement(
    session: Writing, actor: Staff, now: Now, input: Annotated[AgreementInput, body(examples.AGREEMENT)]
) -> Agreement:
    """The hours of its people are counted again. A retry is refused: they are under an agreement already."""
    return one_agreement(session, actor, sign_agreement(session, actor, input, now=now))


@router.get(
    "/globalisations/{agreement_id}",
    summary="Read an agreement",
    response_model=AgreementShape,
    responses=READS,
)
def read_agreement(session: Reading, actor: Staff, agreement_id: Number) -> Agreement:
    """With its markets and its people."""
    return one_agreement(session, actor, agreement_id)


@router.put(
    "/globalisations/{agreement_id}",
    summary="Correct an agreement",
    response_model=AgreementShape,
    responses=WRITES,
)
def replace_agreement(
    session: Writing,
    actor: Staff,
    now: Now,
    agreement_id: Number,
    input: Annotated[AgreementInput, body(examples.AGREEMENT)],
) -> Agreement:
    """Those it concerned and those it concerns are counted again."""
    correct_agreement(session, actor, agreement_id, input, now=now)
    return one_agreement(session, actor, agreement_id)


@router.post(
    "/globalisations/{agreement_id}/end",
    summary="End an agreement",
    response_model=AgreementShape,
    responses=WRITES,
)
def end_one_agreement(
    session: Writing,
    actor: Staff,
    now: Now,
    agreement_id: Number,
    input: Annotated[AgreementEnd, body(examples.AGREEMENT_END)],
) -> Agreement:
    """Its last month; the hours of later ones are not spread."""
    end_agreement(session, actor, agreement_id, input, now=now)
    return one_agreement(session, actor, agreement_id)


@router.get(
    "/markets/{market_id}/globalisations",
    summary="List a market’s agreements",
    response_model=list[AgreementShape],
    responses=READS,
)
def list_market_agreements(session: Reading, actor: MarketReader, market_id: Number) -> list[Agreement]:
    """Those that credit the market; who is covered is told to the territory's staff only."""
    return agreements_on(session, actor, market_id)

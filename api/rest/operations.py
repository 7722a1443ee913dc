"""Operations, and the market's place in one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.intake_shapes import OperationPlace, OperationRecord
from api.rest.shapes import PageOf
from cases.commands.operations import change_operation, create_operation, place_market
from cases.inputs import OperationChange, OperationChoice, OperationInput
from cases.queries.operations import OperationLine, list_operations, operation
from cases.queries.paging import Page, Slice
from cases.queries.planned import planned_market

router = APIRouter(prefix="/api/v1", tags=["Operations"], generate_unique_id_function=operation_id)


@router.get(
    "/operations",
    summary="List the operations",
    response_model=PageOf[OperationRecord],
    responses=READS,
)
def list_all_operations(
    session: Reading,
    actor: Staff,
    words: Annotated[str, Query(max_length=200, description="Words of the title or the reference.")] = "",
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """With the number of their markets, and the hours these add up to."""
    return list_operations(session, actor, words, Slice(after, limit))


@router.post(
    "/operations",
    summary="Create an operation",
    response_model=OperationRecord,
    status_code=201,
    responses=WRITES,
)
def create_one_operation(
    session: Writing,
    actor: Staff,
    now: Now,
    input: Annotated[OperationInput, body(examples.OPERATION)],
    response: Response,
) -> OperationLine:
    """A retry is safe with a reference: it is unique in the territory, and a second call answers 422."""
    number = create_operation(session, actor, input, now=now)
    response.headers["location"] = f"/api/v1/operations/{number}"
    return operation(session, actor, number)


@router.get(
    "/operations/{operation_id}",
    summary="Read an operation",
    response_model=OperationRecord,
    responses=READS,
)
def read_operation(session: Reading, actor: Staff, operation_id: Number) -> OperationLine:
    """What its markets add up to; `GET /api/v1/markets?operation_id=` lists them."""
    return operation(session, actor, operation_id)


@router.patch(
    "/operations/{operation_id}",
    summary="Rename an operation",
    response_model=OperationRecord,
    responses=WRITES,
)
def rename_operation(
    session: Writing,
    actor: Staff,
    operation_id: Number,
    change: Annotated[OperationChange, body(examples.OPERATION_CHANGE)],
) -> OperationLine:
    """What is not given stays as it is."""
    change_operation(session, actor, operation_id, change)
    return operation(session, actor, operation_id)


@router.put(
    "/markets/{market_id}/operation",
    summary="Put a market into an operation",
    response_model=OperationPlace,
    responses=WRITES,
)
def place_in_operation(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    choice: Annotated[OperationChoice, body(examples.OPERATION_CHOICE)],
) -> OperationPlace:
    """Null takes it out of the one it is in; the journal keeps the one before."""
    place_market(session, actor, market_id, choice, now=now)
    planned = planned_market(session, actor, market_id)
    return OperationPlace(market_id=market_id, operation_id=planned.operation_id)

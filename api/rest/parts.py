"""What a market is made of: its lots, tranches and purchase orders."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.intake_shapes import PartRecord
from api.rest.shapes import MarketRecord
from cases.actors import Actor
from cases.commands.lots import separate_lot
from cases.commands.parts import add_part, change_part, remove_part
from cases.inputs import PartInput
from cases.queries.market_records import market_record
from cases.queries.parts import PartLine, market_parts

router = APIRouter(
    prefix="/api/v1/markets/{market_id}/parts", tags=["Parts"], generate_unique_id_function=operation_id
)


@router.get("", summary="List a market’s parts", response_model=list[PartRecord], responses=READS)
def list_parts(session: Reading, actor: MarketReader, market_id: Number) -> tuple[PartLine, ...]:
    """Lots, tranches, then purchase orders."""
    return market_parts(session, actor, market_id)


@router.post("", summary="Add a part", response_model=PartRecord, status_code=201, responses=WRITES)
def create_part(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    part: Annotated[PartInput, body(examples.PART)],
) -> PartLine:
    """A retry is safe: a number is unique among the parts of its kind, and a second call answers 422."""
    part_id = add_part(session, actor, market_id, part, now=now)
    return _one(session, actor, market_id, part_id)


@router.put("/{part_id}", summary="Correct a part", response_model=PartRecord, responses=WRITES)
def put_part(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    part_id: Number,
    part: Annotated[PartInput, body(examples.PART)],
) -> PartLine:
    """Replaces all that was entered; the journal keeps each before and after."""
    change_part(session, actor, market_id, part_id, part, now=now)
    return _one(session, actor, market_id, part_id)


@router.delete("/{part_id}", summary="Remove a part", status_code=204, responses=WRITES)
def delete_part(session: Writing, actor: Staff, now: Now, market_id: Number, part_id: Number) -> Response:
    """While the market is drafted, and as long as no calibration stands on the part."""
    remove_part(session, actor, market_id, part_id, now=now)
    return Response(status_code=204)


@router.post(
    "/{part_id}/separate",
    summary="Make a lot a market of its own",
    response_model=MarketRecord,
    status_code=201,
    responses=WRITES,
)
def separate(
    session: Writing, actor: Staff, now: Now, market_id: Number, part_id: Number, response: Response
) -> dict[str, Any]:
    """Before the award, one lot among several: its hours, amount and calibrations go with it."""
    new_id = separate_lot(session, actor, market_id, part_id, now=now)
    response.headers["location"] = f"/api/v1/markets/{new_id}"
    return market_record(session, actor, new_id)


def _one(session: Session, actor: Actor, market_id: int, part_id: int) -> PartLine:
    return next(part for part in market_parts(session, actor, market_id) if part.id == part_id)

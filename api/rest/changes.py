"""Amendments, tranches, purchase orders: foreseen with `dry_run`, recorded, cancelled, corrected."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.change_shapes import ChangeRecord, ForeseenRecord, change_record, foreseen_record
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.shapes import MarketRecord
from cases.actors import Actor
from cases.commands.amendments import foresee_amendment, record_amendment
from cases.commands.change_cancelling import (
    cancel_last_change,
    correct_last_amendment,
    foresee_correction,
)
from cases.commands.local_target import set_local_target
from cases.commands.ordering import confirm_tranche, foresee_order, foresee_tranche, issue_order
from cases.inputs import (
    AmendmentCorrection,
    AmendmentInput,
    ChangeCancellation,
    LocalTarget,
    OrderInput,
    TrancheConfirmation,
)
from cases.queries.changes import market_changes
from cases.queries.market_records import market_record

router = APIRouter(
    prefix="/api/v1/markets/{market_id}", tags=["Changes"], generate_unique_id_function=operation_id
)
DryRun = Annotated[bool, Query(description="Write nothing, and answer what would change.")]
FORESEEN: dict[str, Any] = {"response_model": ForeseenRecord, "responses": WRITES}
Record = dict[str, Any]


@router.get(
    "/changes",
    summary="List what changed a market",
    response_model=list[ChangeRecord],
    responses=READS,
)
def list_changes(session: Reading, actor: MarketReader, market_id: Number) -> list[Record]:
    """From the last to the first, each with all figures before and after; cancelled ones too."""
    return [change_record(line) for line in market_changes(session, actor, market_id)]


@router.post("/amendments", summary="Record an amendment", **FORESEEN)
def amend(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[
        AmendmentInput,
        body(examples.AMENDMENT, un_lot=examples.AMENDMENT_OF_A_LOT, tous_les_lots=examples.AMENDMENT_SHARED),
    ],
    dry_run: DryRun = False,
) -> Record:
    """A new amount gives the hours of the retained calibration; without one, give them with the reason.

    `parts` names the lots or firm tranches that it concerns: the market's hours and amount follow theirs. A
    market that owes the hours of several needs them, or `in_proportion` to share new hours between all.
    """
    if dry_run:
        return foreseen_record(foresee_amendment(session, actor, market_id, input, now=now))
    return _done(session, actor, market_id, record_amendment(session, actor, market_id, input, now=now))


@router.put("/amendments/last", summary="Correct the last amendment", **FORESEEN)
def correct_amendment(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[AmendmentCorrection, body(examples.AMENDMENT_CORRECTION)],
    dry_run: DryRun = False,
) -> Record:
    """When nothing changed the market since: it is cancelled and recorded again under its number."""
    if dry_run:
        return foreseen_record(foresee_correction(session, actor, market_id, input, now=now))
    number = correct_last_amendment(session, actor, market_id, input, now=now)
    return _done(session, actor, market_id, number)


@router.post("/confirmed_tranches", summary="Confirm an optional tranche", **FORESEEN)
def confirm(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[TrancheConfirmation, body(examples.TRANCHE_CONFIRMATION)],
    dry_run: DryRun = False,
) -> Record:
    """Its hours join those of the market, over the tranche's own days."""
    if dry_run:
        return foreseen_record(foresee_tranche(session, actor, market_id, input, now=now))
    return _done(session, actor, market_id, confirm_tranche(session, actor, market_id, input, now=now))


@router.post("/purchase_orders", summary="Issue a purchase order", **FORESEEN)
def order(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[OrderInput, body(examples.PURCHASE_ORDER)],
    dry_run: DryRun = False,
) -> Record:
    """It draws on the hours of its framework agreement; what exceeds them is asked in addition."""
    if dry_run:
        return foreseen_record(foresee_order(session, actor, market_id, input, now=now))
    return _done(session, actor, market_id, issue_order(session, actor, market_id, input, now=now))


@router.post("/changes/cancel", summary="Cancel the last change", **FORESEEN)
def cancel(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[ChangeCancellation, body(examples.CHANGE_CANCELLATION)],
) -> Record:
    """Its figures before are given back and everyone told is told again. A stop ends by a resumption."""
    return _done(session, actor, market_id, cancel_last_change(session, actor, market_id, input, now=now))


@router.put(
    "/local_target", summary="Set the share of a commune", response_model=MarketRecord, responses=WRITES
)
def put_local_target(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[LocalTarget, body(examples.LOCAL_TARGET)],
) -> Record:
    """Hours owed to residents of a commune, counted beside the main target; no hours, no such target."""
    set_local_target(session, actor, market_id, input, now=now)
    return market_record(session, actor, market_id)


def _done(session: Session, actor: Actor, market_id: int, number: int) -> Record:
    line = next(each for each in market_changes(session, actor, market_id) if each.number == number)
    record = change_record(line)
    return {name: record[name] for name in ForeseenRecord.model_fields}

"""The calibration of hours: computed for anyone's figures, and the scenarios of a market."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.calibration_shapes import CalculationRecord, CalibrationRecord
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.shapes import PageOf
from cases.calibrating import Calculation, calculate
from cases.commands.calibrations import add_scenario, remove_scenario, retain_scenario
from cases.inputs import CalibrationFigures, NewScenario
from cases.packs import pack_at
from cases.queries.calibrations import calibration_record, list_calibrations
from cases.queries.paging import Page, Slice

router = APIRouter(prefix="/api/v1", tags=["Calibration"], generate_unique_id_function=operation_id)
OF_MARKET = "/markets/{market_id}/calibrations"


@router.post("/calibration", summary="Compute hours", response_model=CalculationRecord, responses=WRITES)
def compute_hours(
    session: Reading,
    actor: Staff,
    now: Now,
    figures: Annotated[CalibrationFigures, body(examples.CALIBRATION)],
) -> Calculation:
    """The hours of these figures under the territory's rule pack; nothing is kept."""
    return calculate(figures, pack_at(session, actor.territory_id, now))


@router.get(
    OF_MARKET, summary="List a market’s scenarios", response_model=PageOf[CalibrationRecord], responses=READS
)
def list_scenarios(
    session: Reading, actor: Staff, market_id: Number, after: After = None, limit: Limit = 50
) -> Page:
    """Those of the market and of each of its lots, latest first."""
    return list_calibrations(session, actor, market_id, Slice(after, limit))


@router.post(
    OF_MARKET, summary="Keep a scenario", response_model=CalibrationRecord, status_code=201, responses=WRITES
)
def keep_scenario(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    scenario: Annotated[NewScenario, body(examples.SCENARIO)],
    response: Response,
) -> dict[str, Any]:
    """Computed under the pack in force, and kept beside the others while the market is drafted."""
    number = add_scenario(session, actor, market_id, scenario, now=now)
    response.headers["location"] = f"/api/v1/markets/{market_id}/calibrations"
    return calibration_record(session, actor, market_id, number)


@router.delete(
    OF_MARKET + "/{calibration_id}", summary="Remove a scenario", status_code=204, responses=WRITES
)
def forget_scenario(
    session: Writing, actor: Staff, now: Now, market_id: Number, calibration_id: Number
) -> None:
    """Only one that was never retained."""
    remove_scenario(session, actor, market_id, calibration_id, now=now)


@router.post(
    OF_MARKET + "/{calibration_id}/retain",
    summary="Retain a scenario",
    response_model=CalibrationRecord,
    responses=WRITES,
)
def retain(
    session: Writing, actor: Staff, now: Now, market_id: Number, calibration_id: Number
) -> dict[str, Any]:
    """Its hours become those of its lot and of the market; it is frozen, and so is the one it replaces."""
    retain_scenario(session, actor, market_id, calibration_id, now=now)
    return calibration_record(session, actor, market_id, calibration_id)

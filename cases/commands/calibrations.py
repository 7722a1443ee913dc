"""Scenarios of a market's hours: kept side by side while it is drafted, one of them retained."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, delete, insert, or_, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.calibrating import CALIBRATION, PART, calculate, in_force, is_counted, retained_hours
from cases.casework import Casework, take_up
from cases.decisions import Decision
from cases.inputs import NewScenario
from cases.refusals import CalibrationClosed, InvalidInput, NotAllowed, NotFound, Place, ScenarioFrozen
from cases.rules.calibration import Calibrated, CalibrationInputs
from cases.statements import MARKET
from models.vocabulary import PartKind, Stage

INPUTS, RESULT = TypeAdapter(CalibrationInputs), TypeAdapter(Calibrated)
"""How a scenario's inputs and result are kept: as JSON, exact."""
CHOOSE_PART = Place(
    "part_id",
    "Choisissez le lot ou la tranche : ce marché en a.",
    "Choose the lot or the tranche: this market has some.",
)
UNKNOWN_PART = Place(
    "part_id",
    "Ce lot ou cette tranche n’est pas de ce marché.",
    "This lot or tranche is not of this market.",
)


def add_scenario(
    session: Session, actor: Actor, market_id: int, scenario: NewScenario, *, now: datetime
) -> int:
    """Keep a calibration beside the others, under the pack in force; its number.

    Raises CalibrationClosed outside drafting, InvalidInput at the field that cannot be.
    """
    case = _drafted(session, actor, market_id, now)
    _check_part(case, scenario.part_id)
    found = calculate(scenario, case.pack)
    values = {
        "market_id": market_id,
        "part_id": scenario.part_id,
        "name": scenario.name,
        "inputs": INPUTS.dump_json(found.inputs).decode(),
        "result": RESULT.dump_json(found.result).decode(),
        "required_hours": found.result.required_hours,
        "qpv_hours": found.result.qpv_hours,
        "pack_version": found.pack_version,
        "made_by": actor.id,
        "made_at": now,
    }
    added = session.connection().execute(insert(CALIBRATION).values(**values).returning(CALIBRATION.c.id))
    number = int(added.scalar_one())
    case.decide(Decision("calibration_made", _about(number, scenario.part_id, found.result.required_hours)))
    return number


def remove_scenario(
    session: Session, actor: Actor, market_id: int, calibration_id: int, *, now: datetime
) -> None:
    """Forget a scenario that was never retained. Raises ScenarioFrozen, CalibrationClosed or NotFound."""
    case = _drafted(session, actor, market_id, now)
    scenario = _scenario(case, calibration_id)
    if scenario.retained_at is not None:
        raise ScenarioFrozen
    session.connection().execute(delete(CALIBRATION).where(CALIBRATION.c.id == calibration_id))
    about = _about(calibration_id, scenario.part_id, scenario.required_hours)
    case.decide(Decision("calibration_removed", about))


def retain_scenario(
    session: Session, actor: Actor, market_id: int, calibration_id: int, *, now: datetime
) -> None:
    """Make the scenario's hours those of its lot and of the market; it is frozen, as is the one it replaces.

    A market with lots owes the sum of its lots and firm tranches. Raises ScenarioFrozen, CalibrationClosed,
    NotFound, or InvalidInput for a scenario of the whole market when it has lots.
    """
    case = _drafted(session, actor, market_id, now)
    scenario = _scenario(case, calibration_id)
    if scenario.retained_at is not None:
        raise ScenarioFrozen
    _check_part(case, scenario.part_id)
    _put_in_force(case, scenario)
    hours = retained_hours(session, market_id)
    before = {"required_hours": case.market.required_hours, "qpv_hours": _qpv_hours(case)}
    after = {"required_hours": hours.required_hours, "qpv_hours": hours.qpv_hours}
    changed = {name: {"before": _plain(before[name]), "after": _plain(after[name])} for name in after}
    about = _about(calibration_id, scenario.part_id, scenario.required_hours)
    # An optional tranche is counted apart: the market's hours stay what they are.
    changes = {} if hours.required_hours is None else after
    case.decide(Decision("calibration_retained", about | (changed if changes else {}), changes=changes))


def _drafted(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    case = take_up(session, actor, market_id, now)
    if not actor.is_staff:
        raise NotAllowed
    if case.market.stage is not Stage.DRAFTING:
        raise CalibrationClosed
    return case


def _scenario(case: Casework, calibration_id: int) -> Row[Any]:
    query = select(CALIBRATION).where(
        CALIBRATION.c.id == calibration_id, CALIBRATION.c.market_id == case.market.id
    )
    found = case.session.connection().execute(query).first()
    if found is None:
        raise NotFound
    return found


def _check_part(case: Casework, part_id: int | None) -> None:
    """A market with lots or firm tranches is calibrated by them; purchase orders take from its hours."""
    of_market = select(PART.c.id).where(PART.c.market_id == case.market.id)
    if part_id is None:
        wanted, problem = of_market.where(is_counted()), CHOOSE_PART
    else:
        wanted = of_market.where(PART.c.id == part_id, PART.c.kind != PartKind.PURCHASE_ORDER)
        problem = UNKNOWN_PART
    is_there = case.session.connection().execute(wanted).first() is not None
    if is_there == (part_id is None):
        raise InvalidInput(problem)


def _put_in_force(case: Casework, scenario: Row[Any]) -> None:
    connection = case.session.connection()
    replaced = update(CALIBRATION).where(
        CALIBRATION.c.market_id == case.market.id, in_force(), _stands_for(scenario.part_id)
    )
    connection.execute(replaced.values(superseded_at=case.now))
    mine = update(CALIBRATION).where(CALIBRATION.c.id == scenario.id)
    connection.execute(mine.values(retained_at=case.now))
    if scenario.part_id is not None:
        part = update(PART).where(PART.c.id == scenario.part_id)
        connection.execute(part.values(required_hours=scenario.required_hours))


def _stands_for(part_id: int | None) -> ColumnElement[bool]:
    """What a scenario of this part replaces: the part's own, and one of the whole market."""
    whole = CALIBRATION.c.part_id.is_(None)
    return whole if part_id is None else or_(CALIBRATION.c.part_id == part_id, whole)


def _qpv_hours(case: Casework) -> Any:
    query = select(MARKET.c.qpv_hours).where(MARKET.c.id == case.market.id)
    return case.session.connection().execute(query).scalar_one()


def _about(calibration_id: int, part_id: int | None, hours: Any) -> dict[str, Any]:
    return {"calibration": calibration_id, "part": part_id, "hours": hours}


def _plain(hours: Any) -> str | None:
    return None if hours is None else str(hours)

"""The hours of a market or a part under other figures, by the formula of its retained calibration."""

from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import TypeAdapter
from sqlalchemy import and_, select
from sqlmodel import Session

from cases.calibrating import CALIBRATION, PART, in_force, is_counted
from cases.rules.calibration import Calibrated, CalibrationInputs, calibrate
from cases.rules.policy import RulePack

INPUTS = TypeAdapter(CalibrationInputs)


@dataclass(frozen=True, slots=True)
class Retained:
    """The one calibration that stands for all of the market's hours."""

    id: int
    inputs: CalibrationInputs

    def under(self, amount: Decimal, months: int | None, pack: RulePack) -> Calibrated:
        """The hours that this amount (EUR without tax) asks for, everything else as it was retained."""
        inputs = replace(self.inputs, amount_excl_tax=amount)
        return calibrate(inputs if months is None else replace(inputs, duration_months=months), pack)


def retained_for_all(session: Session, market_id: int) -> Retained | None:
    """The market's calibration, or that of its one lot; None without one, or when several share the hours."""
    joined = CALIBRATION.outerjoin(PART, PART.c.id == CALIBRATION.c.part_id)
    query = (
        select(CALIBRATION.c.id, CALIBRATION.c.inputs)
        .select_from(joined)
        .where(
            CALIBRATION.c.market_id == market_id,
            in_force(),
            CALIBRATION.c.part_id.is_(None) | is_counted(),
        )
    )
    found = session.connection().execute(query).all()
    counted = select(PART.c.id).where(PART.c.market_id == market_id, is_counted())
    parts = session.connection().execute(counted).all()
    if len(found) != 1 or len(parts) > 1:
        return None
    return Retained(found[0].id, INPUTS.validate_json(found[0].inputs))


def retained_of_part(session: Session, market_id: int, part_id: int) -> Retained | None:
    """The calibration that stands for one part; None without one."""
    query = select(CALIBRATION.c.id, CALIBRATION.c.inputs).where(
        CALIBRATION.c.market_id == market_id, CALIBRATION.c.part_id == part_id, in_force()
    )
    found = session.connection().execute(query).first()
    return None if found is None else Retained(found.id, INPUTS.validate_json(found.inputs))


def retained_for_part(session: Session, market_id: int, part_id: int) -> Calibrated | None:
    """What was computed for a part, if a calibration of it was retained."""
    query = select(CALIBRATION.c.result).where(
        and_(CALIBRATION.c.market_id == market_id, CALIBRATION.c.part_id == part_id, in_force())
    )
    result = session.connection().execute(query).scalar()
    return None if result is None else TypeAdapter(Calibrated).validate_json(result)

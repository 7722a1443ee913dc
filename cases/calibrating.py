"""From figures to hours, the same for pages, REST and commands; and what a market's hours add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlmodel import Session

from cases.inputs import CalibrationFigures
from cases.refusals import InvalidInput, Place
from cases.rules.calibration import (
    TAKES_STAFF_OVER,
    Calibrated,
    CalibrationInputs,
    calibrate,
    default_inputs,
)
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.tables import Calibration, MarketPart
from models.vocabulary import PartKind

CALIBRATION, PART = table_of(Calibration), table_of(MarketPart)
NONE, MOST_HOURS = Decimal(0), Decimal(9_999_999)
STAFF_ELSEWHERE = Place(
    "staff_taken_over",
    "La reprise du personnel ne concerne que le nettoyage et la sécurité.",
    "Staff is taken over in cleaning and security only.",
)
STAFF_TOO_DEAR = Place(
    "staff_taken_over",
    "Le personnel repris coûte plus que toute la main-d’œuvre\u00a0: corrigez l’un ou l’autre.",
    "The staff taken over costs more than all the labour: correct one or the other.",
)
TOO_MANY_HOURS = Place(
    "hourly_cost",
    "Plus d’heures qu’un marché n’en compte\u00a0: vérifiez le coût horaire et le montant.",
    "These figures give more hours than any market has: check the hourly cost and the amount.",
)


@dataclass(frozen=True, slots=True)
class Calculation:
    """Hours with all that they were computed from; `pack_version` names the rules."""

    inputs: CalibrationInputs
    result: Calibrated
    pack_version: str


def calculate(figures: CalibrationFigures, pack: RulePack) -> Calculation:
    """The hours of these figures, the pack's own where they give none. Raises InvalidInput at its field."""
    given = {name: getattr(figures, name) for name in CalibrationFigures.model_fields}
    proposed = default_inputs(figures.trade, pack)
    inputs = CalibrationInputs(
        **{name: proposed[name] if value is None else value for name, value in given.items()}
    )
    if inputs.staff_taken_over and inputs.trade not in TAKES_STAFF_OVER:
        raise InvalidInput(STAFF_ELSEWHERE)
    if inputs.staff_taken_over > inputs.labour:
        raise InvalidInput(STAFF_TOO_DEAR)
    result = calibrate(inputs, pack)
    if max(result.required_hours, result.qpv_hours) > MOST_HOURS:
        raise InvalidInput(TOO_MANY_HOURS)
    return Calculation(inputs, result, pack.version)


def in_force() -> ColumnElement[bool]:
    """The condition on `calibration` of the one retained and not replaced since."""
    return and_(CALIBRATION.c.retained_at.is_not(None), CALIBRATION.c.superseded_at.is_(None))


def is_counted() -> ColumnElement[bool]:
    """The condition on `market_part` of what the market's hours add up: lots and firm tranches.

    Purchase orders are ordered out of the hours of their framework agreement.
    """
    firm_tranche = and_(PART.c.kind == PartKind.TRANCHE, PART.c.is_firm)
    return or_(PART.c.kind == PartKind.LOT, firm_tranche)


@dataclass(frozen=True, slots=True)
class RetainedHours:
    """What the market's retained calibrations and its parts' hours say; None: nothing is retained.

    `optional_hours` are those of optional tranches, counted apart until they are confirmed.
    """

    required_hours: Decimal | None
    qpv_hours: Decimal
    optional_hours: Decimal
    has_parts: bool


def retained_hours(session: Session, market_id: int) -> RetainedHours:
    """The sum of the lots and firm tranches, or the market's own calibration when it has none."""
    parts = _part_hours(session, market_id)
    counted = [row for row in parts if row.counted]
    optional = sum((row.required_hours or NONE for row in parts if not row.counted), NONE)
    if not counted:
        whole = _whole_hours(session, market_id)
        required, qpv = (None, NONE) if whole is None else whole
        return RetainedHours(required, qpv, optional, has_parts=False)
    hours = sum((row.required_hours or NONE for row in counted), NONE)
    qpv = sum((row.qpv_hours or NONE for row in counted), NONE)
    is_retained = any(row.id is not None for row in counted)
    return RetainedHours(hours if is_retained else None, qpv, optional, has_parts=True)


def parts_without_hours(session: Session, market_id: int) -> int:
    """How many lots and firm tranches have neither a retained calibration nor hours given by hand."""
    query = (
        select(func.count())
        .select_from(PART)
        .where(PART.c.market_id == market_id, is_counted(), PART.c.required_hours.is_(None))
    )
    return int(session.connection().execute(query).scalar_one())


def _part_hours(session: Session, market_id: int) -> Sequence[Row[Any]]:
    """The lots and tranches with their hours and their calibration in force."""
    query = (
        select(
            PART.c.required_hours, CALIBRATION.c.id, CALIBRATION.c.qpv_hours, is_counted().label("counted")
        )
        .select_from(PART.outerjoin(CALIBRATION, and_(CALIBRATION.c.part_id == PART.c.id, in_force())))
        .where(PART.c.market_id == market_id, PART.c.kind != PartKind.PURCHASE_ORDER)
    )
    return session.connection().execute(query).all()


def _whole_hours(session: Session, market_id: int) -> Row[Any] | None:
    query = select(CALIBRATION.c.required_hours, CALIBRATION.c.qpv_hours).where(
        CALIBRATION.c.market_id == market_id, CALIBRATION.c.part_id.is_(None), in_force()
    )
    return session.connection().execute(query).first()

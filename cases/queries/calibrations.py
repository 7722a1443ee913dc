"""The scenarios of a market's hours, lot by lot, for its page and for programs; for the territory's staff."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.calibrating import CALIBRATION, PART, RetainedHours, in_force, is_counted, retained_hours
from cases.commands.calibrations import INPUTS, RESULT
from cases.markets import visible
from cases.queries.paging import Page, Slice, take
from cases.refusals import NotAllowed, NotFound
from cases.rules.calibration import Calibrated, CalibrationInputs
from cases.statements import MARKET, table_of
from models.tables import Account
from models.vocabulary import PartKind, Stage, Trade, UrbanRenewal

ACCOUNT = table_of(Account)
MOST_SCENARIOS = 100
RECORD = (
    "id",
    "market_id",
    "part_id",
    "name",
    "inputs",
    "result",
    "required_hours",
    "qpv_hours",
    "pack_version",
    "made_by",
    "made_at",
    "retained_at",
    "superseded_at",
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """A lot or a tranche with its hours; `is_retained` when they are those of a calibration."""

    id: int
    kind: PartKind
    number: str
    title: str
    trade: Trade | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    required_hours: Decimal | None
    retained_hours: Decimal | None
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """One calibration that was kept."""

    id: int
    name: str
    inputs: CalibrationInputs
    result: Calibrated
    pack_version: str
    made_by: str | None
    made_at: datetime
    retained_at: datetime | None
    superseded_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.retained_at is not None and self.superseded_at is None


@dataclass(frozen=True, slots=True)
class CalibrationDesk:
    """What is at hand to calibrate a market, or one of its parts: `part`. `known` are its figures so far."""

    stage: Stage
    required_hours: Decimal | None
    hours: RetainedHours
    parts: list[PartLine]
    part: PartLine | None
    known: Mapping[str, Any]
    scenarios: list[Scenario]

    @property
    def is_open(self) -> bool:
        """Whether hours are still calibrated."""
        return self.stage is Stage.DRAFTING

    @property
    def reference(self) -> Decimal | None:
        """The hours that scenarios are compared with: the retained one's, else the first one's."""
        retained = [scenario for scenario in self.scenarios if scenario.is_in_force]
        return next((scenario.result.required_hours for scenario in (*retained, *self.scenarios)), None)

    def scenario(self, number: int | None) -> Scenario | None:
        """The scenario with this number, of this part."""
        return next((scenario for scenario in self.scenarios if scenario.id == number), None)


def calibration_desk(
    session: Session, actor: Actor, market_id: int, part_id: int | None = None
) -> CalibrationDesk:
    """The market's desk, on this part or on the first one. Raises NotFound, NotAllowed."""
    names = ("stage", "required_hours", "trade", "amount_excl_tax", "duration_months", "urban_renewal")
    market = _market(session, actor, market_id, *(MARKET.c[name] for name in names))
    parts = _parts(session, market_id)
    part = _chosen(parts, part_id)
    return CalibrationDesk(
        stage=market.stage,
        required_hours=market.required_hours,
        hours=retained_hours(session, market_id),
        parts=parts,
        part=part,
        known=_known(market, part),
        scenarios=_scenarios(session, market_id, part),
    )


def _market(session: Session, actor: Actor, market_id: int, *columns: Any) -> Row[Any]:
    if not actor.is_staff:
        raise NotAllowed
    row = session.connection().execute(visible(actor, *columns).where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    return row


def _parts(session: Session, market_id: int) -> list[PartLine]:
    names = ("id", "kind", "number", "title", "trade", "amount_excl_tax", "duration_months", "required_hours")
    query = (
        select(*(PART.c[name] for name in names), CALIBRATION.c.required_hours, is_counted().label("counted"))
        .select_from(PART.outerjoin(CALIBRATION, and_(CALIBRATION.c.part_id == PART.c.id, in_force())))
        .where(PART.c.market_id == market_id, PART.c.kind != PartKind.PURCHASE_ORDER)
        .order_by(PART.c.id)
    )
    return [PartLine(*row) for row in session.connection().execute(query)]


def _chosen(parts: list[PartLine], part_id: int | None) -> PartLine | None:
    """The part asked for; none asked, the first that counts: a market without any is calibrated whole."""
    if part_id is None:
        return next((part for part in parts if part.is_counted), None)
    found = [part for part in parts if part.id == part_id]
    if not found:
        raise NotFound
    return found[0]


def _known(market: Row[Any], part: PartLine | None) -> dict[str, Any]:
    """What the market or the part already says, by the names of the calculator's figures."""
    urban_renewal: UrbanRenewal = market.urban_renewal
    return {
        "trade": market.trade if part is None else part.trade or market.trade,
        "amount_excl_tax": market.amount_excl_tax if part is None else part.amount_excl_tax,
        "duration_months": market.duration_months
        if part is None
        else part.duration_months or market.duration_months,
        "urban_renewal": urban_renewal,
    }


def _scenarios(session: Session, market_id: int, part: PartLine | None) -> list[Scenario]:
    names = ("id", "name", "inputs", "result", "pack_version", "made_at", "retained_at", "superseded_at")
    of_part = CALIBRATION.c.part_id == part.id if part else CALIBRATION.c.part_id.is_(None)
    query = (
        select(*(CALIBRATION.c[name] for name in names), ACCOUNT.c.name.label("person"))
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CALIBRATION.c.made_by)
        .where(CALIBRATION.c.market_id == market_id, of_part)
        .order_by(CALIBRATION.c.id)
        .limit(MOST_SCENARIOS)
    )
    return [_scenario(row) for row in session.connection().execute(query)]


def _scenario(row: Row[Any]) -> Scenario:
    return Scenario(
        id=row.id,
        name=row.name,
        inputs=INPUTS.validate_json(row.inputs),
        result=RESULT.validate_json(row.result),
        pack_version=row.pack_version,
        made_by=row.person,
        made_at=row.made_at,
        retained_at=row.retained_at,
        superseded_at=row.superseded_at,
    )


def list_calibrations(session: Session, actor: Actor, market_id: int, part: Slice) -> Page:
    """The market's scenarios as records, latest first. Raises NotFound, NotAllowed."""
    _market(session, actor, market_id, MARKET.c.id)
    query = select(*(CALIBRATION.c[name] for name in RECORD)).where(CALIBRATION.c.market_id == market_id)
    found = take(session, query, CALIBRATION.c.id, part)
    return Page([_read(item) for item in found.items], found.next_after)


def calibration_record(session: Session, actor: Actor, market_id: int, calibration_id: int) -> dict[str, Any]:
    """One scenario as a record. Raises NotFound, NotAllowed."""
    _market(session, actor, market_id, MARKET.c.id)
    query = select(*(CALIBRATION.c[name] for name in RECORD)).where(
        CALIBRATION.c.market_id == market_id, CALIBRATION.c.id == calibration_id
    )
    row = session.connection().execute(query).mappings().first()
    if row is None:
        raise NotFound
    return _read(dict(row))


def _read(record: dict[str, Any]) -> dict[str, Any]:
    return record | {name: json.loads(record[name]) for name in ("inputs", "result")}

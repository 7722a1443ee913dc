"""What a market is made of: its lots, tranches and purchase orders, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import Calibration, MarketPart
from models.vocabulary import PartKind, Trade

PART, CALIBRATION = table_of(MarketPart), table_of(Calibration)
NAMES = (
    "id",
    "kind",
    "number",
    "title",
    "trade",
    "cpv",
    "amount_excl_tax",
    "duration_months",
    "is_firm",
    "ordered_on",
    "required_hours",
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part. `calibrations`: how many scenarios stand on it."""

    id: int
    kind: PartKind
    number: str
    title: str
    trade: Trade | None
    cpv: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    is_firm: bool
    ordered_on: date | None
    required_hours: Decimal | None
    calibrations: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What parts of one kind add up to; None when no part says it."""

    amount_excl_tax: Decimal | None
    required_hours: Decimal | None


def parts_of(session: Session, market_id: int) -> tuple[PartLine, ...]:
    """The market's parts, kind by kind in the order in which they came. The caller has seen the market."""
    calibrations = (
        select(func.count()).where(CALIBRATION.c.part_id == PART.c.id).correlate(PART).scalar_subquery()
    )
    query = select(*(PART.c[name] for name in NAMES), calibrations).where(PART.c.market_id == market_id)
    rows = session.connection().execute(query.order_by(PART.c.id))
    kinds = list(PartKind)
    return tuple(sorted((PartLine(*row) for row in rows), key=lambda part: kinds.index(part.kind)))


def market_parts(session: Session, actor: Actor, market_id: int) -> tuple[PartLine, ...]:
    """The same, within the actor's walls. Raises NotFound."""
    query = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
    if session.connection().execute(query).first() is None:
        raise NotFound
    return parts_of(session, market_id)


def sums(parts: Sequence[PartLine]) -> Sums:
    """What they add up to; optional tranches are left out until they are firm."""
    firm = [part for part in parts if part.is_firm]
    amounts = [part.amount_excl_tax for part in firm if part.amount_excl_tax is not None]
    hours = [part.required_hours for part in firm if part.required_hours is not None]
    return Sums(
        sum(amounts, Decimal(0)) if amounts else None,
        sum(hours, Decimal(0)) if hours else None,
    )

"""What is known of a market before its publication, and the operation that it is part of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import Operation
from models.vocabulary import Advice, Trade, UrbanRenewal

OPERATION = table_of(Operation)
NAMES = (
    "description",
    "trade",
    "cpv",
    "amount_excl_tax",
    "duration_months",
    "is_framework",
    "urban_renewal",
    "publication_planned_on",
    "works_planned_on",
    "study_due_on",
    "advice",
    "operation_id",
)


@dataclass(frozen=True, slots=True)
class PlannedMarket:
    """The facts of a planned market, as they are now."""

    description: str | None
    trade: Trade | None
    cpv: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    is_framework: bool
    urban_renewal: UrbanRenewal
    publication_planned_on: date | None
    works_planned_on: date | None
    study_due_on: date | None
    advice: Advice | None
    operation_id: int | None
    operation_title: str | None


def planned_market(session: Session, actor: Actor, market_id: int) -> PlannedMarket:
    """The facts of one market. Raises NotFound outside the actor's walls."""
    query = (
        visible(actor, *(MARKET.c[name] for name in NAMES), OPERATION.c.title)
        .outerjoin(OPERATION, OPERATION.c.id == MARKET.c.operation_id)
        .where(MARKET.c.id == market_id)
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    return PlannedMarket(*row)

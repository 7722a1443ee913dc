"""The territory's figures: markets by stage, hours, people, and what is late."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.queries.markets import Counters, counters
from cases.queries.walls import SHEET
from cases.refusals import NotAllowed
from cases.statements import MARKET, table_of
from models.tables import HourLine
from models.vocabulary import SheetStatus, Stage

LINE = table_of(HourLine)
AWARDED = (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.RECEPTION, Stage.CLOSED, Stage.SUSPENDED, Stage.TERMINATED)


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """Hours of the markets that were awarded; those declared and those that count; people behind them."""

    counters: Counters
    required_hours: Decimal
    committed_hours: Decimal
    declared_hours: Decimal
    counted_hours: Decimal
    people_count: int


def territory_figures(session: Session, actor: Actor, today: date) -> TerritoryFigures:
    """The figures of the actor's territory. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    connection = session.connection()
    owed = visible(
        actor,
        func.coalesce(func.sum(MARKET.c.required_hours), Decimal(0)),
        func.coalesce(func.sum(MARKET.c.committed_hours), Decimal(0)),
    ).where(MARKET.c.stage.in_(AWARDED))
    lines = (
        select(func.coalesce(func.sum(LINE.c.hours), Decimal(0)))
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(SHEET.c.territory_id == actor.territory_id)
    )
    answered = SHEET.c.status.in_((SheetStatus.SUBMITTED, SheetStatus.VALIDATED))
    validated = SHEET.c.status == SheetStatus.VALIDATED
    people = (
        select(func.count(LINE.c.participant_id.distinct()))
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(SHEET.c.territory_id == actor.territory_id, validated)
    )
    counted = visible(actor, func.coalesce(func.sum(MARKET.c.counted_hours), Decimal(0)))
    required, committed = connection.execute(owed).one()
    return TerritoryFigures(
        counters=counters(session, actor, today),
        required_hours=required,
        committed_hours=committed,
        declared_hours=connection.execute(lines.where(answered)).scalar_one(),
        counted_hours=connection.execute(counted).scalar_one(),
        people_count=connection.execute(people).scalar_one(),
    )

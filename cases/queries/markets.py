"""The list of markets with their progress, and the counters that open it filtered."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.statements import DEADLINE, MARKET, TASK, table_of
from models.tables import HourSheet, Party
from models.vocabulary import DeadlineStatus, SheetStatus, Stage, TaskStatus

PARTY, SHEET = table_of(Party), table_of(HourSheet)
PAGE = 50


@dataclass(frozen=True, slots=True)
class MarketFilter:
    """What the reader asked for; None asks for all. `late_on`: with a sheet late on that day."""

    words: str = ""
    stage: Stage | None = None
    buyer_id: int | None = None
    operation_id: int | None = None
    mine: bool = False
    late_on: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class MarketLine:
    """One market of the list. `next_at`: its next deadline."""

    id: int
    reference: str
    title: str
    buyer: str
    stage: Stage
    required_hours: Decimal | None
    counted_hours: Decimal
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class MarketList:
    """A page of the list, and how many markets the filter holds."""

    lines: list[MarketLine]
    count: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer to filter by."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Counters:
    """What a director or a buyer reads first."""

    by_stage: dict[Stage, int]
    sheets_late: int
    tasks_late: int


def list_markets(session: Session, actor: Actor, wanted: MarketFilter) -> MarketList:
    """The markets that the actor may see and the filter keeps, latest first."""
    connection = session.connection()
    next_at = (
        select(func.min(DEADLINE.c.due_at))
        .where(DEADLINE.c.market_id == MARKET.c.id, DEADLINE.c.status == DeadlineStatus.PENDING)
        .scalar_subquery()
    )
    columns = ("id", "reference", "title")
    query = _kept(
        visible(
            actor,
            *(MARKET.c[name] for name in columns),
            PARTY.c.name,
            MARKET.c.stage,
            MARKET.c.required_hours,
            MARKET.c.counted_hours,
            next_at,
        ).join(PARTY, PARTY.c.id == MARKET.c.buyer_id),
        actor,
        wanted,
    )
    count = _kept(
        visible(actor, func.count()).select_from(MARKET).join(PARTY, PARTY.c.id == MARKET.c.buyer_id),
        actor,
        wanted,
    )
    shown = query.order_by(MARKET.c.id.desc()).limit(PAGE + 1).offset((wanted.page - 1) * PAGE)
    rows = connection.execute(shown).all()
    total = connection.execute(count).scalar_one()
    return MarketList([MarketLine(*row) for row in rows[:PAGE]], total, len(rows) > PAGE)


def _kept(query: Select[Any], actor: Actor, wanted: MarketFilter) -> Select[Any]:
    for word in wanted.words.split()[:6]:
        places = (MARKET.c.reference, MARKET.c.title, PARTY.c.name)
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    if wanted.stage is not None:
        query = query.where(MARKET.c.stage == wanted.stage)
    if wanted.buyer_id is not None:
        query = query.where(MARKET.c.buyer_id == wanted.buyer_id)
    if wanted.operation_id is not None:
        query = query.where(MARKET.c.operation_id == wanted.operation_id)
    if wanted.mine:
        query = query.where(MARKET.c.referent_id == actor.id)
    if wanted.late_on is not None:
        late = select(SHEET.c.id).where(SHEET.c.market_id == MARKET.c.id, _is_late(wanted.late_on))
        query = query.where(late.exists())
    return query


def _is_late(today: date) -> ColumnElement[bool]:
    """A sheet unanswered past its due day."""
    return and_(SHEET.c.status.in_((SheetStatus.AWAITED, SheetStatus.REJECTED)), SHEET.c.due_on < today)


def buyers(session: Session, actor: Actor) -> list[Buyer]:
    """The buyers of the markets that the actor may see, by name."""
    query = (
        visible(actor, PARTY.c.id, PARTY.c.name)
        .select_from(MARKET)
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .distinct()
        .order_by(PARTY.c.name)
    )
    return [Buyer(*row) for row in session.connection().execute(query)]


def counters(session: Session, actor: Actor, today: date) -> Counters:
    """Markets by stage, sheets past their due day, tasks past theirs, of what the actor may see."""
    connection = session.connection()
    stages = visible(actor, MARKET.c.stage, func.count()).group_by(MARKET.c.stage)
    by_stage = {Stage(row[0]): row[1] for row in connection.execute(stages)}
    sheets = visible(actor, func.count()).select_from(MARKET).join(SHEET, SHEET.c.market_id == MARKET.c.id)
    sheets = sheets.where(_is_late(today))
    tasks = visible(actor, func.count()).select_from(MARKET).join(TASK, TASK.c.market_id == MARKET.c.id)
    tasks = tasks.where(TASK.c.status == TaskStatus.OPEN, TASK.c.due_on < today)
    return Counters(
        {stage: by_stage.get(stage, 0) for stage in Stage},
        connection.execute(sheets).scalar_one(),
        connection.execute(tasks).scalar_one(),
    )

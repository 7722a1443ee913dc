"""Operations: their markets and the hours these add up to, within the actor's walls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.paging import Page, Slice, take
from cases.refusals import NotAllowed, NotFound
from cases.statements import MARKET, table_of
from models.tables import Operation

OPERATION = table_of(Operation)


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation, with what its markets add up to."""

    id: int
    reference: str
    title: str
    created_at: datetime
    markets: int
    required_hours: Decimal
    committed_hours: Decimal
    counted_hours: Decimal


def list_operations(session: Session, actor: Actor, words: str, part: Slice) -> Page:
    """The territory's operations that bear the words, latest first; for its staff."""
    query = _operations(actor)
    for word in words.split()[:6]:
        places = (OPERATION.c.reference, OPERATION.c.title)
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return take(session, query, OPERATION.c.id, part)


def operation(session: Session, actor: Actor, operation_id: int) -> OperationLine:
    """One operation. Raises NotFound outside the territory."""
    query = _operations(actor).where(OPERATION.c.id == operation_id)
    row = session.connection().execute(query).mappings().first()
    if row is None:
        raise NotFound
    return OperationLine(**row)


def operation_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(number, reference and title) of the territory's operations, to choose one from; latest first."""
    query = select(OPERATION.c.id, OPERATION.c.reference, OPERATION.c.title).where(
        OPERATION.c.territory_id == actor.territory_id
    )
    rows = session.connection().execute(query.order_by(OPERATION.c.id.desc()))
    return [(row.id, f"{row.reference} – {row.title}") for row in rows]


def _operations(actor: Actor) -> Select[Any]:
    if not actor.is_staff:
        raise NotAllowed
    names = ("id", "reference", "title", "created_at")
    columns = (*(OPERATION.c[name] for name in names), *_sums())
    return select(*columns).where(OPERATION.c.territory_id == actor.territory_id)


def _sums() -> Iterator[Any]:
    of_operation = MARKET.c.operation_id == OPERATION.c.id
    yield _of(select(func.count()).where(of_operation), "markets")
    for name in ("required_hours", "committed_hours", "counted_hours"):
        total = func.coalesce(func.sum(MARKET.c[name]), 0, type_=MARKET.c[name].type)
        yield _of(select(total).where(of_operation), name)


def _of(query: Select[Any], name: str) -> Any:
    return query.correlate(OPERATION).scalar_subquery().label(name)

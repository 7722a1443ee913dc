"""Operations: made, renamed, and the markets that are put into them or taken out."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.commands.references import free_reference
from cases.decisions import Decision
from cases.inputs import OperationChange, OperationChoice, OperationInput
from cases.refusals import InvalidInput, MarketOver, NotAllowed, NotFound, Place
from cases.rules.lifecycle import FINAL_STAGES
from cases.statements import table_of
from models.tables import Operation

OPERATION = table_of(Operation)


def create_operation(session: Session, actor: Actor, operation: OperationInput, *, now: datetime) -> int:
    """A new operation; its number. Raises InvalidInput when the territory already has its reference."""
    if not actor.is_staff:
        raise NotAllowed
    if operation.reference is not None:
        _refuse_known_reference(session, actor.territory_id, operation.reference)
    return add_operation(session, actor.territory_id, operation.title, operation.reference, now=now)


def add_operation(
    session: Session, territory_id: int, title: str, reference: str | None, *, now: datetime
) -> int:
    """Write an operation; its number. Without a reference, a free one is made."""
    found = reference or free_reference(session, OPERATION, territory_id, f"{now.year}-OP-")
    values = {"territory_id": territory_id, "reference": found, "title": title, "created_at": now}
    added = session.connection().execute(insert(OPERATION).values(**values).returning(OPERATION.c.id))
    return int(added.scalar_one())


def find_or_add_operation(
    session: Session, territory_id: int, reference: str | None, title: str | None, *, now: datetime
) -> int | None:
    """The operation of that reference (without one, of that title), else a new one; None for neither."""
    if reference is None and title is None:
        return None
    same = (
        OPERATION.c.reference == reference
        if reference is not None
        else func.lower(OPERATION.c.title) == str(title).lower()
    )
    known = _find(session, territory_id, same)
    if known is not None:
        return known
    return add_operation(session, territory_id, title or str(reference), reference, now=now)


def _find(session: Session, territory_id: int, same: ColumnElement[bool]) -> int | None:
    query = select(OPERATION.c.id).where(OPERATION.c.territory_id == territory_id, same)
    found = session.connection().execute(query.order_by(OPERATION.c.id).limit(1)).scalar()
    return None if found is None else int(found)


def change_operation(session: Session, actor: Actor, operation_id: int, change: OperationChange) -> None:
    """Correct its title or its reference. Raises NotFound, and InvalidInput for a reference that is taken."""
    if not actor.is_staff:
        raise NotAllowed
    same = OPERATION.c.id == operation_id
    if _find(session, actor.territory_id, same) is None:
        raise NotFound
    if change.reference is not None:
        _refuse_known_reference(session, actor.territory_id, change.reference, besides=operation_id)
    if values := change.model_dump(exclude_none=True):
        session.connection().execute(update(OPERATION).where(same).values(**values))


def _refuse_known_reference(
    session: Session, territory_id: int, reference: str, besides: int | None = None
) -> None:
    if _find(session, territory_id, OPERATION.c.reference == reference) not in (None, besides):
        raise InvalidInput(
            Place(
                "reference",
                f"La référence « {reference} » est déjà celle d’une opération.",
                f'The reference "{reference}" is already that of an operation.',
            )
        )


def refuse_foreign_operation(session: Session, territory_id: int, operation_id: int) -> None:
    """Raises InvalidInput when the territory has no such operation."""
    if _find(session, territory_id, OPERATION.c.id == operation_id) is None:
        raise InvalidInput(
            Place(
                "operation_id",
                "Cette opération n’est pas celle du territoire.",
                "This operation is not one of the territory’s.",
            )
        )


def place_market(
    session: Session, actor: Actor, market_id: int, choice: OperationChoice, *, now: datetime
) -> None:
    """Put a market into an operation, or take it out; the journal keeps the one before.

    Raises MarketOver once the market is closed or abandoned.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage in FINAL_STAGES:
        raise MarketOver
    if choice.operation_id == case.market.operation_id:
        return
    if choice.operation_id is not None:
        refuse_foreign_operation(session, actor.territory_id, choice.operation_id)
    payload = {"before": case.market.operation_id, "after": choice.operation_id}
    case.decide(Decision("operation_set", payload, changes=choice.model_dump()))

"""Deadlines that the sweep set apart, given another chance by a person."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.commands.interruptions import OF_PEOPLE
from cases.decisions import Decision, TaskEnd
from cases.refusals import NotAllowed, NotFound
from cases.statements import DEADLINE
from models.vocabulary import DeadlineStatus, Stage, TaskKind


def retry_deadline(session: Session, actor: Actor, deadline_id: int, *, now: datetime) -> None:
    """Have the next sweep fire a deadline that was set apart, its cause being repaired; its task is done.

    A suspended market's waits until work resumes, unless it is about a person. One that is not (or no
    longer) set apart is left as it is.
    Raises NotFound outside the actor's territory, NotAllowed for others than staff.
    """
    if not actor.is_staff:
        raise NotAllowed
    connection = session.connection()
    query = select(DEADLINE.c.market_id, DEADLINE.c.rule, DEADLINE.c.step).where(
        DEADLINE.c.id == deadline_id, DEADLINE.c.territory_id == actor.territory_id
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFound
    case = take_up(session, actor, row.market_id, now)
    is_stopped = case.market.stage is Stage.SUSPENDED and row.rule not in OF_PEOPLE
    back_to = DeadlineStatus.PAUSED if is_stopped else DeadlineStatus.PENDING
    set_apart = update(DEADLINE).where(
        DEADLINE.c.id == deadline_id, DEADLINE.c.status == DeadlineStatus.POISONED
    )
    if connection.execute(set_apart.values(status=back_to, fired_at=None, error=None)).rowcount != 1:
        return
    payload = {"deadline": deadline_id, "rule": row.rule, "step": row.step}
    ends = (TaskEnd(TaskKind.DEADLINE_POISONED, deadline_id),)
    case.decide(Decision("deadline_retried", payload, ends=ends))

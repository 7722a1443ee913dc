"""Tasks that a person ends by hand, and those that people outside open."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.decisions import Decision, NewTask
from cases.inputs import TaskOutcome
from cases.refusals import NotAllowed, NotFound
from cases.statements import TASK
from models.vocabulary import TaskKind, TaskStatus


def complete_task(
    session: Session, actor: Actor, task_id: int, outcome: TaskOutcome, *, now: datetime
) -> None:
    """A person says that the task is done, with a note if useful. Done twice is done once.

    Raises NotFound outside the actor's territory, NotAllowed for others than staff.
    """
    if not actor.is_staff:
        raise NotAllowed
    connection = session.connection()
    query = select(TASK.c.market_id, TASK.c.kind).where(
        TASK.c.id == task_id, TASK.c.territory_id == actor.territory_id
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFound
    # The market is locked before its tasks, in the order of every other command.
    case = None if row.market_id is None else take_up(session, actor, row.market_id, now)
    values = {"status": TaskStatus.DONE, "closed_at": now, "closed_by": actor.id, "outcome": outcome.note}
    still_open = update(TASK).where(TASK.c.id == task_id, TASK.c.status == TaskStatus.OPEN)
    was_open = connection.execute(still_open.values(**values)).rowcount == 1
    if was_open and case is not None:
        case.decide(Decision("task_done", {"task": task_id, "kind": row.kind}))


def report_wrong_contact(session: Session, actor: Actor, market_id: int, note: str, *, now: datetime) -> None:
    """Whoever got a sheet request says that it is not for them: someone finds the right person.

    `actor` is the company, by its link or its account; what was written is kept on the task, for staff only.
    Raises NotFound, NotAllowed for someone who is no company's.
    """
    case = take_up(session, actor, market_id, now)
    if actor.party_id is None:
        raise NotAllowed
    due_on = case.pack.calendar.shift(case.today, 2)
    details = {"note": note.strip()[:500]}
    task = NewTask(TaskKind.WRONG_CONTACT, actor.party_id, due_on, case.today.isoformat(), details)
    case.decide(Decision("wrong_contact_reported", {"party": actor.party_id}, opens=(task,)))

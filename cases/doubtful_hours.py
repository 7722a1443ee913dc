"""What an imported amount leaves to be said of the hours: its task ends once a person has said them."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from cases.casework import Casework
from cases.changework import Change
from cases.decisions import NewTask, TaskEnd
from cases.statements import TASK
from models.vocabulary import ActorKind, TaskKind, TaskStatus

FIELD = "modifications"
"""Where a file says the amount; a doubt's value is that amount, or nothing."""


def hours_said(case: Casework, change: Change) -> tuple[tuple[NewTask, ...], tuple[TaskEnd, ...]]:
    """What a change opens and ends of the doubts on the hours of the amount that the market has now.

    Whatever else the file left doubtful stays to be verified by the same day.
    """
    is_said = change.before.required_hours != change.after.required_hours or bool(change.parts)
    if not is_said or case.actor.kind is ActorKind.IMPORT:
        return (), ()
    query = select(TASK.c.details, TASK.c.due_on).where(
        TASK.c.kind == TaskKind.VERIFY_IMPORT,
        TASK.c.subject_id == case.market.id,
        TASK.c.status == TaskStatus.OPEN,
    )
    found = case.session.connection().execute(query).all()
    doubts = [doubt for row in found for doubt in json.loads(row.details).get("doubts", ())]
    left = [doubt for doubt in doubts if not _is_about(doubt, change)]
    if len(left) == len(doubts):
        return (), ()
    if not left:
        return (), (TaskEnd(TaskKind.VERIFY_IMPORT, case.market.id),)
    due_on, occasion = min(row.due_on for row in found), f"v{case.market.version}"
    task = NewTask(TaskKind.VERIFY_IMPORT, case.market.id, due_on, occasion, {"doubts": left})
    return (task,), (TaskEnd(TaskKind.VERIFY_IMPORT, case.market.id, TaskStatus.CANCELLED),)


def _is_about(doubt: Mapping[str, str], change: Change) -> bool:
    amount = change.after.amount_excl_tax
    said = {""} if amount is None else {"", f"{amount.normalize():f}"}
    return doubt["field"] == FIELD and doubt["value"] in said

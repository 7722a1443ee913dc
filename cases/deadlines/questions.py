"""A company's question that still waits after its due day: its task is raised again."""

from collections.abc import Sequence

from sqlalchemy import select

from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewTask, TaskEnd
from cases.statements import table_of
from models.tables import Question
from models.vocabulary import TaskKind, TaskStatus

QUESTION = table_of(Question)


def answer_late(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """A new task due today for each question that still waits, even if the first was said to be done."""
    numbers = _still_waiting(desk, {due.subject_id for due in dues})
    return [_outcome(desk, due, numbers.get(due.subject_id)) for due in dues]


def _still_waiting(desk: Desk, question_ids: set[int]) -> dict[int, int]:
    query = select(QUESTION.c.id, QUESTION.c.number).where(
        QUESTION.c.id.in_(question_ids), QUESTION.c.answered_at.is_(None), QUESTION.c.set_apart_at.is_(None)
    )
    return {row.id: row.number for row in desk.session.connection().execute(query)}


def _outcome(desk: Desk, due: Due, number: int | None) -> Outcome:
    if number is None:
        return Outcome(due)
    again = NewTask(
        TaskKind.ANSWER_QUESTION, due.subject_id, desk.today(due), due.step, {"number": number, "late": True}
    )
    first = TaskEnd(TaskKind.ANSWER_QUESTION, due.subject_id, TaskStatus.CANCELLED)
    payload = {"question": due.subject_id, "number": number}
    return Outcome(due, (desk.entry(due, Decision("answer_late", payload, opens=(again,), ends=(first,))),))

"""The deadlines that open a task for a person: reception ahead, participants' outcome."""

from collections.abc import Sequence

from cases.deadlines.due import Desk, Due, Handler, Outcome
from cases.decisions import Decision, NewTask
from models.vocabulary import Stage, TaskKind

TASK_DELAY_DAYS = 5


def _opens(stage: Stage, kind: TaskKind, event: str) -> Handler:
    """A handler that opens a task of this kind while the market stands at this stage."""

    def handler(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
        return [_outcome(desk, due, stage, kind, event) for due in dues]

    return handler


def _outcome(desk: Desk, due: Due, stage: Stage, kind: TaskKind, event: str) -> Outcome:
    if desk.markets[due.market_id].stage is not stage:
        return Outcome(due)
    pack = desk.packs[due.territory_id]
    due_on = pack.calendar.shift(desk.today(due), TASK_DELAY_DAYS)
    task = NewTask(kind, due.subject_id, due_on, f"{due.step}:{due.period}", {"step": due.step})
    decision = Decision(event, {"step": due.step}, opens=(task,))
    return Outcome(due, (desk.entry(due, decision),))


reception_reminder: Handler = _opens(Stage.FOLLOW_UP, TaskKind.PLAN_RECEPTION, "reception_ahead")
outcome: Handler = _opens(Stage.CLOSED, TaskKind.ASK_OUTCOME, "outcome_asked")

"""What follows a need that was sent: nobody answered in time; and, long after, names to be erased."""

from collections.abc import Sequence

from sqlalchemy import String, cast, func, select, update

from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewTask
from cases.statements import table_of
from models.tables import Candidate, NeedPartner, RecruitmentNeed
from models.vocabulary import NeedStatus, TaskKind

NEED, ASKED, CANDIDATE = (table_of(model) for model in (RecruitmentNeed, NeedPartner, Candidate))
TASK_DELAY_DAYS = 2


def need_answers(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """A need that no partner has answered becomes a task; moot once one has, or the need is closed."""
    numbers = [due.subject_id for due in dues]
    silent = (
        select(NEED.c.id)
        .join(ASKED, ASKED.c.need_id == NEED.c.id)
        .where(NEED.c.id.in_(numbers), NEED.c.status == NeedStatus.OPEN)
        .group_by(NEED.c.id)
        .having(func.count(ASKED.c.answered_at) == 0)
    )
    unanswered = set(desk.session.connection().execute(silent).scalars())
    return [_unanswered(desk, due) if due.subject_id in unanswered else Outcome(due) for due in dues]


def _unanswered(desk: Desk, due: Due) -> Outcome:
    due_on = desk.packs[due.territory_id].calendar.shift(desk.today(due), TASK_DELAY_DAYS)
    task = NewTask(TaskKind.NEED_UNANSWERED, due.subject_id, due_on, due.period)
    decision = Decision("need_unanswered", {"need": due.subject_id}, opens=(task,))
    return Outcome(due, (desk.entry(due, decision),))


def erase_candidates(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Erase who was proposed for needs closed long ago: figures stay, people do not (DOMAIN.md rule 11)."""
    connection = desk.session.connection()
    outcomes = []
    for due in dues:
        nobody = {"first_name": "–", "last_name": cast(CANDIDATE.c.id, String), "phone": None, "note": None}
        of_need = update(CANDIDATE).where(CANDIDATE.c.need_id == due.subject_id)
        erased = connection.execute(of_need.values(**nobody)).rowcount
        payload = {"need": due.subject_id, "erased": erased}
        entry = desk.entry(due, Decision("candidates_erased", payload))
        outcomes.append(Outcome(due, (entry,) if erased else ()))
    return outcomes

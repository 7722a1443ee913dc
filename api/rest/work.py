"""What waits: tasks for people, deadlines for the clocks, mails in the outbox."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, NumberAsked, body, operation_id
from api.rest.shapes import DeadlineRecord, MailRecord, PageOf, TaskRecord
from cases.commands.deadlines import retry_deadline
from cases.commands.tasks import complete_task
from cases.inputs import TaskOutcome
from cases.queries.paging import Page, Slice
from cases.queries.work_records import TaskFilter, list_deadlines, list_mails, list_tasks
from models.vocabulary import DeadlineStatus, MailStatus, TaskKind, TaskStatus

router = APIRouter(prefix="/api/v1", tags=["Work"], generate_unique_id_function=operation_id)


@router.get("/tasks", summary="List the tasks", response_model=PageOf[TaskRecord], responses=READS)
def list_all_tasks(
    session: Reading,
    actor: Staff,
    status: TaskStatus | None = None,
    kind: TaskKind | None = None,
    assignee_id: NumberAsked = None,
    market_id: NumberAsked = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Open, done and cancelled ones."""
    wanted = TaskFilter(status, kind, assignee_id, market_id)
    return list_tasks(session, actor, wanted, Slice(after, limit))


@router.post("/tasks/{task_id}/complete", summary="Complete a task", status_code=204, responses=WRITES)
def complete(
    session: Writing,
    actor: Staff,
    now: Now,
    task_id: Number,
    outcome: Annotated[TaskOutcome, body(examples.OUTCOME)],
) -> None:
    """A person says that it is done. Done twice is done once."""
    complete_task(session, actor, task_id, outcome, now=now)


@router.get(
    "/deadlines", summary="List the deadlines", response_model=PageOf[DeadlineRecord], responses=READS
)
def list_all_deadlines(
    session: Reading,
    actor: Staff,
    market_id: NumberAsked = None,
    status: DeadlineStatus | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Those ahead (`pending`), and those that fired, no longer hold or were set apart."""
    return list_deadlines(session, actor, market_id, status, Slice(after, limit))


@router.post(
    "/deadlines/{deadline_id}/retry", summary="Retry a deadline set apart", status_code=204, responses=WRITES
)
def retry(session: Writing, actor: Staff, now: Now, deadline_id: Number) -> None:
    """Its cause being repaired, the next sweep fires it; one that is not set apart is left as it is."""
    retry_deadline(session, actor, deadline_id, now=now)


@router.get("/mails", summary="List the mails", response_model=PageOf[MailRecord], responses=READS)
def list_all_mails(
    session: Reading,
    actor: Staff,
    market_id: NumberAsked = None,
    status: MailStatus | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Every message with its state of delivery, without its words."""
    return list_mails(session, actor, market_id, status, Slice(after, limit))

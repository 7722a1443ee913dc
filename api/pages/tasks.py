"""The inbox: what is late, what this week asks, what comes later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import Submitted
from api.house import house_of
from api.pages.task_actions import DONE_THERE, place_of
from api.permissions import Staff
from api.rendering import is_fragment_wanted, part, see_other
from cases.actors import Actor
from cases.commands.tasks import complete_task
from cases.inputs import TaskOutcome
from cases.packs import pack_at
from cases.queries.inbox import Inbox, InboxTask, end_of_week, inbox
from cases.queries.matched_hours import differing
from models.vocabulary import TaskKind

router = APIRouter(include_in_schema=False)
EVERYONES = "toutes"
PageNumber = Annotated[int, Query(ge=1, le=1000)]


@dataclass(frozen=True, slots=True)
class Group:
    """One of the three groups; `heading` is a message id, `count` that of the whole list."""

    heading: str
    count: int
    tasks: list[InboxTask]
    is_late: bool = False


@router.get("/taches")
async def inbox_page(
    request: Request, session: Reading, actor: Staff, now: Now, vue: str = "", page: PageNumber = 1
) -> Response:
    """The reader's own tasks, or everyone's."""
    show = partial(_show, request, session, actor, now, vue, page)
    # On SQLite this page of every hour reads a few rows that wait for nothing: less than taking a thread.
    return show() if house_of(request).database.is_sqlite else await run_in_threadpool(show)


@router.post("/taches/{task_id}/faite")
def finish(
    request: Request, actor: Staff, task_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Say that a task is done; htmx gets the list without it."""
    complete_task(session, actor, task_id, TaskOutcome(note=submission.get("note") or None), now=now)
    vue = submission.get("vue")
    if is_fragment_wanted(request):
        return _show(request, session, actor, now, vue, 1, finished=True)
    back = submission.get("back")
    if back.startswith("/marches/"):
        return see_other(request, f"{back}?fait=tache")
    return see_other(request, f"/taches?fait=tache&vue={EVERYONES if vue == EVERYONES else ''}")


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    now: datetime,
    vue: str,
    number: int,
    *,
    finished: bool = False,
) -> Response:
    mine = vue != EVERYONES
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    found = inbox(session, actor, today, mine=mine, page=number)
    sheets = sheets_in(found)
    context: dict[str, Any] = {
        "checks": house_of(request).checks.of(session, actor, sheets),
        "differences": differing(session, actor, sheets_in(found, TaskKind.MATCH_HOURS)),
        "has_sheets": bool(sheets),
        "groups": list(groups(found, today, every=number == 1)),
        "inbox": found,
        "mine": mine,
        "number": number,
        "finished": finished,
        "place_of": place_of,
        "actions": DONE_THERE,
        "me": actor.id,
    }
    return part(request, "tasks.html", "inbox", **context)


def sheets_in(found: Inbox, kind: TaskKind = TaskKind.REVIEW_SHEET) -> set[int]:
    """The sheets that the page's tasks of a kind are about: to check them, unless told otherwise."""
    return {task.subject_id for task in found.tasks if task.kind is kind}


def groups(found: Inbox, today: date, *, every: bool) -> Iterator[Group]:
    """The three groups in order; on a later page (`every` false) only those that it shows."""
    sunday = end_of_week(today)
    late = [task for task in found.tasks if task.due_on < today]
    later = [task for task in found.tasks if task.due_on > sunday]
    week = [task for task in found.tasks if today <= task.due_on <= sunday]
    for group in (
        Group("Late", found.late, late, is_late=True),
        Group("This week", found.this_week, week),
        Group("Later", found.later, later),
    ):
        if every or group.tasks:
            yield group

"""The inbox: open tasks in three groups, and how many each holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import and_, bindparam, case, func, or_, select, true
from sqlmodel import Session

from cases.actors import Actor
from cases.statements import MARKET, TASK, table_of
from models.prepared import Prepared
from models.tables import Account
from models.vocabulary import TaskKind, TaskStatus

ACCOUNT = table_of(Account)
PAGE = 50


class InboxTask(NamedTuple):
    """One task. `assignee` is None when it is anybody's.

    A named tuple because a page makes fifty of them: a frozen dataclass takes six times as long to make.
    """

    id: int
    kind: TaskKind
    subject_id: int
    due_on: date
    market_id: int | None
    reference: str | None
    title: str | None
    assignee_id: int | None
    assignee: str | None
    details: Mapping[str, Any]

    @property
    def company(self) -> str | None:
        """The company that the task is about, when its kind names one."""
        return self.details.get("company")

    @property
    def month(self) -> str | None:
        """The month that it is about, in ISO 8601."""
        return self.details.get("month")


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of tasks by due day, and the counts of the whole list."""

    tasks: list[InboxTask]
    late: int
    this_week: int
    later: int
    has_next: bool

    @property
    def total(self) -> int:
        return self.late + self.this_week + self.later


def end_of_week(today: date) -> date:
    """The Sunday of the week."""
    return today + timedelta(days=6 - today.weekday())


def inbox(session: Session, actor: Actor, today: date, *, mine: bool, page: int = 1) -> Inbox:
    """The territory's open tasks; `mine` leaves out those of other people."""
    whose: dict[str, Any] = {"territory": actor.territory_id} | ({"me": actor.id} if mine else {})
    part = {"skipped": (page - 1) * PAGE, "shown": PAGE + 1}
    rows = _tasks(mine).rows(session, whose | part)
    tasks = [_task(row) for row in rows[:PAGE]]
    if page == 1 and len(rows) <= PAGE:
        return Inbox(tasks, *_count(tasks, today), False)
    [(late, week, later)] = _counts(mine).rows(
        session, whose | {"today": today, "sunday": end_of_week(today)}
    )
    return Inbox(tasks, late, week, later, len(rows) > PAGE)


def _count(tasks: list[InboxTask], today: date) -> tuple[int, int, int]:
    """The three counts when the page holds the whole list: no need to ask again."""
    sunday = end_of_week(today)
    late = sum(task.due_on < today for task in tasks)
    later = sum(task.due_on > sunday for task in tasks)
    return late, len(tasks) - late - later, later


def _task(row: tuple[Any, ...]) -> InboxTask:
    return InboxTask._make((*row[:-1], orjson.loads(row[-1]) if row[-1] != "{}" else {}))


def _open(mine: bool) -> Any:
    for_me = or_(TASK.c.assignee_id == bindparam("me"), TASK.c.assignee_id.is_(None)) if mine else true()
    return and_(TASK.c.territory_id == bindparam("territory"), TASK.c.status == TaskStatus.OPEN, for_me)


@lru_cache(maxsize=2)
def _counts(mine: bool) -> Prepared:
    today = bindparam("today", type_=TASK.c.due_on.type)
    sunday = bindparam("sunday", type_=TASK.c.due_on.type)
    is_late, is_later = TASK.c.due_on < today, TASK.c.due_on > sunday

    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    is_this_week = and_(TASK.c.due_on >= today, TASK.c.due_on <= sunday)
    return Prepared(select(count(is_late), count(is_this_week), count(is_later)).where(_open(mine)))


@lru_cache(maxsize=2)
def _tasks(mine: bool) -> Prepared:
    return Prepared(
        select(
            TASK.c.id,
            TASK.c.kind,
            TASK.c.subject_id,
            TASK.c.due_on,
            TASK.c.market_id,
            MARKET.c.reference,
            MARKET.c.title,
            TASK.c.assignee_id,
            ACCOUNT.c.name,
            TASK.c.details,
        )
        .outerjoin(MARKET, MARKET.c.id == TASK.c.market_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == TASK.c.assignee_id)
        .where(_open(mine))
        .order_by(TASK.c.due_on, TASK.c.id)
        .limit(bindparam("shown"))
        .offset(bindparam("skipped"))
    )

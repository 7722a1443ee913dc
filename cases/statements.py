"""The engine's few hot writes, built once per database kind (they cost 2x when built at each call)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.prepared import Prepared
from models.tables import Deadline, Journal, Mail, MailSheet, Market, Task
from models.vocabulary import DeadlineStatus, TaskStatus


def table_of(model: Any) -> Table:
    """The Core table of a SQLModel table."""
    table: Table = model.__table__
    return table


MARKET, JOURNAL, TASK = table_of(Market), table_of(Journal), table_of(Task)
DEADLINE, MAIL, MAIL_SHEET = table_of(Deadline), table_of(Mail), table_of(MailSheet)


@dataclass(frozen=True, slots=True)
class HotWrites:
    """Statements that take one dict of parameters or a list of them."""

    add_journal: Prepared
    add_task: Prepared
    end_tasks: Prepared
    set_deadline: Prepared
    cancel_deadlines: Prepared
    finish_deadline: Prepared
    add_mail: Prepared
    link_mail: Prepared


@lru_cache(maxsize=4)
def hot_writes(dialect: str) -> HotWrites:
    """The statements for `sqlite` or `postgresql`."""
    add: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    set_deadline = add(DEADLINE)
    return HotWrites(
        add_journal=Prepared(insert(JOURNAL)),
        add_task=Prepared(add(TASK).on_conflict_do_nothing(index_elements=["unique_key"])),
        end_tasks=Prepared(_end_tasks()),
        set_deadline=Prepared(
            set_deadline.on_conflict_do_update(
                index_elements=["rule", "subject_id", "step", "period"],
                set_={"status": DeadlineStatus.PENDING, "due_at": set_deadline.excluded.due_at},
                where=DEADLINE.c.status == DeadlineStatus.CANCELLED,
            )
        ),
        cancel_deadlines=Prepared(_cancel_deadlines()),
        finish_deadline=Prepared(_finish_deadline()),
        add_mail=Prepared(add(MAIL).on_conflict_do_nothing(index_elements=["unique_key"])),
        link_mail=Prepared(_link_mail(add)),
    )


def _end_tasks() -> Update:
    return (
        update(TASK)
        .where(
            TASK.c.kind == bindparam("of_kind"),
            TASK.c.subject_id == bindparam("of_subject"),
            TASK.c.status == TaskStatus.OPEN,
        )
        .values(
            status=bindparam("to_status"), closed_at=bindparam("at"), closed_by=bindparam("by"), outcome=None
        )
    )


def _cancel_deadlines() -> Update:
    return (
        update(DEADLINE)
        .where(
            DEADLINE.c.rule == bindparam("of_rule"),
            DEADLINE.c.subject_id == bindparam("of_subject"),
            DEADLINE.c.status == DeadlineStatus.PENDING,
        )
        .values(status=DeadlineStatus.CANCELLED)
    )


def _finish_deadline() -> Update:
    return (
        update(DEADLINE)
        .where(DEADLINE.c.id == bindparam("of_id"), DEADLINE.c.status == DeadlineStatus.PENDING)
        .values(status=bindparam("to_status"), fired_at=bindparam("at"), error=bindparam("why"))
    )


def _link_mail(add: Any) -> Any:
    known = select(MAIL.c.id, bindparam("of_sheet", type_=MAIL_SHEET.c.sheet_id.type), bindparam("of_step"))
    known = known.where(MAIL.c.unique_key == bindparam("of_key"))
    return add(MAIL_SHEET).from_select(["mail_id", "sheet_id", "step"], known).on_conflict_do_nothing()


@lru_cache(maxsize=256)
def change_market(columns: Sequence[str]) -> Prepared:
    """The market's update for these changed columns, guarded by its version (optimistic lock)."""
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
    return Prepared(
        update(MARKET)
        .where(MARKET.c.id == bindparam("of_id"), MARKET.c.version == bindparam("of_version"))
        .values(
            version=bindparam("to_version"),
            journal_length=bindparam("to_journal_length"),
            journal_head=bindparam("to_journal_head"),
            **values,
        )
    )

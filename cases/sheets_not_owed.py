"""Sheets that turn out not to be owed: after the end of the works, or in a month that was wholly stopped."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from cases.casework import Casework
from cases.deadlines.opening import suspensions
from cases.decisions import TaskEnd
from cases.requests import withdraw_requests
from cases.rules.months import is_month_owed, month_of
from cases.sheetwork import FORGET_DRAFT
from cases.statements import DEADLINE, table_of
from models.tables import HourSheet
from models.vocabulary import UNANSWERED, DeadlineRule, DeadlineStatus, SheetStatus, TaskKind, TaskStatus

SHEET = table_of(HourSheet)


def calls_ended(sheet_ids: Sequence[int]) -> tuple[TaskEnd, ...]:
    """Nobody is called about a sheet that is no longer owed, nor compares what others say of it."""
    kinds = (TaskKind.CALL_COMPANY, TaskKind.MATCH_HOURS)
    return tuple(TaskEnd(kind, sheet_id, TaskStatus.CANCELLED) for sheet_id in sheet_ids for kind in kinds)


def cancel_sheets_after(case: Casework, last_day: date) -> Sequence[int]:
    """Unanswered sheets of months after the end are no longer owed; answered ones stay to be judged."""
    connection = case.session.connection()
    query = select(SHEET.c.id).where(
        SHEET.c.market_id == case.market.id,
        SHEET.c.status.in_(UNANSWERED),
        SHEET.c.month > month_of(last_day),
    )
    sheet_ids = connection.execute(query).scalars().all()
    _cancel_sheets(case, sheet_ids)
    return sheet_ids


def cancel_stopped_sheets(case: Casework) -> Sequence[int]:
    """A stop told late: unanswered sheets of months that it wholly covers are not owed (rule 7)."""
    sheet_ids = stopped_sheets(case)
    _cancel_sheets(case, sheet_ids)
    return sheet_ids


def stopped_sheets(case: Casework) -> Sequence[int]:
    """The unanswered sheets of months wholly stopped, as far as one knows: a stop may still end."""
    if case.market.starts_on is None:
        return ()
    stops = suspensions(case.session, {case.market.id}).get(case.market.id, [])
    query = select(SHEET.c.id, SHEET.c.month).where(
        SHEET.c.market_id == case.market.id, SHEET.c.status.in_(UNANSWERED)
    )
    rows = case.session.connection().execute(query.order_by(SHEET.c.id)).all()
    return [row.id for row in rows if not is_month_owed(row.month, case.market.starts_on, None, stops)]


def _cancel_sheets(case: Casework, sheet_ids: Sequence[int]) -> None:
    connection = case.session.connection()
    for sheet_id in sheet_ids:
        withdraw_requests(case.session, sheet_id)
        FORGET_DRAFT.write(case.session, [{"sheet": sheet_id}])
        cancelled = {"status": SheetStatus.CANCELLED}
        connection.execute(update(SHEET).where(SHEET.c.id == sheet_id).values(**cancelled))
        connection.execute(
            update(DEADLINE)
            .where(
                DEADLINE.c.rule == DeadlineRule.SHEET_LADDER,
                DEADLINE.c.subject_id == sheet_id,
                DEADLINE.c.status == DeadlineStatus.PENDING,
            )
            .values(status=DeadlineStatus.CANCELLED)
        )

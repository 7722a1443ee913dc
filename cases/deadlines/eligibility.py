"""A validity that is about to end: the facilitator is warned while the person still works (rule 2)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewTask
from cases.hour_facts import CLAIM, CONTRACT, LINE, PERSON, ROOT, SHEET
from cases.rules.months import add_months, month_of
from models.vocabulary import ContractKind, EligibilityStatus, TaskKind

TASK_DELAY_DAYS = 10
WORKED_WITHIN_MONTHS = 3
"""Someone declared within these months, or under contract, still works."""


def tell_endings(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """A task for each validity that ends; moot when another takes its place, or the person works no more."""
    return [_outcome(desk, due, _who_is_concerned(desk, due)) for due in dues]


def _who_is_concerned(desk: Desk, due: Due) -> int | None:
    """The participant whose validity ends on the day foreseen, with nothing after it."""
    mine = CLAIM.alias("mine")
    whose = (
        select(PERSON.c.id, ROOT.label("root"))
        .join(mine, mine.c.participant_id == PERSON.c.id)
        .where(
            mine.c.id == due.subject_id,
            mine.c.status == EligibilityStatus.CONFIRMED,
            mine.c.valid_until == date.fromisoformat(due.period),
        )
    )
    connection = desk.session.connection()
    found = connection.execute(whose).first()
    if found is None:
        return None
    records = select(PERSON.c.id).where(or_(PERSON.c.id == found.root, PERSON.c.merged_into_id == found.root))
    conditions = _still_needed(desk.today(due), date.fromisoformat(due.period), records)
    is_needed = connection.execute(select(*conditions)).one()
    return int(found.id) if all(is_needed) else None


def _still_needed(today: date, until: date, records: Select[Any]) -> tuple[ColumnElement[bool], ...]:
    """Nothing takes its place, no permanent hire has a time of its own, and the person still works."""
    replaced = exists().where(
        CLAIM.c.participant_id.in_(records),
        CLAIM.c.status == EligibilityStatus.CONFIRMED,
        CLAIM.c.valid_until > until,
    )
    theirs = CONTRACT.c.participant_id.in_(records)
    hired = exists().where(theirs, CONTRACT.c.kind == ContractKind.PERMANENT, CONTRACT.c.starts_on <= today)
    under_contract = exists().where(theirs, or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= today))
    since = add_months(month_of(today), -WORKED_WITHIN_MONTHS)
    last_month = (
        select(func.max(SHEET.c.month))
        .join(LINE, LINE.c.sheet_id == SHEET.c.id)
        .where(LINE.c.participant_id.in_(records))
        .scalar_subquery()
    )
    works = or_(under_contract, and_(last_month.is_not(None), last_month >= since))
    return ~replaced, ~hired, works


def _outcome(desk: Desk, due: Due, participant_id: int | None) -> Outcome:
    if participant_id is None:
        return Outcome(due)
    due_on = desk.packs[due.territory_id].calendar.shift(desk.today(due), TASK_DELAY_DAYS)
    details = {"participant": participant_id}
    task = NewTask(TaskKind.ELIGIBILITY_EXPIRING, due.subject_id, due_on, due.period, details)
    payload = {"participant": participant_id, "eligibility": due.subject_id, "until": due.period}
    return Outcome(due, (desk.entry(due, Decision("eligibility_ending", payload, opens=(task,))),))

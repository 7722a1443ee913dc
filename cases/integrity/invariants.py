"""What must hold between the tables, asked of the database a question at a time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlalchemy.sql.functions import coalesce

from cases.integrity.report import Findings
from cases.integrity.streams import stream
from cases.messages import SheetStep
from cases.rules.chasing import ChaseStep
from cases.statements import DEADLINE, JOURNAL, MAIL, MAIL_SHEET, MARKET, TASK, table_of
from models.tables import CountedHours, HourLine, HourSheet
from models.vocabulary import DeadlineRule, DeadlineStatus, MailStatus, Stage, TaskKind, TaskStatus

SHEET, LINE, PART = table_of(HourSheet), table_of(HourLine), table_of(CountedHours)
DEADLINE_GRACE = timedelta(hours=2)
MAIL_GRACE = timedelta(hours=1)
LADDER_STEPS = sorted({*SheetStep, ChaseStep.INFORM_BUYER})


def check_invariants(connection: Connection, findings: Findings, now: datetime) -> None:
    """Ask every question; each row of an answer is a violation, its first column the subject's number."""
    for name, kind, query in (
        ("opening_not_planned", "market", _openings_not_planned()),
        ("mail_said_twice", "sheet", _mails_said_twice()),
        ("sheet_total_differs", "sheet", _totals_that_differ()),
        ("hours_not_accounted", "sheet", _hours_not_accounted()),
        ("counted_total_differs", "market", _counts_that_differ()),
        ("deadline_stuck", "deadline", _stuck_deadlines(now)),
        ("deadline_poisoned", "deadline", _poisoned_deadlines()),
        ("mail_late", "mail", _late_mails(now)),
        ("mail_failed", "mail", _failed_mails()),
    ):
        for row in stream(connection, query):
            findings.add(name, f"{kind} {row[0]}", **row._mapping)


def _openings_not_planned() -> Select[Any]:
    planned = select(DEADLINE.c.id).where(
        DEADLINE.c.market_id == MARKET.c.id,
        DEADLINE.c.rule == DeadlineRule.OPEN_SHEETS,
        DEADLINE.c.status.in_((DeadlineStatus.PENDING, DeadlineStatus.PAUSED)),
    )
    return select(MARKET.c.id.label("market"), MARKET.c.reference).where(
        MARKET.c.stage == Stage.FOLLOW_UP, ~planned.exists()
    )


def _mails_said_twice() -> Select[Any]:
    """More messages for a step of a sheet than it had ladders: each rejection starts one."""
    said = (
        select(MAIL_SHEET.c.sheet_id, MAIL_SHEET.c.step, func.count().label("times"))
        .join(MAIL, MAIL.c.id == MAIL_SHEET.c.mail_id)
        .where(MAIL.c.status != MailStatus.WITHDRAWN, MAIL_SHEET.c.step.in_(LADDER_STEPS))
        .group_by(MAIL_SHEET.c.sheet_id, MAIL_SHEET.c.step)
        .having(func.count() > 1)
        .subquery()
    )
    ladders = (
        select(func.count(DEADLINE.c.period.distinct()))
        .where(DEADLINE.c.rule == DeadlineRule.SHEET_LADDER, DEADLINE.c.subject_id == said.c.sheet_id)
        .scalar_subquery()
    )
    columns = (said.c.sheet_id.label("sheet"), said.c.step, said.c.times)
    return select(*columns).where(said.c.times > ladders)


def _totals_that_differ() -> Select[Any]:
    sums = select(LINE.c.sheet_id, func.sum(LINE.c.hours).label("hours")).group_by(LINE.c.sheet_id).subquery()
    return (
        select(SHEET.c.id.label("sheet"), SHEET.c.declared_hours.label("declared"))
        .select_from(SHEET.outerjoin(sums, sums.c.sheet_id == SHEET.c.id))
        .where(SHEET.c.declared_hours != coalesce(sums.c.hours, 0))
    )


def _hours_not_accounted() -> Select[Any]:
    """Lines whose parts, counted or set aside, do not add up to what was declared."""
    parts = (
        select(PART.c.sheet_id, PART.c.participant_id, func.sum(PART.c.hours).label("hours"))
        .group_by(PART.c.sheet_id, PART.c.participant_id)
        .subquery()
    )
    of_line = and_(parts.c.sheet_id == LINE.c.sheet_id, parts.c.participant_id == LINE.c.participant_id)
    return (
        select(LINE.c.sheet_id.label("sheet"))
        .select_from(LINE.outerjoin(parts, of_line))
        .where(LINE.c.hours != coalesce(parts.c.hours, 0))
    )


def _counts_that_differ() -> Select[Any]:
    sums = (
        select(PART.c.market_id, func.sum(PART.c.hours).label("hours"))
        .where(PART.c.reason.is_(None))
        .group_by(PART.c.market_id)
        .subquery()
    )
    return (
        select(MARKET.c.id.label("market"), MARKET.c.reference, MARKET.c.counted_hours.label("counted"))
        .select_from(MARKET.outerjoin(sums, sums.c.market_id == MARKET.c.id))
        .where(MARKET.c.counted_hours != coalesce(sums.c.hours, 0))
    )


def _stuck_deadlines(now: datetime) -> Select[Any]:
    """Due for too long, and not just set: a start in the past sets deadlines that are due at once."""
    limit = now - DEADLINE_GRACE
    last_decision = and_(JOURNAL.c.market_id == MARKET.c.id, JOURNAL.c.position == MARKET.c.journal_length)
    return (
        select(DEADLINE.c.id.label("deadline"), DEADLINE.c.rule, DEADLINE.c.due_at)
        .join(MARKET, MARKET.c.id == DEADLINE.c.market_id)
        .outerjoin(JOURNAL, last_decision)
        .where(
            DEADLINE.c.status == DeadlineStatus.PENDING,
            DEADLINE.c.due_at < limit,
            or_(JOURNAL.c.at.is_(None), JOURNAL.c.at < limit),
        )
    )


def _poisoned_deadlines() -> Select[Any]:
    return select(DEADLINE.c.id.label("deadline"), DEADLINE.c.rule).where(
        DEADLINE.c.status == DeadlineStatus.POISONED
    )


def _late_mails(now: datetime) -> Select[Any]:
    limit = now - MAIL_GRACE
    waits = and_(MAIL.c.status == MailStatus.PENDING, MAIL.c.release_at < limit)
    dropped = and_(
        MAIL.c.status.in_((MailStatus.SENDING, MailStatus.IN_DOUBT)),
        MAIL.c.release_at < limit,
        or_(MAIL.c.lease_until.is_(None), MAIL.c.lease_until < limit),
    )
    return select(MAIL.c.id.label("mail"), MAIL.c.release_at).where(or_(waits, dropped))


def _failed_mails() -> Select[Any]:
    """Those whose task no person has closed."""
    handled = select(TASK.c.id).where(
        TASK.c.kind == TaskKind.MAIL_FAILED,
        TASK.c.subject_id == MAIL.c.id,
        TASK.c.status != TaskStatus.OPEN,
    )
    return select(MAIL.c.id.label("mail")).where(MAIL.c.status == MailStatus.FAILED, ~handled.exists())

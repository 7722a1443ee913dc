"""What is promised of every hour: it is counted or set aside, and counting again decides the same."""

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session

from cases.access import LINK
from cases.hour_facts import PERSON, ROOT
from cases.matched_hours import differences_on
from cases.recounting import differences
from cases.statements import TASK, table_of
from models.tables import CountedHours, HourLine, HourSheet, HoursReport
from models.vocabulary import HoursSource, LinkAct, TaskKind, TaskStatus

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

SHEET, LINE, PART, REPORT = (table_of(model) for model in (HourSheet, HourLine, CountedHours, HoursReport))


def hours_unaccounted(looked: "Looked") -> int:
    """Lines whose hours are not all counted or set aside, and sheets that do not add up their lines."""
    parts: Counter[tuple[int, int]] = Counter()
    for row in looked.connection.execute(select(PART.c.sheet_id, PART.c.participant_id, PART.c.hours)):
        parts[row.sheet_id, row.participant_id] += row.hours
    declared: Counter[int] = Counter()
    unaccounted = 0
    for row in looked.connection.execute(select(LINE.c.sheet_id, LINE.c.participant_id, LINE.c.hours)):
        declared[row.sheet_id] += row.hours
        unaccounted += parts.pop((row.sheet_id, row.participant_id), Decimal(0)) != row.hours
    sheets = looked.rows(SHEET.c.id, SHEET.c.declared_hours)
    unaccounted += sum(declared.get(sheet.id, 0) != sheet.declared_hours for sheet in sheets)
    return int(unaccounted) + len(parts)


def counts_not_repeated(looked: "Looked") -> int:
    """Hours that a count from the facts alone would decide otherwise than what is written."""
    people = looked.connection.execute(select(LINE.c.participant_id).distinct()).scalars().all()
    return differences(Session(looked.connection), people)


def attested_unasked(looked: "Looked") -> int:
    """Months for which someone attested hours without having been sent a link to do so."""
    root_of = {row.id: row.root for row in looked.connection.execute(select(PERSON.c.id, ROOT.label("root")))}
    sent = select(LINK.c.participant_id, LINK.c.month).where(LINK.c.act == LinkAct.ATTEST_HOURS)
    asked = {(root_of[row.participant_id], row.month) for row in looked.connection.execute(sent)}
    said = looked.rows(REPORT.c.id, REPORT.c.participant_id, REPORT.c.month, REPORT.c.source)
    return sum(
        row.source is HoursSource.PARTICIPANT and (root_of[row.participant_id], row.month) not in asked
        for row in said
    )


def differences_astray(looked: "Looked") -> int:
    """Sheets on which statements differ undecided and not exactly one task is open, and tasks about none."""
    session = Session(looked.connection)
    reported = select(SHEET.c.id).join(
        REPORT, (REPORT.c.market_id == SHEET.c.market_id) & (REPORT.c.month == SHEET.c.month)
    )
    sheets = set(looked.connection.execute(reported).scalars())
    counts = differences_on(session, sheets, looked.pack)
    opened = Counter(
        row.subject_id
        for row in looked.rows(TASK.c.subject_id, TASK.c.kind, TASK.c.status)
        if row.kind is TaskKind.MATCH_HOURS and row.status is TaskStatus.OPEN
    )
    expected = Counter(sheet for sheet, people in counts.items() if people)
    return (expected - opened).total() + (opened - expected).total()

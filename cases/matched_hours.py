"""What each source says of the people of a sheet, compared; and the one task that a difference makes."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.asked_hours import employers_for
from cases.casework import Casework
from cases.correspondence import correspondents
from cases.decisions import NewTask, TaskEnd
from cases.hour_facts import ROOT
from cases.packs import pack_of_month
from cases.rules.matching import Match, Statements, match
from cases.rules.months import last_day
from cases.rules.policy import RulePack
from cases.statements import TASK, table_of
from models.prepared import Prepared, PreparedList
from models.tables import HourLine, HoursDecision, HourSheet, HoursReport, Participant
from models.vocabulary import ANSWERED, HoursSource, TaskKind, TaskStatus

SHEET, LINE, PERSON = table_of(HourSheet), table_of(HourLine), table_of(Participant)
REPORT, DECISION = table_of(HoursReport), table_of(HoursDecision)
TASK_DAYS = 5
"""Working days that the facilitator gives itself to settle a difference."""
SHEETS = PreparedList(
    lambda sheets: select(
        SHEET.c.id, SHEET.c.market_id, SHEET.c.party_id, SHEET.c.month, SHEET.c.status
    ).where(SHEET.c.id.in_(sheets))
)
LINES = PreparedList(
    lambda sheets: (
        select(LINE.c.sheet_id, LINE.c.participant_id, ROOT, LINE.c.hours)
        .join(PERSON, PERSON.c.id == LINE.c.participant_id)
        .where(LINE.c.sheet_id.in_(sheets))
        .order_by(LINE.c.participant_id)
    )
)
REPORTS = PreparedList(
    lambda sheets: (
        select(
            SHEET.c.id,
            REPORT.c.participant_id,
            ROOT,
            REPORT.c.source,
            REPORT.c.party_id,
            REPORT.c.hours,
            REPORT.c.reported_at,
        )
        .select_from(
            REPORT.join(PERSON, PERSON.c.id == REPORT.c.participant_id).join(
                SHEET,
                (SHEET.c.market_id == REPORT.c.market_id)
                & (SHEET.c.month == REPORT.c.month)
                & (SHEET.c.party_id == PERSON.c.party_id),
            )
        )
        .where(SHEET.c.id.in_(sheets))
        .order_by(REPORT.c.participant_id)
    )
)
DECISIONS = PreparedList(
    lambda sheets: (
        select(
            DECISION.c.sheet_id,
            ROOT,
            DECISION.c.source,
            DECISION.c.hours,
            DECISION.c.reason,
            DECISION.c.decided_at,
        )
        .join(PERSON, PERSON.c.id == DECISION.c.participant_id)
        .where(DECISION.c.sheet_id.in_(sheets))
    )
)
OPEN_TASK = Prepared(
    select(TASK.c.details).where(
        TASK.c.kind == TaskKind.MATCH_HOURS,
        TASK.c.subject_id == bindparam("sheet"),
        TASK.c.status == TaskStatus.OPEN,
    )
)


@dataclass(frozen=True, slots=True)
class Decided:
    """Which source a facilitator said stands, with what hours, why and when."""

    source: HoursSource
    hours: Decimal
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """The statements about one person of a sheet; `participant_id` is the record that they are kept under."""

    participant_id: int
    statements: Statements
    match: Match
    decided: Decided | None = None


class _Person:
    """What is gathered about one person of one sheet."""

    def __init__(self) -> None:
        self.participant_id = 0
        self.hours: dict[tuple[HoursSource, int | None], Decimal] = {}
        self.last_said_at: datetime | None = None

    def add(self, participant_id: int, source: HoursSource, hours: Decimal, party: int | None = None) -> None:
        self.participant_id = self.participant_id or participant_id
        self.hours[source, party] = self.hours.get((source, party), Decimal(0)) + hours

    def figures(
        self, is_answered: bool, employers: Collection[int], decided: Decided | None, pack: RulePack
    ) -> PersonFigures:
        """`employers`: the structures that employ the person. What another said stands for want of one."""
        company = self._said(HoursSource.COMPANY) or Decimal(0) if is_answered else None
        structures = {party for source, party in self.hours if source is HoursSource.STRUCTURE}
        speaking = structures & set(employers) or structures
        holds = decided is not None and (self.last_said_at is None or self.last_said_at <= decided.decided_at)
        statements = Statements(
            company,
            self._said(HoursSource.STRUCTURE, speaking),
            self._said(HoursSource.PARTICIPANT),
            decided.hours if decided is not None and holds else None,
            is_partial=bool(speaking and set(employers) - speaking),
        )
        found = match(statements, pack.match_tolerance_hours)
        return PersonFigures(self.participant_id, statements, found, decided)

    def _said(self, source: HoursSource, parties: Collection[int | None] = (None,)) -> Decimal | None:
        said = [hours for (of, party), hours in self.hours.items() if of is source and party in parties]
        return sum(said, Decimal(0)) if said else None


def figures_on(
    session: Session, sheet_ids: Collection[int], pack: RulePack
) -> dict[int, tuple[PersonFigures, ...]]:
    """For each sheet, everyone on it or reported for it, with what each source says."""
    people: dict[int, dict[int, _Person]] = defaultdict(lambda: defaultdict(_Person))
    for sheet, participant, root, hours in LINES.rows(session, sheet_ids):
        people[sheet][root].add(participant, HoursSource.COMPANY, hours)
    for sheet, participant, root, source, party, hours, said_at in REPORTS.rows(session, sheet_ids):
        person = people[sheet][root]
        person.add(participant, HoursSource(source), hours, party)
        person.last_said_at = max(said_at, person.last_said_at or said_at)
    decisions = {
        (sheet, root): Decided(HoursSource(source), hours, reason, at)
        for sheet, root, source, hours, reason, at in DECISIONS.rows(session, sheet_ids)
    }
    found: dict[int, tuple[PersonFigures, ...]] = {}
    for sheet, _, company, month, status in SHEETS.rows(session, sheet_ids):
        employers = _employers(session, company, month) if people[sheet] else {}
        found[sheet] = tuple(
            person.figures(status in ANSWERED, employers.get(root, ()), decisions.get((sheet, root)), pack)
            for root, person in people[sheet].items()
        )
    return found


def _employers(session: Session, company_id: int, month: date) -> dict[int, list[int]]:
    """By person, the structures that employ them for the company that month."""
    found: dict[int, list[int]] = defaultdict(list)
    for employer, roots in employers_for(session, company_id, month).items():
        for root in roots:
            found[root].append(employer)
    return found


def differences_on(session: Session, sheet_ids: Collection[int], pack: RulePack) -> dict[int, int]:
    """How many people of each sheet have hours that the sources say differently, still undecided."""
    reported = {row[0] for row in REPORTS.rows(session, sheet_ids)}
    if not reported:
        return {}
    return {
        sheet: sum(person.match is Match.DIFFERENCE for person in people)
        for sheet, people in figures_on(session, reported, pack).items()
    }


@dataclass(frozen=True, slots=True)
class MatchTasks:
    """What a decision opens and ends about the differences of a sheet."""

    opens: tuple[NewTask, ...] = ()
    ends: tuple[TaskEnd, ...] = ()

    def __add__(self, other: "MatchTasks") -> "MatchTasks":
        return MatchTasks(self.opens + other.opens, self.ends + other.ends)


def match_tasks(case: Casework, sheet_id: int, party_id: int, month: date) -> MatchTasks:
    """The sheet's one task, as its figures ask for it now: opened, counted again, or ended when all agree.

    Call it once the figures are written. The task says how many people differ; its page shows the figures.
    """
    pack = pack_of_month(case.session, case.market.territory_id, last_day(month))
    people = differences_on(case.session, (sheet_id,), pack).get(sheet_id, 0)
    opened = OPEN_TASK.first(case.session, {"sheet": sheet_id})
    if opened is None and not people:
        return MatchTasks()
    if opened is not None and people and json.loads(opened[0]).get("people") == people:
        return MatchTasks()
    ends = (TaskEnd(TaskKind.MATCH_HOURS, sheet_id, TaskStatus.CANCELLED if people else TaskStatus.DONE),)
    if not people:
        return MatchTasks(ends=ends)
    company = correspondents(case.session, (party_id,))[party_id]
    details: dict[str, Any] = {"company": company.name, "month": month, "people": people}
    due_on = case.pack.calendar.shift(case.today, TASK_DAYS)
    # Named by the market's version: a difference that comes back after an agreement is a new one.
    task = NewTask(TaskKind.MATCH_HOURS, sheet_id, due_on, f"v{case.market.version}", details)
    return MatchTasks((task,), ends if opened is not None else ())

"""The sweep: fire what is due, a chunk a transaction. The same under Prefect, `jalon tick` and the simulator.

Its cost follows what is due (a partial index), not how many markets exist. A row that fails is set apart
with its error and a task for a person; the rest of its chunk goes on. A second sweep at the same time, a
replay or a crash is harmless: rows are claimed in their own transaction, and keys are unique.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from cases import ledger
from cases.deadlines.due import Desk, Due, Handler, Outcome
from cases.deadlines.eligibility import tell_endings
from cases.deadlines.hours_reports import ask_hours
from cases.deadlines.kickoff import kickoff_overdue
from cases.deadlines.ladder import climb_ladders
from cases.deadlines.meetings import meeting_reminder, site_meetings
from cases.deadlines.needs import erase_candidates, need_answers
from cases.deadlines.opening import open_sheets
from cases.deadlines.opinion import tell_late_opinions
from cases.deadlines.questions import answer_late
from cases.deadlines.reminders import outcome, reception_reminder
from cases.decisions import Decision, Entry, NewTask
from cases.gathering import gather_requests
from cases.markets import lock_free_markets
from cases.packs import packs_at
from cases.statements import DEADLINE, hot_writes
from models.database import Database
from models.vocabulary import DeadlineRule, DeadlineStatus, TaskKind

HANDLERS: Mapping[DeadlineRule, Handler] = {
    DeadlineRule.OPINION_LATE: tell_late_opinions,
    DeadlineRule.OPEN_SHEETS: open_sheets,
    DeadlineRule.SHEET_LADDER: climb_ladders,
    DeadlineRule.ELIGIBILITY_EXPIRING: tell_endings,
    DeadlineRule.HOURS_REPORT: ask_hours,
    DeadlineRule.KICKOFF_OVERDUE: kickoff_overdue,
    DeadlineRule.MEETING_REMINDER: meeting_reminder,
    DeadlineRule.SITE_MEETING: site_meetings,
    DeadlineRule.RECEPTION_REMINDER: reception_reminder,
    DeadlineRule.OUTCOME: outcome,
    DeadlineRule.NEED_ANSWER: need_answers,
    DeadlineRule.ERASE_CANDIDATES: erase_candidates,
    DeadlineRule.ANSWER_LATE: answer_late,
}
COLUMNS = tuple(
    DEADLINE.c[name]
    for name in (
        "id",
        "territory_id",
        "market_id",
        "party_id",
        "rule",
        "subject_id",
        "step",
        "period",
        "due_at",
    )
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SweepCounts:
    """What a sweep did: rows taken, fired, no longer holding, and set apart."""

    claimed: int = 0
    fired: int = 0
    moot: int = 0
    poisoned: int = 0

    def __add__(self, other: "SweepCounts") -> "SweepCounts":
        return SweepCounts(
            self.claimed + other.claimed,
            self.fired + other.fired,
            self.moot + other.moot,
            self.poisoned + other.poisoned,
        )


def sweep(database: Database, *, now: datetime, limit: int = 1000) -> SweepCounts:
    """Fire everything due up to `now`, chunk by chunk, until nothing is left."""
    total = SweepCounts()
    while (counts := sweep_chunk(database, now=now, limit=limit)).claimed:
        total += counts
    return total


def sweep_chunk(
    database: Database, *, now: datetime, limit: int = 500, rules: Collection[str] = ()
) -> SweepCounts:
    """Fire at most about `limit` due deadlines in one transaction; `claimed` is 0 when nothing is due.

    A company's deadlines are taken together, so that it is written to once. When a chunk cannot be written,
    its rows are fired one by one and the faulty ones set apart. Raises OperationalError when the database
    is away: the next sweep does it all.
    """
    try:
        with database.write() as session:
            return _fire(session, _due_by(session, now, limit, rules), now)
    except OperationalError:
        raise  # the database is away or busy: nothing is wrong with these rows
    except Exception as error:
        log.warning("sweep_chunk_failed", error=type(error).__name__)
        return _fire_apart(database, now, limit, rules)


def _due(now: datetime, rules: Collection[str]) -> Select[Any]:
    query = select(*COLUMNS).where(DEADLINE.c.status == DeadlineStatus.PENDING, DEADLINE.c.due_at <= now)
    return query.where(DEADLINE.c.rule.in_(list(rules))) if rules else query


def _due_by(session: Session, now: datetime, limit: int, rules: Collection[str]) -> list[Due]:
    """About `limit` due rows, a company's together."""
    connection = session.connection()
    in_order = _due(now, rules).order_by(DEADLINE.c.party_id, DEADLINE.c.due_at, DEADLINE.c.id)
    dues = [Due(*row) for row in connection.execute(in_order.limit(limit)).all()]
    if len(dues) == limit and (party := dues[-1].party_id) is not None:
        taken = {due.id for due in dues}
        others = connection.execute(_due(now, rules).where(DEADLINE.c.party_id == party))
        dues += [due for row in others if (due := Due(*row)).id not in taken]
    return dues


def _fire(session: Session, found: Sequence[Due], now: datetime) -> SweepCounts:
    """Claim what is still to fire, decide, write. What another process holds is left to it, or to later."""
    markets = lock_free_markets(session, {due.market_id for due in found})
    dues = _claim(session, [due for due in found if due.market_id in markets])
    if not dues:
        return SweepCounts()
    packs = packs_at(session, {due.territory_id for due in dues}, now)
    desk = Desk(session, markets, packs, now)
    outcomes = []
    for rule in dict.fromkeys(due.rule for due in dues):
        outcomes += HANDLERS[rule](desk, [due for due in dues if due.rule is rule])
    entries = [entry for each in outcomes for entry in each.entries]
    entries += [_set_apart(desk, each.due, each.error) for each in outcomes if each.error]
    ledger.write_all(session, gather_requests(session, entries), now=now)
    _finish(session, outcomes, now)
    poisoned = sum(1 for each in outcomes if each.error)
    moot = sum(1 for each in outcomes if not each.entries and not each.error)
    return SweepCounts(len(dues), len(dues) - moot - poisoned, moot, poisoned)


def _claim(session: Session, dues: Sequence[Due]) -> list[Due]:
    """Those still pending now that their markets are ours: markets are always locked before deadlines.

    On SQLite the transaction holds the whole database and nothing can have changed.
    """
    connection = session.connection()
    if not dues or connection.dialect.name == "sqlite":
        return list(dues)
    still = select(DEADLINE.c.id).where(
        DEADLINE.c.id.in_([due.id for due in dues]), DEADLINE.c.status == DeadlineStatus.PENDING
    )
    ours = set(connection.execute(still.with_for_update(skip_locked=True)).scalars())
    return [due for due in dues if due.id in ours]


def _finish(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    rows = [
        {
            "of_id": each.due.id,
            "to_status": _status(each),
            "at": now,
            "why": None if each.error is None else describe(each.error),
        }
        for each in outcomes
    ]
    hot_writes(session.connection().dialect.name).finish_deadline.write(session, rows)


def _status(each: Outcome) -> DeadlineStatus:
    if each.error is not None:
        return DeadlineStatus.POISONED
    return DeadlineStatus.FIRED if each.entries else DeadlineStatus.MOOT


def describe(error: Exception) -> str:
    """The error's kind and text, short enough to keep, without the values of a failed statement."""
    text = str(error).split("\n[SQL")[0].split("\n[parameters")[0]
    return f"{type(error).__name__}: {text}"[:500]


def _set_apart(desk: Desk, due: Due, error: Exception) -> Entry:
    day = desk.today(due)
    details = {"rule": due.rule, "step": due.step, "error": type(error).__name__}
    # Named by its instant: a deadline that fails again after a retry says so again.
    task = NewTask(TaskKind.DEADLINE_POISONED, due.id, day, desk.now.isoformat(), details)
    payload = {"deadline": due.id, "rule": due.rule, "step": due.step}
    return desk.entry(due, Decision("deadline_set_apart", payload, opens=(task,)))


def _fire_apart(database: Database, now: datetime, limit: int, rules: Collection[str]) -> SweepCounts:
    with database.read() as session:
        found = _due_by(session, now, limit, rules)
    total = SweepCounts()
    for due in found:
        total += _fire_one(database, due, now)
    return total


def _fire_one(database: Database, due: Due, now: datetime) -> SweepCounts:
    try:
        with database.write() as session:
            return _fire(session, _still_due(session, due), now)
    except OperationalError:
        raise
    except Exception as error:
        log.warning("deadline_set_apart", deadline=due.id, error=type(error).__name__)
        with database.write() as session:
            markets = lock_free_markets(session, {due.market_id})
            if not markets or not _claim(session, _still_due(session, due)):
                return SweepCounts()
            desk = Desk(session, markets, packs_at(session, {due.territory_id}, now), now)
            ledger.write(session, _set_apart(desk, due, error), now=now)
            _finish(session, [Outcome(due, error=error)], now)
            return SweepCounts(1, 0, 0, 1)


def _still_due(session: Session, due: Due) -> list[Due]:
    query = select(*COLUMNS).where(DEADLINE.c.id == due.id, DEADLINE.c.status == DeadlineStatus.PENDING)
    return [Due(*row) for row in session.connection().execute(query)]

"""Statements of hours compared again, once people or the tolerance that they are compared by are other."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.casework import Casework
from cases.decisions import Decision, Entry
from cases.markets import lock_markets
from cases.matched_hours import PERSON, REPORT, SHEET, MatchTasks, match_tasks
from cases.packs import pack_at
from models.vocabulary import SheetStatus


def compare_again(session: Session, actor: Actor, records: Collection[int], *, now: datetime) -> None:
    """Open, count again or end the task of each sheet on which somebody said hours of these records.

    Two records of one company may have the company's hours on the one and the structure's on the other. Call
    it after the command's own decisions.
    """
    _compare(session, actor, PERSON.c.id.in_(records), now)


def compare_from(session: Session, actor: Actor, month: date, *, now: datetime) -> None:
    """The same for each sheet of the actor's territory of that month or a later one."""
    here = SHEET.c.territory_id == actor.territory_id
    _compare(session, actor, here & (SHEET.c.month >= month), now)


def _compare(session: Session, actor: Actor, concerned: Any, now: datetime) -> None:
    query = (
        select(SHEET.c.market_id, SHEET.c.id, SHEET.c.party_id, SHEET.c.month)
        .join(REPORT, (REPORT.c.market_id == SHEET.c.market_id) & (REPORT.c.month == SHEET.c.month))
        .join(PERSON, (PERSON.c.id == REPORT.c.participant_id) & (PERSON.c.party_id == SHEET.c.party_id))
        .where(concerned, SHEET.c.status != SheetStatus.CANCELLED)
        .distinct()
        .order_by(SHEET.c.id)
    )
    sheets = defaultdict(list)
    for market_id, *sheet in session.connection().execute(query):
        sheets[market_id].append(sheet)
    entries, pack = [], pack_at(session, actor.territory_id, now)
    for market_id, state in sorted(lock_markets(session, sheets).items()):
        case = Casework(session, actor, state, pack, now)
        tasks = sum((match_tasks(case, *sheet) for sheet in sheets[market_id]), MatchTasks())
        if tasks.opens or tasks.ends:
            payload = {"sheets": [sheet_id for sheet_id, *_ in sheets[market_id]]}
            decision = Decision("hours_compared", payload, opens=tasks.opens, ends=tasks.ends)
            entries.append(Entry(state, decision, actor, pack.version))
    ledger.write_all(session, entries, now=now)

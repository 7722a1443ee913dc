"""Durable transitions: `record_award` as the service runs it, beside hand-written sqlite3.

One award is one commit (WAL, synchronous=FULL): the lifecycle's check, the market with its version, its
company, the chained journal row, the task that ends and the one that opens, the deadline, the company's mail.
"""

import json
import sqlite3
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from sqlalchemy import Connection

from benchmarks import territory
from benchmarks.measuring import Aim, Comparison
from benchmarks.storage import RESULTS, STAMP, assert_same_rows, built, copied, hand_opened
from cases.commands.moves import record_award
from cases.inputs import Award, CompanyInput
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import TASK
from models.database import Database
from models.vocabulary import Stage, TaskKind, TaskStatus

COMPANIES = 100
AWARDED_ON = date(2026, 3, 10)
NOW = territory.first_of(AWARDED_ON)
WRITTEN = ("market", "market_party", "journal", "task", "deadline", "mail", "party")


def comparison(*, quick: bool) -> Comparison:
    """The awards of 1,000 markets that stand at the analysis of tenders (200 when `quick`)."""
    count = 200 if quick else 1000
    source = built(f"awards-{count}", lambda connection: _fill(connection, count))
    return Comparison(
        name="transitions",
        title="record_award, one commit each",
        limit_title="hand-written sqlite3, the same rows",
        unit="transitions",
        count=count,
        aim=Aim(0.45),
        ours=lambda: _through_the_command(copied(source, "ours"), count),
        limit=lambda: _by_hand(copied(source, "limit"), count),
        same_work=_same_rows,
    )


def _fill(connection: Connection, count: int) -> None:
    territory.settle(connection, COMPANIES)
    published = {"clause_text_sent_on": date(2026, 2, 2), "published_on": date(2026, 2, 9)}
    numbers = range(1, count + 1)
    rows = (territory.market(number, Stage.TENDER_ANALYSIS, **published) for number in numbers)
    territory.put_markets(connection, rows)
    territory.put(connection, TASK, (_analysis(number) for number in numbers))


def _analysis(number: int) -> territory.Row:
    return {
        "territory_id": territory.TERRITORY,
        "market_id": number,
        "kind": TaskKind.ANALYSE_OFFERS,
        "subject_id": number,
        "unique_key": f"{TaskKind.ANALYSE_OFFERS}:{number}:2026-02-09",
        "details": "{}",
        "due_on": date(2026, 2, 23),
        "assignee_id": territory.ACCOUNT,
        "status": TaskStatus.OPEN,
        "opened_at": territory.BEGAN_AT,
    }


def _award(number: int) -> Award:
    company = territory.FIRST_COMPANY + number % COMPANIES
    winner = CompanyInput(
        name=f"Bâtisseur d’Essai {company}",
        siret=territory.siret(company),
        email=f"contact@batisseur{company}.example",
    )
    return Award(awarded_on=AWARDED_ON, committed_hours=Decimal(320), companies=(winner,))


def _through_the_command(path: Path, count: int) -> float:
    awards = [(number, _award(number)) for number in range(1, count + 1)]
    database = Database(f"sqlite:///{path}")
    began = perf_counter()
    for number, award in awards:
        with database.write() as session:
            record_award(session, territory.ALICE, number, award, now=NOW)
    seconds = perf_counter() - began
    database.dispose()
    return seconds


def _by_hand(path: Path, count: int) -> float:
    with hand_opened(path) as connection:
        began = perf_counter()
        for number in range(1, count + 1):
            connection.execute("BEGIN IMMEDIATE")
            _award_by_hand(connection, number)
            connection.execute("COMMIT")
        return perf_counter() - began


CALENDAR = DEFAULT_PACK.calendar
HELD_BY = CALENDAR.shift(AWARDED_ON, DEFAULT_PACK.kickoff_reminder_days).isoformat()
OVERDUE_ON = CALENDAR.shift(AWARDED_ON, DEFAULT_PACK.kickoff_overdue_days)
OVERDUE_AT = CALENDAR.at(OVERDUE_ON, DEFAULT_PACK.mail_opens_at).strftime(STAMP)
STORED_NOW, HASHED_NOW, DAY = NOW.strftime(STAMP), NOW.isoformat(), AWARDED_ON.isoformat()
VERSION = DEFAULT_PACK.version
READ_MARKET = (
    "SELECT m.territory_id, m.stage, m.tender_round, m.required_hours, m.version, m.journal_length,"
    " m.journal_head, m.title, m.reference, b.name, t.name, a.name, a.email, a.phone FROM market m"
    " JOIN party b ON b.id = m.buyer_id JOIN territory t ON t.id = m.territory_id"
    " JOIN account a ON a.id = m.referent_id WHERE m.id = ?"
)
FIND_COMPANY = (
    "SELECT id, name, email, locale FROM party WHERE territory_id = ? AND kind = 'company' AND siret = ?"
)
UNANSWERED = (
    "SELECT id FROM question WHERE market_id = ? AND tender_round = ? AND answered_at IS NULL"
    " AND set_apart_at IS NULL"
)
ADD_MEMBER = "INSERT INTO market_party (market_id, party_id, role) VALUES (?, ?, 'lead')"
CHANGE_MARKET = (
    "UPDATE market SET stage = 'kickoff', awarded_on = ?, committed_hours = 32000,"
    " group_kind = 'single', version = version + 1,"
    " journal_length = ?, journal_head = ? WHERE id = ? AND version = ?"
)
ADD_JOURNAL = (
    "INSERT INTO journal (market_id, position, event, at, actor_kind, actor_id, pack_version, payload,"
    " previous_hash, hash) VALUES (?, ?, 'awarded', ?, 'account', 1, ?, ?, ?, ?)"
)
END_TASK = (
    "UPDATE task SET status = 'done', closed_at = ?, closed_by = 1"
    " WHERE kind = 'analyse_offers' AND subject_id = ? AND status = 'open'"
)
ADD_TASK = (
    "INSERT INTO task (territory_id, market_id, kind, subject_id, unique_key, details, due_on, assignee_id,"
    " status, opened_at) VALUES (?, ?, 'hold_kickoff', ?, ?, '{}', ?, 1, 'open', ?)"
    " ON CONFLICT (unique_key) DO NOTHING"
)
SET_DEADLINE = (
    "INSERT INTO deadline (territory_id, market_id, rule, subject_id, step, period, due_at, status)"
    " VALUES (?, ?, 'kickoff_overdue', ?, 'overdue', ?, ?, 'pending')"
    " ON CONFLICT (rule, subject_id, step, period) DO NOTHING"
)
ADD_MAIL = (
    "INSERT INTO mail (territory_id, market_id, party_id, kind, locale, to_email, to_name, payload,"
    " unique_key, message_id, status, phase, release_at, attempts, created_at)"
    " VALUES (?, ?, ?, 'award_notice', ?, ?, ?, ?, ?, ?, 'pending', 'none', ?, 0, ?)"
    " ON CONFLICT (unique_key) DO NOTHING"
)


def _award_by_hand(connection: sqlite3.Connection, number: int) -> None:
    """What someone would write for this one act alone: the reads that it needs, and the same rows."""
    execute = connection.execute
    read = execute(READ_MARKET, (number,)).fetchone()
    territory_id, stage, tender_round, required, version, length, head, *names = read
    if stage != "tender_analysis" or required > 32000:
        raise ValueError(stage)
    if execute(UNANSWERED, (number, tender_round)).fetchall():
        raise ValueError("nobody asked anything here")
    siret = territory.siret(territory.FIRST_COMPANY + number % COMPANIES)
    company, name, email, locale = execute(FIND_COMPANY, (territory_id, siret)).fetchone()
    payload = f'{{"committed_hours":"320","companies":[{company}],"from":"tender_analysis","to":"kickoff"}}'
    fields = (head, str(number), str(length + 1), "awarded", HASHED_NOW, "account:1", VERSION, payload)
    digest = sha256("\x1f".join(fields).encode()).hexdigest()
    execute(ADD_MEMBER, (number, company))
    if execute(CHANGE_MARKET, (DAY, length + 1, digest, number, version)).rowcount != 1:
        raise ValueError(version)
    execute(ADD_JOURNAL, (number, length + 1, STORED_NOW, VERSION, payload, head, digest))
    execute(END_TASK, (STORED_NOW, number))
    execute(ADD_TASK, (territory_id, number, number, f"hold_kickoff:{number}:{DAY}", HELD_BY, STORED_NOW))
    execute(SET_DEADLINE, (territory_id, number, number, DAY, OVERDUE_AT))
    key, message_id = f"award:{number}:{company}:v{version}", f"jalon-{uuid4().hex}"
    about = (territory_id, number, company, locale, email, name)
    execute(ADD_MAIL, (*about, _notice(name, *names), key, message_id, STORED_NOW, STORED_NOW))


def _notice(company: str, title: str, reference: str, buyer: str, *letterhead: str) -> str:
    territory_name, facilitator, email, phone = letterhead
    message = {
        "territory_name": territory_name,
        "facilitator_name": facilitator,
        "facilitator_email": email,
        "facilitator_phone": phone,
        "others_to_call": [],
        "company_name": company,
        "market_title": title,
        "market_reference": reference,
        "buyer_name": buyer,
        "awarded_on": DAY,
        "committed_hours": "320",
        "kickoff_by": HELD_BY,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _same_rows() -> None:
    ours, limit = RESULTS / "round-ours.db", RESULTS / "round-limit.db"
    assert_same_rows(ours, limit, WRITTEN, but=frozenset({"message_id"}))

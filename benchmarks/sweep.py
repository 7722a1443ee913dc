"""The sweep of what is due among many cases, beside set-based SQL on the same index writing the same rows.

Both chase 4,000 companies for their sheet of March: market and chained journal, the mail and the sheet it is
about, the rung that fired and the next one.
"""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from benchmarks import silence
from benchmarks.measuring import Aim, Comparison
from benchmarks.storage import RESULTS, STAMP, assert_same_rows, built, copied, hand_opened
from cases.rules.chasing import ChaseStep, ladder
from cases.rules.default_pack import DEFAULT_PACK
from cases.sweep import sweep
from models.database import Database

NOW = silence.CHASED_AT + timedelta(minutes=5)
WRITTEN = ("market", "journal", "mail", "mail_sheet", "deadline", "task")
NUMBERED = frozenset({"message_id", "mail_id", "id"})


def comparison(*, quick: bool) -> Comparison:
    """4,000 due among 100,000 cases (400 among 10,000 when `quick`)."""
    markets = 10_000 if quick else 100_000
    source = built(f"silence-{markets}", lambda connection: silence.fill(connection, markets))
    due = markets // silence.EVERY
    return Comparison(
        name="sweep",
        title=f"sweep, {due:,} due among {markets:,}",
        limit_title="set-based SQL, the same rows",
        unit="deadlines",
        count=due,
        aim=Aim(3, is_time=True),
        ours=lambda: _by_the_sweep(copied(source, "ours"), due),
        limit=lambda: _by_sql(copied(source, "limit"), due),
        same_work=_same_rows,
    )


def _by_the_sweep(path: Path, due: int) -> float:
    database = Database(f"sqlite:///{path}")
    began = perf_counter()
    counts = sweep(database, now=NOW)
    seconds = perf_counter() - began
    database.dispose()
    assert (counts.fired, counts.poisoned) == (due, 0), counts
    return seconds


def _by_sql(path: Path, due: int) -> float:
    with hand_opened(path) as connection:
        connection.create_function("chained", 4, _chained, deterministic=True)
        began = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(DUE, {"now": STORED_NOW})
        connection.execute("CREATE INDEX temp.due_market ON due (market_id)")
        for statement in (ADD_JOURNAL, CHANGE_MARKETS, ADD_MAILS, LINK_MAILS, SET_NEXT, FINISH):
            changed = connection.execute(statement, VALUES).rowcount
            assert changed == due, (statement, changed)
        connection.execute("COMMIT")
        return perf_counter() - began


def _chained(head: str, market_id: int, position: int, payload: str) -> str:
    fields = (head, str(market_id), str(position), "sheet_chased", HASHED_NOW, "clock:", VERSION, payload)
    return sha256("\x1f".join(fields).encode()).hexdigest()


NEXT_ON = next(
    rung.on for rung in ladder(silence.DUE_ON, DEFAULT_PACK) if rung.step is ChaseStep.SECOND_CHASE
)
STORED_NOW, HASHED_NOW, VERSION = NOW.strftime(STAMP), NOW.isoformat(), DEFAULT_PACK.version
VALUES = {
    "now": STORED_NOW,
    "version": VERSION,
    "day": DEFAULT_PACK.calendar.local_date(NOW).isoformat(),
    "next_at": DEFAULT_PACK.calendar.at(NEXT_ON, DEFAULT_PACK.mail_opens_at).strftime(STAMP),
}
DUE = """
CREATE TEMP TABLE due AS
SELECT *, chained(head, market_id, position, payload) AS hash FROM (
    SELECT d.id AS deadline_id, d.territory_id, d.market_id, d.party_id, d.subject_id, d.period,
           m.journal_head AS head, m.journal_length + 1 AS position, m.title,
           s.month, s.due_on, l.id AS link_id, b.name AS buyer,
           '{"month":"' || s.month || '","sheet":' || s.id || ',"step":"first_chase"}' AS payload
    FROM deadline d
    JOIN market m ON m.id = d.market_id
    JOIN hour_sheet s ON s.id = d.subject_id
    JOIN access_link l ON l.sheet_id = s.id
    JOIN party b ON b.id = m.buyer_id
    WHERE d.status = 'pending' AND d.due_at <= :now AND d.rule = 'sheet_ladder' AND d.step = 'first_chase'
      AND s.status IN ('awaited', 'rejected') AND d.period = 'v' || s.version
      AND m.stage IN ('follow_up', 'reception', 'terminated')
)
"""
ADD_JOURNAL = """
INSERT INTO journal (market_id, position, event, at, actor_kind, pack_version, payload, previous_hash, hash)
SELECT market_id, position, 'sheet_chased', :now, 'clock', :version, payload, head, hash FROM due
"""
CHANGE_MARKETS = """
UPDATE market SET version = version + 1, journal_length = due.position, journal_head = due.hash
FROM due WHERE due.market_id = market.id
"""
ADD_MAILS = """
INSERT INTO mail (territory_id, market_id, party_id, kind, locale, to_email, to_name, payload, unique_key,
                  message_id, status, phase, release_at, attempts, created_at)
SELECT due.territory_id, min(due.market_id), due.party_id, 'sheet_first_chase', p.locale, p.email,
       coalesce(p.contact_name, p.name),
       json_object('territory_name', t.name, 'facilitator_name', a.name, 'facilitator_email', a.email,
                   'facilitator_phone', a.phone, 'others_to_call', json('[]'),
                   'company_name', p.name,
                   'lines', json_group_array(json_object(
                       'sheet_id', due.subject_id, 'link_id', due.link_id, 'market_title', due.title,
                       'buyer_name', due.buyer, 'month', due.month, 'due_on', due.due_on,
                       'step', 'first_chase', 'received', json('[]'))),
                   'company_link_id', NULL),
       'sheets:' || due.party_id || ':' || :day, 'jalon-' || lower(hex(randomblob(16))), 'pending', 'none',
       :now, 0, :now
FROM due
JOIN party p ON p.id = due.party_id
JOIN territory t ON t.id = due.territory_id
JOIN market m ON m.id = due.market_id
JOIN account a ON a.id = m.referent_id
WHERE p.email IS NOT NULL AND p.email_refused_at IS NULL
GROUP BY due.party_id
ON CONFLICT (unique_key) DO NOTHING
"""
LINK_MAILS = """
INSERT INTO mail_sheet (mail_id, sheet_id, step)
SELECT mail.id, due.subject_id, 'first_chase'
FROM due JOIN mail ON mail.unique_key = 'sheets:' || due.party_id || ':' || :day
"""
SET_NEXT = """
INSERT INTO deadline (territory_id, market_id, party_id, rule, subject_id, step, period, due_at, status)
SELECT territory_id, market_id, party_id, 'sheet_ladder', subject_id, 'second_chase', period, :next_at,
       'pending'
FROM due WHERE true
ON CONFLICT (rule, subject_id, step, period) DO NOTHING
"""
FINISH = """
UPDATE deadline SET status = 'fired', fired_at = :now WHERE id IN (SELECT deadline_id FROM due)
"""


def _same_rows() -> None:
    assert_same_rows(RESULTS / "round-ours.db", RESULTS / "round-limit.db", WRITTEN, but=NUMBERED)

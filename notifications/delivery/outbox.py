"""The outbox's two transactions: claim what may leave, record what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, or_, select, text, update
from sqlmodel import Session

from cases.decisions import NewTask
from cases.packs import packs_at
from cases.rules.chain import canonical
from cases.rules.policy import RulePack
from cases.statements import MAIL, MARKET, hot_writes, table_of
from models.prepared import Prepared
from models.tables import Document, Party
from models.vocabulary import MailStatus, TaskKind, TaskStatus
from notifications.delivery.outcomes import Fate, Outcome, Trial

DOCUMENT, PARTY = table_of(Document), table_of(Party)
INSTANT = MAIL.c.created_at.type
LEASE = timedelta(minutes=15)
"""Longer than a batch may take (delivering.SENDING_SECONDS and one last mail), so that none is sent twice."""

LOST_LEASES = 5
"""A mail that was claimed so often without any result is what brings the process down: a person looks."""

BATCH = 50


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that is ours until its lease ends, with what is needed to write it and to decide afterwards."""

    id: int
    territory_id: int
    market_id: int | None
    party_id: int | None
    referent_id: int | None
    kind: str
    locale: str
    to_email: str
    to_name: str | None
    cc_email: str | None
    payload: str
    figures: str | None
    pack: RulePack
    trial: Trial
    is_lost: bool = False


ROW_FIELDS = tuple(each.name for each in fields(Claimed) if each.name not in ("pack", "trial", "is_lost"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one transaction claimed, and how many mails it moved to the next opening."""

    mails: list[Claimed] = field(default_factory=list)
    postponed: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A claimed mail and what became of it."""

    mail: Claimed
    outcome: Outcome


def _claimable() -> Select[Any]:
    return (
        select(MAIL, DOCUMENT.c.figures, MARKET.c.referent_id)
        .select_from(
            MAIL.outerjoin(DOCUMENT, DOCUMENT.c.id == MAIL.c.document_id).outerjoin(
                MARKET, MARKET.c.id == MAIL.c.market_id
            )
        )
        # The words of the partial index ix_mail_to_send, so that both databases use it.
        .where(text("mail.status IN ('pending', 'sending', 'in_doubt')"))
        .where(
            MAIL.c.release_at <= bindparam("now"),
            or_(MAIL.c.status != MailStatus.SENDING, MAIL.c.lease_until <= bindparam("now")),
        )
        .order_by(MAIL.c.release_at, MAIL.c.id)
        .limit(bindparam("how_many"))
        .with_for_update(skip_locked=True, of=MAIL)
    )


def _lease() -> Update:
    return (
        update(MAIL)
        .where(MAIL.c.id.in_(bindparam("ids", expanding=True)))
        .values(
            status=MailStatus.SENDING,
            lease_until=bindparam("until"),
            attempts=MAIL.c.attempts + 1,
        )
    )


def _record() -> Update:
    """Only while the lease is ours: `attempts` has grown if someone claimed the mail since."""
    return (
        update(MAIL)
        .where(
            MAIL.c.id == bindparam("of_id"),
            MAIL.c.status == MailStatus.SENDING,
            MAIL.c.attempts == bindparam("of_attempts"),
        )
        .values(
            status=bindparam("to_status"),
            phase=bindparam("to_phase"),
            error=bindparam("to_error"),
            finished_at=bindparam("to_finished_at"),
            lease_until=None,
            first_attempt_at=func.coalesce(MAIL.c.first_attempt_at, bindparam("tried_at", type_=INSTANT)),
            release_at=func.coalesce(bindparam("to_release_at", type_=INSTANT), MAIL.c.release_at),
        )
    )


CLAIMABLE, LEASED, RECORD = Prepared(_claimable()), _lease(), Prepared(_record())
CLAIMED_COLUMNS = tuple(_claimable().selected_columns.keys())
POSTPONE = (
    update(MAIL)
    .where(MAIL.c.id == bindparam("of_id"))
    .values(status=MailStatus.PENDING, release_at=bindparam("to_release_at"))
)
MARK_ADDRESS = (
    update(PARTY)
    .where(PARTY.c.id == bindparam("of_id"), PARTY.c.email == bindparam("of_email"))
    .values(email_refused_at=bindparam("at"))
)


def claim(session: Session, now: datetime, *, how_many: int = BATCH) -> Claim:
    """Lease the mails that may leave, oldest first; other deliverers pass over them until the lease ends.

    What comes late, on a day or at an hour when no mail leaves, waits for the next opening.
    """
    found = CLAIMABLE.rows(session, {"now": now, "how_many": how_many})
    if not found:
        return Claim()
    rows = [dict(zip(CLAIMED_COLUMNS, row, strict=True)) for row in found]
    packs = packs_at(session, {row["territory_id"] for row in rows}, now)
    openings = {territory: _opening(pack, now) for territory, pack in packs.items()}
    late = [row for row in rows if openings[row["territory_id"]] > now]
    ours = [row for row in rows if openings[row["territory_id"]] <= now]
    connection = session.connection()
    if late:
        connection.execute(
            POSTPONE, [{"of_id": row["id"], "to_release_at": openings[row["territory_id"]]} for row in late]
        )
    if ours:
        connection.execute(LEASED, {"ids": [row["id"] for row in ours], "until": now + LEASE})
    return Claim([_claimed(row, packs[row["territory_id"]], now) for row in ours], len(late))


def _opening(pack: RulePack, now: datetime) -> datetime:
    return pack.calendar.next_sending_instant(now, pack.mail_opens_at, pack.mail_closes_at)


def _claimed(row: Any, pack: RulePack, now: datetime) -> Claimed:
    values = {name: row[name] for name in ROW_FIELDS}
    trial = Trial(
        row["message_id"],
        row["attempts"] + 1,
        row["phase"],
        row["first_attempt_at"] or now,
        timedelta(hours=pack.mail_retry_hours),
    )
    is_lost = row["first_attempt_at"] is None and row["attempts"] >= LOST_LEASES
    return Claimed(pack=pack, trial=trial, is_lost=is_lost, **values)


def record(session: Session, results: Sequence[Result], now: datetime) -> None:
    """Write what became of a batch; failures open a task for a person and mark dead addresses."""
    if not results:
        return
    connection = session.connection()
    RECORD.write(session, [_row(result, now) for result in results])
    dead = [
        {"of_id": mail.party_id, "of_email": mail.to_email, "at": now}
        for mail, outcome in ((result.mail, result.outcome) for result in results)
        if outcome.is_address_dead and mail.party_id is not None
    ]
    if dead:
        connection.execute(MARK_ADDRESS, dead)
    tasks = list(_tasks(results, now))
    if tasks:
        hot_writes(connection.dialect.name).add_task.write(session, tasks)


def _row(result: Result, now: datetime) -> dict[str, Any]:
    outcome = result.outcome
    is_tried = outcome.fate not in (Fate.RELEASED, Fate.KEPT)
    is_over = outcome.fate in (Fate.SENT, Fate.KEPT, Fate.FAILED)
    return {
        "of_id": result.mail.id,
        "of_attempts": result.mail.trial.attempts,
        "to_status": outcome.status,
        "to_phase": outcome.phase,
        "to_error": outcome.error,
        "to_finished_at": now if is_over else None,
        "to_release_at": outcome.next_at,
        "tried_at": now if is_tried else None,
    }


def _tasks(results: Iterable[Result], now: datetime) -> Iterable[dict[str, Any]]:
    for mail, outcome in ((result.mail, result.outcome) for result in results):
        if outcome.fate is not Fate.FAILED:
            continue
        due_on = mail.pack.calendar.first_working_day(mail.pack.calendar.local_date(now))
        task = NewTask(TaskKind.MAIL_FAILED, mail.id, due_on)
        yield {
            "territory_id": mail.territory_id,
            "market_id": mail.market_id,
            "kind": task.kind,
            "subject_id": task.subject_id,
            "unique_key": task.unique_key,
            "details": canonical({"error": outcome.error, "mail_kind": mail.kind, "to": mail.to_email}),
            "due_on": task.due_on,
            "assignee_id": mail.referent_id,
            "status": TaskStatus.OPEN,
            "opened_at": now,
        }

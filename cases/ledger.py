"""The one door of writing: state, journal, tasks, deadlines and mail of each decision, in one transaction.

Callers open the transaction and hold the market's lock; the ledger never commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from cases.actors import Actor
from cases.decisions import Decision, Entry, NewMail, NewTask, TaskEnd
from cases.refusals import StaleMarket
from cases.rules.chain import canonical, link_hash
from cases.rules.market_state import MarketState
from cases.statements import change_market, hot_writes
from models.prepared import connection_of
from models.vocabulary import DeadlineStatus, MailPhase, MailStatus, TaskStatus

Row = dict[str, Any]


@dataclass(slots=True)
class _Head:
    """A market's running end of chain while a batch is being written."""

    market: MarketState
    version: int
    length: int
    head: str
    changes: Row = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    """Rows gathered from all entries, to be written a table at a time."""

    heads: dict[int, _Head] = field(default_factory=dict)
    journal: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    task_ends: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    cancellations: list[Row] = field(default_factory=list)
    mails: list[Row] = field(default_factory=list)
    mail_sheets: list[Row] = field(default_factory=list)


def write(session: Session, entry: Entry, *, now: datetime) -> None:
    """Write one decision. Raises StaleMarket when someone decided on the market in between."""
    write_all(session, (entry,), now=now)


def write_all(session: Session, entries: Iterable[Entry], *, now: datetime) -> None:
    """Write many decisions at once; several about one market chain in the order given."""
    batch = _Batch()
    for entry in entries:
        _gather(batch, entry, now)
    _flush(session, batch)


def write_about_territory(session: Session, decision: Decision, actor: Actor, *, now: datetime) -> None:
    """Write the tasks and mails of a decision about the actor's territory: they are anybody's, and no
    market's journal tells of them. Raises ValueError for what only a market has.
    """
    if decision.changes or decision.sets or decision.cancels:
        raise ValueError(f"{decision.event}: a territory has neither a state nor deadlines")
    territory_id = actor.territory_id
    batch = _Batch(
        tasks=[_task_row(task, territory_id, None, None, now) for task in decision.opens],
        task_ends=[_task_end(end, actor, now) for end in decision.ends],
        mails=[mail_row(mail, territory_id, None, now) for mail in decision.says],
    )
    _flush(session, batch)


def _gather(batch: _Batch, entry: Entry, now: datetime) -> None:
    market, decision = entry.market, entry.decision
    head = batch.heads.get(market.id)
    if head is None:
        head = _Head(market, market.version, market.journal_length, market.journal_head)
        batch.heads[market.id] = head
    _chain(batch, head, entry, now)
    head.changes.update(decision.changes)
    _gather_work(batch, entry, now)
    for mail in decision.says:
        batch.mails.append(mail_row(mail, market.territory_id, market.id, now))
        batch.mail_sheets.extend(
            {"of_key": mail.unique_key, "of_sheet": sheet, "of_step": step} for sheet, step in mail.sheets
        )


def _chain(batch: _Batch, head: _Head, entry: Entry, now: datetime) -> None:
    actor, market_id, event = entry.actor, head.market.id, entry.decision.event
    payload = canonical(entry.decision.payload)
    position = head.length + 1
    actor_name = f"{actor.kind}:{actor.id or ''}"
    digest = link_hash(head.head, market_id, position, event, now, actor_name, entry.pack_version, payload)
    batch.journal.append(
        {
            "market_id": market_id,
            "position": position,
            "event": event,
            "at": now,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "pack_version": entry.pack_version,
            "payload": payload,
            "previous_hash": head.head,
            "hash": digest,
        }
    )
    head.head, head.length = digest, position


def _gather_work(batch: _Batch, entry: Entry, now: datetime) -> None:
    market, decision, actor = entry.market, entry.decision, entry.actor
    referent_id = decision.changes.get("referent_id", market.referent_id)
    batch.tasks += [
        _task_row(task, market.territory_id, market.id, referent_id, now) for task in decision.opens
    ]
    batch.task_ends += [_task_end(end, actor, now) for end in decision.ends]
    for deadline in decision.sets:
        batch.deadlines.append(
            {
                "territory_id": market.territory_id,
                "market_id": market.id,
                "party_id": deadline.party_id,
                "rule": deadline.rule,
                "subject_id": deadline.subject_id,
                "step": deadline.step,
                "period": deadline.period,
                "due_at": deadline.due_at,
                "status": DeadlineStatus.PENDING,
            }
        )
    batch.cancellations.extend(
        {"of_rule": end.rule, "of_subject": end.subject_id} for end in decision.cancels
    )


def _task_row(
    task: NewTask, territory_id: int, market_id: int | None, assignee_id: int | None, now: datetime
) -> Row:
    return {
        "territory_id": territory_id,
        "market_id": market_id,
        "kind": task.kind,
        "subject_id": task.subject_id,
        "unique_key": task.unique_key,
        "details": canonical(task.details) if task.details else "{}",
        "due_on": task.due_on,
        "assignee_id": assignee_id,
        "status": TaskStatus.OPEN,
        "opened_at": now,
    }


def _task_end(end: TaskEnd, actor: Actor, now: datetime) -> Row:
    return {
        "of_kind": end.kind,
        "of_subject": end.subject_id,
        "to_status": end.status,
        "at": now,
        "by": actor.id,
    }


def mail_row(mail: NewMail, territory_id: int, market_id: int | None, now: datetime) -> Row:
    """The outbox row of a message, with the Message-ID that it keeps for ever."""
    return {
        "territory_id": territory_id,
        "market_id": market_id,
        "party_id": mail.party_id,
        "document_id": mail.document_id,
        "kind": mail.kind,
        "locale": mail.locale,
        "to_email": mail.to_email,
        "to_name": mail.to_name,
        "cc_email": mail.cc_email,
        "payload": mail.message.model_dump_json(),
        "unique_key": mail.unique_key,
        "message_id": f"jalon-{uuid4().hex}",
        "status": MailStatus.PENDING,
        "phase": MailPhase.NONE,
        "release_at": mail.release_at,
        "attempts": 0,
        "created_at": now,
    }


def _flush(session: Session, batch: _Batch) -> None:
    hot = hot_writes(connection_of(session).dialect.name)
    _update_markets(session, batch.heads.values())
    # Ends before beginnings: a decision may end a task or a deadline and open its successor.
    for statement, rows in (
        (hot.add_journal, batch.journal),
        (hot.end_tasks, batch.task_ends),
        (hot.add_task, batch.tasks),
        (hot.cancel_deadlines, batch.cancellations),
        (hot.set_deadline, batch.deadlines),
        (hot.add_mail, batch.mails),
        (hot.link_mail, batch.mail_sheets),
    ):
        if rows:
            statement.write(session, rows)


def _update_markets(session: Session, heads: Iterable[_Head]) -> None:
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for head in heads:
        columns = tuple(sorted(head.changes))
        row: Row = {f"to_{name}": value for name, value in head.changes.items()}
        row["of_id"], row["of_version"] = head.market.id, head.version
        row["to_version"] = head.version + 1
        row["to_journal_length"], row["to_journal_head"] = head.length, head.head
        by_columns.setdefault(columns, []).append(row)
    for columns, rows in by_columns.items():
        if change_market(columns).write(session, rows) != len(rows):
            raise StaleMarket

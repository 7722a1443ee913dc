"""Tasks, deadlines, mails and papers as records for programs."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

from cases.actors import Actor
from cases.documents import DocumentFigures, document_figures
from cases.queries.matched_hours import differing
from cases.queries.paging import Page, Row, Slice, take
from cases.queries.walls import DOCUMENT, PARTY, deadlines_seen, documents_seen, mails_seen, tasks_seen
from cases.refusals import NotFound
from cases.statements import DEADLINE, MAIL, MARKET, TASK
from models.vocabulary import DeadlineStatus, MailStatus, TaskKind, TaskStatus


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks: every value given must hold."""

    status: TaskStatus | None = None
    kind: TaskKind | None = None
    assignee_id: int | None = None
    market_id: int | None = None


def list_tasks(session: Session, actor: Actor, wanted: TaskFilter, part: Slice) -> Page:
    """The territory's tasks that the filter keeps.

    `differences`: whose hours the sources say otherwise now, under an open task to compare them.
    """
    names = ("id", "market_id", "kind", "subject_id", "details", "due_on", "assignee_id", "status")
    more = ("outcome", "opened_at", "closed_at", "closed_by")
    query = tasks_seen(actor, *(TASK.c[name] for name in (*names, *more)))
    for name in TaskFilter.__slots__:
        if (value := getattr(wanted, name)) is not None:
            query = query.where(TASK.c[name] == value)
    page = take(session, query, TASK.c.id, part)
    compared = {item["id"]: item["subject_id"] for item in page.items if _is_to_compare(item)}
    rows = differing(session, actor, set(compared.values()))
    for item in page.items:
        item["details"] = json.loads(item["details"])
        item["differences"] = rows.get(compared.get(item["id"], 0), [])
    return page


def _is_to_compare(item: Row) -> bool:
    return (item["kind"], item["status"]) == (TaskKind.MATCH_HOURS, TaskStatus.OPEN)


def list_deadlines(
    session: Session, actor: Actor, market_id: int | None, status: DeadlineStatus | None, part: Slice
) -> Page:
    """The territory's deadlines: those ahead, and those that fired or were set apart."""
    names = (
        "id",
        "market_id",
        "rule",
        "subject_id",
        "step",
        "period",
        "due_at",
        "status",
        "fired_at",
        "error",
    )
    query = deadlines_seen(actor, *(DEADLINE.c[name] for name in names))
    if market_id is not None:
        query = query.where(DEADLINE.c.market_id == market_id)
    if status is not None:
        query = query.where(DEADLINE.c.status == status)
    return take(session, query, DEADLINE.c.id, part)


MAIL_LINE = (
    "id",
    "market_id",
    "party_id",
    "document_id",
    "kind",
    "locale",
    "to_email",
    "to_name",
    "cc_email",
    "status",
    "phase",
    "release_at",
    "attempts",
    "first_attempt_at",
    "finished_at",
    "error",
    "created_at",
)


def list_mails(
    session: Session, actor: Actor, market_id: int | None, status: MailStatus | None, part: Slice
) -> Page:
    """The territory's mails, without their words."""
    query = mails_seen(actor, *(MAIL.c[name] for name in MAIL_LINE))
    if market_id is not None:
        query = query.where(MAIL.c.market_id == market_id)
    if status is not None:
        query = query.where(MAIL.c.status == status)
    return take(session, query, MAIL.c.id, part)


def mail_record(session: Session, actor: Actor, mail_id: int) -> Row:
    """One mail with all that it is written from. Raises NotFound outside the walls."""
    more = (MAIL.c.territory_id, MAIL.c.payload, MAIL.c.message_id, MARKET.c.referent_id, DOCUMENT.c.figures)
    query = mails_seen(actor, *(MAIL.c[name] for name in MAIL_LINE), *more)
    query = query.outerjoin(MARKET, MARKET.c.id == MAIL.c.market_id)
    query = query.outerjoin(DOCUMENT, DOCUMENT.c.id == MAIL.c.document_id)
    row = session.connection().execute(query.where(MAIL.c.id == mail_id)).mappings().first()
    if row is None:
        raise NotFound
    return dict(row)


DOCUMENT_LINE = ("id", "market_id", "party_id", "kind", "figures_sha256", "created_at")


def _papers(actor: Actor, *more: Any) -> Select[Any]:
    columns = (
        *(DOCUMENT.c[name] for name in DOCUMENT_LINE),
        MARKET.c.title.label("market_title"),
        PARTY.c.name.label("party_name"),
        *more,
    )
    return documents_seen(actor, *columns).outerjoin(PARTY, PARTY.c.id == DOCUMENT.c.party_id)


def list_documents(session: Session, actor: Actor, market_id: int | None, part: Slice) -> Page:
    """The papers that the actor may read."""
    query = _papers(actor)
    if market_id is not None:
        query = query.where(DOCUMENT.c.market_id == market_id)
    return take(session, query, DOCUMENT.c.id, part)


def document_record(session: Session, actor: Actor, document_id: int) -> Row:
    """One paper with its frozen figures as JSON. Raises NotFound outside the walls."""
    query = _papers(actor, DOCUMENT.c.figures)
    row = session.connection().execute(query.where(DOCUMENT.c.id == document_id)).mappings().first()
    if row is None:
        raise NotFound
    return {**row, "figures": json.loads(row["figures"])}


def frozen_figures(session: Session, actor: Actor, document_id: int) -> DocumentFigures:
    """The figures that a paper's files are drawn from. Raises NotFound outside the walls."""
    query = documents_seen(actor, DOCUMENT.c.figures).where(DOCUMENT.c.id == document_id)
    content = session.connection().execute(query).scalar()
    if content is None:
        raise NotFound
    return document_figures.validate_json(content)

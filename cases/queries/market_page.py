"""All that one market's page shows, within the actor's walls."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.calibrating import retained_hours
from cases.commands.moving import counted_hours, full_standing
from cases.markets import STATE_COLUMNS, visible
from cases.packs import pack_at
from cases.queries.walls import documents_seen, mails_seen, sheets_seen
from cases.refusals import NotFound
from cases.rules.lifecycle import Transition, missing, moves_from
from cases.rules.market_state import MarketState, Standing
from cases.rules.requirements import Requirement
from cases.statements import DEADLINE, JOURNAL, MAIL, MARKET, TASK, table_of
from models.tables import Account, Document, HourSheet, MarketParty, Party
from models.vocabulary import (
    ActorKind,
    CompanyRole,
    DeadlineRule,
    DeadlineStatus,
    DocumentKind,
    MailStatus,
    SheetStatus,
    TaskKind,
    TaskStatus,
)

PARTY, MEMBER, ACCOUNT = table_of(Party), table_of(MarketParty), table_of(Account)
SHEET, DOCUMENT = table_of(HourSheet), table_of(Document)
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """A party of the market and who answers for it; addresses are for staff."""

    party_id: int
    name: str
    siret: str | None
    contact_name: str | None
    email: str | None
    phone: str | None
    locale: str | None
    email_refused_at: datetime | None
    role: CompanyRole | None = None
    committed_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One sheet of the table."""

    id: int
    party_id: int
    month: date
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal
    due_on: date


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the journal."""

    event: str
    at: datetime
    actor_kind: ActorKind
    actor: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A deadline that waits, or one that was set apart with its error."""

    rule: DeadlineRule
    step: str
    due_at: datetime
    status: DeadlineStatus
    error: str | None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task of the market."""

    id: int
    kind: TaskKind
    subject_id: int
    due_on: date
    details: Mapping[str, Any]

    @property
    def company(self) -> str | None:
        """The company that the task is about, when its kind names one."""
        return self.details.get("company")

    @property
    def month(self) -> str | None:
        """The month that it is about, in ISO 8601."""
        return self.details.get("month")


@dataclass(frozen=True, slots=True)
class MailLine:
    """A message about the market."""

    id: int
    kind: str
    to_email: str
    status: MailStatus
    release_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be drawn."""

    id: int
    kind: DocumentKind
    party: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NextMove:
    """A move that the stage allows, with what it still misses."""

    transition: Transition
    missing: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    """One market. What is for staff only is empty for others."""

    market: MarketState
    amount_excl_tax: Decimal | None
    cpv: str | None
    procedure: str | None
    referent: str | None
    buyer: Contact
    standing: Standing
    counted_hours: Decimal
    calibrated_hours: Decimal | None
    companies: list[Contact]
    sheets: list[SheetCell]
    moves: tuple[NextMove, ...]
    journal: list[Happening]
    deadlines: list[Ahead]
    tasks: list[OpenTask]
    mails: list[MailLine]
    documents: list[Paper]


def market_page(session: Session, actor: Actor, market_id: int, now: datetime) -> MarketPage:
    """The page of a market. Raises NotFound outside the actor's walls."""
    connection = session.connection()
    more = (MARKET.c.amount_excl_tax, MARKET.c.cpv, MARKET.c.procedure, ACCOUNT.c.name)
    query = visible(actor, *STATE_COLUMNS, *more).outerjoin(ACCOUNT, ACCOUNT.c.id == MARKET.c.referent_id)
    row = connection.execute(query.where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    market = MarketState(*row[: len(STATE_COLUMNS)])
    amount, cpv, procedure, referent = row[len(STATE_COLUMNS) :]
    standing = full_standing(session, market, pack_at(session, market.territory_id, now))
    staff = actor.is_staff
    return MarketPage(
        market=market,
        amount_excl_tax=amount,
        cpv=cpv,
        procedure=procedure,
        referent=referent,
        buyer=_buyer(session, actor, market.buyer_id),
        standing=standing,
        counted_hours=Decimal(counted_hours(session, market_id)),
        calibrated_hours=retained_hours(session, market_id).required_hours if staff else None,
        companies=companies_of(session, actor, market_id),
        sheets=_sheets(session, actor, market_id),
        moves=_moves(market, standing) if staff else (),
        journal=_journal(session, market_id) if staff else [],
        deadlines=_deadlines(session, market_id) if staff else [],
        tasks=_tasks(session, market_id) if staff else [],
        mails=_mails(session, actor, market_id),
        documents=_documents(session, actor, market_id),
    )


def _moves(market: MarketState, standing: Standing) -> tuple[NextMove, ...]:
    return tuple(NextMove(move, missing(move, market, standing)) for move in moves_from(market.stage))


CONTACT_COLUMNS = tuple(PARTY.c[name] for name in ("id", "name", "siret"))
ADDRESS_COLUMNS = tuple(
    PARTY.c[name] for name in ("contact_name", "email", "phone", "locale", "email_refused_at")
)
NO_ADDRESS = (None,) * len(ADDRESS_COLUMNS)


def _buyer(session: Session, actor: Actor, party_id: int) -> Contact:
    query = select(*CONTACT_COLUMNS, *ADDRESS_COLUMNS).where(PARTY.c.id == party_id)
    return _contact(actor, session.connection().execute(query).one())


def companies_of(session: Session, actor: Actor, market_id: int) -> list[Contact]:
    """The companies of a market that the actor may see; addresses as far as it may know them."""
    query = (
        select(*CONTACT_COLUMNS, *ADDRESS_COLUMNS, MEMBER.c.role, MEMBER.c.committed_hours)
        .join(MEMBER, MEMBER.c.party_id == PARTY.c.id)
        .where(MEMBER.c.market_id == market_id)
        .order_by(MEMBER.c.id)
    )
    return [_contact(actor, row) for row in session.connection().execute(query)]


def _contact(actor: Actor, row: Any) -> Contact:
    known = actor.is_staff or actor.party_id == row.id
    return Contact(*row[:3], *(row[3:8] if known else NO_ADDRESS), *row[8:])


def _sheets(session: Session, actor: Actor, market_id: int) -> list[SheetCell]:
    names = ("id", "party_id", "month", "status", "is_nil", "declared_hours", "due_on")
    query = sheets_seen(actor, *(SHEET.c[name] for name in names)).where(SHEET.c.market_id == market_id)
    rows = session.connection().execute(query.order_by(SHEET.c.month.desc(), SHEET.c.id))
    return [SheetCell(*row) for row in rows]


def _journal(session: Session, market_id: int) -> list[Happening]:
    query = (
        select(JOURNAL.c.event, JOURNAL.c.at, JOURNAL.c.actor_kind, ACCOUNT.c.name, JOURNAL.c.payload)
        .outerjoin(
            ACCOUNT, (ACCOUNT.c.id == JOURNAL.c.actor_id) & (JOURNAL.c.actor_kind == ActorKind.ACCOUNT)
        )
        .where(JOURNAL.c.market_id == market_id)
        .order_by(JOURNAL.c.position.desc())
        .limit(MOST_ROWS)
    )
    rows = session.connection().execute(query)
    return [Happening(*(*row[:-1], json.loads(row[-1]))) for row in rows]


def _deadlines(session: Session, market_id: int) -> list[Ahead]:
    names = ("rule", "step", "due_at", "status", "error")
    ahead = (DeadlineStatus.PENDING, DeadlineStatus.PAUSED, DeadlineStatus.POISONED)
    query = select(*(DEADLINE.c[name] for name in names)).where(
        DEADLINE.c.market_id == market_id, DEADLINE.c.status.in_(ahead)
    )
    rows = session.connection().execute(query.order_by(DEADLINE.c.due_at).limit(MOST_ROWS))
    return [Ahead(*row) for row in rows]


def _tasks(session: Session, market_id: int) -> list[OpenTask]:
    names = ("id", "kind", "subject_id", "due_on", "details")
    query = select(*(TASK.c[name] for name in names)).where(
        TASK.c.market_id == market_id, TASK.c.status == TaskStatus.OPEN
    )
    rows = session.connection().execute(query.order_by(TASK.c.due_on).limit(MOST_ROWS))
    return [OpenTask(*(*row[:-1], json.loads(row[-1]))) for row in rows]


def _mails(session: Session, actor: Actor, market_id: int) -> list[MailLine]:
    names = ("id", "kind", "to_email", "status", "release_at", "finished_at")
    query = mails_seen(actor, *(MAIL.c[name] for name in names)).where(MAIL.c.market_id == market_id)
    rows = session.connection().execute(query.order_by(MAIL.c.id.desc()).limit(MOST_ROWS))
    return [MailLine(*row) for row in rows]


def _documents(session: Session, actor: Actor, market_id: int) -> list[Paper]:
    query = (
        documents_seen(actor, DOCUMENT.c.id, DOCUMENT.c.kind, PARTY.c.name, DOCUMENT.c.created_at)
        .outerjoin(PARTY, PARTY.c.id == DOCUMENT.c.party_id)
        .where(DOCUMENT.c.market_id == market_id)
        .order_by(DOCUMENT.c.id)
    )
    return [Paper(*row) for row in session.connection().execute(query)]

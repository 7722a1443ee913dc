"""A person's own sessions and keys, and the people of a territory."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.statements import table_of
from models.tables import Account, AccountSession, ApiKey, Party
from models.vocabulary import PartyKind, Role

ACCOUNT, SESSION, KEY, PARTY = (table_of(model) for model in (Account, AccountSession, ApiKey, Party))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser signed in."""

    id: int
    browser: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LivingKey:
    """An API key that works."""

    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the territory; `party` is its organisation, for those who have one."""

    id: int
    name: str
    email: str
    role: Role
    party: str | None
    locale: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation to choose from."""

    id: int
    name: str
    kind: PartyKind


def open_sessions(session: Session, account_id: int, now: datetime) -> list[OpenSession]:
    """The account's sessions that still let in, newest first."""
    query = (
        select(SESSION.c.id, SESSION.c.browser, SESSION.c.created_at, SESSION.c.expires_at)
        .where(SESSION.c.account_id == account_id, SESSION.c.revoked_at.is_(None), SESSION.c.expires_at > now)
        .order_by(SESSION.c.id.desc())
    )
    return [OpenSession(*row) for row in session.connection().execute(query)]


def living_keys(session: Session, account_id: int) -> list[LivingKey]:
    """The account's API keys that work, newest first."""
    query = (
        select(KEY.c.id, KEY.c.name, KEY.c.created_at)
        .where(KEY.c.account_id == account_id, KEY.c.revoked_at.is_(None))
        .order_by(KEY.c.id.desc())
    )
    return [LivingKey(*row) for row in session.connection().execute(query)]


PEOPLE = select(
    *(ACCOUNT.c[name] for name in ("id", "name", "email", "role")), PARTY.c.name, ACCOUNT.c.locale
).outerjoin(PARTY, PARTY.c.id == ACCOUNT.c.party_id)


def person(session: Session, account_id: int) -> Person:
    """The account with this number, which exists."""
    return Person(*session.connection().execute(PEOPLE.where(ACCOUNT.c.id == account_id)).one())


def people(session: Session, actor: Actor) -> list[Person]:
    """The active accounts of the actor's territory, by name."""
    query = PEOPLE.where(ACCOUNT.c.territory_id == actor.territory_id, ACCOUNT.c.active)
    return [Person(*row) for row in session.connection().execute(query.order_by(ACCOUNT.c.name))]


def organisations(session: Session, actor: Actor) -> list[Choice]:
    """The organisations of the actor's territory, by name."""
    query = (
        select(PARTY.c.id, PARTY.c.name, PARTY.c.kind)
        .where(PARTY.c.territory_id == actor.territory_id)
        .order_by(PARTY.c.name)
    )
    return [Choice(*row) for row in session.connection().execute(query)]

"""The people who run a simulated territory, before anything happens there."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from cases.actors import Actor
from cases.statements import table_of
from models.tables import Account
from models.vocabulary import ActorKind, Role


def hire(session: Session, territory_id: int, email: str, name: str, *, now: datetime) -> Actor:
    """A facilitator who acts, but has no password to sign in with."""
    values = {
        "territory_id": territory_id,
        "email": email,
        "name": name,
        "role": Role.FACILITATOR,
        "password_hash": "!",
        "locale": "fr",
        "active": True,
        "created_at": now,
    }
    return facilitator(territory_id, _added(session, Account, values))


def facilitator(territory_id: int, account_id: int) -> Actor:
    """The facilitator of this account."""
    return Actor(ActorKind.ACCOUNT, territory_id, account_id, Role.FACILITATOR)


def _added(session: Session, model: Any, values: dict[str, Any]) -> int:
    table = table_of(model)
    added = session.connection().execute(insert(table).values(**values).returning(table.c.id))
    return int(added.scalar_one())

"""Accounts, and what lets them in: passwords, sessions of a browser, API keys. Secrets are stored hashed."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.passwords import LONGEST, SHORTEST, hash_password, is_password
from cases.refusals import InvalidInput, NotFound, Place
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import Account, AccountSession, ApiKey, Party, Territory
from models.vocabulary import ActorKind, PartyKind, Role

ACCOUNT, SESSION, KEY = table_of(Account), table_of(AccountSession), table_of(ApiKey)
TERRITORY, PARTY = table_of(Territory), table_of(Party)
SESSION_LIFE = timedelta(days=14)
KEY_PREFIX = "jalon_"
NEEDS_PARTY = {
    Role.BUYER: (PartyKind.BUYER,),
    Role.COMPANY: (PartyKind.COMPANY, PartyKind.INSERTION_STRUCTURE),
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Someone known, as whom the request acts. `session_id` is None for an API key."""

    actor: Actor
    name: str
    email: str
    locale: str
    territory_name: str
    session_id: int | None = None


def add_account(
    session: Session,
    territory_id: int,
    email: str,
    name: str,
    role: Role,
    password: str,
    party_id: int | None = None,
    *,
    now: datetime,
) -> int:
    """Add a person; its number. Raises InvalidInput for a known address, a short password, a wrong party."""
    email = email.strip().lower()
    places = [*_password_places(password), *_party_places(session, territory_id, role, party_id)]
    if session.connection().execute(select(ACCOUNT.c.id).where(func.lower(ACCOUNT.c.email) == email)).first():
        places.append(
            Place("email", "Cette adresse a déjà un compte.", "This address already has an account.")
        )
    if places:
        raise InvalidInput(*places)
    values = {
        "territory_id": territory_id,
        "email": email,
        "name": name.strip(),
        "role": role,
        "party_id": party_id,
        "password_hash": hash_password(password),
        "locale": "fr",
        "active": True,
        "created_at": now,
    }
    added = session.connection().execute(insert(ACCOUNT).values(**values).returning(ACCOUNT.c.id))
    return int(added.scalar_one())


def _password_places(password: str) -> list[Place]:
    if SHORTEST <= len(password) <= LONGEST:
        return []
    return [
        Place(
            "password",
            f"Le mot de passe doit compter de {SHORTEST} à {LONGEST} caractères.",
            f"The password must have {SHORTEST} to {LONGEST} characters.",
        )
    ]


def _party_places(session: Session, territory_id: int, role: Role, party_id: int | None) -> list[Place]:
    kinds = NEEDS_PARTY.get(role)
    if kinds is None and party_id is None:
        return []
    query = select(PARTY.c.kind).where(PARTY.c.id == party_id, PARTY.c.territory_id == territory_id)
    kind = session.connection().execute(query).scalar()
    if kind is not None and (kinds is None or kind in kinds):
        return []
    return [
        Place(
            "party_id",
            "Choisissez l’organisme de cette personne, du même genre que son rôle.",
            "Choose this person’s organisation, of the kind that fits the role.",
        )
    ]


def authenticate(session: Session, email: str, password: str) -> int | None:
    """The account with this address and password; None otherwise, after the same work for all."""
    query = select(ACCOUNT.c.id, ACCOUNT.c.password_hash).where(
        func.lower(ACCOUNT.c.email) == email.strip().lower(), ACCOUNT.c.active
    )
    row = session.connection().execute(query).first()
    if is_password(password, row.password_hash if row else None):
        assert row is not None
        return int(row.id)
    return None


def change_password(
    session: Session, account_id: int, current: str, wanted: str, keep: int | None, *, now: datetime
) -> None:
    """A new password; every session of the account ends but `keep`. Raises InvalidInput."""
    connection = session.connection()
    stored = connection.execute(select(ACCOUNT.c.password_hash).where(ACCOUNT.c.id == account_id)).scalar()
    if not is_password(current, stored):
        raise InvalidInput(
            Place("current", "Ce n’est pas votre mot de passe actuel.", "This is not your current password.")
        )
    if places := _password_places(wanted):
        raise InvalidInput(*places)
    changed = update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(password_hash=hash_password(wanted))
    connection.execute(changed)
    others = update(SESSION).where(SESSION.c.account_id == account_id, SESSION.c.revoked_at.is_(None))
    if keep is not None:
        others = others.where(SESSION.c.id != keep)
    connection.execute(others.values(revoked_at=now))


def open_session(session: Session, account_id: int, browser: str, *, now: datetime) -> str:
    """Sign a browser in; the 256-bit token that its cookie holds, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    values = {
        "account_id": account_id,
        "token_hash": _sha256(token),
        "created_at": now,
        "expires_at": now + SESSION_LIFE,
        "browser": browser[:200],
    }
    session.connection().execute(insert(SESSION).values(**values))
    return token


def _signed_in(*columns: Any) -> Select[Any]:
    return (
        select(
            ACCOUNT.c.id,
            ACCOUNT.c.territory_id,
            ACCOUNT.c.role,
            ACCOUNT.c.party_id,
            ACCOUNT.c.name,
            ACCOUNT.c.email,
            ACCOUNT.c.locale,
            TERRITORY.c.name.label("territory_name"),
            *columns,
        )
        .join(TERRITORY, TERRITORY.c.id == ACCOUNT.c.territory_id)
        .where(ACCOUNT.c.active)
    )


BY_SESSION = Prepared(
    _signed_in(SESSION.c.id.label("session_id"))
    .join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
    .where(
        SESSION.c.token_hash == bindparam("hash"),
        SESSION.c.revoked_at.is_(None),
        SESSION.c.expires_at > bindparam("now", type_=SESSION.c.expires_at.type),
    )
)
BY_KEY = Prepared(
    _signed_in()
    .join(KEY, KEY.c.account_id == ACCOUNT.c.id)
    .where(KEY.c.key_hash == bindparam("hash"), KEY.c.revoked_at.is_(None))
)


def find_session(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Whom the token signs in; None when it is unknown, expired or revoked, or the account is closed."""
    row = BY_SESSION.first(session, {"hash": _sha256(token), "now": now})
    return None if row is None else _person(row[:-1], row[-1])


def find_api_key(session: Session, key: str) -> SignedIn | None:
    """On whose behalf the key acts; None when it is unknown or revoked."""
    row = BY_KEY.first(session, {"hash": _sha256(key)})
    return None if row is None else _person(row, None)


def _person(row: tuple[Any, ...], session_id: int | None) -> SignedIn:
    account_id, territory_id, role, party_id, name, email, locale, territory_name = row
    actor = Actor(ActorKind.ACCOUNT, territory_id, account_id, role, party_id)
    return SignedIn(actor, name, email, locale, territory_name, session_id)


def revoke_session(session: Session, account_id: int, session_id: int, *, now: datetime) -> None:
    """Sign one of the account's browsers out. Raises NotFound when it is not one of them."""
    _revoke(session, SESSION, account_id, session_id, now)


def add_api_key(session: Session, account_id: int, name: str, *, now: datetime) -> str:
    """A new key with the account's rights: shown this once, kept hashed."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    values = {"account_id": account_id, "name": name, "key_hash": _sha256(key), "created_at": now}
    session.connection().execute(insert(KEY).values(**values))
    return key


def revoke_api_key(session: Session, account_id: int, key_id: int, *, now: datetime) -> None:
    """End one of the account's keys. Raises NotFound when it is not one of them."""
    _revoke(session, KEY, account_id, key_id, now)


def _revoke(session: Session, table: Any, account_id: int, row_id: int, now: datetime) -> None:
    statement = update(table).where(table.c.id == row_id, table.c.account_id == account_id)
    changed = session.connection().execute(statement.values(revoked_at=now))
    if changed.rowcount != 1:
        raise NotFound


def choose_language(session: Session, account_id: int, locale: str) -> None:
    """Keep the language in which the person reads: `fr` or `en`."""
    statement = update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(locale=locale)
    session.connection().execute(statement)


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

"""One's own account: who is asking, the browsers signed in, API keys, the password."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.house import house_of
from api.permissions import SignedInActor
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.shapes import Shape
from cases.actors import Actor
from cases.commands.accounts import (
    add_api_key,
    change_password,
    choose_language,
    revoke_api_key,
    revoke_session,
)
from cases.inputs import LanguageChoice, NewKey, NewPassword
from cases.inputs.fields import Language
from cases.queries.accounts import living_keys, open_sessions, person
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1/account", tags=["Account"], generate_unique_id_function=operation_id)


class SessionRecord(Shape):
    """A browser signed in."""

    id: int
    browser: str
    created_at: datetime
    expires_at: datetime


class KeyRecord(Shape):
    """An API key that works."""

    id: int
    name: str
    created_at: datetime


class NewKeyRecord(Shape):
    """A key just made."""

    name: str
    key: str
    """Shown this once: only its hash is kept."""


class OwnAccount(Shape):
    """The account that asks."""

    id: int
    name: str
    email: str
    role: Role
    party: str | None
    """Its organisation, for those who have one."""
    locale: Language
    """In which it reads, and is written to."""
    sessions: list[SessionRecord]
    keys: list[KeyRecord]


@router.get("", summary="Read one’s own account", response_model=OwnAccount, responses=READS)
def read_account(session: Reading, actor: SignedInActor, now: Now) -> dict[str, Any]:
    """Who is asking, with the browsers signed in and the keys that work."""
    return _record(session, actor, now)


@router.put("/password", summary="Change one’s password", status_code=204, responses=WRITES)
def put_password(
    request: Request,
    session: Writing,
    actor: SignedInActor,
    now: Now,
    input: Annotated[NewPassword, body(examples.PASSWORD)],
) -> Response:
    """Every browser is signed out; keys go on working. Tries are limited, as at sign-in."""
    host = request.client.host if request.client else ""
    house_of(request).throttle.attempt(f"account {actor.id}", host)
    change_password(session, _id(actor), input.current, input.password, None, now=now)
    return Response(status_code=204)


@router.put("/language", summary="Choose one’s language", response_model=OwnAccount, responses=WRITES)
def put_language(
    session: Writing,
    actor: SignedInActor,
    now: Now,
    input: Annotated[LanguageChoice, body(examples.LANGUAGE)],
) -> dict[str, Any]:
    """That of pages, refusals and mails."""
    choose_language(session, _id(actor), input.locale)
    return _record(session, actor, now)


@router.delete("/sessions/{session_id}", summary="Sign a browser out", status_code=204, responses=WRITES)
def close_session(session: Writing, actor: SignedInActor, now: Now, session_id: Number) -> Response:
    """One of one's own browsers."""
    revoke_session(session, _id(actor), session_id, now=now)
    return Response(status_code=204)


@router.post(
    "/keys", summary="Make an API key", response_model=NewKeyRecord, status_code=201, responses=WRITES
)
def make_key(
    session: Writing, actor: SignedInActor, now: Now, input: Annotated[NewKey, body(examples.KEY)]
) -> dict[str, Any]:
    """A key with the rights of the account."""
    return {"name": input.name, "key": add_api_key(session, _id(actor), input.name, now=now)}


@router.delete("/keys/{key_id}", summary="End an API key", status_code=204, responses=WRITES)
def end_key(session: Writing, actor: SignedInActor, now: Now, key_id: Number) -> Response:
    """One of one's own keys; the one that asks may end itself."""
    revoke_api_key(session, _id(actor), key_id, now=now)
    return Response(status_code=204)


def _record(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    account_id = _id(actor)
    found = person(session, account_id)
    return {
        **{name: getattr(found, name) for name in ("id", "name", "email", "role", "party", "locale")},
        "sessions": open_sessions(session, account_id, now),
        "keys": living_keys(session, account_id),
    }


def _id(actor: Actor) -> int:
    assert actor.id is not None  # only accounts sign in
    return actor.id

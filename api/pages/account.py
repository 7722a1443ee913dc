"""A person's own account: browsers signed in, API keys."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import SignedInActor
from api.rendering import page, see_other
from api.visits import visit_of
from cases.actors import Actor
from cases.commands.accounts import add_api_key, change_password, revoke_api_key, revoke_session
from cases.inputs import NewKey, NewPassword
from cases.queries.accounts import living_keys, open_sessions

router = APIRouter(include_in_schema=False)


@router.get("/compte")
def account_page(request: Request, actor: SignedInActor) -> Response:
    """The account."""
    return _show(request, actor)


@router.post("/compte/mot-de-passe")
def new_password(
    request: Request, actor: SignedInActor, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Change one's password; the other browsers are signed out."""
    on_refusal(request, "password", lambda form: _show(request, actor, form=_without_values(form)))
    house, visit, given = house_of(request), visit_of(request), submission.read(NewPassword)
    house.throttle.attempt(f"account {actor.id}", request.client.host if request.client else "")
    keep = visit.session_id if visit else None
    change_password(session, _id(actor), given.current, given.password, keep, now=now)
    return see_other(request, "/compte?fait=mot-de-passe")


@router.post("/compte/sessions/{session_id}/fermer")
def close_session(
    request: Request, actor: SignedInActor, session_id: int, session: Writing, now: Now
) -> Response:
    """Sign one of one's browsers out."""
    revoke_session(session, _id(actor), session_id, now=now)
    return see_other(request, "/compte?fait=session")


@router.post("/compte/cles")
def make_key(
    request: Request, actor: SignedInActor, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Make an API key, and show it this once."""
    on_refusal(request, "key", lambda form: _show(request, actor, form=form))
    key = add_api_key(session, _id(actor), submission.read(NewKey).name, now=now)
    return _show(request, actor, key=key)


@router.post("/compte/cles/{key_id}/revoquer")
def end_key(request: Request, actor: SignedInActor, key_id: int, session: Writing, now: Now) -> Response:
    """End one of one's keys."""
    revoke_api_key(session, _id(actor), key_id, now=now)
    return see_other(request, "/compte?fait=cle")


def _show(request: Request, actor: Actor, form: FormState | None = None, key: str | None = None) -> Response:
    house, account_id = house_of(request), _id(actor)
    with house.database.read() as session:
        sessions = open_sessions(session, account_id, house.clock())
        keys = living_keys(session, account_id)
    return page(
        request,
        "account.html",
        sessions=sessions,
        keys=keys,
        key=key,
        form=form or FormState(),
        form_for=lambda name: form if form and form.name == name else FormState(name),
    )


def _without_values(form: FormState) -> FormState:
    """The form with its fields empty: a password is never written back to a page."""
    return FormState(form.name, dict.fromkeys(form.values, ""), form.problems)


def _id(actor: Actor) -> int:
    assert actor.id is not None  # only accounts sign in
    return actor.id

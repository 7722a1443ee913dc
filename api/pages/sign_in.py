"""Signing in with an e-mail address and a password, and signing out."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import House, house_of
from api.permissions import PUBLIC, SignedInActor
from api.rendering import own_path, page, see_other
from api.visits import visit_of
from cases.commands.accounts import SESSION_LIFE, authenticate, open_session, revoke_session
from cases.refusals import Refusal

router = APIRouter(include_in_schema=False)


class WrongCredentials(Refusal):
    """No account has this address with this password; which of the two is wrong is not said."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            "L’adresse ou le mot de passe ne convient pas.", "The address or the password is not right."
        )


@router.get("/connexion", dependencies=[PUBLIC])
def sign_in_page(request: Request, suite: str = "/") -> Response:
    """The form; someone already signed in goes on."""
    if visit_of(request) is not None:
        return see_other(request, own_path(suite))
    return _form(request, FormState("sign-in", {"suite": own_path(suite)}))


@router.post("/connexion", dependencies=[PUBLIC])
def sign_in(
    request: Request, submission: Submitted, reading: Reading, session: Writing, now: Now
) -> Response:
    """Open a session of this browser. The answer is the same whether the account exists or not."""
    on_refusal(request, "sign-in", lambda form: _form(request, form))
    house, email = house_of(request), submission.get("email").lower()
    house.throttle.attempt(email, request.client.host if request.client else "")
    account_id = authenticate(reading, email, submission.values.get("password", ""))
    if account_id is None:
        raise WrongCredentials
    token = open_session(session, account_id, request.headers.get("user-agent", ""), now=now)
    response = see_other(request, own_path(submission.get("suite")))
    _keep(house, response, token, int(SESSION_LIFE.total_seconds()))
    return response


@router.post("/deconnexion")
def sign_out(request: Request, actor: SignedInActor, session: Writing, now: Now) -> Response:
    """Revoke this browser's session."""
    visit = visit_of(request)
    if visit is not None and visit.session_id is not None and actor.id is not None:
        revoke_session(session, actor.id, visit.session_id, now=now)
    response = see_other(request, "/connexion?fait=deconnexion")
    _keep(house_of(request), response, "", 0)
    return response


def _keep(house: House, response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        house.session_cookie,
        token,
        max_age=seconds,
        path="/",
        secure=house.is_https,
        httponly=True,
        samesite="lax",
    )


def _form(request: Request, form: FormState) -> Response:
    shown = FormState(form.name, {k: v for k, v in form.values.items() if k != "password"}, form.problems)
    return page(request, "sign_in.html", form=shown)

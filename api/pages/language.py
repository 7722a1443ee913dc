"""Choosing the language, signed in or not."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Writing
from api.forms import Submitted
from api.house import house_of
from api.language import LANGUAGES
from api.permissions import PUBLIC
from api.rendering import own_path, see_other
from api.visits import LANGUAGE_COOKIE, visit_of
from cases.commands.accounts import choose_language
from cases.refusals import NotFound

router = APIRouter(include_in_schema=False)
A_YEAR = 365 * 24 * 3600


@router.post("/langue", dependencies=[PUBLIC])
def choose(request: Request, submission: Submitted, session: Writing) -> Response:
    """Keep the language in a cookie, and in the account of the person signed in."""
    locale, visit = submission.get("locale"), visit_of(request)
    if locale not in LANGUAGES:
        raise NotFound
    if visit is not None and visit.actor.id is not None:
        choose_language(session, visit.actor.id, locale)
    response = see_other(request, own_path(submission.get("back")))
    secure = house_of(request).is_https
    response.set_cookie(LANGUAGE_COOKIE, locale, max_age=A_YEAR, path="/", secure=secure, samesite="lax")
    return response

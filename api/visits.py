"""Who is at the door: the signed-in person behind a cookie or an API key, and the language to answer in."""

from fastapi import Request
from sqlmodel import Session

from api.house import house_of
from api.language import DEFAULT, LANGUAGES, preferred
from cases.commands.accounts import SignedIn, find_api_key, find_session

LANGUAGE_COOKIE = "langue"


def visit_of(request: Request) -> SignedIn | None:
    """The signed-in person, looked up once per request. When a key is given, no cookie is looked at."""
    if not hasattr(request.state, "visit"):
        request.state.visit = _look_up(request)
    visit: SignedIn | None = request.state.visit
    return visit


def _look_up(request: Request) -> SignedIn | None:
    reader: Session | None = getattr(request.state, "reader", None)
    if reader is not None:
        return _find(reader, request)
    with house_of(request).database.read() as session:
        return _find(session, request)


def _find(session: Session, request: Request) -> SignedIn | None:
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        return find_api_key(session, key.strip())
    house = house_of(request)
    token = request.cookies.get(house.session_cookie)
    return find_session(session, token, now=house.clock()) if token else None


def locale_of(request: Request) -> str:
    """The language to answer in: the account's, the cookie's, the company's of a link, the browser's, French.

    Looks nobody up: before a route has asked who is there, it goes by the cookie and the browser.
    """
    visit: SignedIn | None = getattr(request.state, "visit", None)
    if visit is not None and visit.locale in LANGUAGES:
        return visit.locale
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    offered = getattr(request.state, "offered_locale", None)
    if offered in LANGUAGES:
        return str(offered)
    return preferred(request.headers.get("accept-language", "")) or DEFAULT

"""No other site may act in a signed-in person's name: unsafe requests must come from our own pages.

A request with an Authorization header is let through: no browser adds one by itself, and its cookie is then
not looked at (api/visits.py).
"""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import refuse
from cases.refusals import Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(Refusal):
    """The request does not come from one of our pages."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "Cette demande ne vient pas d’une page de ce site. Rechargez la page et recommencez.",
            "This request does not come from a page of this site. Reload the page and try again.",
        )


def is_own(request: Request) -> bool:
    """Whether the browser says that the request comes from our own origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] == request.headers.get("host")


class SameOrigin:
    """Stops unsafe requests of another origin, and those that do not say where they come from."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            return await self.app(scope, receive, send)
        request = Request(scope)
        if "authorization" in request.headers or is_own(request):
            return await self.app(scope, receive, send)
        response = await run_in_threadpool(refuse, request, ForeignOrigin())
        return await response(scope, receive, send)

"""One line in the log for each request, by its route's pattern: no address, name or token; and the last net.

An error that nobody foresaw is logged here with its number, and the person is given that number.
"""

import time
import traceback
from pathlib import Path
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import TITLES, error_page, is_program, problem_json
from api.house import House
from api.language import catalog
from api.visits import locale_of

FRAMES_KEPT = 8
LOG = structlog.get_logger("jalon.web")


class RequestLog:
    """Around everything but the security headers, which its own answers carry too."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception as error:
            LOG.error(
                "request_failed",
                request_id=request_id,
                route=_pattern(scope),
                error=type(error).__name__,
                frames=_frames(error),
            )
            if status:
                raise  # half an answer has left: the connection must break
            await self._apologise(scope, receive, send_with_id)
        seconds = time.perf_counter() - started
        self.house.metrics.answered(scope["method"], _pattern(scope), status, seconds)
        LOG.info(
            "request",
            request_id=request_id,
            method=scope["method"],
            route=_pattern(scope),
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )

    async def _apologise(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if is_program(request):
            title = catalog(locale_of(request)).gettext(TITLES[500])
            response = problem_json(request, 500, "internal-error", title)
            await response(scope, receive, send)
            return
        detail = catalog(locale_of(request)).gettext("Nothing was changed. Try again in a moment.")
        page = await run_in_threadpool(error_page, request, 500, detail)
        await page(scope, receive, send)


def _pattern(scope: Scope) -> str:
    """The route's pattern (`/marches/{market_id}`); never the path itself, which may hold a token."""
    route = scope.get("route")
    return getattr(route, "path", None) or ("static" if scope["path"].startswith("/static/") else "unmatched")


def _frames(error: Exception) -> list[str]:
    """Where the error passed, innermost last, without its words: they may quote a name or an address."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_KEPT:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]

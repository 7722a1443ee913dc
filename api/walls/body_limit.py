"""How much a request may send: little, but for the files that are imported, which are read as they come."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refuse
from cases.refusals import Refusal
from exchange.tables.limits import LIMITS

MEGABYTE = 1_000_000
DEFAULT_LIMIT = MEGABYTE
AROUND_A_FILE = MEGABYTE
"""What the form that brings a file may take beside it."""
TABLE = LIMITS.file_bytes
FILES = {
    "/imports": 600 * MEGABYTE,
    "/api/v1/imports": 600 * MEGABYTE,
    "/plans-achats": TABLE,
    "/api/v1/purchasing-plans": TABLE,
    "/a/": TABLE,
    "/heures/fichier": TABLE,
    "/api/v1/sheet-files": TABLE,
    "/f/": TABLE,
    "/e/": TABLE,
}
"""Where files are sent to, and how large each may be."""


class BodyTooLarge(Refusal):
    """More was sent than this page reads."""

    status = 413

    def __init__(self, path: str) -> None:
        size = (_file_limit(path) or DEFAULT_LIMIT) // MEGABYTE
        super().__init__(
            f"Cet envoi dépasse la taille permise ({size}\u00a0Mo).",
            f"This is larger than the {size} MB allowed.",
        )


def limit_of(path: str) -> int:
    """The most bytes that a request to this path may send."""
    file = _file_limit(path)
    return DEFAULT_LIMIT if file is None else file + AROUND_A_FILE


def _file_limit(path: str) -> int | None:
    return next((most for prefix, most in FILES.items() if path.startswith(prefix)), None)


class BodyLimit:
    """Refuses at once what says that it is too large, and stops reading what turns out to be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit, read = limit_of(scope["path"]), 0
        announced = Request(scope).headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > limit:
            response = await run_in_threadpool(refuse, Request(scope), BodyTooLarge(scope["path"]))
            return await response(scope, receive, send)

        async def receive_up_to_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge(scope["path"])
            return message

        return await self.app(scope, receive_up_to_limit, send)

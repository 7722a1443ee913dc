"""How much a request may send: little, but for the files that are imported, which are read as they come."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refuse
from cases.refusals import Refusal

MEGABYTE = 1_000_000
DEFAULT_LIMIT = MEGABYTE
AROUND_A_FILE = MEGABYTE
"""What the form that brings a file may take beside it."""
LIMITS = (
    ("/imports", 600 * MEGABYTE + AROUND_A_FILE),
    ("/api/v1/imports", 600 * MEGABYTE + AROUND_A_FILE),
    ("/plans-achats", 5 * MEGABYTE + AROUND_A_FILE),
    ("/api/v1/purchasing-plans", 5 * MEGABYTE + AROUND_A_FILE),
    ("/a/", 5 * MEGABYTE + AROUND_A_FILE),
    ("/heures/fichier", 5 * MEGABYTE + AROUND_A_FILE),
    ("/api/v1/sheet-files", 5 * MEGABYTE + AROUND_A_FILE),
    ("/f/", 5 * MEGABYTE + AROUND_A_FILE),
    ("/e/", 5 * MEGABYTE + AROUND_A_FILE),
)


class BodyTooLarge(Refusal):
    """More was sent than this page reads."""

    status = 413

    def __init__(self, limit: int) -> None:
        size = (limit if limit == DEFAULT_LIMIT else limit - AROUND_A_FILE) // MEGABYTE
        super().__init__(
            f"Cet envoi dépasse la taille permise ({size}\u00a0Mo).",
            f"This is larger than the {size} MB allowed.",
        )


def limit_of(path: str) -> int:
    """The most bytes that a request to this path may send."""
    return next((limit for prefix, limit in LIMITS if path.startswith(prefix)), DEFAULT_LIMIT)


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
            response = await run_in_threadpool(refuse, Request(scope), BodyTooLarge(limit))
            return await response(scope, receive, send)

        async def receive_up_to_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge(limit)
            return message

        return await self.app(scope, receive_up_to_limit, send)

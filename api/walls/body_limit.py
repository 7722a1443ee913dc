"""How much a request may send: little, but for the files that are imported, which are read as they come."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refuse
from cases.refusals import Refusal

MEGABYTE = 1_000_000
DEFAULT_LIMIT = MEGABYTE
LIMITS = (
    ("/imports", 600 * MEGABYTE),
    ("/api/v1/imports", 600 * MEGABYTE),
    ("/plans-achats", 6 * MEGABYTE),
    ("/api/v1/purchasing-plans", 6 * MEGABYTE),
    ("/a/", 6 * MEGABYTE),
    ("/heures/fichier", 6 * MEGABYTE),
    ("/api/v1/sheet-files", 6 * MEGABYTE),
    ("/f/", 6 * MEGABYTE),
    ("/e/", 6 * MEGABYTE),
)


class BodyTooLarge(Refusal):
    """More was sent than this page reads."""

    status = 413

    def __init__(self, limit: int) -> None:
        size = limit // MEGABYTE
        super().__init__(
            f"Cet envoi dépasse la taille permise ({size} Mo).", f"This is larger than the {size} MB allowed."
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

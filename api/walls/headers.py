"""The headers that keep a page to itself: content policy, no sniffing, no framing, nothing kept.

The referrer policy is `same-origin`: a link's token never leaves for another site. `no-referrer` would
also make browsers say `Origin: null` on our own forms, and same_origin.py could not tell them from others.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Adds to every answer what it does not set itself."""

    def __init__(self, app: ASGIApp, *, https_only: bool) -> None:
        self.app = app
        added = HEADERS | ({"strict-transport-security": STRICT_TRANSPORT} if https_only else {})
        self.added = tuple((name.encode(), value.encode()) for name, value in added.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_by_it = {name for name, _ in message["headers"]}
                missing = (pair for pair in self.added if pair[0] not in set_by_it)
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        return await self.app(scope, receive, send_with_headers)

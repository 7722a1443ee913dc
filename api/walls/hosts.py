"""Only the names that this service is reached by: any other Host header is refused."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import refuse
from cases.refusals import Refusal
from models.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
PROBES = frozenset({"/healthz", "/readyz"})


class UnknownHost(Refusal):
    """The service is not known by this name."""

    status = 400

    def __init__(self) -> None:
        super().__init__("Ce nom de site n’est pas le nôtre.", "This host name is not ours.")


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The names set, else that of the base URL; on this machine, all its names for itself."""
    named = {host.strip().lower() for host in settings.trusted_hosts.split(",") if host.strip()}
    if not named:
        host = urlsplit(settings.base_url).netloc.rpartition("@")[2].lower()
        named = {_without_port(host)}
    return frozenset(named | LOOPBACK if named & LOOPBACK else named)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


class TrustedHosts:
    """Stops requests for a host that is not ours; a probe may call by address."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            return await self.app(scope, receive, send)
        request = Request(scope)
        if _without_port(request.headers.get("host", "").lower()) in self.hosts:
            return await self.app(scope, receive, send)
        response = await run_in_threadpool(refuse, request, UnknownHost())
        return await response(scope, receive, send)

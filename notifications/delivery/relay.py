"""The SMTP relay, as JALON_SMTP_URL names it. What the URL asks of TLS is done or nothing is sent."""

from dataclasses import dataclass
from ssl import SSLContext
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587


class BadRelay(ValueError):
    """JALON_SMTP_URL does not say what to do; it is never guessed."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail goes and how.

    `is_tls`: TLS from the first byte (smtps://). `starttls`: the connection must be upgraded before anything
    is said (?starttls=require). Neither: plain, as the URL was written, even if the server offers more.
    """

    hostname: str
    port: int
    username: str | None = None
    password: str | None = None
    is_tls: bool = False
    starttls: bool = False
    tls_context: SSLContext | None = None
    timeout_seconds: float = 30


def parse_relay(url: str) -> Relay:
    """Read `smtp://user:password@host:port`, `smtps://...` or `smtp://...?starttls=require`.

    Raises BadRelay, whose message never repeats the URL: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        hostname, port = parts.hostname, parts.port
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise BadRelay("JALON_SMTP_URL is not a URL") from None
    if parts.scheme not in PORTS or not hostname:
        raise BadRelay("JALON_SMTP_URL must start with smtp:// or smtps:// and name a host")
    if parts.path not in ("", "/") or parts.fragment or options not in ({}, {"starttls": ["require"]}):
        raise BadRelay("JALON_SMTP_URL takes no other option than ?starttls=require")
    is_tls, starttls = parts.scheme == "smtps", bool(options)
    if is_tls and starttls:
        raise BadRelay("smtps:// is TLS from the first byte: it takes no ?starttls")
    if (parts.username is None) != (parts.password is None):
        raise BadRelay("JALON_SMTP_URL needs both a user and a password, or neither")
    return Relay(
        hostname,
        port or (SUBMISSION if starttls else PORTS[parts.scheme]),
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        is_tls=is_tls,
        starttls=starttls,
    )

"""A real SMTP server for tests, which answers, refuses or hangs up as it is told."""

import socket
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG_UP = "hang up"


class Mailbox:
    """What the server accepted. `answers` are said in turn to a recipient; then everything is accepted.

    An answer beginning with `dot:` is said (or the line is cut: HANG_UP) after the final dot.
    """

    def __init__(self) -> None:
        self.accepted: list[Envelope] = []
        self.seen: list[str] = []
        self.connections: set[Any] = set()
        self.answers: dict[str, list[str]] = defaultdict(list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        pending = self.answers[address]
        if pending and not pending[0].startswith("dot:"):
            answer = pending.pop(0)
            if answer == HANG_UP:
                server.transport.abort()
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.connections.add(session.peer)
        self.seen.append(self._parsed(envelope)["message-id"])
        pending = self.answers[envelope.rcpt_tos[0]]
        if pending:
            answer = pending.pop(0).removeprefix("dot:")
            if answer == HANG_UP:
                server.transport.abort()
            return answer
        self.accepted.append(envelope)
        return "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        return [self._parsed(envelope) for envelope in self.accepted]

    @staticmethod
    def _parsed(envelope: Envelope) -> EmailMessage:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        return mail


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(mailbox: Mailbox, port: int | None = None, **options: Any) -> Iterator[int]:
    """The port of a server that runs within the block."""
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port or free_port(), data_size_limit=2**26, **options
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()

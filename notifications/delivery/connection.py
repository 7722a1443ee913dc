"""One connection to the relay that knows, when it is lost, whether the mail may have been accepted.

aiosmtplib raises the same error before and after the final dot, so the dialogue is driven from here: only a
loss between the final dot and its answer leaves a doubt.
"""

import asyncio
from dataclasses import dataclass
from typing import cast

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from models.vocabulary import MailPhase
from notifications.delivery.relay import Relay

SUCCESS, COMPLETED, START_INPUT, UNAVAILABLE = 200, 250, 354, 421
DRAIN_SECONDS = 0.005
FINAL_ANSWER_SECONDS = 120
"""Longer than for the rest: relays that scan what they accept answer late, and giving up leaves a doubt."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes on the wire: addresses and the ready bytes, whose lines all end in CRLF (mime.build)."""

    sender: str
    recipient: str
    content: bytes
    cc: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """How far an attempt went. `code` is the relay's answer, None when it gave none."""

    phase: MailPhase
    code: int | None = None
    text: str = ""


class RelayUnreachable(Exception):
    """No connection as the URL wants it: absent, refusing, without the TLS asked for, not signed in."""


class Connection:
    """A reused connection. One mail at a time; `opened` counts how often it had to connect."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.opened = 0
        self.last_used = 0.0
        self._client: SMTP | None = None
        self._phase = MailPhase.NONE

    @property
    def is_open(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def send(self, envelope: Envelope) -> Attempt:
        """Hand over one mail. Raises RelayUnreachable when there is no connection to say anything on.

        A kept connection that turns out to be dead before the data is opened again, once.
        """
        was_open = self.is_open
        attempt = await self._attempt(envelope)
        before_data = attempt.phase in (MailPhase.CONNECTED, MailPhase.MAIL_FROM, MailPhase.RECIPIENT)
        if was_open and attempt.code in (None, UNAVAILABLE) and before_data:
            await self.close()
            attempt = await self._attempt(envelope)
        self.last_used = asyncio.get_running_loop().time()
        return attempt

    async def close(self) -> None:
        """Say goodbye if anyone is listening, and let go."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if client.is_connected:
                await client.quit(timeout=2)
        except (SMTPException, OSError):
            pass  # the other side is gone: nothing left to say
        finally:
            client.close()

    async def _attempt(self, envelope: Envelope) -> Attempt:
        client = await self._connected()
        self._phase = MailPhase.CONNECTED
        try:
            return await self._dialogue(client, envelope)
        except SMTPResponseException as answer:
            await self._start_over(client, answer.code)
            return Attempt(self._phase, answer.code, answer.message)
        except (SMTPException, OSError, ValueError) as failure:
            client.close()
            self._client = None
            return Attempt(self._phase, None, f"{type(failure).__name__}: {failure}")
        except BaseException:
            client.close()
            self._client = None
            raise

    async def _dialogue(self, client: SMTP, envelope: Envelope) -> Attempt:
        self._phase = MailPhase.MAIL_FROM
        await client.mail(envelope.sender)
        self._phase = MailPhase.RECIPIENT
        await client.rcpt(envelope.recipient)
        note = await self._add_copy(client, envelope.cc)
        start = await client.execute_command(b"DATA")
        if start.code != START_INPUT:
            raise SMTPDataError(start.code, start.message)
        self._phase = MailPhase.DATA_STARTED
        await self._data(client, envelope.content)
        return Attempt(MailPhase.ACCEPTED, COMPLETED, note)

    async def _add_copy(self, client: SMTP, cc: str | None) -> str:
        """A copy that is refused never holds back the mail itself."""
        if cc is None:
            return ""
        try:
            await client.rcpt(cc)
        except SMTPResponseException as answer:
            if not client.is_connected:
                raise
            return f"copy refused: {answer.code} {answer.message}"
        return ""

    async def _data(self, client: SMTP, content: bytes) -> None:
        """The dot is written only once all before it has left, so that a loss before it leaves no doubt."""
        protocol = client.protocol
        if protocol is None:
            raise SMTPServerDisconnected("connection lost before the data")
        protocol.write(content.replace(b"\r\n.", b"\r\n.."))
        async with asyncio.timeout(self.relay.timeout_seconds):
            while cast(asyncio.WriteTransport, protocol.transport).get_write_buffer_size():
                await asyncio.sleep(DRAIN_SECONDS)
                if not protocol.is_connected:
                    raise SMTPServerDisconnected("connection lost within the data")
        self._phase = MailPhase.DATA_SENT
        protocol.write(b".\r\n")
        answer = await protocol.read_response(timeout=FINAL_ANSWER_SECONDS)
        if answer.code != COMPLETED:
            self._phase = MailPhase.DATA_STARTED
            raise SMTPDataError(answer.code, answer.message)

    async def _connected(self) -> SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        relay = self.relay
        client = SMTP(
            hostname=relay.hostname,
            port=relay.port,
            username=relay.username,
            password=relay.password,
            use_tls=relay.is_tls,
            start_tls=relay.starttls,
            tls_context=relay.tls_context,
            timeout=relay.timeout_seconds,
            local_hostname=None,
        )
        try:
            await client.connect()
        except (SMTPException, OSError, ValueError) as failure:
            client.close()
            raise RelayUnreachable(f"{type(failure).__name__}: {failure}") from failure
        self.opened += 1
        self._client = client
        return client

    async def _start_over(self, client: SMTP, code: int) -> None:
        """Clear the envelope after a refusal; a connection that will not is dropped."""
        try:
            if code == UNAVAILABLE or code < SUCCESS:
                raise SMTPServerDisconnected("the relay closes")
            await client.rset()
        except (SMTPException, OSError):
            client.close()
            self._client = None

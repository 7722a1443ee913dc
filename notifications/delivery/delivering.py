"""The loop from the outbox to the relay. Nothing is sent inside a transaction; results go 50 a commit."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from models.database import Database
from models.settings import Settings
from models.vocabulary import MailPhase, MailStatus
from notifications.composing import LinkBuilder
from notifications.delivery.connection import Connection, Envelope, RelayUnreachable
from notifications.delivery.outbox import BATCH, Claim, Claimed, Result, claim, record
from notifications.delivery.outcomes import Fate, Outcome, failed, outcome_of, put_off
from notifications.delivery.relay import Relay, parse_relay
from notifications.delivery.writing import Writer
from notifications.site_links import site_links

CONNECTIONS = 4
IDLE_SECONDS = 60
WAKE_SECONDS = 3
SENDING_SECONDS = 6 * 60
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """What became of the mails of one round. `postponed` waits for a day and hour when mail leaves."""

    sent: int = 0
    kept: int = 0
    deferred: int = 0
    in_doubt: int = 0
    failed: int = 0
    released: int = 0
    postponed: int = 0


Written = tuple[Claimed, Envelope]


@dataclass(slots=True)
class _Turn:
    """What one transaction claimed, written: envelopes to send, and mails already decided."""

    postponed: int
    waiting: list[Written] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.postponed or self.waiting or self.results)


class Deliverer:
    """Sends what the outbox holds over a few kept connections. Used by one event loop."""

    def __init__(self, database: Database, relay: Relay | None, writer: Writer) -> None:
        self.database = database
        self.writer = writer
        self.connections = [Connection(relay) for _ in range(CONNECTIONS)] if relay else []
        self._unrecorded: Sequence[Result] = ()

    async def drain(self, clock: Callable[[], datetime], stop: asyncio.Event | None = None) -> DeliveryCounts:
        """Send until nothing may leave any more, or until `stop` is set."""
        counts: Counter[str] = Counter()
        while True:
            is_last = stop is not None and stop.is_set()
            turn = await asyncio.to_thread(self._turn, clock(), is_last=is_last)
            if turn.is_empty:
                return DeliveryCounts(**counts)
            await self._send_all(turn, clock, stop)
            counts["postponed"] += turn.postponed
            counts.update(result.outcome.fate.value for result in self._unrecorded)

    async def close_idle(self, *, everything: bool = False) -> None:
        """Close the connections that have had nothing to say for a minute, or all of them."""
        now = asyncio.get_running_loop().time()
        for connection in self.connections:
            if everything or now - connection.last_used > IDLE_SECONDS:
                await connection.close()

    def _turn(self, now: datetime, *, is_last: bool) -> _Turn:
        """One transaction: record the batch before, claim the next. Then write it, outside."""
        with self.database.write() as session:
            record(session, self._unrecorded, now)
            claimed = Claim() if is_last else claim(session, now, how_many=BATCH)
        self._unrecorded = ()
        turn = _Turn(claimed.postponed)
        for mail in claimed.mails:
            written = self._write(mail, now)
            if isinstance(written, Outcome):
                turn.results.append(Result(mail, written))
            else:
                turn.waiting.append((mail, written))
        return turn

    def _write(self, mail: Claimed, now: datetime) -> Envelope | Outcome:
        if mail.is_lost:
            return failed(mail.trial.phase, "claimed many times without any result")
        try:
            envelope = self.writer.envelope(mail, now)
        except Exception as mistake:  # whatever is wrong with one mail never blocks the others
            log.warning("mail_not_written", mail_id=mail.id, kind=mail.kind, error=type(mistake).__name__)
            return failed(mail.trial.phase, f"{type(mistake).__name__}: {mistake}")
        return envelope if self.connections else Outcome(Fate.KEPT, MailStatus.KEPT, MailPhase.NONE)

    async def _send_all(self, turn: _Turn, clock: Callable[[], datetime], stop: asyncio.Event | None) -> None:
        until = asyncio.get_running_loop().time() + SENDING_SECONDS
        batch = _Batch(turn.waiting[::-1], turn.results, clock, partial(_must_end, stop, until))
        # Kept from the first mail on until recorded: whatever breaks here or in the database meanwhile, the
        # next round records what was sent.
        self._unrecorded = batch.results
        async with asyncio.TaskGroup() as group:
            for connection in self.connections[: len(turn.waiting)]:
                group.create_task(batch.work(connection))
        batch.settle_the_rest()


@dataclass(slots=True)
class _Batch:
    """Mails on their way: connections take from the end of `waiting` and add to `results`."""

    waiting: list[Written]
    results: list[Result]
    clock: Callable[[], datetime]
    must_end: Callable[[], bool]
    unreachable: str | None = None

    async def work(self, connection: Connection) -> None:
        """Send until nothing waits. Cut off, it leaves the rest to the others: a relay may limit them."""
        while self.waiting and not self.must_end():
            mail, envelope = self.waiting.pop()
            try:
                attempt = await connection.send(envelope)
            except RelayUnreachable as reason:
                self.waiting.append((mail, envelope))
                self.unreachable = str(reason)
                return
            self.results.append(Result(mail, outcome_of(attempt, mail.trial, self.clock())))

    def settle_the_rest(self) -> None:
        """Put off what no connection could take; give back what there was no time for."""
        now = self.clock()
        if self.waiting and self.unreachable:
            log.warning("relay_unreachable", error=self.unreachable, mails=len(self.waiting))
        for mail, _ in self.waiting:
            if self.unreachable:
                outcome = put_off(mail.trial, mail.trial.phase, self.unreachable, now)
            else:
                status = MailStatus.IN_DOUBT if mail.trial.was_in_doubt else MailStatus.PENDING
                outcome = Outcome(Fate.RELEASED, status, mail.trial.phase)
            self.results.append(Result(mail, outcome))
        self.waiting.clear()


def _must_end(stop: asyncio.Event | None, until: float) -> bool:
    return (stop is not None and stop.is_set()) or asyncio.get_running_loop().time() > until


async def deliver_once(
    database: Database,
    settings: Settings,
    *,
    now: datetime,
    links: LinkBuilder | None = None,
) -> DeliveryCounts:
    """Send everything that may leave at `now`, once. Raises BadRelay when JALON_SMTP_URL makes no sense."""
    deliverer = _deliverer(database, settings, links)
    try:
        return await deliverer.drain(lambda: now)
    finally:
        await deliverer.close_idle(everything=True)


async def delivery_loop(
    database: Database,
    settings: Settings,
    clock: Callable[[], datetime],
    wake: asyncio.Event,
    stop: asyncio.Event,
    *,
    links: LinkBuilder | None = None,
) -> None:
    """Send mail within seconds of its commit until `stop` is set; `wake` saves the wait.

    A round that fails (the database is away) is logged and tried again: the loop never dies of it. Setting
    `stop` finishes what is on the wire and gives the rest back. Raises BadRelay at once.
    """
    deliverer = _deliverer(database, settings, links)
    try:
        while not stop.is_set():
            wake.clear()
            try:
                await deliverer.drain(clock, stop)
            except Exception as failure:
                log.error("delivery_round_failed", error=type(failure).__name__)
            await deliverer.close_idle()
            await _first_of(wake, stop)
    finally:
        await deliverer.close_idle(everything=True)


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=WAKE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


def _deliverer(database: Database, settings: Settings, links: LinkBuilder | None) -> Deliverer:
    relay = parse_relay(settings.smtp_url) if settings.smtp_url else None
    return Deliverer(database, relay, Writer(settings.mail_from, links or site_links(settings)))

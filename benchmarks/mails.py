"""The outbox emptied: claim, word, send and record, beside aiosmtplib handing over ready bytes.

Both sides use four connections to the same sink, and open them within the time measured.
"""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter

import aiosmtplib
from sqlalchemy import Connection

from benchmarks import silence, territory
from benchmarks.measuring import Aim, Comparison
from benchmarks.storage import RESULTS, built, copied, hand_opened
from cases.correspondence import Correspondent, Letterhead
from cases.ledger import mail_row
from cases.messages import SheetLine, SheetStep
from cases.requests import sheet_request
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import MAIL
from models.database import Database
from models.settings import Settings
from models.vocabulary import Stage
from notifications.delivery import deliver_once
from notifications.delivery.connection import Envelope
from notifications.delivery.delivering import CONNECTIONS
from notifications.delivery.outbox import claim
from notifications.delivery.writing import Writer
from notifications.site_links import SiteLinks

NOW = silence.CHASED_AT + timedelta(minutes=5)
SENDER = "jalon@territoire.example"
LINKS = SiteLinks("https://jalon.example", b"for the benchmark alone, used nowhere else")
HEAD = Letterhead("Pays d’Essai", "Alice Exemple", "alice@territoire.example", "02 00 00 00 00")


def comparison(port: int, *, quick: bool) -> Comparison:
    """2,000 first chases (400 when `quick`) to the sink at this port."""
    count = 400 if quick else 2000
    source = built(f"mails-{count}", lambda connection: _fill(connection, count))
    return Comparison(
        name="mails",
        title="claim, render, send, record",
        limit_title=f"aiosmtplib, ready bytes, {CONNECTIONS} connections",
        unit="mails",
        count=count,
        aim=Aim(0.25),
        ours=lambda: _through_the_outbox(copied(source, "ours"), port, count),
        limit=lambda: asyncio.run(_ready_bytes(_envelopes(source, count), port)),
        same_work=_all_sent,
    )


def _fill(connection: Connection, count: int) -> None:
    numbers = range(1, count + 1)
    territory.settle(connection, count)
    territory.put_markets(connection, (territory.market(n, Stage.TENDER_ANALYSIS) for n in numbers))
    territory.put(connection, MAIL, _mails(count))


def _mails(count: int) -> Iterator[territory.Row]:
    for number in range(1, count + 1):
        company = territory.FIRST_COMPANY + number - 1
        name, address = f"Bâtisseur d’Essai {company}", f"contact@batisseur{company}.example"
        line = SheetLine(
            sheet_id=number,
            link_id=number,
            market_title=f"Rénovation du groupe scolaire n° {number}",
            buyer_name="Ville d’Essai",
            month=date(2026, 3, 1),
            due_on=silence.DUE_ON,
            step=SheetStep.FIRST_CHASE,
        )
        to = Correspondent(company, name, None, address, "fr", None)
        mail = sheet_request(line, to, HEAD, DEFAULT_PACK, silence.CHASED_AT)
        yield mail_row(mail, territory.TERRITORY, number, silence.CHASED_AT)


def _through_the_outbox(path: Path, port: int, count: int) -> float:
    settings = Settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from=SENDER)
    database = Database(f"sqlite:///{path}")
    began = perf_counter()
    counts = asyncio.run(deliver_once(database, settings, now=NOW, links=LINKS))
    seconds = perf_counter() - began
    database.dispose()
    assert counts.sent == count, counts
    return seconds


@cache
def _envelopes(source: Path, count: int) -> tuple[Envelope, ...]:
    """The very bytes that the outbox sends, written beforehand."""
    database = Database(f"sqlite:///{copied(source, 'limit')}", durable=False)
    with database.write() as session:
        claimed = claim(session, NOW, how_many=count)
    database.dispose()
    writer = Writer(SENDER, LINKS)
    return tuple(writer.envelope(mail, NOW) for mail in claimed.mails)


async def _ready_bytes(envelopes: tuple[Envelope, ...], port: int) -> float:
    waiting = list(envelopes)
    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_hand_over(waiting, port))
    return perf_counter() - began


async def _hand_over(waiting: list[Envelope], port: int) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        while waiting:
            mail = waiting.pop()
            await client.sendmail(mail.sender, [mail.recipient], mail.content)


def _all_sent() -> None:
    with hand_opened(RESULTS / "round-ours.db") as connection:
        fates = connection.execute("SELECT status, phase, attempts FROM mail GROUP BY 1, 2, 3").fetchall()
    assert fates == [("sent", "accepted", 1)], fates

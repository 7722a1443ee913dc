"""The inbox of 50 tasks over real HTTP, signed in, beside its bare template with the data already there.

Each side is a server in a process of its own, asked over four kept connections. Both give the same bytes.
"""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection

from benchmarks import territory
from benchmarks.measuring import Aim, Comparison
from benchmarks.serving import NOW, TODAY
from benchmarks.storage import built, copied
from cases.commands.accounts import open_session
from cases.statements import TASK
from models.database import Database
from models.vocabulary import Stage, TaskKind, TaskStatus

MARKETS, TASKS, DONE = 500, 50, 5000
CLIENTS = 4
KINDS = (TaskKind.STUDY_MARKET, TaskKind.ANALYSE_OFFERS, TaskKind.REVIEW_SHEET, TaskKind.CALL_COMPANY)


@dataclass(frozen=True, slots=True)
class Side:
    """A server that listens, and the request that it is asked."""

    port: int
    request: bytes


@contextmanager
def running_comparison(*, quick: bool) -> Iterator[Comparison]:
    """2,000 requests (200 when `quick`) to two servers that run meanwhile."""
    count = 200 if quick else 2000
    path = copied(built("inbox", _fill), "ours")
    token = _sign_in(path)
    with ExitStack() as stack:
        real = stack.enter_context(_running("real", path, token))
        bare = stack.enter_context(_running("bare", path, token))
        yield Comparison(
            name="inbox",
            title=f"inbox of {TASKS} tasks, signed in, over HTTP",
            limit_title="its bare template, no database",
            unit="pages",
            count=count,
            aim=Aim(0.5),
            ours=lambda: asyncio.run(_ask(real, count)),
            limit=lambda: asyncio.run(_ask(bare, count)),
            same_work=partial(_same_page, real, bare),
        )


def _fill(connection: Connection) -> None:
    territory.settle(connection, 1)
    numbers = range(1, MARKETS + 1)
    territory.put_markets(connection, (territory.market(n, Stage.TENDER_ANALYSIS) for n in numbers))
    territory.put(connection, TASK, (_task(number) for number in range(TASKS + DONE)))


def _task(number: int) -> territory.Row:
    """The first 50 are open: late, of this week, and later. The others are done."""
    is_open = number < TASKS
    about = '{"company":"Bâtisseur d’Essai","month":"2026-02-01"}' if number % 4 > 1 else "{}"
    return {
        "territory_id": territory.TERRITORY,
        "market_id": 1 + number % MARKETS,
        "kind": KINDS[number % 4],
        "subject_id": number + 1,
        "unique_key": f"{KINDS[number % 4]}:{number}",
        "details": about,
        "due_on": TODAY + timedelta(days=number - 20) if is_open else date(2026, 1, 20),
        "assignee_id": territory.ACCOUNT,
        "status": TaskStatus.OPEN if is_open else TaskStatus.DONE,
        "opened_at": territory.BEGAN_AT,
        "closed_at": None if is_open else territory.BEGAN_AT,
    }


def _sign_in(path: Path) -> str:
    database = Database(f"sqlite:///{path}")
    with database.write() as session:
        token = open_session(session, territory.ACCOUNT, "benchmark", now=NOW)
    database.dispose()
    return token


@contextmanager
def _running(kind: str, path: Path, token: str) -> Iterator[Side]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        port, fd = listening.getsockname()[1], listening.fileno()
        command = [sys.executable, "-m", "benchmarks.serving", kind, str(path), token, str(fd)]
        request = (
            f"GET /taches HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: jalon={token}\r\n"
            "Accept-Language: fr\r\nAccept: text/html\r\n\r\n"
        ).encode()
        with subprocess.Popen(command, pass_fds=[fd], stderr=subprocess.DEVNULL) as process:
            try:
                yield Side(port, request)
            finally:
                process.terminate()


async def _ask(side: Side, count: int) -> float:
    """Seconds for `count` answers."""
    shares = [count // CLIENTS] * CLIENTS
    began = perf_counter()
    await asyncio.gather(*(_client(side, share) for share in shares))
    return perf_counter() - began


async def _client(side: Side, count: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", side.port)
    body = b""
    for _ in range(count):
        writer.write(side.request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
    writer.close()
    return body


def _same_page(real: Side, bare: Side) -> None:
    """The very same page from both, with the 50 tasks on it."""
    pages = [asyncio.run(_client(side, 1)) for side in (real, bare)]
    assert pages[0] == pages[1], "the two pages differ"
    assert pages[0].count(b'class="task-name"') == TASKS

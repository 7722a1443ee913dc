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
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection

from benchmarks import territory
from benchmarks.measuring import Aim, Comparison
from benchmarks.serving import NOW, TODAY
from benchmarks.storage import built, copied
from cases.commands.accounts import open_session
from cases.statements import TASK, table_of
from models.database import Database
from models.tables import HourLine, HourSheet, Participant
from models.vocabulary import SheetStatus, Stage, TaskKind, TaskStatus

MARKETS, TASKS, DONE = 500, 50, 5000
PEOPLE_A_SHEET = 2
CLIENTS = 4
SHEET, PERSON, LINE = table_of(HourSheet), table_of(Participant), table_of(HourLine)
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
    reviewed = [number for number in range(TASKS) if KINDS[number % 4] is TaskKind.REVIEW_SHEET]
    territory.put(connection, SHEET, (_sheet(number) for number in reviewed))
    people = range(1, PEOPLE_A_SHEET * len(reviewed) + 1)
    territory.put(connection, PERSON, (_person(rank) for rank in people))
    territory.put(connection, LINE, (_line(rank, reviewed[(rank - 1) // PEOPLE_A_SHEET]) for rank in people))


def _sheet(number: int) -> territory.Row:
    """What a task of review is about: February's answer, whose oddities the page tells."""
    return {
        "id": number + 1,
        "territory_id": territory.TERRITORY,
        "market_id": 1 + number % MARKETS,
        "party_id": territory.BUYER,
        "month": date(2026, 2, 1),
        "status": SheetStatus.SUBMITTED,
        "opened_on": date(2026, 3, 1),
        "due_on": date(2026, 3, 6),
        "is_nil": False,
        "declared_hours": Decimal(70 * PEOPLE_A_SHEET),
        "submitted_at": territory.BEGAN_AT,
        "version": 1,
    }


def _person(rank: int) -> territory.Row:
    return {
        "id": rank,
        "territory_id": territory.TERRITORY,
        "party_id": territory.BUYER,
        "first_name": f"Dino {rank}",
        "last_name": "Fictif",
        "name_key": f"dino {rank} fictif",
        "created_at": territory.BEGAN_AT,
    }


def _line(rank: int, number: int) -> territory.Row:
    return {
        "sheet_id": number + 1,
        "participant_id": rank,
        "hours": Decimal(70),
        "training_hours": Decimal(0),
        "is_distinct": False,
    }


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

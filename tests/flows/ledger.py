"""A chunked job of the tests: rows with unique keys, written slowly, so that it can be killed midway.

Its flow runs in Prefect's own processes, under a table served instead of the real one.
"""

import asyncio
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from prefect import flow

from flows.processes import end_with_parent
from flows.schedules import Deployment

ROWS = 40
CHUNK = 4

DEPLOYMENTS = (
    Deployment(name="ledger", flow="tests.flows.ledger.fill", cron="* * * * * */2", why="A test's job."),
)


def ledger_path() -> Path:
    return Path(os.environ["LEDGER"])


def prepare(path: Path) -> None:
    with closing(sqlite3.connect(path)) as ledger, ledger:
        ledger.execute("PRAGMA journal_mode = WAL")
        ledger.execute("CREATE TABLE due (row INTEGER PRIMARY KEY)")
        ledger.execute("CREATE TABLE done (row INTEGER NOT NULL UNIQUE, pid INTEGER NOT NULL)")
        ledger.execute("CREATE TABLE run (pid INTEGER NOT NULL)")
    refill(path)


def refill(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=10)) as ledger, ledger:
        ledger.execute("DELETE FROM done")
        ledger.executemany("INSERT INTO due VALUES (?)", [(row,) for row in range(ROWS)])


def fire_chunk(path: Path, seconds: float) -> int:
    with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        rows = ledger.execute("SELECT row FROM due ORDER BY row LIMIT ?", (CHUNK,)).fetchall()
        for (row,) in rows:
            ledger.execute("INSERT INTO done VALUES (?, ?)", (row, os.getpid()))
            ledger.execute("DELETE FROM due WHERE row = ?", (row,))
            time.sleep(seconds)
        ledger.execute("COMMIT")
        return len(rows)


@flow(name="ledger")
async def fill() -> None:
    end_with_parent()
    path = ledger_path()
    with closing(sqlite3.connect(path, timeout=10)) as ledger, ledger:
        ledger.execute("INSERT INTO run VALUES (?)", (os.getpid(),))
    while await asyncio.to_thread(fire_chunk, path, 0.05):
        pass

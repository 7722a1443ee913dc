"""The real sweep in small chunks whose commits are slow, so that its process can be killed midway.

Served in place of the real table, at an instant that the test writes in a file.
"""

import os
import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from prefect import flow
from sqlalchemy import event, text

from cases.sweep import SweepCounts, sweep_chunk
from flows.clock import instant
from flows.running import all_chunks, at_work
from flows.schedules import Deployment
from models.database import Database
from models.settings import Settings
from tests.support.people import House

MARKETS = 32
CHUNK = 4
SECONDS_BEFORE_COMMIT = 0.2
MONTHS = ("2027-03-01T09:00:00+01:00", "2027-04-01T09:00:00+02:00")
LIFE = (
    "SELECT market_id, position, event, at FROM journal",
    "SELECT rule, subject_id, step, period, status, fired_at FROM deadline",
    "SELECT market_id, month, status FROM hour_sheet",
    "SELECT kind, market_id, status FROM task",
    "SELECT kind, status, release_at FROM mail",
)

DEPLOYMENTS = (
    Deployment(
        "slow-sweep", "tests.flows.slow_sweep.sweep_slowly", cron="* * * * * */4", why="To be killed."
    ),
)


def prepare(house: House, folder: Path) -> None:
    """Markets whose work has begun, and the first of March."""
    for number in range(MARKETS):
        house.under_way(date(2027, 2, 1), f"M-{number}")
    set_clock(folder, MONTHS[0])


def set_clock(folder: Path, now: str) -> None:
    (folder / "now").write_text(now)


def pids(folder: Path) -> list[int]:
    """The processes of the runs so far."""
    note = folder / "runs"
    return [int(line) for line in note.read_text().split()] if note.exists() else []


def life(database: Database) -> list[list[tuple[Any, ...]]]:
    """All that happened in it, whoever did it."""
    with database.engine.connect() as connection:
        return [sorted(map(tuple, connection.execute(text(query))), key=repr) for query in LIFE]


def entries(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM journal")).scalar_one())


async def lived_in_peace(house: House, months: Sequence[str]) -> None:
    """The same months with nobody killed."""
    for now in months:
        await all_chunks(partial(sweep_chunk, house.database, now=instant(now), limit=CHUNK))


@flow(name="slow-sweep")
async def sweep_slowly() -> None:
    settings = Settings()
    now = instant((settings.data_dir / "now").read_text())
    with (settings.data_dir / "runs").open("a") as note:
        note.write(f"{os.getpid()}\n")
    async with at_work(settings) as database:
        event.listen(database.engine, "commit", lambda _: time.sleep(SECONDS_BEFORE_COMMIT))
        counts: SweepCounts = await all_chunks(partial(sweep_chunk, database, now=now, limit=CHUNK))
        assert counts.poisoned == 0

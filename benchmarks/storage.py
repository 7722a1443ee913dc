"""Database files for the rounds: built once, kept, and copied for each side so that all start alike."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from models.database import Database
from models.migrating import upgrade

RESULTS = Path("bench-results")
CACHE = RESULTS / "cache"
STAMP = "%Y-%m-%d %H:%M:%S.%f"
"""How SQLAlchemy writes an instant on SQLite."""


def built(name: str, fill: Callable[[Connection], None]) -> Path:
    """The database that `fill` writes, from the cache when neither the tables nor `name` have changed."""
    tables = "".join(str(CreateTable(table)) for table in SQLModel.metadata.sorted_tables)
    path = CACHE / f"{name}-{sha256(tables.encode()).hexdigest()[:12]}.db"
    if path.exists():
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    _remove(fresh)
    database = Database(f"sqlite:///{fresh}", durable=False)
    upgrade(database)
    with database.write() as session:
        fill(session.connection())
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    database.dispose()
    _settle(fresh)
    fresh.rename(path)
    return path


def copied(source: Path, side: str) -> Path:
    """A copy of the database for one side's round, on the disk before the clock starts."""
    target = RESULTS / f"round-{side}.db"
    _remove(target)
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return target


@contextmanager
def hand_opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A bare connection with the engine's own pragmas: the same durability, nothing in between."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}")
    try:
        yield connection
    finally:
        connection.close()


def assert_same_rows(ours: Path, limit: Path, tables: Iterable[str], *, but: frozenset[str]) -> None:
    """Both files hold the same rows, column by column, except the columns named in `but`.

    Raises AssertionError with the first difference.
    """
    with hand_opened(ours) as left, hand_opened(limit) as right:
        for table in tables:
            columns = [row[1] for row in left.execute(f"PRAGMA table_info({table})") if row[1] not in but]
            query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns)}"
            for here, there in zip(left.execute(query), right.execute(query), strict=True):
                assert here == there, f"{table} differs:\n{dict(zip(columns, here, strict=True))}\n{there}"


def _settle(path: Path) -> None:
    with hand_opened(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)

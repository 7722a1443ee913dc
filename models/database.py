"""Opening the database: one write transaction at a time on SQLite, row locks on PostgreSQL.

A decision is one transaction. `write()` commits when its block ends and rolls back when it raises;
nothing else in the project commits.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from models.prepared import CONNECTION, refusal
from models.readers import KeptReaders

BUSY_TIMEOUT_MS = 15_000


class Database:
    """The one handle on stored cases.

    `durable=False` gives up the guarantee against power loss (tests, simulation): never for real cases.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._open(durable)
        self._readers = KeptReaders(self.engine)
        self._writes = self.engine.execution_options(writes=True)

    def _open(self, durable: bool) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_size=10, max_overflow=20, pool_pre_ping=True)
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(self.url, pool_size=20, max_overflow=30)
        _prepare_sqlite(engine, "FULL" if durable else "OFF")
        return engine

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end of the block, rolled back on any error."""
        with Session(self._writes, autoflush=False, expire_on_commit=False) as session, session.begin():
            session.info[CONNECTION] = session.connection()
            yield session

    def read(self) -> AbstractContextManager[Session]:
        """One consistent view; what it writes by mistake is rolled back."""
        if self.is_sqlite:
            return self._readers.reading()
        return Session(self.engine, autoflush=False, expire_on_commit=False)

    def dispose(self) -> None:
        """Close every connection."""
        self._readers.close()
        self.engine.dispose()


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN is deferred and loses read-modify-writes; ours below is explicit.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        text = "BEGIN IMMEDIATE" if writes else "BEGIN"
        try:  # a tenth of the cost of exec_driver_sql, once in every transaction
            connection.connection.cursor().execute(text)
        except Exception as error:
            raise refusal(connection, error, text) from error

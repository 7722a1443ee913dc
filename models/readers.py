"""Readers of SQLite kept ready between two reads: opening one costs more than most pages read.

Only the driver's transaction ends with each use; SQLAlchemy's session and connection stay open around it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

KEPT = 8
"""How many wait for the next read; in a busier minute the others are opened and closed."""


class KeptReaders:
    """Sessions that read, each on its own connection. Threads may share this; a session is used by one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[tuple[Session, Any]] = []

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view, from the first read to the end of the block; what it wrote is rolled back."""
        session, connection = self._take()
        try:
            yield session
        except BaseException:
            session.close()  # whatever state it was left in, nobody meets it again
            raise
        connection.rollback()
        session.expunge_all()
        if session.is_active and len(self._idle) < KEPT:
            self._idle.append((session, connection))
        else:
            session.close()

    def _take(self) -> tuple[Session, Any]:
        try:
            session, connection = self._idle.pop()
        except IndexError:
            session = Session(self._engine, autoflush=False, expire_on_commit=False)
            return session, session.connection().connection.driver_connection
        connection.execute("BEGIN")
        return session, connection

    def close(self) -> None:
        """Close those that wait."""
        while self._idle:
            self._idle.pop()[0].close()

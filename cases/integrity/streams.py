"""Reading whole tables in market order, a few thousand rows at a time, without keeping them."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select
from sqlmodel import Session

from models.database import Database

CHUNK = 2_000
AnyRow = Row[Any]


def snapshot(database: Database, session: Session) -> Connection:
    """The session's connection, on which all that is read belongs to one instant."""
    if database.is_sqlite:
        return session.connection()
    return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def stream(connection: Connection, query: Select[Any], *, chunk: int = CHUNK) -> Iterator[AnyRow]:
    """The rows of the query, `chunk` at a time."""
    yield from connection.execute(query, execution_options={"yield_per": chunk})


class Beside:
    """Rows sorted by market (their first column), taken along while markets go by in the same order."""

    def __init__(self, rows: Iterable[AnyRow]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)
        self._asked: int | None = None
        self.strays: set[int] = set()
        """Markets of rows that no market came for."""

    def of(self, market_id: int) -> Iterator[AnyRow]:
        """The rows of this market; markets are asked for in growing order."""
        self._pass_over(market_id)
        self._asked = market_id
        return self._take(market_id)

    def finish(self) -> set[int]:
        """The strays, once all markets have gone by."""
        self._pass_over(None)
        return self.strays

    def _take(self, market_id: int) -> Iterator[AnyRow]:
        while self._next is not None and self._next[0] == market_id:
            row = self._next
            self._next = next(self._rows, None)
            yield row

    def _pass_over(self, market_id: int | None) -> None:
        while self._next is not None and (market_id is None or self._next[0] < market_id):
            if self._next[0] != self._asked:
                self.strays.add(self._next[0])
            self._next = next(self._rows, None)

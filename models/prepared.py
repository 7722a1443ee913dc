"""Statements compiled once and handed straight to the driver: the engine's hot reads and writes.

SQLAlchemy spends some 30 us on each execution of a cached statement, and compiles those with ON CONFLICT anew
each time (1 ms); the driver needs 5 us. Types are honoured both ways, and errors are SQLAlchemy's own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Integer, bindparam
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.columns import Instant

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]
LONGEST_LIST = 1024


CONNECTION = "connection"
"""Where `Database.write` leaves the connection of its one transaction, in the session's `info`."""


def connection_of(session: Session) -> Connection:
    """The session's connection. Asking the session costs 5 us each time, and a decision asks 15 times."""
    known: Connection | None = session.info.get(CONNECTION)
    return known if known is not None else session.connection()


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement's text for one kind of database and one set of given values."""

    text: str
    given: tuple[tuple[str, Convert | None], ...]
    constants: Row
    is_positional: bool

    def values(self, row: Row) -> Any:
        """The driver's parameters: a tuple in order, or a dict by name."""
        source = {**row, **self.constants} if self.constants else row
        values = [source[name] if convert is None else convert(source[name]) for name, convert in self.given]
        if self.is_positional:
            return values
        return {name: value for (name, _), value in zip(self.given, values, strict=True)}


class Prepared:
    """One statement (any Core statement without expanding lists), ready for every database that it meets.

    Rows are plain tuples in the order of the statement's columns.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._columns = tuple(column.type for column in getattr(statement, "exported_columns", ()))
        self._forms: dict[tuple[str, ...], _Form] = {}
        self._readers: dict[str, tuple[tuple[int, Convert], ...]] = {}

    def write(self, session: Session, rows: Sequence[Row]) -> int:
        """Execute for each of these rows, which all have the same keys; the number of rows changed."""
        connection = connection_of(session)
        form = self._form(connection.dialect, rows[0])
        cursor = connection.connection.cursor()
        try:
            if len(rows) == 1:
                cursor.execute(form.text, form.values(rows[0]))
            else:
                cursor.executemany(form.text, [form.values(row) for row in rows])
            return int(cursor.rowcount)
        except Exception as error:
            raise refusal(connection, error, form.text) from error
        finally:
            cursor.close()

    def first(self, session: Session, row: Row) -> tuple[Any, ...] | None:
        """The first row found, if any."""
        found = self.rows(session, row)
        return found[0] if found else None

    def rows(self, session: Session, row: Row) -> list[tuple[Any, ...]]:
        """Every row found."""
        connection = connection_of(session)
        form = self._form(connection.dialect, row)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(form.text, form.values(row))
            found = cursor.fetchall()
            return _read(found, self._reader(connection.dialect, cursor)) if found else []
        except Exception as error:
            raise refusal(connection, error, form.text) from error
        finally:
            cursor.close()

    def _form(self, dialect: Dialect, row: Row) -> _Form:
        key = (dialect.name, *row)
        if (form := self._forms.get(key)) is None:
            form = self._forms[key] = _compiled(self._statement, dialect, row, bool(self._columns))
        return form

    def _reader(self, dialect: Dialect, cursor: Any) -> tuple[tuple[int, Convert], ...]:
        if (reader := self._readers.get(dialect.name)) is None:
            found = (
                kind.dialect_impl(dialect).result_processor(dialect, described[1])
                for kind, described in zip(self._columns, cursor.description, strict=True)
            )
            reader = tuple((index, convert) for index, convert in enumerate(found) if convert is not None)
            self._readers[dialect.name] = reader
        return reader


def _compiled(statement: Any, dialect: Dialect, row: Row, returns: bool) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(row), for_executemany=not returns)
    expanded = compiled.construct_expanded_state(row)
    convert: dict[str, Convert] = dict(expanded.processors)
    for name, bind in compiled.binds.items():
        if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None:
            # An instant costs 5 us to write down, and the rows of one decision share theirs.
            remembers = isinstance(bind.type, Instant)
            convert[name] = lru_cache(maxsize=64)(processor) if remembers else processor
    constants = {
        name: convert[name](value) if name in convert else value
        for name, value in expanded.parameters.items()
        if name not in row
    }
    names = expanded.positiontup or list(expanded.parameters)
    given = tuple((name, None if name in constants else convert.get(name)) for name in names)
    return _Form(expanded.statement, given, constants, compiled.positional)


def _read(found: Sequence[Any], reader: tuple[tuple[int, Convert], ...]) -> list[tuple[Any, ...]]:
    """The rows in Python's own types. Column by column takes half the time of row by row."""
    columns: list[Iterable[Any]] = list(zip(*found, strict=True))
    for index, convert in reader:
        columns[index] = map(convert, columns[index])
    return list(zip(*columns, strict=True))


class PreparedList:
    """A statement about a list of numbers, prepared for lists of 1, 2, 4... of them.

    `build` makes the statement from the list's parameters. A list in between repeats its last number, so that
    a dozen texts serve every length.
    """

    def __init__(self, build: Callable[[Sequence[BindParameter[int]]], Any]) -> None:
        self._build = build
        self._by_length: dict[int, Prepared] = {}

    def rows(self, session: Session, numbers: Collection[int]) -> list[tuple[Any, ...]]:
        """Every row found for these numbers, at most LONGEST_LIST at a time."""
        found, left = [], sorted(set(numbers))
        while left:
            found += self._some(session, left[:LONGEST_LIST])
            left = left[LONGEST_LIST:]
        return found

    def _some(self, session: Session, numbers: list[int]) -> list[tuple[Any, ...]]:
        length = 1 << (len(numbers) - 1).bit_length()
        if (prepared := self._by_length.get(length)) is None:
            places = [bindparam(f"of_{place}", type_=Integer) for place in range(length)]
            prepared = self._by_length[length] = Prepared(self._build(places))
        padded = numbers + numbers[-1:] * (length - len(numbers))
        return prepared.rows(session, {f"of_{place}": number for place, number in enumerate(padded)})


def refusal(connection: Connection, error: Exception, text: str) -> Exception:
    """A driver's error as SQLAlchemy's own, without values; any other error as it is."""
    dialect, opened = connection.dialect, connection.connection
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        return error
    is_lost = dialect.is_disconnect(error, opened.driver_connection, None)
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        text, {}, error, base, hide_parameters=True, connection_invalidated=is_lost, dialect=dialect
    )

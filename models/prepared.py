"""Statements compiled once and handed straight to the driver: the engine's hot reads and writes.

SQLAlchemy spends some 30 us on each execution of a cached statement, and compiles those with ON CONFLICT anew
each time (1 ms); the driver needs 5 us. Types are honoured both ways, and errors are SQLAlchemy's own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """The statement's text for one kind of database and one set of given values."""

    text: str
    given: tuple[tuple[str, Convert | None], ...]
    constants: Row
    is_positional: bool

    def values(self, row: Row) -> Any:
        """The driver's parameters: a tuple in order, or a dict by name."""
        if not self.is_positional:
            named = dict(self.constants)
            for name, convert in self.given:
                named[name] = row[name] if convert is None else convert(row[name])
            return named
        constants = self.constants
        return [
            constants[name] if name in constants else row[name] if convert is None else convert(row[name])
            for name, convert in self.given
        ]


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
        connection = session.connection()
        form = self._form(connection.dialect, rows[0])
        with _cursor(connection, form) as cursor:
            if len(rows) == 1:
                cursor.execute(form.text, form.values(rows[0]))
            else:
                cursor.executemany(form.text, [form.values(row) for row in rows])
            return int(cursor.rowcount)

    def first(self, session: Session, row: Row) -> tuple[Any, ...] | None:
        """The first row found, if any."""
        return next(iter(self.rows(session, row)), None)

    def rows(self, session: Session, row: Row) -> list[tuple[Any, ...]]:
        """Every row found."""
        connection = session.connection()
        form = self._form(connection.dialect, row)
        with _cursor(connection, form) as cursor:
            cursor.execute(form.text, form.values(row))
            found = cursor.fetchall()
            return list(_read(found, self._reader(connection.dialect, cursor))) if found else []

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
            convert[name] = processor
    constants = {
        name: convert[name](value) if name in convert else value
        for name, value in expanded.parameters.items()
        if name not in row
    }
    names = expanded.positiontup or [name for name in expanded.parameters if name in row]
    given = tuple((name, convert.get(name)) for name in names)
    return _Form(expanded.statement, given, constants, compiled.positional)


def _read(
    found: Iterable[tuple[Any, ...]], reader: tuple[tuple[int, Convert], ...]
) -> Iterator[tuple[Any, ...]]:
    for row in found:
        values = list(row)
        for index, convert in reader:
            values[index] = convert(values[index])
        yield tuple(values)


@contextmanager
def _cursor(connection: Connection, form: _Form) -> Iterator[Any]:
    """A cursor of the driver, closed at the end; its errors become SQLAlchemy's, without their values."""
    dialect, opened = connection.dialect, connection.connection
    base = dialect.loaded_dbapi.Error
    cursor = opened.cursor()
    try:
        yield cursor
    except base as error:
        is_lost = dialect.is_disconnect(error, opened.driver_connection, cursor)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            form.text, {}, error, base, hide_parameters=True, connection_invalidated=is_lost, dialect=dialect
        ) from error
    finally:
        cursor.close()

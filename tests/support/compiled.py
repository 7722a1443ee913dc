"""SQL compiled once in a process: compiling it for the database of each test takes a third of its time."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

MOST_STATEMENTS = 3_000


def share_compiled_statements() -> None:
    """Have all SQLite databases of this process use what was compiled for any of them.

    SQLAlchemy keeps compiled statements by engine and dialect: the connections are given one place to keep
    them in, and the dialects, which are all made alike, are equal.
    """
    kept = LRUCache(MOST_STATEMENTS)
    SQLiteDialect_pysqlite.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign]

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        if type(connection.dialect) is SQLiteDialect_pysqlite:
            connection.execution_options(compiled_cache=kept)

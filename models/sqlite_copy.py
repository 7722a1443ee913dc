"""Copying a SQLite database out while it is in use, and putting a copy in its place when it is not."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

ONE_STEP = -1


class DatabaseInUse(OSError):
    """Someone has the database open."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file.name} is in use: stop the service (jalon up) and its workers first.")


def copy_out(file: Path, copy: Path) -> None:
    """Copy the database as at one instant; writers go on meanwhile (WAL)."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target, pages=ONE_STEP)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def copy_in(copy: Path, file: Path) -> None:
    """Put the copy in the place of the database, in one step.

    Raises DatabaseInUse, and sqlite3.DatabaseError when the copy is not sound; nothing was changed then.
    """
    with closing(sqlite3.connect(copy)) as connection:
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the saved database is damaged")
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f".{file.name}.restored")
    try:
        _copy_durably(copy, made)
        _close_log(file)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _copy_durably(copy: Path, made: Path) -> None:
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target, pages=ONE_STEP)
    with made.open("rb") as stream:
        os.fsync(stream.fileno())


def _close_log(file: Path) -> None:
    """Fold the write-ahead log into the database, so that none is left to be replayed into its successor.

    SQLite leaves WAL only for the last connection: this also shows whether anyone else has it open.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=1)) as connection:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise DatabaseInUse(file) from error
    if mode != "delete":
        raise DatabaseInUse(file)

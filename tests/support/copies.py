"""SQLite databases made once in a process and copied from then on: making tables takes ten times as long."""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copyfile

from sqlmodel import SQLModel

from models.database import Database

Make = Callable[[Database], object]
RUN_FOLDER = "JALON_TEST_RUN_FOLDER"


def make_tables(database: Database) -> None:
    """Every table as it is declared, and nothing in them."""
    SQLModel.metadata.create_all(database.engine)


@cache
def made_once(make: Make) -> Path:
    """The file that this function makes; it goes away with the run's folder."""
    file = Path(tempfile.mkdtemp(prefix="made-", dir=os.environ[RUN_FOLDER])) / "jalon.db"
    database = Database(f"sqlite:///{file}", durable=False)
    make(database)
    database.dispose()
    return file


def copy_of(make: Make, file: Path) -> Database:
    """A database of one's own in `file`, as `make` makes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    copyfile(made_once(make), file)
    return Database(f"sqlite:///{file}", durable=False)


def become(database: Database, file: Path) -> None:
    """Have the open database hold what the file holds."""
    source = sqlite3.connect(file)
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        source.backup(driver)
    source.close()

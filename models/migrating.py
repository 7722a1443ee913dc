"""Bringing a database to the schema of this version, and writing the next migration.

`python -m models.migrating "why the schema changes"` writes a migration (docs/contributing.md).
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from models.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
BASE = "base"
ONE_AT_A_TIME = 7_225_466_101
"""The number of PostgreSQL's advisory lock under which a schema changes."""


class DatabaseIsNewer(ValueError):
    """The database was last upgraded by a newer version of Jalon."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision}, which this version of Jalon does not know: "
            "install the newer version again, or restore a backup made before the upgrade."
        )
        self.revision = revision


class BrokenReferences(Exception):
    """A migration would leave rows that refer to nothing; it was undone."""


class RowsInTheWay(ValueError):
    """The schema cannot go back: rows say what the earlier revision has no words for. Nothing changed."""

    def __init__(self, to: str, detail: str) -> None:
        super().__init__(
            f"The database cannot go back to revision {to}: some of its rows are of kinds that this revision "
            f"does not know ({detail}). Nothing changed. Restore the backup made before the upgrade instead."
        )


def upgrade(database: Database) -> None:
    """Bring the schema to this version's, all of it or nothing; does nothing when it is there already.

    Services that start together wait for each other. Raises DatabaseIsNewer.
    """
    if revision_of(database) == newest_revision():
        return
    with _alone(database) as connection:
        refuse_newer(_revision(connection))
        command.upgrade(_config(connection), "head")


def downgrade(database: Database, to: str = BASE) -> None:
    """Take the schema back to an earlier revision; `base` leaves nothing.

    For development: an installation goes back by restoring a backup. Raises RowsInTheWay.
    """
    try:
        with _alone(database) as connection:
            command.downgrade(_config(connection), to)
    except IntegrityError as error:
        raise RowsInTheWay(to, str(error.orig).strip().splitlines()[0]) from error


def revision_of(database: Database) -> str | None:
    """The revision of the database's schema; None while nothing is there."""
    with database.engine.connect() as connection:
        return _revision(connection)


def newest_revision() -> str:
    """The revision that this version of Jalon works with."""
    head = _scripts().get_current_head()
    assert head is not None  # 0001 exists
    return head


def refuse_newer(revision: str | None) -> None:
    """Raises DatabaseIsNewer when this version does not know the revision."""
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseIsNewer(revision)


def make_migration(why: str) -> Path:
    """Write the migration that brings the newest schema to the tables as declared now; its file, to be read.

    Triggers and CHECK constraints are not compared: add them by hand.
    """
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/schema.db", durable=False)
        upgrade(database)
        number = f"{sum(1 for _ in _scripts().walk_revisions()) + 1:04}"
        with _alone(database) as connection:
            script = command.revision(_config(connection), why, autogenerate=True, rev_id=number)
        database.dispose()
    assert script is not None and not isinstance(script, list)
    return Path(script.path)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction that no other migration runs beside."""
    with database.engine.connect().execution_options(writes=True) as connection:
        if database.is_sqlite:
            with _without_foreign_keys(connection), connection.begin():
                yield connection
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise BrokenReferences(f"the migration left rows that refer to nothing: {broken[:5]}")
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
                yield connection


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by building it anew, which its foreign keys would refuse midway."""
    driver = connection.connection.driver_connection
    assert driver is not None  # an open connection has one
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


if __name__ == "__main__":
    sys.stdout.write(f"{make_migration(sys.argv[1])}\n")

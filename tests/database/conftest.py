"""A database of each kind, empty or brought to the newest schema."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.database import Database
from models.migrating import upgrade
from tests.support.copies import become, copy_of, made_once
from tests.support.postgres import fresh_database

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.database))


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Nothing in it, not even a table: SQLite, then PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'jalon.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database_url")
    database = Database(url, durable=False)
    yield database
    database.dispose()


@pytest.fixture
def database(empty_database: Database) -> Database:
    if empty_database.is_sqlite:
        become(empty_database, made_once(upgrade))
    else:
        upgrade(empty_database)
    return empty_database


@pytest.fixture(scope="module", params=KINDS)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """At the newest schema, made once for tests that leave nothing behind or do not mind what others left."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            url = stack.enter_context(fresh_database(request.getfixturevalue("postgres_url")))
            database = Database(url, durable=False)
            upgrade(database)
        else:
            database = copy_of(upgrade, tmp_path_factory.mktemp("shared") / "jalon.db")
        stack.callback(database.dispose)
        yield database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    database = copy_of(upgrade, tmp_path / "jalon.db")
    yield database
    database.dispose()

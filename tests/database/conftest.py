"""A database of each kind, empty or brought to the newest schema."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.database import Database
from models.migrating import upgrade
from tests.support.copies import copy_of
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


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """At the newest schema: SQLite, then PostgreSQL."""
    if request.param == "postgresql":
        database = Database(request.getfixturevalue("migrated_postgres_url"), durable=False)
    else:
        database = copy_of(upgrade, tmp_path / "jalon.db")
    yield database
    database.dispose()


@pytest.fixture(scope="module", params=KINDS)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """At the newest schema, made once for tests that leave nothing behind or do not mind what others left."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server, template = (
                request.getfixturevalue(name) for name in ("postgres_url", "migrated_template")
            )
            database = Database(stack.enter_context(fresh_database(server, template)), durable=False)
        else:
            database = copy_of(upgrade, tmp_path_factory.mktemp("shared") / "jalon.db")
        stack.callback(database.dispose)
        yield database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    database = copy_of(upgrade, tmp_path / "jalon.db")
    yield database
    database.dispose()

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.support.people import House, fresh_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = fresh_house(tmp_path)
    yield found
    found.database.dispose()


@pytest.fixture
def postgres_house(migrated_postgres_url: str) -> Iterator[House]:
    """The same house on PostgreSQL."""
    database = Database(migrated_postgres_url)
    yield House(database)
    database.dispose()

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.support.copies import make_tables
from tests.support.people import House, fresh_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = fresh_house(tmp_path)
    yield found
    found.database.dispose()


@pytest.fixture
def postgres_house(postgres_database_url: str) -> Iterator[House]:
    """The same house on PostgreSQL."""
    database = Database(postgres_database_url)
    make_tables(database)
    yield House(database)
    database.dispose()

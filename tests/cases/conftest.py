from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlmodel import SQLModel

from models.database import Database
from tests.support.people import House


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, made once: copying it takes less time than making it."""
    file = tmp_path_factory.mktemp("empty") / "jalon.db"
    database = Database(f"sqlite:///{file}", durable=False)
    SQLModel.metadata.create_all(database.engine)
    with database.read() as session:
        session.connection().exec_driver_sql("SELECT 1")
    database.dispose()
    return file


@pytest.fixture
def house(tmp_path: Path, empty_file: Path) -> Iterator[House]:
    copyfile(empty_file, tmp_path / "jalon.db")
    found = House(Database(f"sqlite:///{tmp_path / 'jalon.db'}", durable=False))
    yield found
    found.database.dispose()


@pytest.fixture
def postgres_house(postgres_database_url: str) -> Iterator[House]:
    """The same house on PostgreSQL."""
    database = Database(postgres_database_url)
    SQLModel.metadata.create_all(database.engine)
    yield House(database)
    database.dispose()

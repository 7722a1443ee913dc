"""A territory with three markets under way, sealed on three days, that a test may then tamper with."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import text

from cases.integrity import seal_territories
from models.database import Database
from models.migrating import upgrade
from tests.support.people import House, at

JANUARY = date(2027, 1, 1)
SEALED = (date(2027, 1, 5), date(2027, 2, 2), date(2027, 2, 4))
CHECKED = at(date(2027, 2, 5))


def live_and_seal(house: House) -> None:
    """Markets 1 and 2 go on after the first seal; market 3 waits in drafting, and no clock looks at it."""
    house.under_way(date(2027, 1, 4), "M-1")
    house.under_way(date(2027, 1, 4), "M-2")
    waits = house.register(date(2027, 1, 4), "M-3")
    with house.database.write() as session:
        session.connection().execute(text("DELETE FROM deadline WHERE market_id = :waits"), {"waits": waits})
    seal_territories(house.database, now=at(SEALED[0]))
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    seal_territories(house.database, now=at(SEALED[1], 15))
    house.answer(1, JANUARY, "120.50", date(2027, 2, 3))
    house.validate(1, JANUARY, date(2027, 2, 4))
    seal_territories(house.database, now=at(SEALED[2], 15))
    house.live(date(2027, 2, 3), date(2027, 2, 5))


@pytest.fixture(scope="session")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lived") / "jalon.db"
    database = Database(f"sqlite:///{file}", durable=False)
    upgrade(database)
    live_and_seal(House(database))
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return file


@pytest.fixture
def lived(lived_file: Path, tmp_path: Path) -> Iterator[Database]:
    copyfile(lived_file, tmp_path / "jalon.db")
    database = Database(f"sqlite:///{tmp_path / 'jalon.db'}", durable=False)
    yield database
    database.dispose()


def tamper(database: Database, *statements: str) -> None:
    """What someone with the file or its password can do: no trigger or foreign key stops them."""
    if database.is_sqlite:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys = OFF")
            for (name,) in driver.execute(names).fetchall():
                driver.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                driver.execute(statement)
            driver.execute("PRAGMA foreign_keys = ON")
        return
    with database.write() as session:
        session.connection().execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            session.connection().execute(text(statement))

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cases.statements import table_of
from models.database import Database
from models.tables import Market
from tests.database.records import market, party, territory

MARKET = table_of(Market)
TIMES = 200


def increment(database: Database, times: int = TIMES) -> None:
    for _ in range(times):
        with database.write() as session:
            connection = session.connection()
            version = connection.execute(select(MARKET.c.version).with_for_update()).scalar_one()
            connection.execute(update(MARKET).values(version=version + 1))


def version_of(database: Database) -> int:
    with database.read() as session:
        version: int = session.connection().execute(select(MARKET.c.version)).scalar_one()
    return version


@pytest.fixture
def one_market(database: Database) -> Database:
    with database.write() as session:
        here = territory(session)
        market(session, here, party(session, here))
    return database


def test_threads_that_read_then_write_lose_nothing(one_market: Database) -> None:
    threads = [threading.Thread(target=increment, args=(one_market,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert version_of(one_market) == 2 * TIMES


def test_processes_that_read_then_write_lose_nothing(one_market: Database) -> None:
    url = one_market.url.render_as_string(hide_password=False)
    program = (
        "import sys; from models.database import Database; "
        "from tests.database.test_transactions import increment; "
        "increment(Database(sys.argv[1], durable=False))"
    )
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", program, url], cwd=root) for _ in range(2)]

    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert version_of(one_market) == 2 * TIMES


def test_a_write_that_fails_leaves_nothing(one_market: Database) -> None:
    with pytest.raises(ZeroDivisionError), one_market.write() as session:
        session.connection().execute(update(MARKET).values(version=7))
        _ = 1 / 0
    assert version_of(one_market) == 0


def test_what_a_read_writes_by_mistake_is_undone(one_market: Database) -> None:
    with one_market.read() as session:
        session.connection().execute(update(MARKET).values(version=7))
    assert version_of(one_market) == 0


def test_a_read_on_sqlite_keeps_its_view_while_others_write(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        here = territory(session)
        market(session, here, party(session, here))
    with sqlite_database.read() as view:
        before = view.connection().execute(select(MARKET.c.version)).scalar_one()
        increment(sqlite_database, 1)
        assert view.connection().execute(select(MARKET.c.version)).scalar_one() == before
    assert version_of(sqlite_database) == 1

"""Two companies that declare someone at the same instant, on PostgreSQL with a connection each."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from cases.commands.sheets import submit_sheet
from cases.inputs import LineInput, SheetAnswer
from cases.markets import lock_markets
from models.database import Database
from models.vocabulary import TaskKind
from tests.cases.workforce import (
    BORN,
    CHECKED,
    DINO,
    JANUARY,
    PERSON,
    asked,
    declare,
    root_of,
    two_builders,
)
from tests.support.people import House, at

pytestmark = pytest.mark.database
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def house(migrated_postgres_url: str) -> Iterator[House]:
    database = Database(migrated_postgres_url)
    yield House(database)
    database.dispose()


def begin(house: House, act: Callable[[], object]) -> Callable[[], None]:
    """Let `act` go until it waits for a lock, or has ended; what is returned sees it end well."""
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            act()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    until = time.monotonic() + 20
    with house.database.read() as session:
        while thread.is_alive() and not session.connection().execute(WAITING).scalar():
            assert time.monotonic() < until
            time.sleep(0.01)

    def end() -> None:
        thread.join(20)
        assert (failures, thread.is_alive()) == ([], False)

    return end


def submit(house: House, session: Session, market: int, born: date | None) -> None:
    line = LineInput(first_name="Dino", last_name="Fictif", birth_date=born, hours=Decimal(70))
    sheet = house.sheet_of(market, JANUARY)
    submit_sheet(session, house.alice, sheet, SheetAnswer(lines=(line,)), now=at(CHECKED))


@pytest.mark.parametrize(
    ("born", "is_joined"), [(BORN, True), (None, False)], ids=["surely one person", "maybe one person"]
)
def test_one_newcomer_declared_twice_at_once_is_recognised(
    house: House, born: date | None, is_joined: bool
) -> None:
    first, second = two_builders(house)
    with house.database.write() as session:
        submit(house, session, second, born)
        end = begin(house, lambda: declare(house, first, (("Dino", "Fictif", born), "35")))
    end()
    one, other = people(house)
    assert (root_of(house, other) == one) is is_joined
    assert len(asked(house, TaskKind.SAME_PERSON)) == (not is_joined)


def test_whoever_joins_someone_known_waits_for_their_markets_in_everyones_order(house: House) -> None:
    first, second = two_builders(house)
    [dino] = declare(house, first, (DINO, "35"))
    with house.database.write() as session:
        lock_markets(session, {first})
        end = begin(house, lambda: declare(house, second, (DINO, "70")))
        lock_markets(session, {second})
    end()
    assert [root_of(house, record) for record in people(house)] == [dino, dino]


def people(house: House) -> list[int]:
    with house.database.read() as session:
        return list(session.connection().execute(select(PERSON.c.id).order_by(PERSON.c.id)).scalars())

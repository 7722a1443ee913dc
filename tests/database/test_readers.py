from contextlib import ExitStack

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from cases.statements import table_of
from models.database import Database
from models.readers import KEPT
from models.tables import Market
from tests.database.records import market, party, territory

MARKET = table_of(Market)


@pytest.fixture
def one_market(database: Database) -> Database:
    with database.write() as session:
        here = territory(session)
        market(session, here, party(session, here))
    return database


def set_version(session: Session, version: int) -> None:
    session.connection().execute(update(MARKET).values(version=version))


def version_in(session: Session) -> int:
    version: int = session.connection().execute(select(MARKET.c.version)).scalar_one()
    return version


def version_of(database: Database) -> int:
    with database.read() as session:
        return version_in(session)


def test_each_read_sees_what_was_committed_since_the_last(one_market: Database) -> None:
    for version in (7, 8):
        with one_market.write() as session:
            set_version(session, version)

        assert version_of(one_market) == version


def test_a_row_read_as_an_object_is_read_anew_by_the_next_reader(one_market: Database) -> None:
    with one_market.read() as session:
        before = session.get_one(Market, 1)
    with one_market.write() as session:
        set_version(session, before.version + 1)

    with one_market.read() as session:
        assert session.get_one(Market, 1).version == before.version + 1


def test_what_a_reader_writes_is_gone_and_stops_nobody(one_market: Database) -> None:
    before = version_of(one_market)

    with one_market.read() as session:
        set_version(session, before + 5)

    assert version_of(one_market) == before
    with one_market.write() as session:
        set_version(session, before + 1)


def test_a_reader_that_failed_is_not_met_again(one_market: Database) -> None:
    before = version_of(one_market)

    with pytest.raises(ZeroDivisionError), one_market.read() as session:
        set_version(session, before + 5)
        raise ZeroDivisionError

    assert version_of(one_market) == before


def test_readers_at_the_same_time_never_share_a_session(one_market: Database) -> None:
    with ExitStack() as stack:
        open_ones = [stack.enter_context(one_market.read()) for _ in range(KEPT + 2)]

        assert len({id(session) for session in open_ones}) == KEPT + 2
        assert {version_in(session) for session in open_ones} == {0}

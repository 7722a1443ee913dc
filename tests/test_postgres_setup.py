import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support.postgres import fresh_database

pytestmark = pytest.mark.database


def tables_of(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        found = list(names.scalars())
    engine.dispose()
    return found


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(postgres_database_url: str, turn: int) -> None:
    assert tables_of(postgres_database_url) == []

    engine = create_engine(postgres_database_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE left_by_turn_{turn} (id integer)"))
    engine.dispose()

    assert tables_of(postgres_database_url) == [f"left_by_turn_{turn}"]


def test_accents_are_stored_and_measured_in_characters(postgres_database_url: str) -> None:
    engine = create_engine(postgres_database_url)
    with engine.connect() as connection:
        length = connection.execute(text("SELECT length(:word)"), {"word": "échéance"}).scalar_one()
    engine.dispose()
    assert length == 8


def test_a_database_goes_even_when_a_test_leaves_a_connection_open(postgres_url: str) -> None:
    with fresh_database(postgres_url) as url:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        left_open = psycopg.connect(address)

    with left_open, pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")

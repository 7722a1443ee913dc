from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import MetaData, func, select, text
from sqlalchemy.exc import StatementError

from cases.statements import table_of
from models.columns import NaiveInstant
from models.database import Database
from models.tables import HourSheet, Market
from models.vocabulary import Stage
from tests.database.records import NOW, market, party, sheet, territory

MARKET, SHEET = table_of(Market), table_of(HourSheet)
PARIS_SUMMER = timezone(timedelta(hours=2))


def stored_market(shared_database: Database, **values: Any) -> object:
    with shared_database.write() as session:
        here = territory(session, uuid4().hex)
        number = market(session, here, party(session, here), **values)
    with shared_database.read() as session:
        name = next(iter(values))
        return session.connection().execute(select(MARKET.c[name]).where(MARKET.c.id == number)).scalar_one()


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=PARIS_SUMMER),
        datetime(1999, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
        datetime(2100, 1, 1, tzinfo=UTC),
    ],
    ids=str,
)
def test_an_instant_comes_back_to_the_microsecond_in_utc(
    shared_database: Database, instant: datetime
) -> None:
    back = stored_market(shared_database, created_at=instant)

    assert back == instant
    assert isinstance(back, datetime) and back.utcoffset() == timedelta(0)


def test_an_instant_without_a_time_zone_is_refused(shared_database: Database) -> None:
    with pytest.raises(StatementError) as refused:
        stored_market(shared_database, created_at=datetime(2026, 3, 29, 1, 0))  # noqa: DTZ001
    assert isinstance(refused.value.orig, NaiveInstant)


@pytest.mark.parametrize(
    "amount", ["0", "0.01", "0.10", "1607", "933160.25", "999999999999.99", "123456789012.34"]
)
def test_a_decimal_comes_back_exactly(shared_database: Database, amount: str) -> None:
    back = stored_market(shared_database, amount_excl_tax=Decimal(amount))

    assert isinstance(back, Decimal)
    assert back == Decimal(amount) and back.as_tuple().exponent == -2


@pytest.mark.parametrize("amount", ["0.001", "1.005", "99.999"])
def test_a_decimal_is_never_rounded_in_silence(shared_database: Database, amount: str) -> None:
    with pytest.raises(StatementError, match="more than 2 decimals"):
        stored_market(shared_database, amount_excl_tax=Decimal(amount))


def test_hours_are_added_and_compared_exactly_by_the_database(shared_database: Database) -> None:
    with shared_database.write() as session:
        here = territory(session, uuid4().hex)
        company = party(session, here)
        for tenth in range(10):
            there = market(session, here, company, f"M-{tenth}")
            sheet(session, here, there, company, declared_hours=Decimal("0.10"))
    with shared_database.read() as session:
        connection = session.connection()
        total = select(func.sum(SHEET.c.declared_hours)).where(SHEET.c.territory_id == here)
        assert connection.execute(total).scalar_one() == Decimal(1)
        above = select(func.count()).where(
            SHEET.c.territory_id == here, SHEET.c.declared_hours >= Decimal("0.10")
        )
        assert connection.execute(above).scalar_one() == 10


def test_a_word_is_stored_plainly_and_comes_back_as_itself(shared_database: Database) -> None:
    assert stored_market(shared_database, stage="drafting") is Stage.DRAFTING
    with shared_database.read() as session:
        plain = session.connection().execute(text("SELECT DISTINCT stage FROM market")).scalar_one()
    assert plain == "drafting"


def test_instants_are_ordered_and_compared_by_the_database(shared_database: Database) -> None:
    with shared_database.write() as session:
        here = territory(session, uuid4().hex)
        company = party(session, here)
        for hour in (2, 0, 1):
            market(session, here, company, f"M-{hour}", created_at=NOW + timedelta(hours=hour))
    with shared_database.read() as session:
        later = (
            select(MARKET.c.reference)
            .where(MARKET.c.territory_id == here, MARKET.c.created_at > NOW)
            .order_by(MARKET.c.created_at)
        )
        assert list(session.connection().execute(later).scalars()) == ["M-1", "M-2"]


def test_every_instant_and_number_of_the_schema_uses_these_types(shared_database: Database) -> None:
    """PostgreSQL: no timestamp without a zone, no float; reflected, so that migrations are held to it."""
    reflected = MetaData()
    reflected.reflect(shared_database.engine)
    kinds = {str(column.type).upper() for table in reflected.tables.values() for column in table.columns}
    assert not {kind for kind in kinds if "FLOAT" in kind or "REAL" in kind or "DOUBLE" in kind}
    if not shared_database.is_sqlite:
        zoned = select(func.count()).select_from(text("information_schema.columns")).where(
            text("table_schema = 'public' AND data_type = 'timestamp without time zone'")
        )  # fmt: skip
        with shared_database.read() as session:
            assert session.connection().execute(zoned).scalar_one() == 0

"""Statements handed straight to the driver behave like SQLAlchemy's own, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from cases.statements import MARKET, table_of
from models.columns import NaiveInstant
from models.database import Database
from models.prepared import Prepared, PreparedList
from models.tables import Party, Territory
from models.vocabulary import Lever, Origin, PartyKind, Stage, UrbanRenewal

PARTY, TERRITORY = table_of(Party), table_of(Territory)
SEEN_AT = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
ADD_PARTY = Prepared(insert(PARTY).returning(PARTY.c.id))
ADD_MARKET = Prepared(insert(MARKET))
READ = select(
    MARKET.c.reference,
    MARKET.c.required_hours,
    MARKET.c.committed_hours,
    MARKET.c.stage,
    MARKET.c.lever,
    MARKET.c.published_on,
    MARKET.c.created_at,
).order_by(MARKET.c.reference)
READ_AT_STAGES = Prepared(READ.where(MARKET.c.stage.in_((Stage.DRAFTING, Stage.KICKOFF))))
FIND = PreparedList(lambda numbers: select(PARTY.c.id, PARTY.c.name).where(PARTY.c.id.in_(numbers)))
MOVE = Prepared(
    update(MARKET).where(MARKET.c.reference == bindparam("of")).values(required_hours=bindparam("to_hours"))
)


def _territory(session: Session) -> int:
    row = {"code": f"T{datetime.now(UTC).timestamp()}", "name": "Pays d’Essai", "created_at": SEEN_AT}
    added = session.connection().execute(insert(TERRITORY).values(**row).returning(TERRITORY.c.id))
    return int(added.scalar_one())


def _party(session: Session, territory: int, name: str) -> int:
    values = {"territory_id": territory, "kind": PartyKind.BUYER, "name": name, "locale": "fr"}
    found = ADD_PARTY.first(session, {**values, "created_at": SEEN_AT})
    assert found is not None
    return int(found[0])


def _market(territory: int, buyer: int, reference: str, stage: Stage) -> dict[str, Any]:
    return {
        "territory_id": territory,
        "reference": reference,
        "title": "Chantier d’Essai",
        "buyer_id": buyer,
        "origin": Origin.HAND,
        "source_seen": "",
        "lever": Lever.RESERVED_EA_ESAT,
        "required_hours": Decimal("1234.50"),
        "stage": stage,
        "published_on": date(2026, 2, 28),
        "is_framework": False,
        "asks_attestation": False,
        "counted_hours": Decimal(0),
        "counted_qpv_hours": Decimal(0),
        "counted_local_hours": Decimal(0),
        "urban_renewal": UrbanRenewal.NONE,
        "tender_round": 1,
        "version": 0,
        "journal_length": 0,
        "journal_head": "0" * 64,
        "created_at": SEEN_AT,
    }


def test_what_is_written_and_read_keeps_its_types_as_with_sqlalchemy(database: Database) -> None:
    with database.write() as session:
        territory = _territory(session)
        buyer = _party(session, territory, "Ville d’Essai")
        stages = {"M-1": Stage.DRAFTING, "M-2": Stage.KICKOFF, "M-3": Stage.TENDER_ANALYSIS}
        ADD_MARKET.write(session, [_market(territory, buyer, *each) for each in stages.items()])
        assert MOVE.write(session, [{"of": "M-2", "to_hours": Decimal("0.25")}]) == 1
        assert MOVE.write(session, [{"of": "M-1", "to_hours": None}, {"of": "?", "to_hours": None}]) == 1
        found = READ_AT_STAGES.rows(session, {})
        told = session.connection().execute(READ.where(MARKET.c.reference != "M-3")).all()
    assert found == [tuple(row) for row in told]
    first, second = found
    assert first[1] is None
    assert second == (
        "M-2",
        Decimal("0.25"),
        None,
        Stage.KICKOFF,
        Lever.RESERVED_EA_ESAT,
        date(2026, 2, 28),
        SEEN_AT.astimezone(UTC),
    )


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_a_list_of_any_length_finds_each_of_its_rows_once(database: Database, count: int) -> None:
    with database.write() as session:
        territory = _territory(session)
        numbers = [_party(session, territory, f"Partie {each}") for each in range(count + 1)]
        found = FIND.rows(session, [*numbers[1:], numbers[1]])
    assert sorted(found) == [(number, f"Partie {each}") for each, number in enumerate(numbers) if each]


def test_a_list_of_none_asks_nothing(database: Database) -> None:
    with database.read() as session:
        assert FIND.rows(session, ()) == []


def test_what_the_database_refuses_is_sqlalchemys_error_without_its_parameters(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused, database.write() as session:
        territory = _territory(session)
        buyer = _party(session, territory, "Ville d’Essai")
        ADD_MARKET.write(session, [_market(territory, buyer, "SECRET-1", Stage.FOLLOW_UP)])
    assert refused.value.params == {}
    assert "follow_up_has_started" in str(refused.value)


def test_a_value_that_its_type_refuses_raises_as_it_is(database: Database) -> None:
    with pytest.raises(NaiveInstant), database.write() as session:
        ADD_PARTY.first(
            session,
            {
                "territory_id": 1,
                "kind": PartyKind.BUYER,
                "name": "x",
                "locale": "fr",
                "created_at": datetime(2026, 1, 1),  # noqa: DTZ001 - naive on purpose
            },
        )

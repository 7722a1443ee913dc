"""The few rows that every test of the database stands on. All names are invented."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from cases.statements import table_of
from models.tables import HourSheet, Market, Party, Territory

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


def add(session: Session, model: Any, **values: Any) -> int:
    """Insert one row as it is given; its number."""
    row = session.connection().execute(insert(table_of(model)).values(**values))
    assert row.inserted_primary_key is not None
    number: int = row.inserted_primary_key[0]
    return number


def territory(session: Session, code: str = "clairval", **values: Any) -> int:
    return add(session, Territory, code=code, name=f"Territoire {code}", created_at=NOW, **values)


def party(session: Session, territory_id: int, name: str = "Maçonnerie Exemple", **values: Any) -> int:
    row = {"kind": "company", "locale": "fr", "created_at": NOW} | values
    return add(session, Party, territory_id=territory_id, name=name, **row)


def market(session: Session, territory_id: int, buyer_id: int, reference: str = "M-1", **values: Any) -> int:
    row = {
        "title": "École fictive",
        "origin": "hand",
        "stage": "drafting",
        "version": 0,
        "journal_length": 0,
        "journal_head": "0" * 64,
        "created_at": NOW,
    }
    return add(
        session, Market, territory_id=territory_id, buyer_id=buyer_id, reference=reference, **row | values
    )


def sheet(session: Session, territory_id: int, market_id: int, party_id: int, **values: Any) -> int:
    row = {
        "month": date(2026, 3, 1),
        "status": "awaited",
        "opened_on": date(2026, 4, 1),
        "due_on": date(2026, 4, 8),
        "is_nil": False,
        "declared_hours": 0,
        "version": 0,
    }
    keys = {"territory_id": territory_id, "market_id": market_id, "party_id": party_id}
    return add(session, HourSheet, **keys, **row | values)

"""Impossible states, refused by the database itself whatever the code above it does."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from cases.statements import table_of
from models.database import Database
from models.tables import (
    AccessLink,
    Amendment,
    Deadline,
    HourLine,
    HourSheet,
    Journal,
    Mail,
    Market,
    MarketParty,
    Participant,
    Suspension,
    Task,
    Territory,
    TerritorySeal,
)
from tests.database.records import NOW, add, market, party, sheet, territory

DAY, DAY_BEFORE = date(2026, 3, 10), date(2026, 3, 9)


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """Territory 1, buyer and company 1, market 1, sheet 1, participant 1; undone at the end."""
    with shared_database.read() as session:
        add(session, Territory, id=1, code="clairval", name="Clairval", created_at=NOW)
        party(session, 1, id=1)
        market(session, 1, 1, id=1)
        sheet(session, 1, 1, 1, id=1)
        add(session, Participant, id=1, territory_id=1, party_id=1, first_name="Alice",
            last_name="Fictive", created_at=NOW)  # fmt: skip
        yield session


IMPOSSIBLE_MARKETS: list[dict[str, Any]] = [
    {"stage": "follow_up"},
    {"stage": "reception", "starts_on": DAY},
    {"stage": "closed"},
    {"stage": "drafting", "closed_on": DAY},
    {"stage": "terminated"},
    {"stage": "suspended"},
    {"stage": "kickoff", "resumes_to": "kickoff"},
    {"stage": "reception", "starts_on": DAY, "received_on": DAY_BEFORE},
    {"stage": "finished"},
    {"required_hours": -1},
    {"committed_hours": -1},
    {"amount_excl_tax": -1},
]


@pytest.mark.parametrize("values", IMPOSSIBLE_MARKETS, ids=str)
def test_a_market_cannot_contradict_itself(session: Session, values: dict[str, Any]) -> None:
    table = table_of(Market)
    with pytest.raises(IntegrityError):
        session.connection().execute(update(table).values(**values))


IMPOSSIBLE_SHEETS: list[dict[str, Any]] = [
    {"declared_hours": -1},
    {"is_nil": True, "declared_hours": 7},
    {"status": "submitted"},
    {"status": "validated"},
    {"status": "rejected"},
    {"status": "lost"},
    {"market_id": 404},
    {"party_id": 404},
]


@pytest.mark.parametrize("values", IMPOSSIBLE_SHEETS, ids=str)
def test_a_sheet_cannot_contradict_itself(session: Session, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        session.connection().execute(update(table_of(HourSheet)).values(**values))


def task(**values: Any) -> dict[str, Any]:
    row = {"territory_id": 1, "kind": "study_market", "subject_id": 1, "unique_key": "k", "details": "{}",
           "due_on": DAY, "status": "open", "opened_at": NOW}  # fmt: skip
    return row | values


def deadline(**values: Any) -> dict[str, Any]:
    row = {"territory_id": 1, "market_id": 1, "rule": "open_sheets", "subject_id": 1, "step": "open",
           "period": "2026-03-01", "due_at": NOW, "status": "pending"}  # fmt: skip
    return row | values


def mail(**values: Any) -> dict[str, Any]:
    row = {"territory_id": 1, "kind": "statement", "locale": "fr", "to_email": "alice@example.org",
           "payload": "{}", "unique_key": "k", "message_id": "m", "status": "pending", "phase": "none",
           "release_at": NOW, "attempts": 0, "created_at": NOW}  # fmt: skip
    return row | values


def line(**values: Any) -> dict[str, Any]:
    return {"sheet_id": 1, "participant_id": 1, "hours": 7} | values


def member(**values: Any) -> dict[str, Any]:
    return {"market_id": 1, "party_id": 1, "role": "lead"} | values


def entry(**values: Any) -> dict[str, Any]:
    row = {"market_id": 1, "position": 1, "event": "registered", "at": NOW, "actor_kind": "clock",
           "pack_version": "p", "payload": "{}", "previous_hash": "0", "hash": "1"}  # fmt: skip
    return row | values


def seal(**values: Any) -> dict[str, Any]:
    row = {"territory_id": 1, "sealed_on": DAY, "heads": "[]", "previous_root": "0", "root": "1",
           "sealed_at": NOW}  # fmt: skip
    return row | values


IMPOSSIBLE_ROWS: list[tuple[Any, dict[str, Any]]] = [
    (HourLine, line(hours=-1)),
    (HourLine, line(sheet_id=404)),
    (MarketParty, member(role="friend")),
    (MarketParty, member(committed_hours=-1)),
    (Suspension, {"market_id": 1, "from_on": DAY, "to_on": DAY_BEFORE, "reason": "gel"}),
    (Task, task(kind="sleep")),
    (Task, task(status="asleep")),
    (Deadline, deadline(rule="some_day")),
    (Deadline, deadline(status="soon")),
    (Mail, mail(status="lost")),
    (Mail, mail(phase="halfway")),
    (AccessLink, {"territory_id": 1, "act": "everything", "sheet_id": 1, "expires_at": NOW,
                  "created_at": NOW}),
    (Journal, entry(market_id=404)),
]  # fmt: skip


@pytest.mark.parametrize(("model", "values"), IMPOSSIBLE_ROWS, ids=str)
def test_an_impossible_row_is_refused(session: Session, model: Any, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        add(session, model, **values)


TWINS: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (HourLine, line(), line(hours=3)),
    (MarketParty, member(), member(role="subcontractor")),
    (Amendment, {"market_id": 1, "number": 1}, {"market_id": 1, "number": 1}),
    (Task, task(), task(kind="call_company")),
    (Deadline, deadline(), deadline(status="fired")),
    (Mail, mail(), mail(kind="certificate")),
    (Journal, entry(), entry(event="published")),
    (TerritorySeal, seal(), seal(root="2")),
]


@pytest.mark.parametrize(
    ("model", "first", "second"), TWINS, ids=lambda value: getattr(value, "__name__", "")
)
def test_the_same_thing_is_not_stored_twice(
    session: Session, model: Any, first: dict[str, Any], second: dict[str, Any]
) -> None:
    add(session, model, **first)
    with pytest.raises(IntegrityError):
        add(session, model, **second)


def test_a_company_has_one_sheet_a_month_on_a_market(session: Session) -> None:
    sheet(session, 1, 1, 1, id=2, month=date(2026, 4, 1))
    with pytest.raises(IntegrityError):
        sheet(session, 1, 1, 1, id=3)


def test_a_reference_names_one_market_of_a_territory(session: Session) -> None:
    market(session, territory(session, "valjoli", id=2), 1, "M-1", id=2)
    with pytest.raises(IntegrityError):
        market(session, 1, 1, "M-1", id=3)

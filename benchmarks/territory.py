"""The invented territory of the comparisons, written as bare rows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, insert

from cases.actors import Actor
from cases.rules.chain import canonical, link_hash
from cases.statements import JOURNAL, MARKET, table_of
from models.tables import Account, Party, Territory
from models.tables.market import EMPTY_CHAIN
from models.vocabulary import ActorKind, Lever, Origin, PartyKind, Role, Stage

TERRITORY, ACCOUNT, BUYER = 1, 1, 1
FIRST_COMPANY = 2
BEGAN_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ALICE = Actor(ActorKind.ACCOUNT, TERRITORY, ACCOUNT, Role.FACILITATOR)
Row = dict[str, Any]


def settle(connection: Connection, companies: int) -> None:
    """The territory, Alice, one buyer (number 1), and so many companies (from number 2)."""
    at = {"created_at": BEGAN_AT}
    put(connection, table_of(Territory), [{"id": TERRITORY, "code": "T1", "name": "Pays d’Essai", **at}])
    alice = {
        "id": ACCOUNT,
        "territory_id": TERRITORY,
        "email": "alice@territoire.example",
        "name": "Alice Exemple",
        "role": Role.FACILITATOR,
        "password_hash": "x",
        "phone": "02 00 00 00 00",
        "locale": "fr",
        "active": True,
        **at,
    }
    put(connection, table_of(Account), [alice])
    buyer = _party(BUYER, PartyKind.BUYER, "Ville d’Essai", "achats@ville.example")
    names = range(FIRST_COMPANY, FIRST_COMPANY + companies)
    builders = (
        _party(n, PartyKind.COMPANY, f"Bâtisseur d’Essai {n}", f"contact@batisseur{n}.example") for n in names
    )
    put(connection, table_of(Party), [buyer, *builders])


def _party(number: int, kind: PartyKind, name: str, email: str) -> Row:
    return {
        "id": number,
        "territory_id": TERRITORY,
        "kind": kind,
        "name": name,
        "siret": siret(number),
        "contact_name": None,
        "email": email,
        "locale": "fr",
        "created_at": BEGAN_AT,
    }


def siret(number: int) -> str:
    """An invented number of the right length."""
    return f"9{number:013d}"


def market(number: int, stage: Stage, **values: Any) -> Row:
    """One market with the single journal row of its registration already at the head of its chain."""
    return {
        "id": number,
        "territory_id": TERRITORY,
        "reference": f"M-{number}",
        "title": f"Rénovation du groupe scolaire n° {number}",
        "buyer_id": BUYER,
        "referent_id": ACCOUNT,
        "origin": Origin.HAND,
        "source_seen": "",
        "duration_months": 12,
        "lever": Lever.EXECUTION_CONDITION,
        "required_hours": Decimal(300),
        "stage": stage,
        "version": 1,
        "journal_length": 1,
        "journal_head": registration(number)["hash"],
        "created_at": BEGAN_AT,
        **values,
    }


def registration(number: int) -> Row:
    """The first journal row of a market."""
    payload = canonical({"stage": "drafting"})
    actor = f"{ALICE.kind}:{ALICE.id}"
    digest = link_hash(EMPTY_CHAIN, number, 1, "registered", BEGAN_AT, actor, "default", payload)
    return {
        "market_id": number,
        "position": 1,
        "event": "registered",
        "at": BEGAN_AT,
        "actor_kind": ALICE.kind,
        "actor_id": ALICE.id,
        "pack_version": "default",
        "payload": payload,
        "previous_hash": EMPTY_CHAIN,
        "hash": digest,
    }


def put_markets(connection: Connection, markets: Iterable[Row]) -> None:
    """Write markets and their registrations."""
    for chunk in _chunks(markets):
        connection.execute(insert(MARKET), chunk)
        connection.execute(insert(JOURNAL), [registration(row["id"]) for row in chunk])


def put(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows, a few thousand at a time."""
    for chunk in _chunks(rows):
        connection.execute(insert(table), chunk)


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while chunk := list(islice(rows, 5000)):
        yield chunk


def first_of(day: date) -> datetime:
    """Nine o'clock UTC of that day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

"""Two builders, each with a market under way and its January sheet open, and the people they declare."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from cases.actors import Actor
from cases.commands.eligibility import confirm_eligibility
from cases.commands.moves import record_award
from cases.commands.sheets import submit_sheet
from cases.inputs import Award, CompanyInput, Confirmation, LineInput, SheetAnswer
from cases.statements import JOURNAL, MARKET, TASK, table_of
from models.tables import CountedHours, HourSheet, MarketParty, Participant
from models.vocabulary import ActorKind, Role, TaskKind, TaskStatus
from tests.support.people import House, at

SHEET, PART, PERSON, MEMBER = (table_of(each) for each in (HourSheet, CountedHours, Participant, MarketParty))
START, JANUARY = date(2027, 1, 4), date(2027, 1, 1)
OPENED, CHECKED, LATER = date(2027, 2, 1), date(2027, 2, 3), date(2027, 3, 9)
BORN = date(1990, 3, 7)
MASON = CompanyInput(name="Maçon d’Essai", siret="83282932000073", email="macon@essai.example")
Named = tuple[str, str, date | None]
DINO, DINA = ("Dino", "Fictif", BORN), ("Dina", "Fictif", date(1985, 6, 30))


def two_builders(house: House) -> tuple[int, int]:
    """A market of the builder of the tests, and one of a mason."""
    first = house.under_way(START, "M-1")
    second = house.register(START, "M-2")
    house.publish(second, START)
    award = Award(awarded_on=START, committed_hours=Decimal(300), companies=(MASON,))
    with house.database.write() as session:
        record_award(session, house.alice, second, award, now=at(START))
    house.kick_off(second, START)
    house.live(OPENED, OPENED)
    return first, second


def declare(house: House, market: int, *people: tuple[Named, str], day: date = CHECKED) -> list[int]:
    """January's hours of these people; the records that the market's company has of them."""
    lines = [
        LineInput(first_name=first, last_name=last, birth_date=born, hours=Decimal(hours))
        for (first, last, born), hours in people
    ]
    sheet = house.sheet_of(market, JANUARY)
    with house.database.write() as session:
        submit_sheet(session, house.alice, sheet, SheetAnswer(lines=tuple(lines)), now=at(day))
        query = select(PERSON.c.id).where(PERSON.c.party_id == company(house, market))
        return list(session.connection().execute(query.order_by(PERSON.c.id)).scalars())


def company(house: House, market: int) -> int:
    with house.database.read() as session:
        query = select(MEMBER.c.party_id).where(MEMBER.c.market_id == market)
        return int(session.connection().execute(query).scalar_one())


def foreman(house: House, market: int) -> Actor:
    """Someone who signs in for the market's company."""
    return Actor(ActorKind.ACCOUNT, house.territory_id, 70, Role.COMPANY, company(house, market))


def confirm(house: House, participant: int, **values: Any) -> int:
    seen = Confirmation(**({"criterion": "rsa", "proof_seen_on": CHECKED} | values))
    with house.database.write() as session:
        return confirm_eligibility(session, house.alice, participant, seen, now=at(LATER))


def counted(house: House, market: int) -> Decimal:
    with house.database.read() as session:
        query = select(MARKET.c.counted_hours).where(MARKET.c.id == market)
        return Decimal(session.connection().execute(query).scalar_one())


def parts(house: House) -> set[tuple[Any, ...]]:
    """What became of every hour, without the rows' own numbers."""
    columns = [column for column in PART.c if column.name != "id"]
    with house.database.read() as session:
        return {tuple(row) for row in session.connection().execute(select(*columns))}


def told(house: House, market: int, event: str) -> list[dict[str, Any]]:
    with house.database.read() as session:
        query = select(JOURNAL.c.payload).where(JOURNAL.c.market_id == market, JOURNAL.c.event == event)
        rows = session.connection().execute(query.order_by(JOURNAL.c.id)).scalars()
        return [json.loads(payload) for payload in rows]


def asked(house: House, kind: TaskKind) -> list[tuple[int, dict[str, Any]]]:
    """The open tasks of a kind: subject, details."""
    query = select(TASK.c.subject_id, TASK.c.details).where(
        TASK.c.kind == kind, TASK.c.status == TaskStatus.OPEN
    )
    with house.database.read() as session:
        rows = session.connection().execute(query.order_by(TASK.c.id)).all()
        return [(row.subject_id, json.loads(row.details)) for row in rows]


def root_of(house: House, participant: int) -> int:
    with house.database.read() as session:
        query = select(PERSON.c.merged_into_id).where(PERSON.c.id == participant)
        return session.connection().execute(query).scalar_one() or participant

"""A market brought to each stage through the real commands, and what can then be done to it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.commands import interruptions, kickoff, moves, opinion, sheets, statement
from cases.inputs import (
    Abandonment,
    Award,
    CompanyInput,
    Kickoff,
    Publication,
    Reception,
    Rejection,
    Resumption,
    ShortfallChoice,
    SuspensionOrder,
    Termination,
)
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, JOURNAL, MAIL, MARKET, TASK, table_of
from models.database import Database
from models.tables import HourSheet, MarketParty, Party
from models.vocabulary import CompanyRole, ShortfallDecision, Stage, TaskKind, TaskStatus
from tests.support.copies import become, made_once
from tests.support.people import BUILDER_EMAIL, House, at, found_house

SHEET, PARTY, MEMBER = table_of(HourSheet), table_of(Party), table_of(MarketParty)
START = date(2027, 1, 4)
ACT_ON = date(2027, 3, 3)
JANUARY, FEBRUARY, MARCH = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
LEAD = CompanyInput(name="Bâtisseur d’Essai", siret="73282932000074", email=BUILDER_EMAIL)
STOP = SuspensionOrder(from_on=date(2027, 2, 15), reason="Ordre de service d’arrêt.")

Act = Callable[[Session, Actor, int], Any]


def do(house: House, act: Act, market_id: int, actor: Actor | None = None) -> None:
    """Do it as Alice, or as someone else, in one transaction."""
    with house.database.write() as session:
        act(session, actor or house.alice, market_id)


def acts(day: date = ACT_ON, **changes: Any) -> dict[Move, Act]:
    """Each move with an input that lacks nothing, taken that day; `changes` replace fields of the award."""
    now = at(day)
    award = {"awarded_on": day, "committed_hours": Decimal(300), "companies": (LEAD,)} | changes
    return {
        Move.PUBLISH: lambda s, a, m: moves.publish(
            s, a, m, Publication(clause_text_sent_on=day, published_on=day), now=now
        ),
        Move.DECLINE: lambda s, a, m: opinion.decline(s, a, m, now=now),
        Move.REOPEN: lambda s, a, m: opinion.reopen_study(s, a, m, now=now),
        Move.RECORD_AWARD: lambda s, a, m: moves.record_award(s, a, m, Award(**award), now=now),
        Move.RESTART: lambda s, a, m: moves.restart(s, a, m, now=now),
        Move.RECORD_KICKOFF: lambda s, a, m: kickoff.record_kickoff(
            s, a, m, Kickoff(held_on=day, minutes="Obligations rappelées.", starts_on=day), now=now
        ),
        Move.RECORD_RECEPTION: lambda s, a, m: interruptions.record_reception(
            s, a, m, Reception(received_on=day), now=now
        ),
        Move.ISSUE_STATEMENT: lambda s, a, m: statement.issue_statement(s, a, m, now=now),
        Move.SUSPEND: lambda s, a, m: interruptions.suspend(
            s, a, m, SuspensionOrder(from_on=day, reason="Arrêt du chantier."), now=now
        ),
        Move.RESUME: lambda s, a, m: interruptions.resume(s, a, m, Resumption(on=day), now=now),
        Move.ABANDON: lambda s, a, m: moves.abandon(s, a, m, Abandonment(reason="Sans suite."), now=now),
        Move.TERMINATE: lambda s, a, m: interruptions.terminate(
            s, a, m, Termination(on=day, reason="Faute grave."), now=now
        ),
    }


def at_stage(house: House, stage: Stage, reference: str = "M-1") -> int:
    """A market that reached the stage through the real commands; nothing is missing to leave it."""
    if house.is_new:
        become(house.database, brought_once(stage, reference))
        return 1
    return bring(house, stage, reference)


@cache
def brought_once(stage: Stage, reference: str) -> Path:
    """The file of a house whose only market was brought to the stage, once for all tests."""

    def live(database: Database) -> None:
        found_house(database)
        bring(House(database, territory_id=1, alice_id=1), stage, reference)

    return made_once(live)


def bring(house: House, stage: Stage, reference: str) -> int:
    market = house.register(START, reference)
    if stage is Stage.DRAFTING:
        house.advise(market, START)
        return market
    if stage is Stage.WITHOUT_CLAUSE:
        house.refuse_clause(market, START)
        do(house, acts(START)[Move.DECLINE], market)
        return market
    if stage is Stage.ABANDONED:
        do(house, acts(START)[Move.ABANDON], market)
        return market
    house.publish(market, START)
    if stage is Stage.TENDER_ANALYSIS:
        return market
    house.award(market, START)
    if stage is Stage.KICKOFF:
        return market
    house.kick_off(market, START)
    if stage is Stage.FOLLOW_UP:
        return market
    if stage is Stage.SUSPENDED:
        do(house, acts(START)[Move.SUSPEND], market)
        return market
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, "300", date(2027, 2, 2))
    house.validate(market, JANUARY, date(2027, 2, 3))
    end = acts(date(2027, 2, 4))[Move.TERMINATE if stage is Stage.TERMINATED else Move.RECORD_RECEPTION]
    do(house, end, market)
    settle(house, market)
    if stage is Stage.CLOSED:
        house.issue(market, date(2027, 3, 2))
    return market


def settle(house: House, market: int) -> None:
    """The last month, answered by nobody and validated."""
    house.live(date(2027, 3, 1), date(2027, 3, 1))
    house.answer(market, FEBRUARY, None, date(2027, 3, 1))
    house.validate(market, FEBRUARY, date(2027, 3, 2))


def stop(house: House, market: int, day: date, from_on: date | None = None) -> None:
    order = SuspensionOrder(from_on=from_on or day, reason="Ordre de service d’arrêt.")
    with house.database.write() as session:
        interruptions.suspend(session, house.alice, market, order, now=at(day))


def resume(house: House, market: int, day: date, on: date | None = None) -> None:
    with house.database.write() as session:
        interruptions.resume(session, house.alice, market, Resumption(on=on or day), now=at(day))


def terminate(house: House, market: int, day: date) -> None:
    with house.database.write() as session:
        end = Termination(on=day, reason="Résiliation pour faute.")
        interruptions.terminate(session, house.alice, market, end, now=at(day))


def send_back(house: House, market: int, month: date, day: date) -> None:
    """Alice refuses what the builder declared."""
    sheet = house.sheet_of(market, month)
    with house.database.write() as session:
        version = (
            session.connection().execute(select(SHEET.c.version).where(SHEET.c.id == sheet)).scalar_one()
        )
        reason = Rejection(reason="Les heures d’un intérimaire manquent.")
        sheets.reject_sheet(session, house.alice, sheet, version, reason, now=at(day))


def decide_shortfall(house: House, market: int, decision: ShortfallDecision, day: date) -> None:
    with house.database.write() as session:
        choice = ShortfallChoice(decision=decision, reason="Pénurie de candidats constatée.")
        statement.decide_shortfall(session, house.alice, market, choice, now=at(day))


def forget_address(house: House, email: str) -> int:
    """The party with this address loses it; its number."""
    with house.database.write() as session:
        connection = session.connection()
        number = connection.execute(select(PARTY.c.id).where(PARTY.c.email == email)).scalar_one()
        connection.execute(update(PARTY).where(PARTY.c.id == number).values(email=None))
    return int(number)


def refuse_address(house: House, email: str) -> int:
    """Mail to this address bounced; the party's number."""
    with house.database.write() as session:
        connection = session.connection()
        number = connection.execute(select(PARTY.c.id).where(PARTY.c.email == email)).scalar_one()
        refused = {"email_refused_at": at(START)}
        connection.execute(update(PARTY).where(PARTY.c.id == number).values(**refused))
    return int(number)


def change_market(house: House, market: int, **values: Any) -> None:
    """Put facts on the row as no command would, to see a requirement fail."""
    with house.database.write() as session:
        session.connection().execute(update(MARKET).where(MARKET.c.id == market).values(**values))


def no_lead(house: House, market: int) -> None:
    with house.database.write() as session:
        session.connection().execute(delete(MEMBER).where(MEMBER.c.market_id == market))


def another_lead(house: House, market: int) -> None:
    with house.database.write() as session:
        connection = session.connection()
        values = {"kind": "company", "name": "Seconde d’Essai", "email": "s@seconde.example"}
        row = {"territory_id": house.territory_id, "locale": "fr", "created_at": at(START), **values}
        added = connection.execute(PARTY.insert().values(**row))
        member = {"market_id": market, "party_id": added.inserted_primary_key[0], "role": CompanyRole.LEAD}
        connection.execute(MEMBER.insert().values(**member))


def rows(house: House, table: Any, **wanted: Any) -> list[Any]:
    """The table's rows with these values, in the order in which they came."""
    query = select(table).where(*(table.c[name] == value for name, value in wanted.items()))
    with house.database.read() as session:
        return list(session.connection().execute(query.order_by(table.c.id)).all())


def one(house: House, table: Any, **wanted: Any) -> Any:
    (found,) = rows(house, table, **wanted)
    return found


def market_row(house: House, market: int) -> Any:
    return one(house, MARKET, id=market)


def events(house: House, market: int) -> list[str]:
    """What the market's journal tells, in order."""
    return [row.event for row in rows(house, JOURNAL, market_id=market)]


def deadlines(house: House, market: int) -> list[tuple[str, str, str, str]]:
    """(rule, step, local day, status) of the market's deadlines."""
    return [
        (str(row.rule), row.step, row.due_at.date().isoformat(), str(row.status))
        for row in rows(house, DEADLINE, market_id=market)
    ]


def tasks(house: House, kind: TaskKind, status: TaskStatus = TaskStatus.OPEN) -> list[Any]:
    return rows(house, TASK, kind=kind, status=status)


def sheet_mails(house: House) -> list[tuple[str, str]]:
    """(kind without its prefix, sending day) of the mails about sheets that were not taken back."""
    found = [(row.kind, row.release_at, row.id) for row in rows(house, MAIL) if row.status != "withdrawn"]
    about_sheets = [mail for mail in found if mail[0].startswith("sheet_")]
    return [
        (kind.removeprefix("sheet_"), when.date().isoformat())
        for kind, when, _ in sorted(about_sheets, key=lambda mail: (mail[1].date(), mail[2]))
    ]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

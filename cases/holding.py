"""Locks taken together, in everyone's order, before a decision that ends by moving people's hours.

On PostgreSQL: on SQLite the transaction itself is the lock.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlmodel import Session

from cases.hour_facts import PERSON, SHEET, markets_of
from cases.markets import lock_markets
from cases.recounting import PEOPLE_ON_MARKET, hold_markets_of
from cases.rules.same_person import name_key
from cases.statements import table_of
from models.tables import Territory

TERRITORY = table_of(Territory)


class Named(Protocol):
    """Someone told by their names."""

    @property
    def first_name(self) -> str | None: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def birth_date(self) -> date | None: ...


def hold_markets_around(session: Session, market_id: int) -> None:
    """Lock the markets that a count of this one's people may change, in the order that everyone takes.

    A command that decides on a market and ends with `recount_market` calls this before it takes it up: two
    of them never wait for each other.
    """
    people = {row[0] for row in PEOPLE_ON_MARKET.rows(session, {"market": market_id})}
    hold_markets_of(session, people)


def hold_newcomers(
    session: Session,
    territory_id: int,
    named: Iterable[Named],
    *,
    sheets: Collection[int] = (),
    people: Collection[int] = (),
) -> None:
    """Let one transaction at a time meet people of the territory by their names.

    Two companies that declare one newcomer at the same instant would each not see the other's record: the
    second waits here until the first is written, and then finds who it added. With the markets of these
    sheets and people, those of whoever will be joined at once are locked, all in the order that everyone
    takes: call it before any market is taken up.
    """
    told = [each for each in named if each.first_name and each.last_name]
    if not told or session.connection().dialect.name == "sqlite":
        return
    connection = session.connection()
    here = select(TERRITORY.c.id).where(TERRITORY.c.id == territory_id)
    connection.execute(here.with_for_update(key_share=True)).one()
    asked = connection.execute(select(SHEET.c.market_id).where(SHEET.c.id.in_(sheets))).scalars()
    lock_markets(session, {*asked, *markets_of(session, {*people, *_twins(session, territory_id, told)})})


def _twins(session: Session, territory_id: int, told: Iterable[Named]) -> set[int]:
    """The records that are surely of one of these people, and maybe some more."""
    keys = {name_key(each.first_name or "", each.last_name or "") for each in told}
    born = {each.birth_date for each in told if each.birth_date is not None}
    alike = (PERSON.c.name_key.in_(keys), PERSON.c.birth_date.in_(born))
    query = select(PERSON.c.id).where(PERSON.c.territory_id == territory_id, *alike)
    return set(session.connection().execute(query).scalars())

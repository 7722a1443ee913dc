"""Reading one market for a decision: locked, as values, within the actor's walls."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.refusals import NotFound
from cases.rules.market_state import MarketState
from cases.statements import table_of
from models.prepared import Prepared, PreparedList
from models.tables import HourSheet, Market, MarketParty, Party
from models.vocabulary import CompanyRole, SheetStatus

MARKET, SHEET, MEMBER, PARTY = (table_of(model) for model in (Market, HourSheet, MarketParty, Party))
STATE_COLUMNS = tuple(MARKET.c[field.name] for field in fields(MarketState))
UNSETTLED = (SheetStatus.AWAITED, SheetStatus.SUBMITTED, SheetStatus.REJECTED)


def state_of(row: Row[Any]) -> MarketState:
    """The state from a row selected with STATE_COLUMNS."""
    return MarketState(*row)


# On SQLite the transaction itself is the lock (BEGIN IMMEDIATE) and FOR UPDATE is left out.
ONE_LOCKED = Prepared(select(*STATE_COLUMNS).where(MARKET.c.id == bindparam("market")).with_for_update())


def lock_market(session: Session, actor: Actor, market_id: int) -> MarketState:
    """The market, locked until the transaction ends. Raises NotFound outside the actor's walls."""
    if actor.is_staff:
        found = ONE_LOCKED.first(session, {"market": market_id})
        market = None if found is None else MarketState(*found)
        if market is None or market.territory_id != actor.territory_id:
            raise NotFound
        return market
    query = select(*STATE_COLUMNS).where(MARKET.c.id == market_id, actor.sees_market()).with_for_update()
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    return state_of(row)


MANY_LOCKED = PreparedList(
    lambda markets: (
        select(*STATE_COLUMNS)
        .where(MARKET.c.id.in_(markets))
        .order_by(MARKET.c.id)
        .with_for_update(skip_locked=True)
    )
)


def lock_free_markets(session: Session, market_ids: Collection[int]) -> Mapping[int, MarketState]:
    """Those of the markets that nobody is deciding on, locked: a sweep never waits for a person."""
    return {row[0]: MarketState(*row) for row in MANY_LOCKED.rows(session, market_ids)}


IN_ORDER = PreparedList(
    lambda markets: (
        select(*STATE_COLUMNS).where(MARKET.c.id.in_(markets)).order_by(MARKET.c.id).with_for_update()
    )
)


def lock_markets(session: Session, market_ids: Collection[int]) -> Mapping[int, MarketState]:
    """The markets, locked in order of their number: what one decision changes on several at once."""
    return {row[0]: MarketState(*row) for row in IN_ORDER.rows(session, market_ids)}


def _standing() -> Select[Any]:
    no_contact = or_(PARTY.c.email.is_(None), PARTY.c.email_refused_at.is_not(None))
    members = (
        select(
            func.coalesce(func.sum(case((MEMBER.c.role == CompanyRole.LEAD, 1), else_=0)), 0).label("leads"),
            func.coalesce(func.sum(case((no_contact, 1), else_=0)), 0).label("silent"),
        )
        .select_from(MEMBER.join(PARTY, PARTY.c.id == MEMBER.c.party_id))
        .where(MEMBER.c.market_id == bindparam("market"))
        .subquery()
    )
    buyer_email = select(PARTY.c.email).where(
        PARTY.c.id == bindparam("buyer"), PARTY.c.email_refused_at.is_(None)
    )
    unsettled = (
        select(func.count())
        .select_from(SHEET)
        .where(SHEET.c.market_id == bindparam("market"), SHEET.c.status.in_(UNSETTLED))
    )
    return select(
        members.c.leads, members.c.silent, buyer_email.scalar_subquery(), unsettled.scalar_subquery()
    )


STANDING = Prepared(_standing())


def counts_of(session: Session, market: MarketState) -> dict[str, Any]:
    """The counts of a Standing, in one statement: companies, contacts, sheets."""
    found = STANDING.first(session, {"market": market.id, "buyer": market.buyer_id})
    assert found is not None  # sums and counts always give a row
    leads, silent, buyer_email, unsettled = found
    return {
        "leads": leads,
        "companies_without_contact": silent,
        "buyer_has_contact": buyer_email is not None,
        "sheets_unsettled": unsettled,
    }


def visible(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over the markets that the actor may see: where every query of a territory starts."""
    return select(*columns).where(actor.sees_market())

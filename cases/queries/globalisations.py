"""Globalisation agreements: the territory's for its staff, those of a market for whoever sees it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import AGREEMENT, COVERED, PERSON, SHARE
from cases.markets import visible
from cases.queries.people import PARTY
from cases.refusals import NotAllowed, NotFound
from cases.statements import MARKET
from models.prepared import Prepared

CREDITED = Prepared(select(SHARE.c.agreement_id).where(SHARE.c.market_id == bindparam("market")))


@dataclass(frozen=True, slots=True)
class SharedMarket:
    """A market of an agreement, and its part of the hours (of one)."""

    market_id: int
    title: str
    buyer: str
    share: Decimal

    @property
    def percent(self) -> Decimal:
        return self.share * 100


@dataclass(frozen=True, slots=True)
class CoveredPerson:
    """Someone whose hours an agreement spreads."""

    participant_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement; who is covered is told to the territory's staff only, how many to all."""

    id: int
    name: str
    company_id: int
    company: str
    signed_on: date
    first_month: date
    last_month: date | None
    covered: int
    shares: tuple[SharedMarket, ...]
    people: tuple[CoveredPerson, ...]


def list_agreements(session: Session, actor: Actor) -> list[Agreement]:
    """The territory's, latest first. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    return _read(session, actor, _agreements(actor))


def one_agreement(session: Session, actor: Actor, agreement_id: int) -> Agreement:
    """One of them. Raises NotAllowed, NotFound."""
    if not actor.is_staff:
        raise NotAllowed
    found = _read(session, actor, _agreements(actor).where(AGREEMENT.c.id == agreement_id))
    if not found:
        raise NotFound
    return found[0]


def agreements_on(session: Session, actor: Actor, market_id: int) -> list[Agreement]:
    """Those that credit the market. Raises NotFound outside the actor's walls."""
    here = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
    if session.connection().execute(here).first() is None:
        raise NotFound
    return agreements_crediting(session, actor, market_id)


def agreements_crediting(session: Session, actor: Actor, market_id: int) -> list[Agreement]:
    """The same for a market that the actor was already let to: one look when it has none."""
    credited = CREDITED.rows(session, {"market": market_id})
    if not credited:
        return []
    numbers = [number for (number,) in credited]
    return _read(session, actor, _agreements(actor).where(AGREEMENT.c.id.in_(numbers)))


def _agreements(actor: Actor) -> Select[Any]:
    count = (
        select(func.count())
        .select_from(COVERED)
        .where(COVERED.c.agreement_id == AGREEMENT.c.id)
        .scalar_subquery()
    )
    return (
        select(
            AGREEMENT.c.id,
            AGREEMENT.c.name,
            AGREEMENT.c.company_id,
            PARTY.c.name.label("company"),
            AGREEMENT.c.signed_on,
            AGREEMENT.c.first_month,
            AGREEMENT.c.last_month,
            count,
        )
        .join(PARTY, PARTY.c.id == AGREEMENT.c.company_id)
        .where(AGREEMENT.c.territory_id == actor.territory_id)
        .order_by(AGREEMENT.c.id.desc())
    )


def _read(session: Session, actor: Actor, query: Select[Any]) -> list[Agreement]:
    connection = session.connection()
    rows = connection.execute(query).all()
    numbers = [row.id for row in rows]
    shares: dict[int, list[SharedMarket]] = defaultdict(list)
    parts = (
        select(SHARE.c.agreement_id, MARKET.c.id, MARKET.c.title, PARTY.c.name, SHARE.c.share)
        .join(MARKET, MARKET.c.id == SHARE.c.market_id)
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .where(SHARE.c.agreement_id.in_(numbers))
        .order_by(SHARE.c.market_id)
    )
    for agreement_id, *share in connection.execute(parts):
        shares[agreement_id].append(SharedMarket(*share))
    people: dict[int, list[CoveredPerson]] = defaultdict(list)
    covered = (
        select(COVERED.c.agreement_id, PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name)
        .join(PERSON, PERSON.c.id == COVERED.c.participant_id)
        .where(COVERED.c.agreement_id.in_(numbers if actor.is_staff else ()))
        .order_by(PERSON.c.last_name, PERSON.c.first_name)
    )
    for agreement_id, number, first_name, last_name in connection.execute(covered):
        people[agreement_id].append(CoveredPerson(number, f"{first_name} {last_name}"))
    return [Agreement(*(*row, tuple(shares[row.id]), tuple(people[row.id]))) for row in rows]

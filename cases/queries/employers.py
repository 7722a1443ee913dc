"""What forms about people offer: employers, and a company's markets and people, by name."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import PERSON
from cases.markets import visible
from cases.personwork import MEMBER, UNDER_WAY
from cases.queries.people import PARTY
from cases.refusals import NotAllowed
from cases.statements import MARKET
from models.vocabulary import PartyKind

Named = tuple[int, str]


def companies_here(session: Session, actor: Actor) -> list[Named]:
    """The companies, by number and name. Raises NotAllowed for others than staff."""
    return _of_kinds(session, actor, (PartyKind.COMPANY,))


def employers_here(session: Session, actor: Actor) -> list[Named]:
    """The companies and the insertion structures. Raises NotAllowed for others than staff."""
    return _of_kinds(session, actor, (PartyKind.COMPANY, PartyKind.INSERTION_STRUCTURE))


def _of_kinds(session: Session, actor: Actor, kinds: tuple[PartyKind, ...]) -> list[Named]:
    if not actor.is_staff:
        raise NotAllowed
    query = select(PARTY.c.id, PARTY.c.name).where(
        PARTY.c.territory_id == actor.territory_id, PARTY.c.kind.in_(kinds)
    )
    rows: Any = session.connection().execute(query.order_by(PARTY.c.name, PARTY.c.id))
    return [(row.id, row.name) for row in rows]


def markets_of_company(session: Session, actor: Actor, company_id: int) -> list[Named]:
    """The company's markets under way, by title. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    query = (
        visible(actor, MARKET.c.id, MARKET.c.title, MARKET.c.reference)
        .join(MEMBER, MEMBER.c.market_id == MARKET.c.id)
        .where(MEMBER.c.party_id == company_id, MARKET.c.stage.in_(UNDER_WAY))
        .order_by(MARKET.c.title, MARKET.c.id)
    )
    rows = session.connection().execute(query)
    return [(row.id, f"{row.title} ({row.reference})") for row in rows]


def people_of_company(session: Session, actor: Actor, company_id: int) -> list[Named]:
    """The company's records, by name. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    query = select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name).where(
        PERSON.c.territory_id == actor.territory_id, PERSON.c.party_id == company_id
    )
    rows = session.connection().execute(query.order_by(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id))
    return [(row.id, f"{row.first_name} {row.last_name}") for row in rows]

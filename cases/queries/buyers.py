"""The buyers that a territory knows, with their contact, their markets and their link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session

from cases.access import LINK
from cases.actors import Actor
from cases.queries.paging import Page, Slice, take
from cases.refusals import NotAllowed, NotFound
from cases.statements import MARKET, table_of
from models.tables import Party
from models.vocabulary import LinkAct, PartyKind

PARTY = table_of(Party)
NAMES = ("id", "name", "siret", "contact_name", "email", "phone", "email_refused_at")
SHOWN = 300


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """One buyer. `link_until`: the end of its link, while it has one that is good."""

    id: int
    name: str
    siret: str | None
    contact_name: str | None
    email: str | None
    phone: str | None
    email_refused_at: datetime | None
    markets: int
    link_until: datetime | None

    @property
    def is_reachable(self) -> bool:
        """Whether it has an address that works."""
        return self.email is not None and self.email_refused_at is None


def find_buyers(session: Session, actor: Actor, words: str, now: datetime) -> list[BuyerLine]:
    """The territory's buyers by name, those that bear all the words, for its staff."""
    query = _bearing(_buyers(actor, now), words).order_by(PARTY.c.name, PARTY.c.id).limit(SHOWN)
    return [BuyerLine(*row) for row in session.connection().execute(query)]


def list_buyers(session: Session, actor: Actor, words: str, part: Slice, now: datetime) -> Page:
    """The same as records."""
    return take(session, _bearing(_buyers(actor, now), words), PARTY.c.id, part)


def buyer_record(session: Session, actor: Actor, party_id: int, now: datetime) -> dict[str, Any]:
    """One buyer. Raises NotFound outside the territory."""
    query = _buyers(actor, now).where(PARTY.c.id == party_id)
    row = session.connection().execute(query).mappings().first()
    if row is None:
        raise NotFound
    return dict(row)


def buyer_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(number, name) of the territory's buyers, to choose one from."""
    query = select(PARTY.c.id, PARTY.c.name).where(
        PARTY.c.territory_id == actor.territory_id, PARTY.c.kind == PartyKind.BUYER
    )
    rows = session.connection().execute(query.order_by(PARTY.c.name, PARTY.c.id))
    return [(row.id, row.name) for row in rows]


def _buyers(actor: Actor, now: datetime) -> Select[Any]:
    if not actor.is_staff:
        raise NotAllowed
    markets = select(func.count()).where(MARKET.c.buyer_id == PARTY.c.id).correlate(PARTY).scalar_subquery()
    is_open = and_(LINK.c.act == LinkAct.ANNOUNCE, LINK.c.revoked_at.is_(None), LINK.c.expires_at > now)
    until = (
        select(func.max(LINK.c.expires_at))
        .where(LINK.c.party_id == PARTY.c.id, is_open)
        .correlate(PARTY)
        .scalar_subquery()
    )
    columns = (*(PARTY.c[name] for name in NAMES), markets.label("markets"), until.label("link_until"))
    return select(*columns).where(PARTY.c.territory_id == actor.territory_id, PARTY.c.kind == PartyKind.BUYER)


def _bearing(query: Select[Any], words: str) -> Select[Any]:
    for word in words.split()[:6]:
        places = (PARTY.c.name, PARTY.c.siret)
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return query

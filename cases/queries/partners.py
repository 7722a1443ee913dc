"""The partners of a territory, and the trades they are told about."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from cases.actors import Actor
from cases.refusals import NotAllowed, NotFound
from cases.statements import table_of
from models.tables import PartnerTrade, Party
from models.vocabulary import PARTNERS, PartyKind, StructureKind, Trade

PARTY, TRADE = table_of(Party), table_of(PartnerTrade)
COLUMNS = (
    "id",
    "kind",
    "structure_kind",
    "name",
    "siret",
    "contact_name",
    "email",
    "phone",
    "locale",
    "email_refused_at",
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner with its contact, for staff."""

    id: int
    kind: PartyKind
    structure_kind: StructureKind | None
    name: str
    siret: str | None
    contact_name: str | None
    email: str | None
    phone: str | None
    locale: str
    email_refused_at: datetime | None
    trades: tuple[Trade, ...]


def list_partners(session: Session, actor: Actor, trade: Trade | None = None) -> list[Partner]:
    """The territory's partners by name; those linked to a trade. Raises NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    query = _here(actor)
    if trade is not None:
        query = query.where(PARTY.c.id.in_(select(TRADE.c.party_id).where(TRADE.c.trade == trade)))
    return _read(session, query)


def partner(session: Session, actor: Actor, party_id: int) -> Partner:
    """One partner. Raises NotFound outside the territory, NotAllowed for others than staff."""
    if not actor.is_staff:
        raise NotAllowed
    found = _read(session, _here(actor).where(PARTY.c.id == party_id))
    if not found:
        raise NotFound
    return found[0]


def _here(actor: Actor) -> Select[Any]:
    query = select(*(PARTY.c[name] for name in COLUMNS))
    return query.where(PARTY.c.territory_id == actor.territory_id, PARTY.c.kind.in_(PARTNERS))


def _read(session: Session, query: Select[Any]) -> list[Partner]:
    rows = session.connection().execute(query.order_by(PARTY.c.name, PARTY.c.id)).all()
    trades = _trades(session, [row.id for row in rows])
    return [Partner(*(*row, tuple(trades[row.id]))) for row in rows]


def _trades(session: Session, numbers: Collection[int]) -> dict[int, list[Trade]]:
    found: dict[int, list[Trade]] = defaultdict(list)
    query = select(TRADE.c.party_id, TRADE.c.trade).where(TRADE.c.party_id.in_(numbers))
    for row in session.connection().execute(query):
        found[row.party_id].append(row.trade)
    order = list(Trade)
    return defaultdict(list, {number: sorted(trades, key=order.index) for number, trades in found.items()})

"""Who writes and who is written to: letterheads and addresses for many markets at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, select
from sqlmodel import Session

from cases.actors import STAFF
from cases.statements import table_of
from models.prepared import Prepared, PreparedList
from models.tables import Account, Market, Party, Territory
from models.vocabulary import PartyKind

MARKET, PARTY, ACCOUNT, TERRITORY = (table_of(model) for model in (Market, Party, Account, Territory))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail about a market says of its territory and of whom to call."""

    territory_name: str
    facilitator_name: str
    facilitator_email: str
    facilitator_phone: str | None

    def fields(self) -> dict[str, Any]:
        """As the fields of a message."""
        return {
            "territory_name": self.territory_name,
            "facilitator_name": self.facilitator_name,
            "facilitator_email": self.facilitator_email,
            "facilitator_phone": self.facilitator_phone,
        }


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A party and the address at which it answers; `email` is None when there is none that works.

    `refused_at` is when the last known address was refused, while no other is known.
    """

    party_id: int
    name: str
    contact_name: str | None
    email: str | None
    locale: str
    siret: str | None
    refused_at: datetime | None = None
    kind: PartyKind = PartyKind.COMPANY


def _letterheads(markets: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            MARKET.c.id,
            MARKET.c.territory_id,
            TERRITORY.c.name,
            ACCOUNT.c.name.label("facilitator"),
            ACCOUNT.c.email,
            ACCOUNT.c.phone,
        )
        .select_from(
            MARKET.join(TERRITORY, TERRITORY.c.id == MARKET.c.territory_id).outerjoin(
                ACCOUNT, ACCOUNT.c.id == MARKET.c.referent_id
            )
        )
        .where(markets)
    )


LETTERHEADS = PreparedList(lambda markets: _letterheads(MARKET.c.id.in_(markets)))
LETTERHEAD = Prepared(_letterheads(MARKET.c.id == bindparam("market")))
FIRST_STAFF = (
    select(ACCOUNT.c.name, ACCOUNT.c.email, ACCOUNT.c.phone)
    .where(
        ACCOUNT.c.territory_id == bindparam("territory"),
        ACCOUNT.c.role.in_(STAFF),
        ACCOUNT.c.active,
    )
    .order_by(ACCOUNT.c.role.desc(), ACCOUNT.c.id)
    .limit(1)
)
WORKING_EMAIL = case((PARTY.c.email_refused_at.is_(None), PARTY.c.email))
PARTIES = PreparedList(
    lambda parties: select(
        PARTY.c.id,
        PARTY.c.name,
        PARTY.c.contact_name,
        WORKING_EMAIL,
        PARTY.c.locale,
        PARTY.c.siret,
        PARTY.c.email_refused_at,
        PARTY.c.kind,
    ).where(PARTY.c.id.in_(parties))
)


def letterhead_of(session: Session, market_id: int) -> Letterhead:
    """The letterhead of one market."""
    found = LETTERHEAD.first(session, {"market": market_id})
    assert found is not None  # markets are never deleted
    _, _, territory_name, *person = found
    if person[0] is None:
        return letterheads(session, (market_id,))[market_id]
    return Letterhead(territory_name, *person)


def letterheads(session: Session, market_ids: Collection[int]) -> Mapping[int, Letterhead]:
    """The letterhead of each market: its referent, or else a facilitator of the territory."""
    found, without_referent = {}, []
    for market_id, territory_id, territory_name, *person in LETTERHEADS.rows(session, market_ids):
        if person[0] is None:
            without_referent.append((market_id, territory_id, territory_name))
        else:
            found[market_id] = Letterhead(territory_name, *person)
    territories = {territory for _, territory, _ in without_referent}
    staff = {territory: _first_staff(session, territory) for territory in territories}
    for market_id, territory_id, territory_name in without_referent:
        found[market_id] = Letterhead(territory_name, *(staff[territory_id] or (territory_name, "", None)))
    return found


def staff_letterhead(session: Session, territory_id: int, account_id: int | None) -> Letterhead:
    """The letterhead of a mail about no market: who sends it, or else a facilitator of the territory."""
    connection = session.connection()
    name = connection.execute(select(TERRITORY.c.name).where(TERRITORY.c.id == territory_id)).scalar_one()
    query = select(ACCOUNT.c.name, ACCOUNT.c.email, ACCOUNT.c.phone).where(
        ACCOUNT.c.id == account_id, ACCOUNT.c.territory_id == territory_id
    )
    sender = None if account_id is None else connection.execute(query).first()
    person = tuple(sender) if sender else _first_staff(session, territory_id) or (name, "", None)
    return Letterhead(name, *person)


def _first_staff(session: Session, territory_id: int) -> tuple[str, str, str | None] | None:
    row = session.connection().execute(FIRST_STAFF, {"territory": territory_id}).first()
    return None if row is None else (row.name, row.email, row.phone)


def correspondents(session: Session, party_ids: Collection[int]) -> Mapping[int, Correspondent]:
    """The parties with the address that works, if any: one that was refused is not written to again."""
    return {row[0]: Correspondent(*row) for row in PARTIES.rows(session, party_ids)}

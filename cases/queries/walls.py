"""What each actor may see beyond the market itself; every query of sheets, mails or papers starts here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from cases.actors import Actor
from cases.statements import DEADLINE, MAIL, MARKET, TASK, table_of
from models.tables import Document, HourSheet, Party
from models.vocabulary import ActorKind, Role

SHEET, DOCUMENT, PARTY = table_of(HourSheet), table_of(Document), table_of(Party)


def own_party(actor: Actor, party: Any) -> ColumnElement[bool]:
    """Staff: everything; a company, a link: what concerns their party; a buyer: all of its markets."""
    if actor.is_staff or actor.role is Role.BUYER:
        return true()
    is_company = actor.role is Role.COMPANY or actor.kind is ActorKind.LINK
    return party == actor.party_id if is_company and actor.party_id is not None else false()


def sheets_seen(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `hour_sheet` and its market: the actor's own sheets, or those of its markets."""
    joined = SHEET.join(MARKET, MARKET.c.id == SHEET.c.market_id)
    return select(*columns).select_from(joined).where(actor.sees_market(), own_party(actor, SHEET.c.party_id))


def documents_seen(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `document` and its market: staff see all, others what is addressed to their party.

    What is about no market is about the territory: its staff see it.
    """
    joined = DOCUMENT.outerjoin(MARKET, MARKET.c.id == DOCUMENT.c.market_id)
    mine = true() if actor.is_staff else DOCUMENT.c.party_id == actor.party_id
    of_territory = and_(DOCUMENT.c.market_id.is_(None), _staff(actor, DOCUMENT.c.territory_id))
    return select(*columns).select_from(joined).where(or_(and_(actor.sees_market(), mine), of_territory))


def _staff(actor: Actor, territory: Any) -> ColumnElement[bool]:
    return and_(territory == actor.territory_id, true() if actor.is_staff else false())


def mails_seen(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `mail`: the territory's, for its staff."""
    return select(*columns).where(_staff(actor, MAIL.c.territory_id))


def tasks_seen(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `task`: the territory's, for its staff."""
    return select(*columns).where(_staff(actor, TASK.c.territory_id))


def deadlines_seen(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `deadline`: the territory's, for its staff."""
    return select(*columns).where(_staff(actor, DEADLINE.c.territory_id))


def knows_contacts(actor: Actor) -> ColumnElement[bool]:
    """The condition on `party` under which the actor may read an address: its own, or any for staff."""
    here = PARTY.c.territory_id == actor.territory_id
    return here if actor.is_staff else and_(here, PARTY.c.id == actor.party_id)

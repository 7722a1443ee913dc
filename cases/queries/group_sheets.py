"""What the companies of a market answered for a month, as their lead may see it: hours, never people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.walls import PARTY, SHEET
from cases.statements import MARKET, table_of
from models.tables import MarketParty
from models.vocabulary import CompanyRole, SheetStatus

MEMBER = table_of(MarketParty)


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """The sheet of another company of the market."""

    company: str
    role: CompanyRole
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands: hours, or nobody."""
        return self.status in (SheetStatus.SUBMITTED, SheetStatus.VALIDATED)


def group_sheets(session: Session, actor: Actor, market_id: int, month: date) -> tuple[GroupSheet, ...]:
    """The others' sheets, for the lead of a market that the actor sees; nothing for anybody else."""
    return groups_led(session, actor, (market_id,), month).get(market_id, ())


def groups_led(
    session: Session, actor: Actor, markets: Collection[int], month: date
) -> Mapping[int, tuple[GroupSheet, ...]]:
    """The same by market, for those of the markets that the actor leads and where others owe a sheet."""
    me = MEMBER.alias("me")
    leads = (
        select(me.c.id)
        .where(me.c.market_id == MARKET.c.id, me.c.party_id == actor.party_id, me.c.role == CompanyRole.LEAD)
        .exists()
    )
    answer = (SHEET.c.status, SHEET.c.is_nil, SHEET.c.declared_hours)
    query = (
        select(MARKET.c.id, PARTY.c.name, MEMBER.c.role, *answer)
        .select_from(MARKET.join(SHEET, SHEET.c.market_id == MARKET.c.id))
        .join(MEMBER, (MEMBER.c.market_id == MARKET.c.id) & (MEMBER.c.party_id == SHEET.c.party_id))
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .where(
            actor.sees_market(),
            leads,
            MARKET.c.id.in_(markets),
            SHEET.c.month == month,
            SHEET.c.party_id != actor.party_id,
        )
        .order_by(MEMBER.c.id)
    )
    found: dict[int, tuple[GroupSheet, ...]] = {}
    for market_id, *told in session.connection().execute(query):
        found[market_id] = (*found.get(market_id, ()), GroupSheet(*told))
    return found

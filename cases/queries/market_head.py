"""What stands at the head of every page about one market."""

from dataclasses import dataclass

from sqlmodel import Session

from cases.actors import Actor
from cases.markets import STATE_COLUMNS, visible
from cases.refusals import NotFound
from cases.rules.market_state import MarketState
from cases.statements import MARKET, table_of
from models.tables import Account, Party

PARTY, ACCOUNT = table_of(Party), table_of(Account)


@dataclass(frozen=True, slots=True)
class MarketHead:
    """The market, its buyer's name, and who follows it."""

    market: MarketState
    buyer_name: str
    referent: str | None


def market_head(session: Session, actor: Actor, market_id: int) -> MarketHead:
    """The head of a market's pages. Raises NotFound outside the actor's walls."""
    query = (
        visible(actor, *STATE_COLUMNS, PARTY.c.name, ACCOUNT.c.name)
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == MARKET.c.referent_id)
        .where(MARKET.c.id == market_id)
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    *state, buyer_name, referent = row
    return MarketHead(MarketState(*state), buyer_name, referent)

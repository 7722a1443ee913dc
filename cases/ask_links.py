"""The link of a tender: where companies ask about the clause, and read the answers given to all."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.access import LINK, add_link
from cases.rules.market_state import MarketState
from models.prepared import Prepared
from models.vocabulary import LinkAct

ASK_LINK_DAYS = 730
"""Printed in the tender's documents, the link cannot be sent again: it ends with the procedure instead."""

OPEN_LINK = Prepared(
    select(LINK.c.id)
    .where(LINK.c.act == LinkAct.ASK, LINK.c.market_id == bindparam("market"), LINK.c.revoked_at.is_(None))
    .order_by(LINK.c.id.desc())
    .limit(1)
)


def ask_link_of(session: Session, market_id: int) -> int | None:
    """The market's link that is still open, if it has one."""
    found = OPEN_LINK.first(session, {"market": market_id})
    return None if found is None else int(found[0])


def ensure_ask_link(session: Session, market: MarketState, now: datetime) -> int:
    """The market's open link, made when it has none; its number."""
    known = ask_link_of(session, market.id)
    if known is not None:
        return known
    return add_link(
        session, market.territory_id, LinkAct.ASK, valid_days=ASK_LINK_DAYS, now=now, market_id=market.id
    )

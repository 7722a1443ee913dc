"""Counting a market's hours again because someone asks for it."""

from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.markets import lock_market
from cases.recounting import recount_market
from cases.refusals import NotAllowed


def recount(session: Session, actor: Actor, market_id: int, *, now: datetime) -> None:
    """Decide every hour of the market again from the facts; what differs is journalled, before and after.

    Commands count whatever they change: this is for someone who wants to see it. Raises NotAllowed, NotFound.
    """
    if not actor.is_staff:
        raise NotAllowed
    lock_market(session, actor, market_id)
    recount_market(session, actor, market_id, why="asked", now=now)

"""The share of a commune: hours that a market owes to its residents (DOMAIN.md rule 9)."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.decisions import Decision
from cases.holding import hold_markets_around
from cases.inputs import LocalTarget
from cases.recounting import recount_market
from cases.refusals import InvalidInput, MarketOver, NotAllowed, Place
from cases.rules.lifecycle import FINAL_STAGES
from cases.statements import MARKET

NAME_IT = Place("local_commune", "Nommez la commune.", "Name the commune.")
TOO_MANY = Place(
    "local_hours",
    "Ce sont plus d’heures que le marché n’en demande en tout.",
    "These are more hours than the market asks for in all.",
)


def set_local_target(
    session: Session, actor: Actor, market_id: int, input: LocalTarget, *, now: datetime
) -> None:
    """Hours owed to residents of a commune, or none; the journal keeps the target before.

    Raises NotAllowed, MarketOver, or InvalidInput without a commune or with more hours than required.
    """
    if not actor.is_staff:
        raise NotAllowed
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    if case.market.stage in FINAL_STAGES:
        raise MarketOver
    if input.local_hours is not None and input.local_commune is None:
        raise InvalidInput(NAME_IT)
    required = case.market.required_hours
    if input.local_hours is not None and required is not None and input.local_hours > required:
        raise InvalidInput(TOO_MANY)
    columns = (MARKET.c.local_hours, MARKET.c.local_commune)
    row = session.connection().execute(select(*columns).where(MARKET.c.id == market_id)).one()
    after = {
        "local_hours": input.local_hours,
        "local_commune": None if input.local_hours is None else input.local_commune,
    }
    before = dict(row._mapping)
    if before == after:
        return
    told = {
        name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]
    }
    case.decide(Decision("local_target_set", told, changes=after))
    recount_market(session, actor, market_id, why="local_target", now=now)

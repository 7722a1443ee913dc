"""One market on the desk: what a command needs at hand to decide, and the one way to write its decision."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.correspondence import Letterhead, letterhead_of
from cases.decisions import Decision, Entry
from cases.markets import lock_market
from cases.packs import pack_at
from cases.rules.market_state import MarketState
from cases.rules.policy import RulePack
from cases.workday import Workday


@dataclass(frozen=True)
class Casework(Workday):
    """The market locked for this transaction, the pack in force, the actor and the instant."""

    session: Session
    actor: Actor
    market: MarketState
    pack: RulePack
    now: datetime

    @property
    def territory_id(self) -> int:
        return self.market.territory_id

    @property
    def market_id(self) -> int:
        return self.market.id

    @cached_property
    def letterhead(self) -> Letterhead:
        """What the market's mails say of the territory."""
        return letterhead_of(self.session, self.market.id)

    def decide(self, decision: Decision) -> None:
        """Write the decision. Raises StaleMarket."""
        entry = Entry(self.market, decision, self.actor, self.pack.version)
        ledger.write(self.session, entry, now=self.now)


def take_up(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    """Put a market on the desk: locked, within the actor's walls. Raises NotFound."""
    market = lock_market(session, actor, market_id)
    pack = pack_at(session, market.territory_id, now)
    return Casework(session, actor, market, pack, now)

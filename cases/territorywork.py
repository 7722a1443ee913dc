"""The territory itself on the desk, for what is about no market: its partners' meetings."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.correspondence import TERRITORY, Letterhead, staff_letterhead
from cases.decisions import Decision
from cases.packs import pack_at
from cases.rules.policy import RulePack
from cases.workday import Workday
from models.vocabulary import ActorKind


@dataclass(frozen=True)
class Territorywork(Workday):
    """The actor's territory, the pack in force and the instant."""

    session: Session
    actor: Actor
    pack: RulePack
    now: datetime

    @property
    def territory_id(self) -> int:
        return self.actor.territory_id

    @property
    def market_id(self) -> None:
        """None: this is about no market."""
        return

    @cached_property
    def letterhead(self) -> Letterhead:
        """What the territory's own mails say of it."""
        sender = self.actor.id if self.actor.kind is ActorKind.ACCOUNT else None
        return staff_letterhead(self.session, self.territory_id, sender)

    def decide(self, decision: Decision) -> None:
        """Write the decision's tasks and mails: a territory has no journal (docs/decisions/0022)."""
        ledger.write_about_territory(self.session, decision, self.actor, now=self.now)


def take_up_territory(session: Session, actor: Actor, now: datetime) -> Territorywork:
    """Put the actor's territory on the desk, locked until the transaction ends."""
    here = select(TERRITORY.c.id).where(TERRITORY.c.id == actor.territory_id)
    session.connection().execute(here.with_for_update())
    return Territorywork(session, actor, pack_at(session, actor.territory_id, now), now)

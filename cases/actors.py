"""Who acts, and what that actor may see: the one place where a territory's walls are drawn."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlmodel import col

from models.tables import Market, MarketParty, NeedPartner, RecruitmentNeed, WorkContract
from models.vocabulary import ActorKind, Role

STAFF = (Role.FACILITATOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a link, an import or the clock, bound to one territory.

    The clock, imports and the console act for the territory as a whole (`role` is None). A link acts for its
    party, or for whoever holds it about one market (`market_id`), and sees nothing else.
    """

    kind: ActorKind
    territory_id: int
    id: int | None = None
    role: Role | None = None
    party_id: int | None = None
    market_id: int | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor runs the territory: its staff, or its own machinery."""
        return self.role in STAFF or self.kind in (ActorKind.CLOCK, ActorKind.IMPORT, ActorKind.CONSOLE)

    def sees_market(self) -> ColumnElement[bool]:
        """The condition on `market` that holds for what this actor may see; every query starts from it."""
        here = col(Market.territory_id) == self.territory_id
        if self.is_staff:
            return here
        if self.market_id is not None:
            return and_(here, col(Market.id) == self.market_id)
        if self.role is Role.PARTNER and self.party_id is not None:
            works_on = or_(col(Market.id).in_(self._asked_for()), col(Market.id).in_(self._works_on()))
            return and_(here, works_on)
        if self.role is Role.BUYER and self.party_id is not None:
            return and_(here, col(Market.buyer_id) == self.party_id)
        is_company = self.role is Role.COMPANY or self.kind is ActorKind.LINK
        if is_company and self.party_id is not None:
            mine = select(col(MarketParty.market_id)).where(col(MarketParty.party_id) == self.party_id)
            return and_(here, col(Market.id).in_(mine))
        return false()

    def _asked_for(self) -> Select[Any]:
        """The markets whose needs were sent to this partner."""
        sent = col(NeedPartner.need_id) == col(RecruitmentNeed.id)
        needs = select(col(RecruitmentNeed.market_id)).join(NeedPartner, sent)
        return needs.where(col(NeedPartner.party_id) == self.party_id)

    def _works_on(self) -> Select[Any]:
        """The markets on which this structure is, or is a company that it employs people for."""
        served = select(col(WorkContract.company_id)).where(col(WorkContract.employer_id) == self.party_id)
        member = col(MarketParty.party_id)
        return select(col(MarketParty.market_id)).where(or_(member == self.party_id, member.in_(served)))


def clock(territory_id: int) -> Actor:
    """The clock of a territory: what fires deadlines."""
    return Actor(ActorKind.CLOCK, territory_id)


def console(territory_id: int) -> Actor:
    """Someone at the machine's command line."""
    return Actor(ActorKind.CONSOLE, territory_id)

"""A buyer's own list of criteria, for the territory's staff."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.people import PARTY
from cases.queries.person_page import OwnCriterion, read_own_criteria
from cases.refusals import NotAllowed, NotFound
from models.vocabulary import PartyKind


@dataclass(frozen=True, slots=True)
class BuyerList:
    """The buyer, and its criteria, withdrawn ones too."""

    id: int
    name: str
    criteria: tuple[OwnCriterion, ...]

    @property
    def holds(self) -> bool:
        """Whether the list takes the place of the rule pack's on the buyer's markets."""
        return any(each.withdrawn_at is None for each in self.criteria)


def buyer_list(session: Session, actor: Actor, buyer_id: int) -> BuyerList:
    """The list of one buyer. Raises NotAllowed, NotFound outside the territory."""
    if not actor.is_staff:
        raise NotAllowed
    query = select(PARTY.c.name).where(
        PARTY.c.id == buyer_id,
        PARTY.c.territory_id == actor.territory_id,
        PARTY.c.kind == PartyKind.BUYER,
    )
    name = session.connection().execute(query).scalar()
    if name is None:
        raise NotFound
    return BuyerList(buyer_id, name, read_own_criteria(session, (buyer_id,)))

"""How planned markets come in one by one: half of them announced by their buyer's link, some in lots."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from sqlmodel import Session

from cases.access import open_link
from cases.actors import Actor
from cases.commands.announcing import announce_market
from cases.commands.buyer_links import add_buyer, send_announcement_link
from cases.commands.drafting import describe_market
from cases.inputs import Announcement, MarketDescription, PartInput
from cases.simulation import beginnings
from cases.simulation.plans import MarketPlan
from cases.simulation.trades import LOTS
from cases.simulation.world import World
from models.vocabulary import ActorKind, LinkAct, Role, Stage

IN_LOTS = 0.1
"""Share of the markets announced by their buyer that go all the way in lots."""


def enter(world: World, plan: MarketPlan, by: Actor, session: Session) -> None:
    """The buyer announces its market, which a facilitator takes up; or tells one, who enters it."""
    chance = world.chance("announces", plan.reference)
    if chance.random() < 0.5:
        beginnings.register(world, plan, by, session)
        return
    in_operation = chance.random() < 0.6
    in_lots = chance.random() < IN_LOTS or plan.stays(Stage.DRAFTING)
    buyer = _buyer(world, plan, by, session)
    announcement = Announcement(
        reference=plan.reference,
        title=plan.title,
        trade=plan.trade,
        amount_excl_tax=plan.amount,
        duration_months=plan.duration_months,
        operation_title=f"Programme {plan.enters_on.year}, {plan.buyer.name}" if in_operation else None,
        parts=tuple(_lots(plan)) if in_lots else (),
    )
    assert buyer.party_id is not None
    number = announce_market(session, buyer, buyer.party_id, announcement, now=world.now)
    world.plans[number] = plan
    describe_market(session, by, number, MarketDescription(referent_id=by.id), now=world.now)


def _buyer(world: World, plan: MarketPlan, by: Actor, session: Session) -> Actor:
    """The buyer behind its link, which a facilitator sends the first time."""
    party_id = add_buyer(session, by, beginnings.party(plan.buyer), now=world.now)
    link_id = open_link(session, LinkAct.ANNOUNCE, now=world.now, party_id=party_id)
    if link_id is None:
        link_id = send_announcement_link(session, by, party_id, now=world.now)
    return Actor(ActorKind.LINK, world.territory_id, link_id, Role.BUYER, party_id)


def _lots(plan: MarketPlan) -> Iterator[PartInput]:
    each = (plan.amount / len(LOTS)).quantize(Decimal(1), ROUND_DOWN)
    for rank, title in enumerate(LOTS, start=1):
        yield PartInput(number=str(rank), title=title, trade=plan.trade, amount_excl_tax=each)

"""One buyer of a virtual territory sends a purchasing plan each year: those markets enter together."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256

from sqlmodel import Session

from cases.commands.parties import find_or_add_party
from cases.commands.purchasing_plans import import_plan
from cases.findings import CellPlace
from cases.inputs import Announcement, PartInput
from cases.purchasing import PlannedMarket, PlanReading
from cases.simulation.beginnings import party
from cases.simulation.plans import MarketPlan
from cases.simulation.trades import LOTS
from cases.simulation.world import World
from models.vocabulary import PartyKind

AHEAD = timedelta(days=10)
"""The markets of a plan that would enter so soon after its first one enter with it."""


def send_plans(world: World, plans: Iterable[MarketPlan]) -> list[MarketPlan]:
    """Have one buyer's markets enter by plan, year after year; the markets that enter otherwise."""
    plans = list(plans)
    by_hand = [plan for plan in plans if not plan.is_imported]
    if not by_hand:
        return plans
    buyer = by_hand[0].buyer
    years: dict[int, list[MarketPlan]] = {}
    for plan in sorted(by_hand, key=lambda plan: plan.enters_on):
        if plan.buyer == buyer:
            years.setdefault(plan.enters_on.year, []).append(plan)
    together = [_entering_together(year) for year in years.values()]
    for markets in together:
        at = world.office_hours(world.chance("plan", markets[0].reference), markets[0].enters_on)
        world.plan(at, partial(_bring, world, markets))
    sent = {plan.reference for markets in together for plan in markets}
    return [plan for plan in plans if plan.reference not in sent]


def _entering_together(year: Sequence[MarketPlan]) -> list[MarketPlan]:
    return [plan for plan in year if plan.enters_on <= year[0].enters_on + AHEAD]


def _bring(world: World, markets: Sequence[MarketPlan], session: Session) -> None:
    by, buyer = world.facilitators[0], party(markets[0].buyer)
    buyer_id = find_or_add_party(session, world.territory_id, PartyKind.BUYER, buyer, now=world.now)
    report = import_plan(session, by, buyer_id, _reading(markets), partial=False, now=world.now)
    plans = {plan.reference: plan for plan in markets}
    for line in report.markets:
        assert line.market_id is not None  # it was no trial
        world.plans[line.market_id] = plans[line.reference]


def _reading(markets: Sequence[MarketPlan]) -> PlanReading:
    """The plan as its file would be read, one row a lot."""
    digest = sha256(" ".join(plan.reference for plan in markets).encode()).hexdigest()
    planned = tuple(_planned(plan, 2 + rank * len(LOTS)) for rank, plan in enumerate(markets))
    return PlanReading(f"plan-achats-{markets[0].enters_on.year}.xlsx", digest, planned)


def _planned(plan: MarketPlan, row: int) -> PlannedMarket:
    half = (plan.amount / 2).quantize(Decimal("0.01"))
    amounts = (half, plan.amount - half)
    announcement = Announcement(
        reference=plan.reference,
        title=plan.title,
        trade=plan.trade,
        amount_excl_tax=plan.amount,
        duration_months=plan.duration_months,
        parts=tuple(
            PartInput(number=str(rank), title=title, trade=plan.trade, amount_excl_tax=amount)
            for rank, (title, amount) in enumerate(zip(LOTS, amounts, strict=True), start=1)
        ),
    )
    return PlannedMarket(
        announcement, plan.reference, CellPlace("Plan d’achats", row, "A", "Référence du marché")
    )

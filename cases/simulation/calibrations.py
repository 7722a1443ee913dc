"""How facilitators calibrate: the territory's own figures, often beside another scenario; one is retained."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.calibrating import PART, is_counted
from cases.commands.calibrations import add_scenario, retain_scenario
from cases.inputs import NewScenario
from cases.rules.calibration import TAKES_STAFF_OVER
from cases.rules.default_pack import DEFAULT_PACK
from cases.simulation.looking import stage_of
from cases.simulation.plans import MarketPlan
from cases.simulation.world import World
from models.vocabulary import Rounding, Stage

COMPARED = 0.3
"""How often another scenario is kept beside the one that is retained."""
USUAL, OTHERS = "Valeurs du territoire", {"Taux de 5 %": Decimal("0.05"), "Taux de 10 %": Decimal("0.10")}
TAKEN_OVER = Decimal("0.45")
"""Share of the labour that pays the staff in place, in an open study of cleaning."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """One market's calibration by its facilitator."""

    world: World
    session: Session
    market_id: int
    plan: MarketPlan

    def keep(self, name: str, **changes: Any) -> int:
        """Keep a scenario of the plan's figures, but for these changes; its number."""
        figures: Mapping[str, Any] = {
            "trade": self.plan.trade,
            "amount_excl_tax": self.plan.amount,
            "duration_months": self.plan.duration_months,
            "urban_renewal": self.plan.urban_renewal,
            "name": name,
            **changes,
        }
        by, scenario = self.world.facilitator(self.market_id), NewScenario.model_validate(figures)
        return add_scenario(self.session, by, self.market_id, scenario, now=self.world.now)

    def retain(self, scenario: int) -> None:
        by = self.world.facilitator(self.market_id)
        retain_scenario(self.session, by, self.market_id, scenario, now=self.world.now)

    def parts(self) -> list[dict[str, Any]]:
        """What differs from the market's own figures for each of its lots; nothing to change without lots.

        Lots are rounded down, so that their hours never add up to more than the plan's.
        """
        lots = select(PART.c.id, PART.c.amount_excl_tax).where(PART.c.market_id == self.market_id)
        rows = self.session.connection().execute(lots.where(is_counted()).order_by(PART.c.id))
        found = [
            {"part_id": row.id, "amount_excl_tax": row.amount_excl_tax, "rounding": Rounding.DOWN}
            for row in rows
        ]
        return found or [{}]


def calibrate(world: World, market_id: int, session: Session) -> None:
    """Keep the scenario that gives the plan's hours, lot by lot when there are some, and retain it."""
    if stage_of(session, market_id) is not Stage.DRAFTING:
        return
    desk = _Desk(world, session, market_id, world.plans[market_id])
    is_compared = world.chance("compared", market_id).random() < COMPARED
    for part in desk.parts():
        if is_compared:
            name, rate = next(iter(OTHERS.items()))
            desk.keep(name, insertion_rate=rate, **part)
        desk.retain(desk.keep(USUAL, **part))


def compare(world: World, market_id: int, session: Session) -> None:
    """Keep several scenarios of a study that is still open: the choice is to be made by whoever looks."""
    if stage_of(session, market_id) is not Stage.DRAFTING:
        return
    desk = _Desk(world, session, market_id, world.plans[market_id])
    for part in desk.parts():
        desk.keep(USUAL, **part)
        for name, rate in OTHERS.items():
            desk.keep(name, insertion_rate=rate, **part)
        if desk.plan.trade in TAKES_STAFF_OVER:
            amount = part.get("amount_excl_tax", desk.plan.amount)
            labour = amount * DEFAULT_PACK.labour_shares[desk.plan.trade]
            desk.keep("Personnel repris", staff_taken_over=(labour * TAKEN_OVER).quantize(Decimal(1)), **part)

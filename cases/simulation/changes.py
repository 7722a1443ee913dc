"""What changes works under way: amendments, some of them mistaken, tranches confirmed, orders issued."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from random import Random

from sqlalchemy import select
from sqlmodel import Session

from cases.changework import owed_by
from cases.commands.amendments import record_amendment
from cases.commands.change_cancelling import cancel_last_change, correct_last_amendment
from cases.commands.changing import UNDER_WAY
from cases.commands.drafting import describe_market
from cases.commands.ordering import confirm_tranche, issue_order
from cases.commands.parts import add_part
from cases.inputs import (
    AmendmentCorrection,
    AmendmentInput,
    ChangeCancellation,
    MarketDescription,
    OrderInput,
    PartInput,
    TrancheConfirmation,
)
from cases.partwork import counted_parts
from cases.recalibrating import retained_for_all
from cases.rules.part_changes import known_hours
from cases.simulation.looking import stage_of
from cases.simulation.world import Act, Happening, World
from cases.statements import MARKET
from models.vocabulary import PartKind

AGREED = "Heures convenues avec l’acheteur et l’entreprise."


def expect_changes(world: World, session: Session, happening: Happening) -> None:
    """What about one market in four will see before its works end."""
    plan, market_id = world.plans[happening.market_id], happening.market_id
    chance, luck = world.chance("changes", plan.reference), world.chance("changes", plan.reference).random()
    starts_on = date.fromisoformat(happening.payload["starts_on"])
    acts: Mapping[float, Act] = {
        0.09: partial(_amend, world, market_id, chance),
        0.13: partial(_amend_wrongly, world, market_id, chance),
        0.17: partial(_prolong, world, market_id, chance),
        0.21: partial(_confirm_tranche, world, market_id, chance),
        0.25: partial(_issue_orders, world, market_id, chance),
        0.27: partial(_correct_end, world, market_id, chance),
    }
    for threshold, act in acts.items():
        if luck < threshold:
            day = starts_on + timedelta(days=chance.randrange(15, max(20, plan.duration_months * 26)))
            world.plan(world.office_hours(chance, max(day, world.today)), act)
            return


def _amend(world: World, market_id: int, chance: Random, session: Session) -> None:
    """More works: the hours of the calibration for the new amount, or those agreed."""
    if stage_of(session, market_id) not in UNDER_WAY:
        return
    input = _more_works(world, market_id, chance, session)
    if input is not None:
        record_amendment(session, world.facilitator(market_id), market_id, input, now=world.now)


def _more_works(world: World, market_id: int, chance: Random, session: Session) -> AmendmentInput | None:
    query = select(MARKET.c.required_hours, MARKET.c.amount_excl_tax).where(MARKET.c.id == market_id)
    required, amount = session.connection().execute(query).one()
    if required is None:
        return None
    more = Decimal(chance.randrange(105, 130)) / 100
    facts = {"signed_on": world.today, "object": "Travaux supplémentaires"}
    lots = [lot for lot in counted_parts(session, market_id) if lot.figures.required_hours]
    if lots:
        lot = chance.choice(lots)
        hours = _cents((lot.figures.required_hours or Decimal(0)) * more)
        return AmendmentInput(**facts, parts=[{"part_id": lot.id, "required_hours": hours}], reason=AGREED)
    if amount is not None and retained_for_all(session, market_id) is not None:
        return AmendmentInput(**facts, amount_excl_tax=_cents(amount * more))
    return AmendmentInput(**facts, required_hours=_cents(required * more), reason=AGREED)


def _amend_wrongly(world: World, market_id: int, chance: Random, session: Session) -> None:
    """A zero too many, seen the same day: corrected, or cancelled when it was another market's."""
    if stage_of(session, market_id) not in UNDER_WAY:
        return
    query = select(MARKET.c.required_hours).where(MARKET.c.id == market_id)
    required = session.connection().execute(query).scalar_one()
    if required is None:
        return
    by, facts = world.facilitator(market_id), {"signed_on": world.today, "object": "Travaux modificatifs"}
    facts["in_proportion"] = known_hours(counted_parts(session, market_id)) is not None
    meant = _cents(required * Decimal(chance.randrange(105, 130)) / 100)
    wrong = AmendmentInput(**facts, required_hours=meant * 10, reason=AGREED)
    record_amendment(session, by, market_id, wrong, now=world.now)
    if chance.random() < 0.5:
        why = ChangeCancellation(reason="Avenant d’un autre marché.")
        cancel_last_change(session, by, market_id, why, now=world.now)
    else:
        right = AmendmentCorrection(**facts, required_hours=meant, reason=AGREED, why="Un zéro de trop.")
        correct_last_amendment(session, by, market_id, right, now=world.now)


def _prolong(world: World, market_id: int, chance: Random, session: Session) -> None:
    """The same works, finished later; some told once the end has passed."""
    query = select(MARKET.c.planned_end_on).where(MARKET.c.id == market_id)
    end = session.connection().execute(query).scalar_one()
    if stage_of(session, market_id) not in UNDER_WAY or end is None:
        return
    later = max(end, world.today) + timedelta(days=chance.randrange(20, 90))
    input = AmendmentInput(signed_on=world.today, object="Prolongation du délai", planned_end_on=later)
    record_amendment(session, world.facilitator(market_id), market_id, input, now=world.now)


def _correct_end(world: World, market_id: int, chance: Random, session: Session) -> None:
    """The planned end was typed a month too early: a fact corrected, and told."""
    query = select(MARKET.c.planned_end_on).where(MARKET.c.id == market_id)
    end = session.connection().execute(query).scalar_one()
    if stage_of(session, market_id) not in UNDER_WAY or end is None:
        return
    facts = MarketDescription(planned_end_on=end + timedelta(days=chance.randrange(28, 31)))
    describe_market(session, world.facilitator(market_id), market_id, facts, now=world.now)


def _confirm_tranche(world: World, market_id: int, chance: Random, session: Session) -> None:
    """An optional tranche that the contract had is confirmed, with its own days."""
    if stage_of(session, market_id) not in UNDER_WAY:
        return
    by = world.facilitator(market_id)
    part = PartInput(kind=PartKind.TRANCHE, number="TO1", title="Tranche optionnelle", is_firm=False)
    part_id = add_part(session, by, market_id, part, now=world.now)
    input = TrancheConfirmation(
        part_id=part_id,
        confirmed_on=world.today,
        starts_on=world.today + timedelta(days=chance.randrange(5, 30)),
        ends_on=world.today + timedelta(days=chance.randrange(60, 150)),
        required_hours=Decimal(chance.randrange(30, 200)),
        reason=AGREED,
    )
    confirm_tranche(session, by, market_id, input, now=world.now)


def _issue_orders(world: World, market_id: int, chance: Random, session: Session) -> None:
    """The contract is a framework agreement: two orders, which may exceed its hours."""
    if stage_of(session, market_id) not in UNDER_WAY:
        return
    by, end = world.facilitator(market_id), owed_by(session, market_id).planned_end_on
    if end is not None and end < world.today:
        return
    describe_market(session, by, market_id, MarketDescription(is_framework=True), now=world.now)
    for rank in (1, 2):
        input = OrderInput(
            number=f"BC-{rank}",
            title="Travaux à la commande",
            ordered_on=world.today,
            starts_on=world.today + timedelta(days=10),
            ends_on=world.today + timedelta(days=chance.randrange(40, 120)),
            required_hours=Decimal(chance.randrange(50, 900)),
            reason=AGREED,
        )
        issue_order(session, by, market_id, input, now=world.now)


def _cents(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.01"), ROUND_HALF_UP)

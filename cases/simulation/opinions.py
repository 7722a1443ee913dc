"""What facilitators say of planned markets: mostly what is suggested, sometimes that no clause fits."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from cases.commands.opinion import give_opinion, reopen_study
from cases.inputs import OpinionInput
from cases.opinions import planned_market
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.suggestion import suggest
from cases.simulation.world import Happening, World
from models.vocabulary import Advice, Lever, RefusalGround, Stage

SAID_BEFORE_DAYS = 2
REOPENED_AFTER_DAYS = 12
FOLLOWED = 0.8
"""How often the suggested lever is the one that is chosen."""


def advise(world: World, session: Session, happening: Happening) -> None:
    """A market to study: its opinion comes before its calibration; one is left open for whoever looks."""
    market_id, plan = happening.market_id, world.plans[happening.market_id]
    if plan.stays(Stage.DRAFTING) or plan.abandoned_at is Stage.DRAFTING:
        return
    say = _refuse if plan.declines else _advise
    days = max(1, plan.study_days - SAID_BEFORE_DAYS)
    world.plan(world.in_days(world.chance("opinion", happening.number), days), partial(say, world, market_id))


def reconsider(world: World, session: Session, happening: Happening) -> None:
    """A market without a clause: sometimes the buyer's project grows, and its study is opened again."""
    market_id, plan = happening.market_id, world.plans[happening.market_id]
    if plan.reopens:
        world.plans[market_id] = replace(plan, declines=False, reopens=False)
        chance = world.chance("reopening", happening.number)
        world.plan(world.in_days(chance, REOPENED_AFTER_DAYS), partial(_reopen, world, market_id))


def _advise(world: World, market_id: int, session: Session) -> None:
    said = OpinionInput(advice=Advice.CLAUSE, lever=_lever(world, market_id, session), reason=None)
    give_opinion(session, world.facilitator(market_id), market_id, said, now=world.now)


def _lever(world: World, market_id: int, session: Session) -> Lever:
    suggestion = suggest(planned_market(session, market_id, world.today), DEFAULT_PACK)
    is_followed = world.chance("lever", market_id).random() < FOLLOWED
    return suggestion.lever if suggestion.lever and is_followed else Lever.EXECUTION_CONDITION


def _refuse(world: World, market_id: int, session: Session) -> None:
    said = OpinionInput(
        advice=Advice.NO_CLAUSE,
        ground=RefusalGround.READY_MADE,
        reason="Prestation sur étagère, réalisée en quelques jours par le fabricant.",
        concludes=True,
    )
    give_opinion(session, world.facilitator(market_id), market_id, said, now=world.now)


def _reopen(world: World, market_id: int, session: Session) -> None:
    reopen_study(session, world.facilitator(market_id), market_id, now=world.now)

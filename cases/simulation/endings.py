"""What facilitators do at the end of the works: reception, the last sheets, the shortfall, the statement."""

from datetime import date, timedelta
from functools import partial

from sqlmodel import Session

from cases.commands.interruptions import record_reception
from cases.commands.statement import decide_shortfall, issue_statement
from cases.inputs import Reception, ShortfallChoice
from cases.rules.calendar import ONE_DAY
from cases.rules.lifecycle import Move
from cases.rules.months import next_month
from cases.rules.requirements import SHEETS_SETTLED, SHORTFALL_DECIDED
from cases.simulation.companies import answer
from cases.simulation.looking import missing_for, sheets_of, stage_of
from cases.simulation.world import Happening, World
from models.vocabulary import ShortfallDecision, Stage

CLOSING_DAYS = 8
PATIENCE_DAYS = 40


def plan_reception(world: World, session: Session, happening: Happening) -> None:
    """The end is ahead: the reception comes around the planned day."""
    plan = world.plans[happening.market_id]
    if plan.stays(Stage.FOLLOW_UP):
        return
    chance = world.chance("reception", happening.number)
    on = world.today + timedelta(days=chance.randrange(24, 45))
    world.plan(world.office_hours(chance, on), partial(_receive, world, happening.market_id))


def _receive(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) is Stage.FOLLOW_UP:
        input = Reception(received_on=world.today)
        record_reception(session, world.facilitator(market_id), market_id, input, now=world.now)


def plan_closing(world: World, session: Session, happening: Happening) -> None:
    """The last month's sheets open on the first of the next: the case is settled some days after."""
    plan, market_id = world.plans[happening.market_id], happening.market_id
    if plan.stays(Stage.RECEPTION) or plan.stays(Stage.TERMINATED):
        return
    day = world.calendar.shift(next_month(world.today) - ONE_DAY, CLOSING_DAYS)
    chance = world.chance("closing", happening.number)
    gives_up_on = day + timedelta(days=PATIENCE_DAYS)
    world.schedule(world.office_hours(chance, day), partial(_close, world, market_id, gives_up_on))


def _close(world: World, market_id: int, gives_up_on: date) -> None:
    """Send the statement; what the page says is missing is settled first, and looked at some days later."""
    actor = world.facilitator(market_id)
    with world.database.read() as session:
        missing = missing_for(session, market_id, Move.ISSUE_STATEMENT)
    if not missing:
        world.do(lambda session: issue_statement(session, actor, market_id, now=world.now))
        return
    chance = world.chance("closing", market_id, world.now)
    if SHEETS_SETTLED in missing and world.today >= gives_up_on:
        world.do(partial(_answer_all, world, market_id))
    elif missing == (SHORTFALL_DECIDED,):
        world.do(partial(_decide_shortfall, world, market_id))
    world.schedule(
        world.in_days(chance, chance.randrange(2, 6)), partial(_close, world, market_id, gives_up_on)
    )


def _answer_all(world: World, market_id: int, session: Session) -> None:
    """After all those weeks the facilitator gets the last answers on the phone."""
    for sheet in sheets_of(session, market_id):
        answer(world, sheet.id, session, by=world.facilitator(market_id))


def _decide_shortfall(world: World, market_id: int, session: Session) -> None:
    choice = ShortfallChoice(
        decision=ShortfallDecision.PENALTY, reason="Aucune action engagée malgré les relances."
    )
    if world.plans[market_id].is_waived:
        choice = ShortfallChoice(
            decision=ShortfallDecision.WAIVER, reason="Chantier écourté par l’acheteur, efforts constatés."
        )
    decide_shortfall(session, world.facilitator(market_id), market_id, choice, now=world.now)

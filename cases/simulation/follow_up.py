"""What facilitators do during the works: they check sheets, call, find the right contact, stop and resume."""

from datetime import date, time, timedelta
from functools import partial
from random import Random

from sqlmodel import Session

from cases.commands.interruptions import resume, suspend, terminate
from cases.commands.parties import set_contact
from cases.commands.sheets import reject_sheet, validate_sheet
from cases.commands.tasks import complete_task
from cases.inputs import (
    ContactInput,
    Rejection,
    Resumption,
    SuspensionOrder,
    TaskOutcome,
    Termination,
)
from cases.simulation.companies import answer, temperament_of
from cases.simulation.looking import open_tasks, sheet_numbered, stage_of
from cases.simulation.plans import Stop, Temperament
from cases.simulation.world import Act, Happening, World
from models.vocabulary import SheetStatus, Stage, TaskKind

REJECTED_SHARE = {Temperament.CARELESS: 0.4}
USUALLY_REJECTED = 0.04
AFTER_HOURS = time(18, 20)


def expect_events(world: World, session: Session, happening: Happening) -> None:
    """What will befall the works: a stop order, a termination."""
    plan, market_id = world.plans[happening.market_id], happening.market_id
    starts_on = date.fromisoformat(happening.payload["starts_on"])
    if plan.stop is not None:
        on = starts_on + timedelta(days=plan.stop.after_days)
        _in_the_evening(world, on, partial(_suspend, world, market_id, plan.stop))
    if plan.terminated_after_days is not None:
        on = starts_on + timedelta(days=plan.terminated_after_days)
        _in_the_evening(world, on, partial(_terminate, world, market_id))


def _in_the_evening(world: World, on: date, act: Act) -> None:
    """Orders come at the end of the day: what they set going leaves the next working morning."""
    world.plan(world.calendar.at(world.calendar.first_working_day(on), AFTER_HOURS), act)


def _suspend(world: World, market_id: int, stop: Stop, session: Session) -> None:
    if stage_of(session, market_id) is not Stage.FOLLOW_UP:
        return
    input = SuspensionOrder(from_on=world.today, reason="Ordre de service d’arrêt : découverte d’amiante.")
    suspend(session, world.facilitator(market_id), market_id, input, now=world.now)
    if not world.plans[market_id].stays(Stage.SUSPENDED):
        on = world.today + timedelta(days=stop.length_days)
        _in_the_evening(world, on, partial(_resume, world, market_id))


def _resume(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) is Stage.SUSPENDED:
        input = Resumption(on=world.today)
        resume(session, world.facilitator(market_id), market_id, input, now=world.now)


def _terminate(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) in (Stage.FOLLOW_UP, Stage.SUSPENDED):
        input = Termination(on=world.today, reason="Liquidation judiciaire du titulaire.")
        terminate(session, world.facilitator(market_id), market_id, input, now=world.now)


def take_sheet(world: World, session: Session, happening: Happening) -> None:
    """An answer to check within the week."""
    chance = world.chance("review", happening.number)
    if not (world.leaves_to_visitors("sheet", each=3) or world.leaves_undone(chance)):
        act = partial(review, world, happening.payload["sheet"], chance)
        world.plan(world.in_days(chance, chance.randrange(0, 5)), act)


def review(world: World, sheet_id: int, chance: Random, session: Session) -> None:
    """See the proofs of newcomers, then validate, or send back."""
    sheet = sheet_numbered(session, sheet_id)
    if sheet.status is not SheetStatus.SUBMITTED:
        return
    actor = world.facilitator(sheet.market_id)
    share = REJECTED_SHARE.get(temperament_of(world, sheet), USUALLY_REJECTED)
    if sheet.version == 1 and chance.random() < share:
        input = Rejection(reason="Les heures ne correspondent pas aux contrats transmis.")
        reject_sheet(session, actor, sheet_id, sheet.version, input, now=world.now)
    else:
        validate_sheet(session, actor, sheet_id, sheet.version, now=world.now)


def take_call(world: World, session: Session, happening: Happening) -> None:
    """A company to call: most answer on the phone."""
    chance = world.chance("call", happening.number)
    if not world.leaves_undone(chance):
        act = partial(_call, world, happening.payload["sheet"])
        world.plan(world.in_days(chance, chance.randrange(0, 3)), act)


def _call(world: World, sheet_id: int, session: Session) -> None:
    sheet = sheet_numbered(session, sheet_id)
    if temperament_of(world, sheet) is not Temperament.MUTE:
        answer(world, sheet_id, session, by=world.facilitator(sheet.market_id))
        return
    for task_id in open_tasks(session, sheet.market_id, TaskKind.CALL_COMPANY):
        _done(world, task_id, sheet.market_id, "Pas de réponse, message laissé.", session)


def _done(world: World, task_id: int, market_id: int, note: str, session: Session) -> None:
    actor = world.facilitator(market_id)
    complete_task(session, actor, task_id, TaskOutcome(note=note), now=world.now)


def take_wrong_contact(world: World, session: Session, happening: Happening) -> None:
    """Someone to find: the company's own contact, asked for on the phone."""
    chance, party_id = world.chance("contact", happening.number), happening.payload["party"]
    act = partial(_find_contact, world, happening.market_id, party_id)
    world.plan(world.in_days(chance, chance.randrange(0, 3)), act)


def _find_contact(world: World, market_id: int, party_id: int, session: Session) -> None:
    company = world.members[market_id, party_id].company
    contact = ContactInput(contact_name=company.contact_name, email=f"chantiers.{company.email}")
    set_contact(session, world.facilitator(market_id), market_id, party_id, contact, now=world.now)


def take_outcome(world: World, session: Session, happening: Happening) -> None:
    """Participants to call, some months after the closing."""
    chance = world.chance("outcome", happening.number)
    if not world.leaves_undone(chance):
        act = partial(_ask_outcome, world, happening.market_id)
        world.plan(world.in_days(chance, chance.randrange(1, 9)), act)


def _ask_outcome(world: World, market_id: int, session: Session) -> None:
    for task_id in open_tasks(session, market_id, TaskKind.ASK_OUTCOME):
        _done(world, task_id, market_id, "Participants joints, situations notées.", session)

"""The partners of a virtual territory: looked after each day, met each quarter."""

from datetime import date, time, timedelta
from functools import partial

from sqlmodel import Session

from cases.commands.meetings import propose_meeting
from cases.commands.minutes import record_minutes
from cases.inputs import ActionInput, Attendance, MeetingInput, MinutesInput
from cases.meetings import guests_of, live_partners_meeting
from cases.partners_clock import open_period
from cases.partners_round import go_round
from cases.rules.months import add_months, month_of
from cases.simulation.world import World

ROUND_AT, LOOKS_AT, MEETS_AT, MINUTED_AT = time(8, 5), time(11), time(14), time(17)
LOOKS_AFTER_DAYS, NOTICE_DAYS = 8, 12
CAME_SHARE = 0.7


def look_after_partners(world: World, months: int) -> None:
    """A round each working day; once a month, someone looks whether the partners are to meet."""
    first = world.calendar.local_date(world.now)
    last = add_months(first, months)
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        if world.calendar.is_working_day(day):
            world.schedule(world.calendar.at(day, ROUND_AT), partial(_go_round, world))
    for number in range(months):
        on = world.calendar.shift(month_of(add_months(first, number)), LOOKS_AFTER_DAYS)
        world.plan(world.calendar.at(on, LOOKS_AT), partial(_propose, world))


def _go_round(world: World) -> None:
    go_round(world.database, now=world.now)


def _propose(world: World, session: Session) -> None:
    """The task of the quarter is open: the partners are invited some weeks ahead."""
    territory_id, chance = world.territory_id, world.chance("partners", world.today)
    asked = open_period(session, territory_id) is not None
    if not asked or live_partners_meeting(session, territory_id) is not None or world.leaves_undone(chance):
        return
    on = world.calendar.shift(world.today, NOTICE_DAYS)
    input = MeetingInput(
        on=on,
        at=MEETS_AT,
        duration_minutes=120,
        place="Mairie, salle des commissions",
        agenda="Heures par marché, besoins de recrutement à venir, ajustements.",
    )
    propose_meeting(session, world.facilitators[0], None, input, now=world.now)
    world.plan(world.calendar.at(on, MINUTED_AT), partial(_hold, world, on))


def _hold(world: World, on: date, session: Session) -> None:
    meeting = live_partners_meeting(session, world.territory_id)
    if meeting is None:
        return
    chance = world.chance("partners came", on)
    came = tuple(
        Attendance(guest_id=guest.id, present=chance.random() < CAME_SHARE)
        for guest in guests_of(session, meeting.id)
    )
    input = MinutesInput(
        held_on=on,
        minutes="Dossier présenté, besoins des trois prochains mois passés en revue.",
        actions=(ActionInput(what="Réunion d’information collective pour les besoins ouverts."),),
        attendance=came,
    )
    record_minutes(session, world.facilitators[0], None, meeting.id, input, now=world.now)

"""What facilitators do about meetings: one proposed for a kickoff or on site, moved or called off, held."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from sqlmodel import Session

from cases.arrangements import kind_at
from cases.commands.held_meetings import record_held_meeting
from cases.commands.kickoff import record_kickoff
from cases.commands.meetings import cancel_meeting, move_meeting, propose_meeting
from cases.commands.minutes import record_minutes
from cases.inputs import (
    ActionInput,
    Attendance,
    CompanyAgreement,
    HeldMeetingInput,
    Kickoff,
    MeetingCancellation,
    MeetingChange,
    MeetingInput,
    MinutesInput,
    PlannedMonth,
    Presence,
)
from cases.meetings import Proposed, guests_of, live_meeting, members_of
from cases.rules.curve import MonthHours, linear_plan
from cases.rules.months import add_months
from cases.simulation.attesting import asks_people
from cases.simulation.looking import stage_of
from cases.simulation.world import Happening, World
from models.vocabulary import MeetingKind, Modality, Stage

STARTS_AFTER_DAYS = 5
DIFFICULTIES = (None, "Transport jusqu’au chantier avant 7 h.", "Peu de candidats en second œuvre.")
ACTIONS = (
    "Transmettre les besoins du prochain trimestre",
    "Prendre contact avec le GEIQ",
    "Relancer les candidats vus en entretien",
)
MOVED_SHARE, CALLED_OFF_SHARE, CAME_SHARE, OWN_PLAN_SHARE, ON_THE_SPOT_SHARE = 0.15, 0.06, 0.9, 0.4, 0.1
NOTICE_DAYS = range(4, 9)
AGENDAS = {
    MeetingKind.KICKOFF_MEETING: (
        "Obligations de la clause, plan d’action, modalités de recrutement, fiches mensuelles."
    ),
    MeetingKind.SITE_MEETING: "Heures du trimestre, difficultés, actions, prochains recrutements.",
}
PLACES = ("Mairie, salle des commissions", "Base de vie du chantier", "Visioconférence")


def prepare_kickoff(world: World, session: Session, happening: Happening) -> None:
    """An awarded market: its launch meeting is proposed some days before it is held, in time or late."""
    plan, chance = world.plans[happening.market_id], world.chance("launch", happening.number)
    days = plan.meets_after_days if plan.stays(Stage.KICKOFF) else plan.kickoff_days
    if days is None:
        return
    notice = min(days - 1, chance.choice(NOTICE_DAYS))
    if plan.stays(Stage.KICKOFF):
        notice = days - 1  # proposed at once, it still lies ahead when someone looks
    elif plan.is_imported:
        notice = 1  # its contacts are found two days before: the invitation comes after
    act = partial(_propose, world, happening.market_id, notice, chance)
    world.plan(world.in_days(chance, days - notice), act)


def prepare_site_meeting(world: World, session: Session, happening: Happening) -> None:
    """A quarter's meeting to hold: proposed within some days."""
    chance = world.chance("site meeting", happening.number)
    if not world.leaves_undone(chance):
        act = partial(_propose, world, happening.market_id, chance.choice(NOTICE_DAYS), chance)
        world.plan(world.in_days(chance, chance.randrange(0, 6)), act)


def expect_meeting(world: World, session: Session, happening: Happening) -> None:
    """A meeting in the diary: most are held, some are moved first, a few are called off."""
    market_id, chance = happening.market_id, world.chance("meeting", happening.number)
    meeting = live_meeting(session, market_id)
    if meeting is None or world.plans[market_id].stays(Stage.KICKOFF):
        return
    hold = HOLDS[meeting.kind]
    luck, is_near = chance.random(), meeting.starts_at - world.now < timedelta(days=3)
    if is_near or happening.event == "meeting_moved" or luck >= MOVED_SHARE + CALLED_OFF_SHARE:
        world.plan(meeting.ends_at, partial(hold, world, market_id, meeting.starts_at, chance))
    elif luck < MOVED_SHARE:
        world.plan(world.in_days(chance, 1), partial(_move, world, market_id))
    else:
        world.plan(world.in_days(chance, 1), partial(_call_off, world, market_id))


def look_for_another_day(world: World, session: Session, happening: Happening) -> None:
    """A meeting called off is proposed anew some days later."""
    chance = world.chance("again", happening.number)
    act = partial(_propose, world, happening.market_id, chance.choice(NOTICE_DAYS), chance)
    world.plan(world.in_days(chance, chance.randrange(1, 4)), act)


def _propose(world: World, market_id: int, notice: int, chance: Random, session: Session) -> None:
    kind = kind_at(stage_of(session, market_id))
    if kind is None or live_meeting(session, market_id) is not None:
        return
    if kind is MeetingKind.SITE_MEETING and chance.random() < ON_THE_SPOT_SHARE:
        _hold_on_the_spot(world, market_id, chance, session)
        return
    input = MeetingInput(
        on=world.calendar.shift(world.today, notice),
        at=time(chance.randrange(9, 17), chance.choice((0, 30))),
        place=chance.choice(PLACES),
        agenda=AGENDAS[kind],
    )
    propose_meeting(session, world.facilitator(market_id), market_id, input, now=world.now)


def _hold_on_the_spot(world: World, market_id: int, chance: Random, session: Session) -> None:
    """The facilitator was there, and so were the companies: nobody had been invited."""
    input = HeldMeetingInput(
        held_on=world.today,
        at=world.calendar.local_time(world.now),
        place="Base de vie du chantier",
        minutes="Point fait sur place : heures du trimestre et prochains recrutements.",
        difficulties=chance.choice(DIFFICULTIES),
        attendance=tuple(
            Presence(party_id=member.party_id, present=chance.random() < CAME_SHARE)
            for member in members_of(session, market_id)
        ),
    )
    record_held_meeting(session, world.facilitator(market_id), market_id, input, now=world.now)


def _move(world: World, market_id: int, session: Session) -> None:
    meeting = live_meeting(session, market_id)
    if meeting is not None and meeting.starts_at > world.now:
        day = world.calendar.shift(world.calendar.local_date(meeting.starts_at), 2)
        actor = world.facilitator(market_id)
        move_meeting(session, actor, market_id, meeting.id, MeetingChange(on=day), now=world.now)


def _call_off(world: World, market_id: int, session: Session) -> None:
    meeting = live_meeting(session, market_id)
    if meeting is not None:
        reason = MeetingCancellation(reason="L’entreprise n’est pas disponible.")
        actor = world.facilitator(market_id)
        cancel_meeting(session, actor, market_id, meeting.id, reason, now=world.now)


def _hold(world: World, market_id: int, starts_at: datetime, chance: Random, session: Session) -> None:
    meeting = live_meeting(session, market_id)
    if meeting is None or meeting.starts_at != starts_at or meeting.kind is not MeetingKind.KICKOFF_MEETING:
        return
    starts_on = world.today + timedelta(days=STARTS_AFTER_DAYS)
    ends_on = add_months(starts_on, world.plans[market_id].duration_months) - timedelta(days=1)
    spread = linear_plan(world.plans[market_id].committed_hours, starts_on, ends_on)
    input = Kickoff(
        held_on=world.today,
        minutes="Obligations rappelées, plan d’action et modalités de recrutement arrêtés.",
        starts_on=starts_on,
        planned_end_on=ends_on,
        attendance=_attendance(session, meeting, chance),
        companies=tuple(
            CompanyAgreement(party_id=member.party_id, modality=chance.choice(tuple(Modality)))
            for member in members_of(session, market_id)
        ),
        plan=_slow_start(spread) if chance.random() < OWN_PLAN_SHARE else (),
        asks_attestation=asks_people(world, market_id),
    )
    record_kickoff(session, world.facilitator(market_id), market_id, input, now=world.now)


def _hold_on_site(
    world: World, market_id: int, starts_at: datetime, chance: Random, session: Session
) -> None:
    """Works may have been stopped since: the meeting is then called off."""
    meeting = live_meeting(session, market_id)
    if meeting is None or meeting.starts_at != starts_at or meeting.kind is not MeetingKind.SITE_MEETING:
        return
    if stage_of(session, market_id) is not Stage.FOLLOW_UP:
        _call_off(world, market_id, session)
        return
    input = MinutesInput(
        held_on=world.today,
        minutes="Heures du trimestre passées en revue avec l’entreprise et l’acheteur.",
        difficulties=chance.choice(DIFFICULTIES),
        actions=(ActionInput(what=chance.choice(ACTIONS), by_on=world.calendar.shift(world.today, 10)),),
        attendance=_attendance(session, meeting, chance),
    )
    record_minutes(session, world.facilitator(market_id), market_id, meeting.id, input, now=world.now)


HOLDS = {MeetingKind.KICKOFF_MEETING: _hold, MeetingKind.SITE_MEETING: _hold_on_site}


def _attendance(session: Session, meeting: Proposed, chance: Random) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(guest_id=guest.id, present=chance.random() < CAME_SHARE)
        for guest in guests_of(session, meeting.id)
    )


def _slow_start(spread: Sequence[MonthHours]) -> tuple[PlannedMonth, ...]:
    """Half of the first month's hours are done in the last: sites start slowly."""
    late = min(spread[0].hours, (spread[0].hours / 2).quantize(Decimal(1)))
    hours = [each.hours for each in spread]
    hours[0] -= late
    hours[-1] += late
    return tuple(
        PlannedMonth(month=each.month, hours=value) for each, value in zip(spread, hours, strict=True)
    )

"""A meeting before it is held: proposed, moved, called off. One proposal lives at a time.

`market_id` is the market whose people meet, at its kickoff or on site as its stage has it; None for the
meeting of the territory's partners.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update
from sqlmodel import Session

from cases.actors import Actor
from cases.arrangements import kind_at
from cases.casework import Casework, take_up
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.guests import are_others, bring_up_to_date
from cases.inputs import LocalTime, MeetingCancellation, MeetingChange, MeetingInput
from cases.invitations import call_off, invitation, invite, take_back, unreachable
from cases.kickoff_steps import put_off_after_cancellation, put_off_until
from cases.meetings import (
    MEETING,
    Host,
    Proposed,
    facts_of,
    guests_of,
    live_at,
    live_meeting,
    meeting_numbered,
)
from cases.messages import MeetingEnd
from cases.partners_clock import period_to_hold
from cases.refusals import (
    InvalidInput,
    MeetingAlreadyProposed,
    MeetingOver,
    NoMeetingAhead,
    NotAllowed,
    NotFound,
    Place,
)
from cases.rules.kickoff import reminder_day
from cases.rules.meetings import period_of
from cases.site_clock import no_more_site_meetings
from cases.territorywork import Territorywork, take_up_territory
from models.vocabulary import DeadlineRule, MeetingKind, MeetingStatus, Stage


def propose_meeting(
    session: Session, actor: Actor, market_id: int | None, input: MeetingInput, *, now: datetime
) -> int:
    """Invite those whom this kind of meeting concerns, and those named; the meeting's number.

    Raises NotAllowed, NoMeetingAhead, MeetingAlreadyProposed, or InvalidInput when the invitations could not
    leave before it.
    """
    host, kind = take_up_host(session, actor, market_id, now)
    if live_at(host) is not None:
        raise MeetingAlreadyProposed
    starts_at = _instant(host, input.on, input.at)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=input.duration_minutes),
        "place": input.place,
        "agenda": input.agenda,
    }
    meeting = add_meeting(host, kind, input.on, values)
    guests = bring_up_to_date(host, meeting, input.guests).guests
    says, opens = invite(host, meeting, guests)
    payload = {"meeting": meeting.id, "kind": kind, "on": input.on, "sequence": 0, "guests": len(guests)}
    decision = Decision("meeting_proposed", payload, opens=tuple(opens), says=tuple(says))
    host.decide(_with_clocks(host, meeting, decision))
    return meeting.id


def move_meeting(
    session: Session,
    actor: Actor,
    market_id: int | None,
    meeting_id: int,
    input: MeetingChange,
    *,
    now: datetime,
) -> None:
    """Change when, where or with whom; guests read what changed, and those who left are told so.

    An invitation that still waits is taken back for the new one. Nothing happens when nothing changes.
    Raises NotFound and MeetingOver, and what `propose_meeting` raises.
    """
    host, _ = take_up_host(session, actor, market_id, now)
    before = live_numbered(host, meeting_id)
    changes = _changes(host, before, input)
    if not changes and not are_others(session, meeting_id, input.guests):
        return
    changes["sequence"] = before.sequence + 1
    session.connection().execute(update(MEETING).where(MEETING.c.id == meeting_id).values(**changes))
    meeting = live_numbered(host, meeting_id)
    take_back(session, meeting)
    found = bring_up_to_date(host, meeting, input.guests)
    says, opens = invite(host, meeting, found.guests)
    says += call_off(host, meeting, found.gone, MeetingEnd.NOT_INVITED)
    payload = {"meeting": meeting.id, "kind": meeting.kind, "on": meeting.held_on(host.pack)}
    payload |= {"sequence": meeting.sequence, "before": before.held_on(host.pack)}
    payload |= {"guests": len(found.guests)}
    decision = Decision("meeting_moved", payload, opens=tuple(opens), says=tuple(says))
    host.decide(_with_clocks(host, meeting, decision))


def cancel_meeting(
    session: Session,
    actor: Actor,
    market_id: int | None,
    meeting_id: int,
    input: MeetingCancellation,
    *,
    now: datetime,
) -> None:
    """Call the meeting off: it leaves the calendars of those who were invited, with the reason.

    Works may have been stopped since it was proposed. Raises NotAllowed, NoMeetingAhead, NotFound or
    MeetingOver.
    """
    host, _ = take_up_host(session, actor, market_id, now, even_stopped=True)
    meeting = live_numbered(host, meeting_id)
    says = called_off(host, meeting, MeetingEnd.CALLED_OFF, input.reason)
    payload = {"meeting": meeting.id, "kind": meeting.kind, "on": meeting.held_on(host.pack)}
    decision = Decision("meeting_cancelled", payload | {"reason": input.reason}, says=tuple(says))
    if isinstance(host, Casework):
        cancels, sets = put_off_after_cancellation(host)
        ends = (*cancels, DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id))
        decision = replace(decision, cancels=ends, sets=sets)
    host.decide(decision)


def called_off(host: Host, meeting: Proposed, why: MeetingEnd, reason: str | None = None) -> list[NewMail]:
    """End the meeting's life; the cancellations for those who were invited."""
    take_back(host.session, meeting)
    ended = {"status": MeetingStatus.CANCELLED, "sequence": meeting.sequence + 1}
    connection = host.session.connection()
    connection.execute(update(MEETING).where(MEETING.c.id == meeting.id).values(**ended))
    found = meeting_numbered(host.session, host.market_id, meeting.id)
    assert found is not None
    return call_off(host, found, guests_of(host.session, meeting.id), why, reason)


@dataclass(frozen=True, slots=True)
class EndedMeetings:
    """What the end of a market's works does to its meetings."""

    ends: tuple[TaskEnd, ...]
    cancels: tuple[DeadlineEnd, ...]


def ended_with_works(case: Casework) -> tuple[tuple[NewMail, ...], EndedMeetings]:
    """The market's works end: no site meeting is due any more, and one that is ahead is called off."""
    ends, cancels = no_more_site_meetings(case.market.id)
    meeting = live_meeting(case.session, case.market.id)
    if meeting is None:
        return (), EndedMeetings(ends, cancels)
    says = called_off(case, meeting, MeetingEnd.MARKET_ENDED)
    reminder = DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id)
    return tuple(says), EndedMeetings(ends, (*cancels, reminder))


def follow_companies(case: Casework) -> tuple[list[NewMail], list[NewTask]]:
    """The market's companies changed: who joined is invited to the meeting ahead, who left is told so."""
    meeting = live_meeting(case.session, case.market.id)
    if meeting is None:
        return [], []
    before = {guest.id for guest in guests_of(case.session, meeting.id)}
    found = bring_up_to_date(case, meeting, None)
    facts = facts_of(meeting, found.guests, case.pack, case.now)
    joined = [guest for guest in found.guests if guest.id not in before]
    says = [invitation(case, meeting, guest, facts, None) for guest in joined if guest.email]
    return says + call_off(case, meeting, found.gone, MeetingEnd.NOT_INVITED), unreachable(case, joined)


def take_up_host(
    session: Session, actor: Actor, market_id: int | None, now: datetime, *, even_stopped: bool = False
) -> tuple[Host, MeetingKind]:
    """The market or the territory on the desk, and the kind of meeting that it prepares.

    Raises NotAllowed for others than staff, NotFound, and NoMeetingAhead where the stage prepares none.
    """
    if not actor.is_staff:
        raise NotAllowed
    if market_id is None:
        return take_up_territory(session, actor, now), MeetingKind.PARTNERS_MEETING
    case = take_up(session, actor, market_id, now)
    stage = case.market.stage
    if even_stopped and stage is Stage.SUSPENDED and case.market.resumes_to is not None:
        stage = case.market.resumes_to
    kind = kind_at(stage)
    if kind is None:
        raise NoMeetingAhead
    return case, kind


def live_numbered(host: Host, meeting_id: int) -> Proposed:
    """The host's meeting with this number. Raises NotFound, and MeetingOver when it lives no more."""
    meeting = meeting_numbered(host.session, host.market_id, meeting_id)
    if meeting is None or meeting.territory_id != host.territory_id:
        raise NotFound
    if meeting.status is not MeetingStatus.PROPOSED:
        raise MeetingOver
    return meeting


def _instant(host: Host, on: date, at: LocalTime) -> datetime:
    """The meeting's start. Raises InvalidInput when no invitation could leave before it."""
    starts_at = host.pack.calendar.at(on, at)
    if starts_at <= host.release_at:
        raise InvalidInput(
            Place(
                "on",
                "Les invitations partiraient après le début de la réunion : choisissez un autre moment.",
                "The invitations would leave after the meeting has begun: choose a later moment.",
            )
        )
    return starts_at


def add_meeting(host: Host, kind: MeetingKind, on: date, values: Mapping[str, Any]) -> Proposed:
    """Write the meeting's row, still without guests."""
    row = {
        "territory_id": host.territory_id,
        "market_id": host.market_id,
        "kind": kind,
        "uid": str(uuid4()),
        "sequence": 0,
        "status": MeetingStatus.PROPOSED,
        "quarter": _quarter(host, kind, on),
        "created_at": host.now,
        **values,
    }
    host.session.connection().execute(insert(MEETING).values(**row))
    meeting = live_at(host)
    assert meeting is not None
    return meeting


def _quarter(host: Host, kind: MeetingKind, on: date) -> date | None:
    """The period that the meeting is held for; a kickoff is held for none."""
    if kind is MeetingKind.SITE_MEETING:
        return period_of(on, host.pack.site_meeting_months)
    return period_to_hold(host, on) if isinstance(host, Territorywork) else None


def _changes(host: Host, before: Proposed, input: MeetingChange) -> dict[str, Any]:
    calendar = host.pack.calendar
    on, at = input.on or before.held_on(host.pack), input.at or calendar.local_time(before.starts_at)
    length = before.ends_at - before.starts_at
    if input.duration_minutes is not None:
        length = timedelta(minutes=input.duration_minutes)
    starts_at = _instant(host, on, at)
    wanted = {
        "starts_at": starts_at,
        "ends_at": starts_at + length,
        "place": input.place or before.place,
        "agenda": input.agenda or before.agenda,
    }
    return {name: value for name, value in wanted.items() if value != getattr(before, name)}


def _with_clocks(host: Host, meeting: Proposed, decision: Decision) -> Decision:
    """The same decision, with the meeting's reminder set and the chase for a kickoff put off until after.

    A territory has no deadlines: its daily round reminds (cases/partners_clock.py).
    """
    if isinstance(host, Territorywork):
        return decision
    on = meeting.held_on(host.pack)
    cancels, sets = put_off_until(host, on)
    reminder = reminder_day(on, host.pack.calendar.local_date(host.release_at), host.pack)
    if reminder is not None:
        due_at = host.deadline_at(reminder)
        sets += (NewDeadline(DeadlineRule.MEETING_REMINDER, meeting.id, "reminder", on.isoformat(), due_at),)
    ends = (*cancels, DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id))
    return replace(decision, cancels=ends, sets=sets)

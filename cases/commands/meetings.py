"""The kickoff meeting before it is held: proposed, moved, called off. One proposal lives at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, NewTask
from cases.guests import are_others, bring_up_to_date
from cases.inputs import LocalTime, MeetingCancellation, MeetingChange, MeetingInput
from cases.invitations import call_off, invitation, invite, take_back, unreachable
from cases.kickoff_steps import put_off_after_cancellation, put_off_until
from cases.meetings import MEETING, Proposed, facts_of, guests_of, live_meeting, meeting_numbered
from cases.messages import MeetingEnd
from cases.refusals import (
    InvalidInput,
    KickoffNotAhead,
    MeetingAlreadyProposed,
    MeetingOver,
    NotAllowed,
    NotFound,
    Place,
)
from cases.rules.kickoff import reminder_day
from models.vocabulary import DeadlineRule, MeetingKind, MeetingStatus, Stage


def propose_meeting(
    session: Session, actor: Actor, market_id: int, input: MeetingInput, *, now: datetime
) -> int:
    """Invite the companies, the buyer and the facilitator to the kickoff; the meeting's number.

    Raises NotAllowed, KickoffNotAhead, MeetingAlreadyProposed, or InvalidInput when the invitations could not
    leave before it.
    """
    case = _at_kickoff(session, actor, market_id, now)
    if live_meeting(session, market_id) is not None:
        raise MeetingAlreadyProposed
    starts_at = _instant(case, input.on, input.at)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=input.duration_minutes),
        "place": input.place,
        "agenda": input.agenda,
    }
    meeting = _added(case, values)
    guests = bring_up_to_date(case, meeting, input.guests).guests
    says, opens = invite(case, meeting, guests)
    payload = {"meeting": meeting.id, "on": input.on, "sequence": 0, "guests": len(guests)}
    decision = Decision("meeting_proposed", payload, opens=tuple(opens), says=tuple(says))
    case.decide(_with_clocks(case, meeting, decision))
    return meeting.id


def move_meeting(
    session: Session, actor: Actor, market_id: int, meeting_id: int, input: MeetingChange, *, now: datetime
) -> None:
    """Change when, where or with whom; guests read what changed, and those who left are told so.

    An invitation that still waits is taken back for the new one. Nothing happens when nothing changes.
    Raises NotFound and MeetingOver, and what `propose_meeting` raises.
    """
    case = _at_kickoff(session, actor, market_id, now)
    before = _live(case, meeting_id)
    changes = _changes(case, before, input)
    if not changes and not are_others(session, meeting_id, input.guests):
        return
    changes["sequence"] = before.sequence + 1
    session.connection().execute(update(MEETING).where(MEETING.c.id == meeting_id).values(**changes))
    meeting = _live(case, meeting_id)
    take_back(session, meeting)
    found = bring_up_to_date(case, meeting, input.guests)
    says, opens = invite(case, meeting, found.guests)
    says += call_off(case, meeting, found.gone, MeetingEnd.NOT_INVITED)
    payload = {"meeting": meeting.id, "on": meeting.held_on(case.pack), "sequence": meeting.sequence}
    payload |= {"before": before.held_on(case.pack), "guests": len(found.guests)}
    decision = Decision("meeting_moved", payload, opens=tuple(opens), says=tuple(says))
    case.decide(_with_clocks(case, meeting, decision))


def cancel_meeting(
    session: Session,
    actor: Actor,
    market_id: int,
    meeting_id: int,
    input: MeetingCancellation,
    *,
    now: datetime,
) -> None:
    """Call the meeting off: it leaves the calendars of those who were invited, with the reason.

    Raises NotAllowed, KickoffNotAhead, NotFound or MeetingOver.
    """
    case = _at_kickoff(session, actor, market_id, now)
    meeting = _live(case, meeting_id)
    says = called_off(case, meeting, MeetingEnd.CALLED_OFF, input.reason)
    cancels, sets = put_off_after_cancellation(case)
    decision = Decision(
        "meeting_cancelled",
        {"meeting": meeting.id, "on": meeting.held_on(case.pack), "reason": input.reason},
        cancels=(*cancels, DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id)),
        sets=sets,
        says=tuple(says),
    )
    case.decide(decision)


def called_off(
    case: Casework, meeting: Proposed, why: MeetingEnd, reason: str | None = None
) -> list[NewMail]:
    """End the meeting's life; the cancellations for those who were invited."""
    take_back(case.session, meeting)
    ended = {"status": MeetingStatus.CANCELLED, "sequence": meeting.sequence + 1}
    connection = case.session.connection()
    connection.execute(update(MEETING).where(MEETING.c.id == meeting.id).values(**ended))
    found = meeting_numbered(case.session, case.market.id, meeting.id)
    assert found is not None
    return call_off(case, found, guests_of(case.session, meeting.id), why, reason)


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


def _at_kickoff(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage is not Stage.KICKOFF:
        raise KickoffNotAhead
    return case


def _live(case: Casework, meeting_id: int) -> Proposed:
    meeting = meeting_numbered(case.session, case.market.id, meeting_id)
    if meeting is None:
        raise NotFound
    if meeting.status is not MeetingStatus.PROPOSED:
        raise MeetingOver
    return meeting


def _instant(case: Casework, on: date, at: LocalTime) -> datetime:
    """The meeting's start. Raises InvalidInput when no invitation could leave before it."""
    starts_at = case.pack.calendar.at(on, at)
    if starts_at <= case.release_at:
        raise InvalidInput(
            Place(
                "on",
                "Les invitations partiraient après le début de la réunion : choisissez un autre moment.",
                "The invitations would leave after the meeting has begun: choose a later moment.",
            )
        )
    return starts_at


def _added(case: Casework, values: Mapping[str, Any]) -> Proposed:
    row = {
        "territory_id": case.market.territory_id,
        "market_id": case.market.id,
        "kind": MeetingKind.KICKOFF_MEETING,
        "uid": str(uuid4()),
        "sequence": 0,
        "status": MeetingStatus.PROPOSED,
        "created_at": case.now,
        **values,
    }
    case.session.connection().execute(insert(MEETING).values(**row))
    meeting = live_meeting(case.session, case.market.id)
    assert meeting is not None
    return meeting


def _changes(case: Casework, before: Proposed, input: MeetingChange) -> dict[str, Any]:
    calendar = case.pack.calendar
    on, at = input.on or before.held_on(case.pack), input.at or calendar.local_time(before.starts_at)
    length = before.ends_at - before.starts_at
    if input.duration_minutes is not None:
        length = timedelta(minutes=input.duration_minutes)
    starts_at = _instant(case, on, at)
    wanted = {
        "starts_at": starts_at,
        "ends_at": starts_at + length,
        "place": input.place or before.place,
        "agenda": input.agenda or before.agenda,
    }
    return {name: value for name, value in wanted.items() if value != getattr(before, name)}


def _with_clocks(case: Casework, meeting: Proposed, decision: Decision) -> Decision:
    """The same decision, with the meeting's reminder set and the chase for a kickoff put off until after."""
    on = meeting.held_on(case.pack)
    cancels, sets = put_off_until(case, on)
    reminder = reminder_day(on, case.pack.calendar.local_date(case.release_at), case.pack)
    if reminder is not None:
        due_at = case.deadline_at(reminder)
        sets += (NewDeadline(DeadlineRule.MEETING_REMINDER, meeting.id, "reminder", on.isoformat(), due_at),)
    ends = (*cancels, DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id))
    return replace(decision, cancels=ends, sets=sets)

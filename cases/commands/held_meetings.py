"""A meeting held on the spot: nobody was invited, and its minutes are recorded all at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.meetings import add_meeting, take_up_host
from cases.commands.minutes import keep_minutes
from cases.guests import bring_up_to_date
from cases.inputs import Attendance, HeldMeetingInput
from cases.meetings import MEETING, Guest, Host, live_at
from cases.minutes import refuse_guest
from cases.refusals import InvalidInput, MeetingAlreadyProposed, NoMeetingAhead, Place, in_the_future
from models.vocabulary import MeetingKind, MeetingStatus

ALREADY_KEPT = Place(
    "held_on",
    "Une réunion tenue ce jour-là a déjà son compte rendu.",
    "A meeting held on that day already has its minutes.",
)


def record_held_meeting(
    session: Session, actor: Actor, market_id: int | None, input: HeldMeetingInput, *, now: datetime
) -> int:
    """Keep a site or partners' meeting that was never proposed, with who came and its minutes; its number.

    The minutes leave for those who would have been invited, and those named; no invitation does. It counts
    like any other. Raises NotAllowed, NotFound, NoMeetingAhead, MeetingAlreadyProposed when one proposed for
    today or before waits for its minutes, or InvalidInput.
    """
    host, kind = take_up_host(session, actor, market_id, now)
    if kind is MeetingKind.KICKOFF_MEETING:
        raise NoMeetingAhead
    starts_at = host.pack.calendar.at(input.held_on, input.at)
    if starts_at > now:
        raise in_the_future("held_on" if input.held_on > host.today else "at")
    proposed = live_at(host)
    if proposed is not None and proposed.held_on(host.pack) <= host.today:
        raise MeetingAlreadyProposed
    _refuse_twice(host, kind, input)
    values = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=input.duration_minutes),
        "place": input.place,
        "agenda": None,
    }
    meeting = add_meeting(host, kind, input.held_on, values)
    guests = bring_up_to_date(host, meeting, input.guests).guests
    keep_minutes(host, meeting, input, _attendance(guests, input))
    return meeting.id


def _refuse_twice(host: Host, kind: MeetingKind, input: HeldMeetingInput) -> None:
    """A form sent twice, or a meeting minuted already."""
    same = select(MEETING.c.id).where(
        MEETING.c.territory_id == host.territory_id,
        MEETING.c.market_id == host.market_id,
        MEETING.c.kind == kind,
        MEETING.c.status == MeetingStatus.HELD,
        MEETING.c.held_on == input.held_on,
    )
    if host.session.connection().execute(same).first() is not None:
        raise InvalidInput(ALREADY_KEPT)


def _attendance(guests: Sequence[Guest], input: HeldMeetingInput) -> list[Attendance]:
    """Who came, by their place among the guests; whoever is named came. Raises InvalidInput."""
    places = {(guest.party_id, guest.account_id): guest.id for guest in guests}
    came = [
        Attendance(guest_id=guest.id, present=True)
        for guest in guests
        if guest.party_id is None and guest.account_id is None
    ]
    for each in input.attendance:
        place = places.get((each.party_id, each.account_id))
        if place is None or (each.party_id, each.account_id) == (None, None):
            refuse_guest()
        else:
            came.append(Attendance(guest_id=place, present=each.present))
    return came

"""Meetings proposed, moved and called off in the tests; and the invitations that left, read back."""

from datetime import date, time
from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from cases.commands import meetings, minutes
from cases.commands.held_meetings import record_held_meeting
from cases.inputs import HeldMeetingInput, MeetingCancellation, MeetingChange, MeetingInput, MinutesInput
from cases.meetings import GUEST, MEETING
from cases.messages import MailKind, parse_message
from cases.statements import MAIL
from exchange.calendar import Person, invitation_file
from models.vocabulary import MailStatus
from tests.support.people import House, at

OURS = "jalon@territoire.example"


def propose(house: House, market: int | None, told: date, on: date, hour: int = 10, **changes: Any) -> int:
    """Alice proposes a meeting that day, at that local hour; its number. For None, to the partners."""
    values = {"on": on, "at": time(hour), "place": "Mairie d’Essai"} | changes
    with house.database.write() as session:
        return meetings.propose_meeting(session, house.alice, market, MeetingInput(**values), now=at(told))


def move(house: House, market: int | None, meeting: int, told: date, **changes: Any) -> None:
    with house.database.write() as session:
        meetings.move_meeting(session, house.alice, market, meeting, MeetingChange(**changes), now=at(told))


def cancel(house: House, market: int | None, meeting: int, told: date) -> None:
    with house.database.write() as session:
        reason = MeetingCancellation(reason="Salle indisponible.")
        meetings.cancel_meeting(session, house.alice, market, meeting, reason, now=at(told))


def hold(house: House, market: int | None, meeting: int, on: date, **changes: Any) -> None:
    """Alice records the minutes on the day itself, in the evening."""
    values = {"held_on": on, "minutes": "Deux personnes en poste."} | changes
    with house.database.write() as session:
        input = MinutesInput(**values)
        minutes.record_minutes(session, house.alice, market, meeting, input, now=at(on, 16))


def hold_on_the_spot(
    house: House, market: int | None, on: date, told: date | None = None, **more: Any
) -> int:
    """Alice records a meeting that nobody was invited to; its number."""
    values = {"held_on": on, "at": time(8), "place": "Base de vie", "minutes": "Deux personnes en poste."}
    input = HeldMeetingInput.model_validate(values | more)
    with house.database.write() as session:
        return record_held_meeting(session, house.alice, market, input, now=at(told or on, 16))


def meeting_row(house: House, meeting: int) -> Any:
    with house.database.read() as session:
        return session.connection().execute(select(MEETING).where(MEETING.c.id == meeting)).one()


def guests(house: House, meeting: int) -> list[Any]:
    with house.database.read() as session:
        query = select(GUEST).where(GUEST.c.meeting_id == meeting).order_by(GUEST.c.id)
        return list(session.connection().execute(query).all())


def letters(house: House, kind: MailKind, *, withdrawn: bool = False) -> list[Any]:
    """The mails of a kind, in order: those that were not taken back, or those that were."""
    query = select(MAIL).where(MAIL.c.kind == kind, (MAIL.c.status == MailStatus.WITHDRAWN) == withdrawn)
    with house.database.read() as session:
        return list(session.connection().execute(query.order_by(MAIL.c.id)).all())


def calendar_of(mail: Any) -> Any:
    """(the calendar, its event) of a mail's invitation, as its reader gets it."""
    message: Any = parse_message(MailKind(mail.kind), mail.payload)
    content = invitation_file(message, OURS, Person(mail.to_email, mail.to_name), mail.locale)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def message_of(mail: Any) -> Any:
    return parse_message(MailKind(mail.kind), mail.payload)

"""A meeting in the words of a calendar's entry."""

from cases.meetings import KeptForCalendar
from cases.messages import MeetingCancelled, MeetingFacts, MeetingMail
from exchange.calendar.files import CalendarEvent, Method, Person, calendar_file
from exchange.documents.terms import MEETINGS, sentence_case
from models.vocabulary import MeetingKind

WORDS = {
    "fr": {
        "guests": "Invités : {names}",
        "call": "Une question : {name}",
    },
    "en": {
        "guests": "Invited: {names}",
        "call": "Any question: {name}",
    },
}


def method_of(message: MeetingMail) -> Method:
    """What the mail asks of its guest's calendar."""
    return Method.CANCEL if isinstance(message, MeetingCancelled) else Method.REQUEST


def invitation_file(message: MeetingMail, mail_from: str, guest: Person, locale: str) -> bytes:
    """The file of a mail to one guest. The organizer is our own address, under the facilitator's name.

    Only the guest is an attendee: nobody is told the addresses of the others, whose names are in the text.
    """
    title = message.market_title or message.territory_name
    event = _event(message.meeting, message.meeting_kind, title, _call(message), locale)
    organizer = Person(mail_from, message.facilitator_name)
    return calendar_file(event, method_of(message), organizer, guest)


def meeting_file(kept: KeptForCalendar, organizer: Person, locale: str) -> bytes:
    """The file to download: it asks nothing of anybody; that of a meeting called off takes it away."""
    event = _event(kept.facts, kept.kind, kept.title, organizer.name or "", locale)
    return calendar_file(event, Method.CANCEL if kept.is_called_off else Method.PUBLISH, organizer)


def _event(meeting: MeetingFacts, kind: MeetingKind, title: str, call: str, locale: str) -> CalendarEvent:
    words = WORDS[locale]
    description = [meeting.agenda] if meeting.agenda else []
    description.append(words["guests"].format(names=", ".join(meeting.guests)))
    if call:
        description.append(words["call"].format(name=call))
    return CalendarEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamped_at=meeting.decided_at,
        summary=f"{sentence_case(MEETINGS[locale][kind])} – {title}",
        place=meeting.place,
        description="\n\n".join(description),
    )


def _call(message: MeetingMail) -> str:
    ways = (message.facilitator_name, message.facilitator_phone, message.facilitator_email)
    return ", ".join(each for each in ways if each)

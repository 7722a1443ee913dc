"""From a typed meeting to an iCalendar file, as Outlook, Gmail and Thunderbird want it.

Instants are in UTC, so that no time zone has to be described. METHOD, an ORGANIZER, and the reader as an
ATTENDEE whose RSVP is TRUE are what shows the buttons; UID and a growing SEQUENCE make a change replace
what the calendar holds.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Jalon//Insertion clauses//FR"
UNSAFE = re.compile(r"[\x00-\x1f\x7f\"]+")


class Method(StrEnum):
    """What the file asks of a calendar (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Person:
    """A mailbox and the name shown for it."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A meeting. `stamped_at` dates this state of it; instants are aware."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    summary: str
    place: str
    description: str


def calendar_file(
    event: CalendarEvent, method: Method, organizer: Person, attendee: Person | None = None
) -> bytes:
    """The file's bytes: the same arguments always give the same.

    `attendee` is the reader, asked to answer; a published file has none, nobody is asked anything.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_event(event, method, organizer, attendee))
    content: bytes = calendar.to_ical()
    return content


def _event(event: CalendarEvent, method: Method, organizer: Person, attendee: Person | None) -> Event:
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.stamped_at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.summary)
    entry.add("location", event.place)
    entry.add("description", event.description)
    entry.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    entry.add("organizer", _address(organizer))
    if attendee is not None:
        entry.add("attendee", _asked(attendee), encode=False)
    return entry


def _address(person: Person) -> vCalAddress:
    """A name can neither end its quotes nor start a line."""
    address = vCalAddress(f"mailto:{person.email}")
    if name := UNSAFE.sub(" ", person.name or "").strip():
        address.params["CN"] = vText(name)
    return address


def _asked(person: Person) -> vCalAddress:
    address = _address(person)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address

"""Calendar files read back as Outlook would: method, organizer, attendee, identity, instants in UTC."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from cases.meetings import KeptForCalendar
from cases.messages import MeetingCancelled, MeetingEnd, MeetingInvitation, MeetingMail
from exchange.calendar import (
    CalendarEvent,
    Method,
    Person,
    calendar_file,
    invitation_file,
    meeting_file,
    method_of,
)
from models.vocabulary import MeetingKind
from tests.notifications.kickoff_messages import FACTS
from tests.notifications.messages import examples

OURS, BOB = "jalon@fictiville.example", Person("bob@bati.example", "Bob Inventé, directeur")


def event(**changes: object) -> CalendarEvent:
    values: dict[str, object] = {
        "uid": "8c1f0d5e-1111",
        "sequence": 0,
        "starts_at": datetime(2027, 3, 3, 8, 30, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 3, 9, 30, tzinfo=UTC),
        "stamped_at": datetime(2027, 2, 20, 9, 0, 0, 123, tzinfo=UTC),
        "summary": "Réunion",
        "place": "Mairie, salle 2",
        "description": "Obligations ; recrutement\nfiches",
    }
    return CalendarEvent(**{**values, **changes})  # type: ignore[arg-type]


def read(content: bytes) -> tuple[Calendar, dict[str, object]]:
    calendar = Calendar.from_ical(content)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def test_an_invitation_has_all_that_shows_the_buttons() -> None:
    calendar, entry = read(calendar_file(event(), Method.REQUEST, Person(OURS, "Alice Exemple"), BOB))
    assert calendar["METHOD"] == "REQUEST"
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert entry["ORGANIZER"] == f"mailto:{OURS}"
    assert entry["ORGANIZER"].params["CN"] == "Alice Exemple"
    attendee = entry["ATTENDEE"]
    assert attendee == "mailto:bob@bati.example"
    assert attendee.params == {
        "CN": "Bob Inventé, directeur",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert entry["STATUS"] == "CONFIRMED"
    assert (entry["LOCATION"], entry["DESCRIPTION"]) == (event().place, event().description)


def test_instants_are_written_in_utc_whatever_the_season() -> None:
    content = calendar_file(event(), Method.REQUEST, Person(OURS), BOB).decode()
    assert "DTSTART:20270303T083000Z" in content
    assert "DTEND:20270303T093000Z" in content
    assert "DTSTAMP:20270220T090000Z" in content
    assert "TZID" not in content


def test_lines_end_and_fold_as_the_standard_has_it() -> None:
    content = calendar_file(event(description="é" * 200), Method.REQUEST, Person(OURS), BOB)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@pytest.mark.parametrize("hostile", ['Eve"\r\nATTENDEE:mailto:eve@example.org', "Eve\nX:1", 'a;b:c,d"'])
def test_a_name_cannot_add_a_line_or_end_its_quotes(hostile: str) -> None:
    content = calendar_file(event(summary=hostile), Method.REQUEST, Person(OURS, hostile), BOB)
    _, entry = read(content)
    assert entry["ATTENDEE"] == "mailto:bob@bati.example"
    assert not any(line.startswith((b"X:", b"ATTENDEE:")) for line in content.split(b"\r\n"))


def meeting_mail(name: str) -> MeetingMail:
    message = examples()[name][1]
    assert isinstance(message, MeetingMail)
    return message


def test_a_change_and_a_cancellation_keep_the_identity_and_say_what_they_are() -> None:
    invitation = meeting_mail("meeting_invitation")
    assert isinstance(invitation, MeetingInvitation)
    moved = invitation.model_copy(update={"meeting": FACTS.model_copy(update={"sequence": 2})})
    fields = {name: getattr(invitation, name) for name in MeetingMail.model_fields}
    facts = FACTS.model_copy(update={"sequence": 3})
    off = MeetingCancelled(**{**fields, "meeting": facts}, why=MeetingEnd.CALLED_OFF, reason="Salle prise")
    states = [read(invitation_file(each, OURS, BOB, "fr")) for each in (invitation, moved, off)]
    assert {str(entry["UID"]) for _, entry in states} == {FACTS.uid}
    assert [entry["SEQUENCE"] for _, entry in states] == [1, 2, 3]
    assert [calendar["METHOD"] for calendar, _ in states] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [entry["STATUS"] for _, entry in states] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert method_of(off) is Method.CANCEL


def test_nobody_reads_the_address_of_another_guest() -> None:
    content = invitation_file(meeting_mail("meeting_invitation"), OURS, BOB, "fr").decode()
    unfolded = content.replace("\r\n ", "")
    addresses = {word for word in unfolded.replace(":", " ").split() if "@" in word}
    assert addresses == {OURS, BOB.email, "alice@fictiville.example"}
    assert "Invités" in unfolded
    assert "SUMMARY:Réunion de lancement – Chantier École Imaginaire" in unfolded


def test_the_file_to_download_asks_nothing_of_anybody() -> None:
    kept = KeptForCalendar(FACTS, MeetingKind.KICKOFF_MEETING, "École Imaginaire", is_called_off=False)
    calendar, entry = read(meeting_file(kept, Person(OURS), "en"))
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in entry
    assert entry["SUMMARY"] == "Kickoff meeting – École Imaginaire"
    assert "Any question" not in entry["DESCRIPTION"]
    off, entry = read(meeting_file(replace(kept, is_called_off=True), Person(OURS), "en"))
    assert (off["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")

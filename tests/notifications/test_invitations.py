"""A meeting's mail on the wire: the calendar twice, with its method where Outlook looks for it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from icalendar import Calendar

from cases.rules.default_pack import DEFAULT_PACK
from models.vocabulary import MailPhase
from notifications.delivery.outbox import Claimed
from notifications.delivery.outcomes import Trial
from notifications.delivery.writing import Writer
from tests.notifications.kickoff_messages import FACTS
from tests.notifications.messages import Links, examples

OURS, BOB, NOW = "jalon@fictiville.example", "bob@bati.example", datetime(2027, 1, 20, 9, tzinfo=UTC)


def written(name: str) -> EmailMessage:
    kind, message = examples()[name]
    mail = Claimed(
        id=1,
        territory_id=1,
        market_id=1,
        party_id=1,
        referent_id=None,
        kind=kind,
        locale="fr",
        to_email=BOB,
        to_name="Bob Inventé",
        cc_email=None,
        payload=message.model_dump_json(),
        figures=None,
        pack=DEFAULT_PACK,
        trial=Trial("abc", 1, MailPhase.NONE, NOW, timedelta(hours=72)),
    )
    parsed = message_from_bytes(Writer(OURS, Links()).envelope(mail, NOW).content, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("meeting_invitation", "REQUEST"),
        ("meeting_moved", "REQUEST"),
        ("meeting_cancelled", "CANCEL"),
        ("site_meeting_invitation", "REQUEST"),
        ("partners_invitation", "REQUEST"),
        ("partners_cancelled", "CANCEL"),
    ],
)
def test_the_method_is_in_the_media_type_and_in_the_file(name: str, method: str) -> None:
    mail = written(name)
    assert mail.get_content_type() == "multipart/mixed"
    words, file = mail.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in words.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    *_, part = words.iter_parts()
    assert part.get_param("method") == method
    assert part.get_content_charset() == "utf-8"
    content = part.get_payload(decode=True)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert (event["ATTENDEE"], event["ORGANIZER"]) == (f"mailto:{BOB}", f"mailto:{OURS}")
    assert event["ORGANIZER"].params["CN"] == "Alice Exemple"
    assert (event["UID"], event["SEQUENCE"]) == (FACTS.uid, FACTS.sequence)
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_content() == content
    assert mail["reply-to"] == "Alice Exemple <alice@fictiville.example>"


@pytest.mark.parametrize(
    "name", ["meeting_reminder", "kickoff_minutes", "site_minutes", "partners_minutes", "certificate"]
)
def test_other_mails_have_no_calendar(name: str) -> None:
    assert written(name).get_content_type() == "multipart/alternative"

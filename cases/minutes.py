"""Who came to a meeting, and the minutes written to everyone concerned: one mail each."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select, update

from cases.correspondence import Correspondent
from cases.decisions import NewMail
from cases.inputs import Attendance
from cases.invitations import take_back
from cases.meetings import GUEST, MEETING, Guest, Host, Proposed, guests_of
from cases.messages import MailKind, Message
from cases.refusals import InvalidInput, Place
from models.vocabulary import MeetingStatus

Reader = tuple[str, str, str, int | None]
"""Name, address, language, party."""


def note_held(host: Host, meeting: Proposed, attendance: Sequence[Attendance]) -> None:
    """The meeting took place: who came, and nothing more to say of it. Raises InvalidInput."""
    connection = host.session.connection()
    take_back(host.session, meeting)
    held = update(MEETING).where(MEETING.c.id == meeting.id)
    connection.execute(held.values(status=MeetingStatus.HELD))
    for each in attendance:
        came = update(GUEST).where(GUEST.c.id == each.guest_id, GUEST.c.meeting_id == meeting.id)
        if connection.execute(came.values(is_present=each.present)).rowcount != 1:
            refuse_guest()


def refuse_guest() -> None:
    """Raises InvalidInput: someone is said to have come who was not invited."""
    raise InvalidInput(
        Place(
            "attendance",
            "Une de ces personnes n’était pas invitée à la réunion.",
            "One of these people was not invited to the meeting.",
        )
    )


def attendance_of(host: Host, meeting: Proposed | None) -> dict[str, tuple[str, ...]]:
    """Who was `present` and who was `absent`, of those of whom it was said."""
    if meeting is None:
        return {"present": (), "absent": ()}
    query = select(GUEST.c.name, GUEST.c.is_present).where(
        GUEST.c.meeting_id == meeting.id, GUEST.c.is_present.is_not(None)
    )
    rows = host.session.connection().execute(query.order_by(GUEST.c.id)).all()
    came = tuple(row.name for row in rows if row.is_present)
    return {"present": came, "absent": tuple(row.name for row in rows if not row.is_present)}


def readers_of(
    host: Host, meeting: Proposed | None, parties: Iterable[Correspondent] = ()
) -> Iterator[Reader]:
    """These parties at the address that works now, then everyone else invited; no address twice."""
    guests = [] if meeting is None else guests_of(host.session, meeting.id)
    seen = set()
    for reader in _readers(guests, tuple(parties)):
        if reader[1] not in seen:
            seen.add(reader[1])
            yield reader


def _readers(guests: Iterable[Guest], parties: Sequence[Correspondent]) -> Iterator[Reader]:
    known = {party.party_id for party in parties}
    for party in parties:
        if party.email is not None:
            yield party.contact_name or party.name, party.email, party.locale, party.party_id
    for guest in guests:
        if guest.party_id not in known and guest.email is not None:
            yield guest.name, guest.email, guest.locale, guest.party_id


def letters(
    host: Host,
    kind: MailKind,
    readers: Iterable[Reader],
    message: Message,
    key: str,
    document_id: int | None = None,
) -> list[NewMail]:
    """The same message to each reader; `key` begins the unique key of all of them."""
    return [
        NewMail(
            kind=kind,
            to_email=email,
            to_name=name[:200],
            message=message,
            unique_key=f"{key}:{number}",
            release_at=host.release_at,
            locale=locale,
            party_id=party_id,
            document_id=document_id,
        )
        for number, (name, email, locale, party_id) in enumerate(readers)
    ]

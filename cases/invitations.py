"""The mails of a meeting to its guests: what each is told, what each was told, and what is taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select, update
from sqlmodel import Session

from cases.arrangements import ARRANGEMENTS
from cases.casework import Casework
from cases.correspondence import correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.guests import follow_contact
from cases.meetings import MEETING, Guest, Host, Proposed, facts_of, guests_of, told_of
from cases.messages import (
    MEETING_MAILS,
    MailKind,
    MeetingCancelled,
    MeetingEnd,
    MeetingFacts,
    MeetingInvitation,
    MeetingMail,
    MeetingReminder,
    Told,
    parse_message,
)
from cases.obligations import freeze_obligations
from cases.statements import MAIL
from models.vocabulary import MailStatus

LEFT = (MailStatus.SENDING, MailStatus.SENT, MailStatus.KEPT, MailStatus.IN_DOUBT)
"""What its reader has, or may have: the rest waits, failed or was taken back."""


def key_of(meeting_id: int, guest_id: int, what: str) -> str:
    """The unique key of a mail to a guest; all those of a meeting start alike."""
    return f"meeting:{meeting_id}:{guest_id}:{what}"


def invite(host: Host, meeting: Proposed, guests: Sequence[Guest]) -> tuple[list[NewMail], list[NewTask]]:
    """An invitation for each guest who has an address; a task for each party that has none.

    Whoever was told of an earlier state of the meeting reads what changes.
    """
    told = told_to(host.session, meeting)
    facts = facts_of(meeting, guests, host.pack, host.now)
    says = [
        invitation(host, meeting, guest, facts, told.get((guest.id, guest.email)))
        for guest in guests
        if guest.email
    ]
    return says, unreachable(host, guests)


def unreachable(host: Host, guests: Iterable[Guest]) -> list[NewTask]:
    """Someone must find an address for each party that has none; a market's page is where it is given."""
    if host.market_id is None:
        return []
    silent = [guest.party_id for guest in guests if guest.party_id is not None and guest.email is None]
    people = correspondents(host.session, silent)
    return [missing_contact(people[party_id], host.pack, host.today) for party_id in silent]


def invitation(
    host: Host, meeting: Proposed, guest: Guest, facts: MeetingFacts, told: MeetingFacts | None
) -> NewMail:
    """The invitation of one guest; a kickoff's brings the sheet of obligations to a company or the buyer."""
    document_id = None
    if guest.party_id is not None and ARRANGEMENTS[meeting.kind].brings_obligations:
        assert isinstance(host, Casework)
        party = correspondents(host.session, (guest.party_id,))[guest.party_id]
        document_id = freeze_obligations(host, party)
    before = None if told is None else Told.model_validate({n: getattr(told, n) for n in Told.model_fields})
    message = MeetingInvitation(
        **common_words(host, meeting, guest, facts),
        before=before,
        brings_obligations=document_id is not None,
    )
    key = key_of(meeting.id, guest.id, f"s{meeting.sequence}")
    return mail_to(host, MailKind.MEETING_INVITATION, guest, message, key, document_id)


def remind(host: Host, meeting: Proposed, document_id: int | None = None) -> tuple[NewMail, ...]:
    """A reminder for each guest who has an address, with the document if there is one to read before."""
    guests = guests_of(host.session, meeting.id)
    facts = facts_of(meeting, guests, host.pack, host.now)
    what = f"reminder-{meeting.held_on(host.pack).isoformat()}"
    return tuple(
        mail_to(
            host,
            MailKind.MEETING_REMINDER,
            guest,
            MeetingReminder(**common_words(host, meeting, guest, facts), brings_pack=document_id is not None),
            key_of(meeting.id, guest.id, what),
            document_id,
        )
        for guest in guests
        if guest.email is not None
    )


def call_off(
    host: Host, meeting: Proposed, guests: Sequence[Guest], why: MeetingEnd, reason: str | None = None
) -> list[NewMail]:
    """A cancellation for each guest who has the invitation; the others need not hear of it."""
    told = told_to(host.session, meeting)
    facts = facts_of(meeting, guests, host.pack, host.now)
    return [
        mail_to(
            host,
            MailKind.MEETING_CANCELLED,
            guest,
            MeetingCancelled(**common_words(host, meeting, guest, facts), why=why, reason=reason),
            key_of(meeting.id, guest.id, f"off-s{meeting.sequence}"),
        )
        for guest in guests
        if guest.email and (guest.id, guest.email) in told
    ]


def invite_anew(host: Host, meeting: Proposed, party_id: int) -> list[NewMail]:
    """The invitation for a guest whose address changed, unless it has it there; its name follows too.

    One that went elsewhere is followed by a later word of the same meeting: SEQUENCE grows (RFC 5546).
    """
    if meeting.starts_at <= host.release_at:
        return []
    follow_contact(host, meeting, correspondents(host.session, (party_id,))[party_id])
    guests = guests_of(host.session, meeting.id)
    guest = next((guest for guest in guests if guest.party_id == party_id), None)
    has_it = told_to(host.session, meeting, (*LEFT, MailStatus.PENDING))
    if guest is None or guest.email is None or (guest.id, guest.email) in has_it:
        return []
    if any(guest_id == guest.id for guest_id, _ in told_to(host.session, meeting, tuple(MailStatus))):
        meeting = replace(meeting, sequence=meeting.sequence + 1)
        grown = update(MEETING).where(MEETING.c.id == meeting.id)
        host.session.connection().execute(grown.values(sequence=meeting.sequence))
    return [invitation(host, meeting, guest, facts_of(meeting, guests, host.pack, host.now), None)]


def told_to(
    session: Session, meeting: Proposed, statuses: Collection[MailStatus] = LEFT
) -> Mapping[tuple[int, str], MeetingFacts]:
    """By guest and address, the last state of the meeting whose invitation has left."""
    query = select(MAIL.c.unique_key, MAIL.c.to_email, MAIL.c.payload).where(
        MAIL.c.territory_id == meeting.territory_id,
        MAIL.c.market_id == meeting.market_id,
        MAIL.c.kind == MailKind.MEETING_INVITATION,
        MAIL.c.unique_key.startswith(f"meeting:{meeting.id}:"),
        MAIL.c.status.in_(statuses),
    )
    found: dict[tuple[int, str], MeetingFacts] = {}
    for row in session.connection().execute(query.order_by(MAIL.c.id)):
        message = parse_message(MailKind.MEETING_INVITATION, row.payload)
        assert isinstance(message, MeetingMail)
        found[int(row.unique_key.split(":")[2]), row.to_email] = message.meeting
    return found


def take_back(session: Session, meeting: Proposed) -> None:
    """Withdraw the meeting's mails that have not left: they speak of a state that is no more."""
    waiting = update(MAIL).where(
        MAIL.c.territory_id == meeting.territory_id,
        MAIL.c.market_id == meeting.market_id,
        MAIL.c.kind.in_(MEETING_MAILS),
        MAIL.c.unique_key.startswith(f"meeting:{meeting.id}:"),
        MAIL.c.status == MailStatus.PENDING,
    )
    session.connection().execute(waiting.values(status=MailStatus.WITHDRAWN))


def common_words(host: Host, meeting: Proposed, guest: Guest, facts: MeetingFacts) -> dict[str, object]:
    """What each mail of a meeting says."""
    return {
        **host.letterhead.fields(),
        **told_of(host),
        "meeting_kind": meeting.kind,
        "guest_name": guest.name,
        "meeting": facts,
    }


def mail_to(
    host: Host,
    kind: MailKind,
    guest: Guest,
    message: MeetingMail,
    key: str,
    document_id: int | None = None,
) -> NewMail:
    """A mail to a guest who has an address."""
    assert guest.email is not None
    return NewMail(
        kind=kind,
        to_email=guest.email,
        to_name=guest.name[:200],
        message=message,
        unique_key=key,
        release_at=host.release_at,
        locale=guest.locale,
        party_id=guest.party_id,
        document_id=document_id,
    )

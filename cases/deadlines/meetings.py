"""The reminder of a meeting: one for each guest, some working days before."""

from collections.abc import Sequence
from datetime import datetime

from cases.correspondence import correspondents, letterhead_of
from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewMail
from cases.meetings import Proposed, facts_of, guests_of, meeting_numbered
from cases.messages import MailKind, MeetingReminder
from models.vocabulary import MeetingStatus, Stage


def meeting_reminder(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Remind the guests of each meeting; moot once it was called off, held, or about to begin."""
    return [_outcome(desk, due) for due in dues]


def _outcome(desk: Desk, due: Due) -> Outcome:
    meeting = meeting_numbered(desk.session, due.market_id, due.subject_id)
    is_ahead = desk.markets[due.market_id].stage is Stage.KICKOFF
    if meeting is None or meeting.status is not MeetingStatus.PROPOSED or not is_ahead:
        return Outcome(due)
    pack = desk.packs[due.territory_id]
    release_at = pack.calendar.next_sending_instant(desk.now, pack.mail_opens_at, pack.mail_closes_at)
    if release_at >= meeting.starts_at:
        return Outcome(due)  # a late clock says nothing of a meeting that has begun
    says = _reminders(desk, due, meeting, release_at)
    payload = {"meeting": meeting.id, "on": meeting.held_on(pack)}
    return Outcome(due, (desk.entry(due, Decision("meeting_reminded", payload, says=says)),))


def _reminders(desk: Desk, due: Due, meeting: Proposed, release_at: datetime) -> tuple[NewMail, ...]:
    market, pack = desk.markets[due.market_id], desk.packs[due.territory_id]
    guests = guests_of(desk.session, meeting.id)
    common = {
        **letterhead_of(desk.session, market.id).fields(),
        "market_title": market.title,
        "market_reference": market.reference,
        "buyer_name": correspondents(desk.session, (market.buyer_id,))[market.buyer_id].name,
        "meeting": facts_of(meeting, guests, pack, desk.now),
    }
    return tuple(
        NewMail(
            kind=MailKind.MEETING_REMINDER,
            to_email=guest.email,
            to_name=guest.name[:200],
            message=MeetingReminder(guest_name=guest.name, **common),
            unique_key=f"meeting:{meeting.id}:{guest.id}:reminder-{due.period}",
            release_at=release_at,
            locale=guest.locale,
            party_id=guest.party_id,
        )
        for guest in guests
        if guest.email is not None
    )

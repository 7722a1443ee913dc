"""Someone invited whose address changes before the meeting: the invitation follows (docs/guide/reunions.md).

The old address hears no more of it: the party is still invited, and where both addresses end in one mailbox a
cancellation would take the meeting out of its calendar.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.decisions import Decision
from cases.invitations import invite_anew
from cases.markets import lock_markets
from cases.meetings import GUEST, MEETING, Host, Proposed
from cases.territorywork import take_up_territory
from models.vocabulary import MeetingStatus


def hold_meetings_of(
    session: Session, party_id: int, now: datetime, *, market_id: int | None = None
) -> list[Proposed]:
    """The meetings ahead that the party is invited to, their markets and this one locked in order."""
    query = (
        select(*(MEETING.c[name] for name in Proposed.__slots__))
        .where(
            MEETING.c.status == MeetingStatus.PROPOSED,
            MEETING.c.starts_at > now,
            MEETING.c.id.in_(select(GUEST.c.meeting_id).where(GUEST.c.party_id == party_id)),
        )
        .order_by(MEETING.c.id)
    )
    found = [Proposed(*row) for row in session.connection().execute(query)]
    numbers = {market_id, *(meeting.market_id for meeting in found)} - {None}
    lock_markets(session, [number for number in numbers if number is not None])
    return found


def follow_to_meetings(
    session: Session, actor: Actor, party_id: int, meetings: Iterable[Proposed], *, now: datetime
) -> None:
    """Invite the party anew, at the address that works now, to those of these meetings that it has elsewhere.

    Each market's journal tells it.
    """
    for meeting in meetings:
        number = meeting.market_id
        host: Host = (
            take_up_territory(session, actor, now) if number is None else take_up(session, actor, number, now)
        )
        if says := invite_anew(host, meeting, party_id):
            host.decide(Decision("contact_set", {"party": party_id}, says=tuple(says)))

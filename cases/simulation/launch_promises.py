"""What was promised of kickoffs: everyone invited to the meeting that was held, and a plan that adds up."""

import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from cases.messages import MailKind
from cases.statements import JOURNAL, MAIL, MARKET, table_of
from models.tables import Meeting, MeetingGuest
from models.vocabulary import MailStatus, MeetingStatus

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

MEETING, GUEST = table_of(Meeting), table_of(MeetingGuest)


def guests_uninvited(looked: "Looked") -> int:
    """Guests with an address of a meeting that was proposed and held, who were not sent its last state."""
    connection, territory_id = looked.connection, looked.territory_id
    joined = GUEST.join(MEETING, MEETING.c.id == GUEST.c.meeting_id)
    joined = joined.join(MARKET, MARKET.c.id == MEETING.c.market_id)
    held = select(GUEST.c.id, GUEST.c.meeting_id, MEETING.c.starts_at, MEETING.c.place)
    held = held.select_from(joined)
    held = held.where(
        MARKET.c.territory_id == territory_id,
        MEETING.c.status == MeetingStatus.HELD,
        GUEST.c.email.is_not(None),
        MEETING.c.starts_at > MEETING.c.created_at,
    )
    mails = select(MAIL.c.unique_key, MAIL.c.payload).where(
        MAIL.c.kind == MailKind.MEETING_INVITATION,
        MAIL.c.territory_id == territory_id,
        MAIL.c.status != MailStatus.WITHDRAWN,
    )
    told: dict[tuple[int, int], tuple[datetime, str]] = {}
    for row in connection.execute(mails.order_by(MAIL.c.id)):
        _, meeting_id, guest_id, _ = row.unique_key.split(":")
        said = json.loads(row.payload)["meeting"]
        told[int(meeting_id), int(guest_id)] = datetime.fromisoformat(said["starts_at"]), said["place"]
    return sum(
        told.get((row.meeting_id, row.id)) != (row.starts_at, row.place) for row in connection.execute(held)
    )


def plans_not_adding_up(looked: "Looked") -> int:
    """Plans that did not add up to what was committed when the kickoff was recorded; changes come later."""
    connection, territory_id = looked.connection, looked.territory_id
    kickoffs = (
        select(JOURNAL.c.payload)
        .join(MARKET, MARKET.c.id == JOURNAL.c.market_id)
        .where(MARKET.c.territory_id == territory_id, JOURNAL.c.event == "kickoff_held")
    )
    payloads = (json.loads(text) for text in connection.execute(kickoffs).scalars())
    return sum(
        Decimal(payload["committed_hours"]) != Decimal(payload["expected_hours"])
        for payload in payloads
        if payload["months"]
    )

"""What the territory's partners' meetings wait for: the period to hold one for, and whether it was."""

from datetime import date

import orjson
from sqlalchemy import select
from sqlmodel import Session

from cases.meetings import MEETING
from cases.rules.meetings import period_of
from cases.statements import TASK
from cases.territorywork import Territorywork
from models.vocabulary import MeetingKind, MeetingStatus, TaskKind, TaskStatus


def open_period(session: Session, territory_id: int) -> date | None:
    """The period of the task that is open, if one is."""
    query = select(TASK.c.details).where(
        TASK.c.territory_id == territory_id,
        TASK.c.kind == TaskKind.HOLD_PARTNERS_MEETING,
        TASK.c.status == TaskStatus.OPEN,
    )
    found = session.connection().execute(query.order_by(TASK.c.id)).scalar()
    return None if found is None else date.fromisoformat(orjson.loads(found)["quarter"])


def period_to_hold(work: Territorywork, on: date) -> date:
    """What a meeting held that day is for: the period that a task still asks for, else that of the day.

    One held before that period began, and told late, is for its own.
    """
    asked = open_period(work.session, work.territory_id)
    own = period_of(on, work.pack.partners_meeting_months)
    return own if asked is None else min(asked, own)


def is_held_or_ahead(session: Session, territory_id: int, period: date) -> bool:
    """Whether the partners met for this period, or are invited to a meeting now."""
    of_period = (MEETING.c.quarter == period) & (MEETING.c.status == MeetingStatus.HELD)
    query = select(MEETING.c.id).where(
        MEETING.c.territory_id == territory_id,
        MEETING.c.kind == MeetingKind.PARTNERS_MEETING,
        of_period | (MEETING.c.status == MeetingStatus.PROPOSED),
    )
    return session.connection().execute(query.limit(1)).first() is not None

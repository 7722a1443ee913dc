"""What was promised of meetings that come back: none is forgotten, and each has its minutes and its pack."""

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, or_, select

from cases.partners_pack import UNDER_WAY
from cases.rules.meetings import period_of
from cases.rules.months import add_months
from cases.statements import MARKET, TASK, table_of
from models.tables import Meeting, Suspension
from models.vocabulary import MeetingKind, MeetingStatus, Stage, TaskKind, TaskStatus

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

MEETING, STOP = table_of(Meeting), table_of(Suspension)
SLACK = timedelta(days=15)


def site_meetings_forgotten(looked: "Looked") -> int:
    """Markets followed for a quarter and more since their start or last meeting, with neither a task nor a
    meeting ahead. Days of stop do not count.
    """
    connection, territory_id, pack = looked.connection, looked.territory_id, looked.pack
    today = pack.calendar.local_date(looked.now)
    followed = select(MARKET.c.id, MARKET.c.starts_on).where(
        MARKET.c.territory_id == territory_id, MARKET.c.stage == Stage.FOLLOW_UP
    )
    held, stopped, cared_for = (
        _last_held(connection),
        _days_stopped(connection, today),
        _cared_for(connection),
    )
    forgotten = 0
    for market_id, starts_on in connection.execute(followed):
        since = held.get(market_id, starts_on)
        latest = add_months(since, pack.site_meeting_months) + stopped[market_id] + SLACK
        forgotten += latest < today and market_id not in cared_for
    return forgotten


def _last_held(connection: Connection) -> dict[int, date]:
    query = select(MEETING.c.market_id, func.max(MEETING.c.held_on)).where(
        MEETING.c.kind == MeetingKind.SITE_MEETING, MEETING.c.status == MeetingStatus.HELD
    )
    return dict(connection.execute(query.group_by(MEETING.c.market_id)).tuples().all())


def _days_stopped(connection: Connection, today: date) -> dict[int, timedelta]:
    found: dict[int, timedelta] = defaultdict(timedelta)
    for row in connection.execute(select(STOP.c.market_id, STOP.c.from_on, STOP.c.to_on)):
        found[row.market_id] += (row.to_on or today) - row.from_on
    return found


def _cared_for(connection: Connection) -> set[int]:
    tasks = select(TASK.c.market_id).where(
        TASK.c.kind == TaskKind.HOLD_SITE_MEETING, TASK.c.status == TaskStatus.OPEN
    )
    ahead = select(MEETING.c.market_id).where(
        MEETING.c.kind == MeetingKind.SITE_MEETING, MEETING.c.status == MeetingStatus.PROPOSED
    )
    return {*connection.execute(tasks).scalars(), *connection.execute(ahead).scalars()}


def partners_forgotten(looked: "Looked") -> int:
    """A period with works under way, well begun, whose meeting nobody asks for, prepares or held; and
    meetings held without their minutes or their pack.
    """
    connection, territory_id, pack = looked.connection, looked.territory_id, looked.pack
    today = pack.calendar.local_date(looked.now)
    of_partners = (MEETING.c.territory_id == territory_id) & (MEETING.c.kind == MeetingKind.PARTNERS_MEETING)
    bare = or_(MEETING.c.document_id.is_(None), MEETING.c.minutes.is_(None))
    unproven = select(func.count()).where(of_partners, MEETING.c.status == MeetingStatus.HELD, bare)
    period = period_of(today, pack.partners_meeting_months)
    looked_after = (
        select(TASK.c.id).where(
            TASK.c.territory_id == territory_id,
            TASK.c.kind == TaskKind.HOLD_PARTNERS_MEETING,
            or_(TASK.c.status == TaskStatus.OPEN, TASK.c.unique_key.endswith(f":{period.isoformat()}")),
        ),
        select(MEETING.c.id).where(of_partners, MEETING.c.status == MeetingStatus.PROPOSED),
        select(MEETING.c.id).where(of_partners, MEETING.c.quarter == period),
        # Held late, for the period before: the next round asks for this one.
        select(MEETING.c.id).where(of_partners, MEETING.c.starts_at >= looked.now - SLACK),
    )
    works = select(MARKET.c.id).where(
        MARKET.c.territory_id == territory_id,
        MARKET.c.stage.in_(UNDER_WAY),
        MARKET.c.starts_on < today - SLACK,
    )
    is_owed = today > period + SLACK and connection.execute(works.limit(1)).first() is not None
    is_looked_after = any(connection.execute(query.limit(1)).first() for query in looked_after)
    return int(connection.execute(unproven).scalar_one()) + (is_owed and not is_looked_after)

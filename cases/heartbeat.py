"""When each clock last went round, so that a page can say that the clocks are late."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.statements import table_of
from models.database import Database
from models.tables import Heartbeat

HEARTBEAT = table_of(Heartbeat)
LAST_BEAT = select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == bindparam("clock"))


def beat(database: Database, *, name: str, now: datetime) -> None:
    """Record that the clock `name` went round at `now`, in a transaction of its own."""
    with database.write() as session:
        session.merge(Heartbeat(name=name, at=now))


def last_beat(session: Session, name: str) -> datetime | None:
    """When the clock `name` last went round; None when it never did."""
    at: datetime | None = session.connection().execute(LAST_BEAT, {"clock": name}).scalar()
    return at

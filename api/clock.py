"""The one place of the web that reads the clock; every rule and command is told the time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from models.database import Database
from models.settings import Settings
from models.tables import Setting

DEMO_OFFSET = "demo_clock_offset"
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def demo_offset(session: Session) -> timedelta:
    """By how much the demonstration is ahead of the present."""
    kept = session.get(Setting, DEMO_OFFSET)
    return timedelta(seconds=int(kept.value)) if kept else timedelta()


def move_demo_clock(session: Session, by: timedelta) -> timedelta:
    """Move the demonstration on; its new offset."""
    offset = demo_offset(session) + by
    session.merge(Setting(name=DEMO_OFFSET, value=str(int(offset.total_seconds()))))
    return offset


def clock_for(settings: Settings, database: Database) -> Clock:
    """The system's clock, or in demonstration mode one that a person can move."""
    if not settings.demo:
        return system_clock

    def demo_clock() -> datetime:
        with database.read() as session:
            return system_clock() + demo_offset(session)

    return demo_clock

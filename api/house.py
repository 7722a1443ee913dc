"""What every request of one application shares: its settings, database, clock and counters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from starlette.requests import HTTPConnection

from api.metrics import Metrics
from api.throttle import Throttle
from cases.heartbeat import last_beat
from cases.queries.remembered_checks import RememberedChecks
from models.database import Database
from models.settings import Settings

CLOCKS_LATE_AFTER = timedelta(hours=2)
NIGHT_ENDS_AT = 5
NIGHT_PAUSE = timedelta(hours=5)
"""No tick is planned between 00:05 and 04:05 (the flows' schedules): at night silence is no delay."""
PARIS = ZoneInfo("Europe/Paris")
LOOK_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(slots=True)
class ClockWatch:
    """Whether the clocks are late, looked at once a minute at most."""

    database: Database
    first_look_at: datetime | None = None
    looked_at: datetime | None = None
    is_late: bool = False

    def look(self, now: datetime) -> bool:
        """True when the hourly tick last went round more than two hours ago, five at night."""
        if self.looked_at is None or abs(now - self.looked_at) > LOOK_AGAIN_AFTER:
            self.first_look_at = self.first_look_at or now
            with self.database.read() as session:
                beat = last_beat(session, "tick")
            # A service that has just been set up has had no time to tick.
            is_night = now.astimezone(PARIS).hour < NIGHT_ENDS_AT
            allowed = NIGHT_PAUSE if is_night else CLOCKS_LATE_AFTER
            self.is_late = now - (beat or self.first_look_at) > allowed
            self.looked_at = now
        return self.is_late


@dataclass(frozen=True, slots=True)
class House:
    """One application's shared parts."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    wake_delivery: Callable[[], None]
    clock_watch: ClockWatch
    throttle: Throttle = field(default_factory=Throttle)
    metrics: Metrics = field(default_factory=Metrics)
    checks: RememberedChecks = field(default_factory=RememberedChecks)

    @property
    def is_https(self) -> bool:
        return self.settings.base_url.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """The cookie's name; `__Host-` has the browser refuse it from any other host or over http."""
        return "__Host-jalon" if self.is_https else "jalon"


def house_of(connection: HTTPConnection) -> House:
    """The house that this request came to."""
    return cast(House, connection.app.state.house)

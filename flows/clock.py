"""The only place in this room that reads a clock. Everything below receives the instant as an argument."""

import time
from datetime import UTC, datetime


class InstantWithoutZone(ValueError):
    """A run was asked for an instant that does not say where it is."""


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def instant(at: str | None) -> datetime:
    """The instant a run works at: `at` (ISO 8601 with an offset) or the present one.

    Raises InstantWithoutZone when `at` has no offset, ValueError when it is not an ISO instant.
    """
    if at is None:
        return utc_now()
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise InstantWithoutZone(f"{at!r} has no offset: write for instance {at}+01:00")
    return moment.astimezone(UTC)


def monotonic() -> float:
    """Seconds for measuring waits: never moves backwards, means nothing as a date."""
    return time.monotonic()

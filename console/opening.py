"""What every command opens first: the settings, the database at this version's schema, and the logs."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
import structlog
import typer
from sqlalchemy import select

from api.clock import clock_for
from cases.statements import table_of
from models.database import Database
from models.migrating import upgrade
from models.settings import Settings
from models.tables import Territory

TERRITORY = table_of(Territory)


def set_up_logs() -> None:
    """Logs go to stderr, so that what a command prints stays clean; no personal data is logged anywhere."""
    is_terminal = sys.stderr.isatty()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer(_json),
        ],
        cache_logger_on_first_use=True,
    )


def _json(event: Any, **_options: Any) -> str:
    return orjson.dumps(event, default=str).decode()


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[tuple[Settings, Database]]:
    """The settings and the database, its schema brought to this version's."""
    settings = settings or Settings()
    database = Database(settings.effective_database_url)
    try:
        upgrade(database)
        yield settings, database
    finally:
        database.dispose()


def present(settings: Settings, database: Database, at: str | None = None) -> datetime:
    """Now, or the instant given as ISO 8601 with an offset. Raises typer.BadParameter when it names none."""
    if at is None:
        return clock_for(settings, database)()
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise typer.BadParameter(
            f"{at!r} is not an ISO 8601 instant, such as 2027-03-01T08:00+01:00"
        ) from error
    if instant.tzinfo is None:
        raise typer.BadParameter(f"{at!r} needs an offset, such as 2027-03-01T08:00+01:00")
    return instant


def territory_named(database: Database, code: str) -> int:
    """The territory's number. Raises typer.BadParameter naming those that exist."""
    with database.read() as session:
        rows = session.connection().execute(select(TERRITORY.c.id, TERRITORY.c.code)).all()
    for row in rows:
        if row.code.lower() == code.lower():
            return int(row.id)
    known = ", ".join(sorted(row.code for row in rows)) or "none yet: jalon territory add CODE --name NAME"
    raise typer.BadParameter(f"there is no territory {code!r} (known: {known})")

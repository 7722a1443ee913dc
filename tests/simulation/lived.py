"""Territories lived for a test, with a stand-in for the post: what may leave is kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import update

from cases.statements import MAIL
from exchange.sheets.reader import read_sheets
from models.database import Database
from models.vocabulary import MailStatus
from tests.support.copies import copy_of, make_tables


def empty_database(folder: Path) -> Database:
    """A database with the tables of this version, and nothing in them."""
    return copy_of(make_tables, folder / "lived.db")


READ_HOURS = partial(read_sheets, name="heures.csv", secret=b"")
"""The reader of the files that some companies send."""


def keeping(database: Database) -> Callable[[datetime], None]:
    """A delivery that keeps every mail that may leave."""

    def deliver(now: datetime) -> None:
        gone = update(MAIL).where(MAIL.c.status == MailStatus.PENDING, MAIL.c.release_at <= now)
        with database.write() as session:
            session.connection().execute(gone.values(status=MailStatus.KEPT, finished_at=now))

    return deliver

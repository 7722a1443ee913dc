"""Dumping and loading a PostgreSQL database with its own programs; the password never shows in a command."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL
from sqlmodel import SQLModel

import models.tables  # noqa: F401  (fills the metadata)

OWN_FUNCTIONS = ("refuse_change",)


class ToolMissing(OSError):
    """PostgreSQL's client programs are not installed here."""

    def __init__(self, tool: str) -> None:
        super().__init__(
            f"{tool} is not installed: backup and restore of a PostgreSQL database need its client programs "
            "(postgresql-client), of the server's version or newer."
        )


class ToolFailed(OSError):
    """A program of PostgreSQL refused; the message is its own."""


def dump(url: URL, file: Path) -> None:
    """Save the database as at one instant, while others write. Raises ToolMissing, ToolFailed."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def load(url: URL, file: Path) -> None:
    """Replace Jalon's tables by those of the dump, in one transaction. Raises ToolMissing, ToolFailed."""
    script, clearing = file.with_suffix(".sql"), file.with_suffix(".clearing.sql")
    _call("pg_restore", [], "--no-owner", "--no-privileges", f"--file={script}", str(file))
    clearing.write_text(_clearing())
    _run(
        "psql",
        url,
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        f"--file={clearing}",
        f"--file={script}",
    )


def _clearing() -> str:
    """Remove what is Jalon's and nothing else: the database may hold more."""
    tables = [*SQLModel.metadata.tables, "alembic_version"]
    lines = [f'DROP TABLE IF EXISTS "{table}" CASCADE;' for table in tables]
    lines += [f"DROP FUNCTION IF EXISTS {name}();" for name in OWN_FUNCTIONS]
    return "\n".join(["SET client_min_messages = warning;", *lines, ""])


def _run(tool: str, url: URL, *arguments: str) -> None:
    """Run a program on the database."""
    parts: dict[str, Any] = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "dbname": url.database,
        **url.query,
    }
    address = make_conninfo(**{name: value for name, value in parts.items() if value is not None})
    _call(tool, [f"--dbname={address}", "--no-password"], *arguments, password=url.password)


def _call(tool: str, connection: list[str], *arguments: str, password: Any = None) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    environment = dict(os.environ)
    if password is not None:
        environment["PGPASSWORD"] = str(password)
    done = subprocess.run(  # noqa: S603 (a fixed program, no shell)
        [program, *connection, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolFailed(f"{tool}: {done.stderr.strip()[-500:]}")

"""A private PostgreSQL server for one run of the tests, shared by its parallel workers.

It listens on a Unix socket in its own folder only, forgets everything (no fsync), and is stopped by the
run's main process; a guard stops it too when that process is killed.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support.debian import POSTGRES_PACKAGES, find_postgres, locked, provide

OWNER = "postgres"
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c shared_buffers=64MB -c max_connections=100"
)
GUARD = """
while [ -d "/proc/$1" ]; do
  [ -e "$3/data/postmaster.pid" ] || exit 0
  sleep 1
done
"$2/pg_ctl" -D "$3/data" -m immediate stop
rm -rf "$3"
"""


class PostgresUnavailable(Exception):
    """No server can be had here; the message says what to install."""


def shared_server(run_folder: Path, main_process: int) -> str:
    """The URL of this run's server, started by whichever worker asks first.

    Raises PostgresUnavailable when PostgreSQL is neither installed nor installable.
    """
    programs = provide(find_postgres, POSTGRES_PACKAGES, run_folder)
    if isinstance(programs, str):
        raise PostgresUnavailable(f"PostgreSQL is {programs}, or set TEST_DATABASE_URL")
    with locked(run_folder / "postgres.lock"):
        record = run_folder / "postgres"
        if not record.exists():
            record.write_text(str(_start(programs, main_process)))
        return f"postgresql+psycopg://{OWNER}@/postgres?host={record.read_text()}"


def stop_shared_server(run_folder: Path) -> None:
    """Stop this run's server, if one was started, and remove all it wrote."""
    record = run_folder / "postgres"
    programs = find_postgres()
    if not record.exists() or programs is None:
        return
    folder = Path(record.read_text())
    _run(folder, programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, main_process: int) -> Path:
    # /tmp whatever TMPDIR says: a socket's path is short, and the server's user must be able to reach it
    folder = Path(tempfile.mkdtemp(prefix="jalon-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER, OWNER)
    data = folder / "data"
    _run(folder, programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    options = f"{OPTIONS} -c unix_socket_directories={folder}"
    _run(folder, programs / "pg_ctl", "-D", data, "-l", folder / "server.log", "-w", "-o", options, "start")
    subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", str(main_process), programs, folder],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **_stepped_down(),
    )
    return folder


def _stepped_down() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root becomes the user that Debian made for it."""
    return {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(folder: Path, *command: str | Path) -> None:
    log = folder / "programs.log"
    with log.open("ab") as output:
        code = subprocess.run(
            command, cwd=folder, stdout=output, stderr=output, check=False, **_stepped_down()
        ).returncode
    if code != 0:
        raise RuntimeError(f"{command[0]} failed:\n{log.read_text()[-2000:]}")


@contextmanager
def fresh_database(server_url: str, template: str = "template0") -> Iterator[str]:
    """The URL of a database, a copy of `template` (empty), that exists as long as the context does."""
    server = make_url(server_url)
    name = f"jalon_test_{uuid.uuid4().hex}"
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

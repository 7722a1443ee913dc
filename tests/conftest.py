"""What every test may ask for: a PostgreSQL database, a Chromium, and the order of the groups."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import make_url

from cases import passwords
from models.database import Database
from models.migrating import upgrade
from tests.support.compiled import share_compiled_statements
from tests.support.copies import RUN_FOLDER
from tests.support.debian import CHROMIUM_PACKAGES, find_chromium, provide
from tests.support.postgres import PostgresUnavailable, fresh_database, shared_server, stop_shared_server

MAIN_PROCESS = "JALON_TEST_MAIN_PROCESS"
GARBAGE_TO_LOOK_FOR = 100_000  # objects; Python's 700 costs a tenth of the run
GROUPS = ("database", "prefect", "browser")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def is_main_process(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(GARBAGE_TO_LOOK_FOR)
    share_compiled_statements()
    if is_main_process(config):
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="jalon-tests-")
        os.environ[MAIN_PROCESS] = str(os.getpid())


def pytest_collection_finish() -> None:
    """Never look again through the modules and thousands of tests that are there until the end."""
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if is_main_process(config):
        folder = Path(os.environ[RUN_FOLDER])
        stop_shared_server(folder)
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: the event loop they leave open would make async tests fail."""

    for item in items:
        if item.get_closest_marker("prefect") and "flows" not in item.path.parts:
            raise pytest.UsageError(
                f"{item.nodeid}: tools/checks.py looks for Prefect's tests in tests/flows"
            )
        if item.get_closest_marker("browser") and "browser" not in item.path.name:
            raise pytest.UsageError(
                f"{item.nodeid}: tools/checks.py looks for the browser's tests in files named so"
            )

    def group(item: pytest.Item) -> int:
        return max((n for n, name in enumerate(GROUPS, 1) if item.get_closest_marker(name)), default=0)

    items.sort(key=group)


@pytest.fixture(scope="session", autouse=True)
def real_passwords() -> Iterator[PasswordHash]:
    """Passwords that take no time, for all tests but the one that asks for those of real life."""
    real = passwords._HASH
    passwords._HASH = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    yield real
    passwords._HASH = real


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """A folder shared by all parallel workers of this run."""
    return Path(os.environ[RUN_FOLDER])


@pytest.fixture(scope="session")
def postgres_url(run_folder: Path) -> str:
    """A PostgreSQL server: $TEST_DATABASE_URL, else a private one; skips where there can be none."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    try:
        return shared_server(run_folder, int(os.environ[MAIN_PROCESS]))
    except PostgresUnavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """A fresh, empty database for one test, dropped at its end (`postgresql+psycopg://...`)."""
    with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> Iterator[str]:
    """The name of a database brought to the newest schema, made once in a process: a copy takes a tenth."""
    with fresh_database(postgres_url) as url:
        database = Database(url, durable=False)
        upgrade(database)
        database.dispose()
        yield make_url(url).database or ""


@pytest.fixture
def migrated_postgres_url(postgres_url: str, migrated_template: str) -> Iterator[str]:
    """A fresh database for one test, at the newest schema."""
    with fresh_database(postgres_url, migrated_template) as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path(run_folder: Path) -> Path:
    """Debian's Chromium; skips, saying what to install, where there is none."""
    found = provide(find_chromium, CHROMIUM_PACKAGES, run_folder)
    if isinstance(found, str):
        pytest.skip(f"Chromium is {found}")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: Path) -> dict[str, Any]:
    """Have pytest-playwright's `browser`, `context` and `page` drive that Chromium."""
    own = {"executable_path": str(chromium_path), "args": list(CHROMIUM_ARGUMENTS)}
    return browser_type_launch_args | own

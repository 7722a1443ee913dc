"""The real process tree: one start, lived through in order, by a web that never waits for its clocks."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.database import Database
from tests.flows import slow_sweep
from tests.flows.slow_sweep import MONTHS, entries, life
from tests.support.people import House, fresh_house

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not come in {seconds} s"
        time.sleep(0.05)


def running(session: int) -> dict[int, str]:
    """The living processes of a session's tree, by number, with their command line."""
    found: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if fields[0] != "Z":
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(entry.name)] = (int(fields[1]), words)
    family = {session}
    while grown := {pid for pid, (parent, _) in found.items() if parent in family} - family:
        family |= grown
    return {pid: found[pid][1] for pid in family if pid in found}


def take_migrated(source: Path, home: Path) -> None:
    """Give the tree a Prefect database that has its tables, which saves their migration."""
    home.mkdir(mode=0o700, parents=True)
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(home / "prefect.db")) as taken:
        made.backup(taken)


@dataclass
class Tree:
    process: subprocess.Popen[bytes]
    folder: Path
    web_port: int
    prefect_port: int

    database: Database

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def entries(self) -> int:
        return entries(self.database)

    def web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}/", timeout=2) as answer:
                return bool(answer.read() == b"here")
        except OSError:
            return False

    def prefect(self, path: str, *, signed_in: bool = True) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.prefect_port}{path}")
        if signed_in:
            auth = (self.folder / "data/prefect/auth").read_bytes().strip()
            request.add_header("Authorization", f"Basic {b64encode(auth).decode()}")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, b""
        except OSError:
            return 0, b""

    def pid_of(self, words: str) -> int | None:
        pids = [pid for pid, command in running(self.process.pid).items() if words in command]
        return pids[0] if pids else None


@pytest.fixture(scope="module")
def peace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[list[list[tuple[Any, ...]]]]]:
    """What each month should have come to, had nobody been killed."""
    folder = tmp_path_factory.mktemp("peace")
    house = fresh_house(folder)
    slow_sweep.prepare(house, folder)
    lives = []
    for month in MONTHS:
        asyncio.run(slow_sweep.lived_in_peace(house, [month]))
        lives.append(life(house.database))
    yield lives
    house.database.dispose()


@pytest.fixture(scope="module")
def tree(prefect_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    folder = tmp_path_factory.mktemp("tree")
    take_migrated(prefect_server, folder / "data/prefect")
    house: House = fresh_house(folder / "data")
    slow_sweep.prepare(house, folder / "data")
    web_port, prefect_port = free_port(), free_port()
    environment = os.environ | {
        "JALON_DATA_DIR": str(folder / "data"),
        "JALON_PREFECT_PORT": str(prefect_port),
    }
    command = [sys.executable, "-m", "tests.flows.tree", "tests.flows.slow_sweep:DEPLOYMENTS", str(web_port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield Tree(process, folder, web_port, prefect_port, house.database)
    finally:
        for pid in running(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        house.database.dispose()
        sys.stdout.write((folder / "log").read_text())  # shown by pytest when a test fails


def test_the_web_answers_while_prefect_is_still_starting(tree: Tree) -> None:
    wait_until(tree.web_answers, 10)
    assert tree.prefect("/api/ready", signed_in=False)[0] != 200


def test_a_schedule_really_runs_and_its_killed_run_is_finished_by_the_next(
    tree: Tree, peace: list[list[list[tuple[Any, ...]]]]
) -> None:
    before, after = tree.entries(), len(peace[0][0])
    wait_until(lambda: before < tree.entries() < after, 60)
    (first,) = slow_sweep.pids(tree.data)
    os.kill(first, signal.SIGKILL)
    midway = tree.entries()
    wait_until(lambda: tree.entries() >= after, 30)

    assert before < midway < after
    assert len(slow_sweep.pids(tree.data)) >= 2
    assert life(tree.database) == peace[0]


def test_the_pages_of_prefect_are_there_and_tell_nothing_without_the_password(tree: Tree) -> None:
    assert tree.prefect("/", signed_in=False)[0] == 200
    assert json.loads(tree.prefect("/ui-settings", signed_in=False)[1])["auth"] == "BASIC"
    assert tree.prefect("/api/admin/version", signed_in=False)[0] == 401
    assert tree.prefect("/api/admin/version")[0] == 200
    assert tree.prefect("/api/csrf-token?client=someone")[0] == 200


def test_flows_killed_midway_come_back_and_the_run_left_for_running_blocks_nobody(
    tree: Tree, peace: list[list[list[tuple[Any, ...]]]]
) -> None:
    known = set(slow_sweep.pids(tree.data))
    before, after = tree.entries(), len(peace[1][0])
    slow_sweep.set_clock(tree.data, MONTHS[1])
    wait_until(lambda: before < tree.entries() < after, 30)
    serving = tree.pid_of("-m flows.serving")
    assert serving is not None
    os.kill(serving, signal.SIGKILL)
    killed = {serving} | set(slow_sweep.pids(tree.data)) - known
    wait_until(lambda: not killed & set(running(tree.process.pid)), 5)
    midway = tree.entries()
    wait_until(lambda: tree.entries() >= after, 45)

    assert before < midway < after
    assert tree.web_answers()
    assert tree.pid_of("-m flows.serving") not in (None, serving)
    assert life(tree.database) == peace[1]


def test_term_stops_the_tree_in_bounded_time_and_leaves_nothing(tree: Tree) -> None:
    family = running(tree.process.pid)
    assert len(family) >= 3
    started = time.monotonic()
    tree.process.terminate()
    assert tree.process.wait(25) == 0
    assert time.monotonic() - started < 20
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
    assert not tree.web_answers()

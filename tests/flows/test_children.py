"""A child is started again when it dies, and takes all it started with it when it is stopped."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import children
from flows.children import Child, wait_after

STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen(["sleep", "60"])
pathlib.Path(sys.argv[1]).write_text(str(grandchild.pid))
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(holds: Callable[[], object], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@pytest.fixture
def make_child() -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def make(*arguments: str) -> Child:
        child = Child("child", [sys.executable, "-c", *arguments], dict(os.environ), grace=0.3)
        made.append(child)
        return child

    yield make
    for child in made:
        child.stop()


def test_the_waits_between_starts_double_up_to_a_minute() -> None:
    assert [wait_after(deaths) for deaths in (1, 2, 3, 6, 7, 1000)] == [1, 2, 4, 32, 60, 60]


def test_a_child_that_dies_is_started_again(
    make_child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_WAIT", 0.02)
    child = make_child("raise SystemExit(3)")
    pids: set[int] = set()

    def starts() -> int:
        child.tend()
        if child.process is not None:
            pids.add(child.process.pid)
        return len(pids)

    wait_until(lambda: starts() == 3)
    assert child.deaths == 2


def test_a_child_that_ignores_term_is_killed_with_what_it_started(
    make_child: Callable[..., Child], tmp_path: Path
) -> None:
    note = tmp_path / "grandchild"
    child = make_child(STUBBORN, str(note))
    child.tend()
    wait_until(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    started = time.monotonic()
    child.stop()
    assert time.monotonic() - started < 2
    wait_until(lambda: not is_alive(grandchild))


def test_what_a_dead_child_left_running_is_killed(make_child: Callable[..., Child], tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    child = make_child(STUBBORN, str(note))
    child.tend()
    wait_until(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    assert child.process is not None
    os.kill(child.process.pid, 9)
    wait_until(lambda: child.tend() or child.process is None)
    wait_until(lambda: not is_alive(grandchild))

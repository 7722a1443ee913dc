"""A tethered process ends with its parent, however the parent ends."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

PARENT = """
import subprocess, time
from flows.processes import tethered
child = subprocess.Popen(tethered(["sleep", "60"]))
print(child.pid, flush=True)
time.sleep(60)
"""


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tie is a call of Linux")
def test_a_parent_killed_by_nine_leaves_no_orphan() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        deadline = time.monotonic() + 5
        while command_of(child) != "sleep 60":
            assert time.monotonic() < deadline
            time.sleep(0.02)
        parent.kill()
    while command_of(child):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_process_whose_parent_is_already_gone_does_not_start() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "flows.processes", "1", "echo", "started"], capture_output=True, check=False
    )
    assert ended.returncode == 0
    assert ended.stdout == b""

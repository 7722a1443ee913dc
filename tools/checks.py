"""Run every check and test group, name and time each, and stop at the first that fails.

A group that finds no test fails too (pytest's exit code 5): a marker gone missing must not pass for success.
"""
# ruff: noqa: S603, T201 - this script runs fixed commands and talks to a person

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from subprocess import PIPE, STDOUT

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"

Check = tuple[str, list[str]]

# Every group, worker and server of the tests is a process of its own: compiling the same modules in each
# would take a minute of the run.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def browser_files() -> list[str]:
    """Files named so (tests/conftest.py sees to it): reading the others to leave them out takes seconds."""
    return sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*browser*.py"))


MYPY: Check = ("mypy", tool("mypy"))
QUICK: list[Check] = [
    ("ruff check", tool("ruff", "check", ".")),
    ("ruff format", tool("ruff", "format", "--check", ".")),
]
PROVISION: Check = ("PostgreSQL and Chromium", [sys.executable, "-m", "tests.support.debian"])
# Some compute and some wait for servers and browsers: side by side, neither of two cores is idle.
TOGETHER: list[Check] = [
    ("tests", tool("pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", "not prefect and not browser")),
    MYPY,
    ("prefect tests", tool("pytest", "-q", "-m", "prefect and not browser", "tests/flows")),
    ("browser tests", tool("pytest", "-q", "-m", "browser", *browser_files())),
]


def run_check(name: str, command: list[str]) -> int:
    """Run one group from the project's root, say how long it took, and return its exit code."""
    print(f"==> {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False).returncode
    say(name, code, started)
    return code


def run_together(checks: list[Check]) -> int:
    """Run groups side by side: the first speaks as it goes, the others when they end.

    The first failure interrupts the rest; its exit code, or 0.
    """
    started = time.monotonic()
    print(f"==> {', '.join(name for name, _ in checks)}, side by side", flush=True)
    running = [(name, start(command, aloud=not number)) for number, (name, command) in enumerate(checks)]
    failed = 0
    with ThreadPoolExecutor(len(running)) as waiting:
        ends = {waiting.submit(process.communicate): (name, process) for name, process in running}
        for end in as_completed(ends):
            name, process = ends[end]
            output, _ = end.result()
            sys.stdout.write((output or b"").decode(errors="replace"))
            say(name, process.returncode, started, interrupted=bool(failed))
            if process.returncode and not failed:
                failed = process.returncode
                interrupt([process for _, process in running])
    return failed


def start(command: list[str], *, aloud: bool) -> subprocess.Popen[bytes]:
    heard = None if aloud else PIPE
    return subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=heard, stderr=heard and STDOUT)


def interrupt(processes: list[subprocess.Popen[bytes]]) -> None:
    """As Ctrl+C would, so that each stops the servers that it started."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)


def say(name: str, code: int, started: float, *, interrupted: bool = False) -> None:
    """How a group ended, and after how long."""
    failure = "interrupted" if interrupted else f"FAILED (exit code {code})"
    verdict = "ok" if code == 0 else failure
    print(f"<== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    is_lint = arguments == ["--only-lint"]
    for name, command in [*QUICK, MYPY] if is_lint else [*QUICK, PROVISION]:
        code = run_check(name, command)
        if code != 0:
            return code if code > 0 else 1
    code = 0 if is_lint else run_together(TOGETHER)
    return abs(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

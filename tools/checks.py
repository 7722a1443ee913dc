"""Run every check and test group in order, name and time each, and stop at the first that fails.

A group that finds no test fails too (pytest's exit code 5): a marker gone missing must not pass for success.
"""
# ruff: noqa: S603, T201 - this script runs fixed commands and talks to a person

import os
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


LINT: list[Check] = [
    ("ruff check", tool("ruff", "check", ".")),
    ("ruff format", tool("ruff", "format", "--check", ".")),
    ("mypy", tool("mypy")),
]
FAST: list[Check] = [
    ("PostgreSQL and Chromium", [sys.executable, "-m", "tests.support.debian"]),
    ("tests", tool("pytest", "-q", "-n", "2", "-m", "not database and not prefect and not browser")),
]
# These wait for servers and browsers more than they compute: side by side they take half the time.
SLOW: list[Check] = [
    ("database tests", tool("pytest", "-q", "-m", "database and not prefect and not browser")),
    ("prefect tests", tool("pytest", "-q", "-m", "prefect and not browser", "tests/flows")),
    ("browser tests", tool("pytest", "-q", "-m", "browser")),
]


def run_check(name: str, command: list[str]) -> int:
    """Run one group from the project's root, say how long it took, and return its exit code."""
    print(f"==> {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False).returncode
    say(name, code, started)
    return code


def run_together(checks: list[Check]) -> int:
    """Run groups side by side; each prints all it said when it ends. The first failure's exit code, or 0."""
    started = time.monotonic()
    print(f"==> {', '.join(name for name, _ in checks)}, side by side", flush=True)
    running = [
        (name, subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=PIPE, stderr=STDOUT))
        for name, command in checks
    ]
    with ThreadPoolExecutor(len(running)) as waiting:
        ends = {waiting.submit(process.communicate): (name, process) for name, process in running}
        for end in as_completed(ends):
            name, process = ends[end]
            output, _ = end.result()
            sys.stdout.write(output.decode(errors="replace"))
            say(name, process.returncode, started)
    return next((process.returncode for _, process in running if process.returncode), 0)


def say(name: str, code: int, started: float) -> None:
    """How a group ended, and after how long."""
    verdict = "ok" if code == 0 else f"FAILED (exit code {code})"
    print(f"<== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    is_lint = arguments == ["--only-lint"]
    for name, command in LINT if is_lint else LINT + FAST:
        code = run_check(name, command)
        if code != 0:
            return code if code > 0 else 1
    code = 0 if is_lint else run_together(SLOW)
    return abs(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run every check and test group in order, name and time each, and stop at the first that fails.

A group that finds no test fails too (pytest's exit code 5): a marker gone missing must not pass for success.
"""
# ruff: noqa: S603, T201 - this script runs fixed commands and talks to a person

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"

Check = tuple[str, list[str]]


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


LINT: list[Check] = [
    ("ruff check", tool("ruff", "check", ".")),
    ("ruff format", tool("ruff", "format", "--check", ".")),
    ("mypy", tool("mypy")),
]
TESTS: list[Check] = [
    ("PostgreSQL and Chromium", [sys.executable, "-m", "tests.support.debian"]),
    ("tests", tool("pytest", "-q", "-n", "2", "-m", "not database and not prefect and not browser")),
    ("database tests", tool("pytest", "-q", "-n", "2", "-m", "database and not prefect and not browser")),
    ("prefect tests", tool("pytest", "-q", "-m", "prefect and not browser")),
    ("browser tests", tool("pytest", "-q", "-m", "browser")),
]


def run_check(name: str, command: list[str]) -> int:
    """Run one group from the project's root, say how long it took, and return its exit code."""
    print(f"==> {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    verdict = "ok" if code == 0 else f"FAILED (exit code {code})"
    print(f"<== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)
    return code


def main(arguments: list[str]) -> int:
    for name, command in LINT if arguments == ["--only-lint"] else LINT + TESTS:
        code = run_check(name, command)
        if code != 0:
            return code if code > 0 else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

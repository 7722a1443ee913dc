"""PostgreSQL and Chromium for the tests: where Debian puts them, and installing them when root.

    python -m tests.support.debian    install what is missing, best effort; always succeeds

Whoever is not root, or not on Debian, gets skipped tests whose reason says what to install.
"""

import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

UPDATE_SECONDS = 120
INSTALL_SECONDS = 420
# The shell has no windows to draw: pages take it two thirds of the time that they take the whole Chromium.
CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
POSTGRES_VERSIONS = Path("/usr/lib/postgresql")
POSTGRES_PACKAGES = ("postgresql",)
CHROMIUM_PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core", "libatomic1")
DRIVER_LIBRARY = "libatomic.so.1"  # the browser's driver needs it, and a bare Debian lacks it


def how_to_install(packages: tuple[str, ...]) -> str:
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def find_postgres() -> Path | None:
    """The folder of the newest PostgreSQL server programs installed by Debian."""
    folders = [program.parent for program in POSTGRES_VERSIONS.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def find_chromium() -> Path | None:
    """Debian's Chromium, its shell first, if it is there with what the tests' driver needs."""
    try:
        ctypes.CDLL(DRIVER_LIBRARY)
    except OSError:
        return None
    return next((program for program in CHROMIUMS if os.access(program, os.X_OK)), None)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file lock, so that parallel workers (and parallel runs) do a thing one after the other."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def apt_get(*arguments: str, seconds: int) -> str:
    """Run apt-get for at most so many seconds; returns the end of its complaint, empty when it went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60", *arguments]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return str(failure)
    return "" if done.returncode == 0 else done.stderr.strip()[-300:] or f"exit code {done.returncode}"


def install(packages: tuple[str, ...]) -> str:
    """Install Debian packages when root; returns why they could not be, empty when they could."""
    if os.geteuid() != 0:
        return "not root"
    if shutil.which("apt-get") is None:
        return "no apt-get here"
    apt_get("update", seconds=UPDATE_SECONDS)
    return apt_get("install", "-y", "--no-install-recommends", *packages, seconds=INSTALL_SECONDS)


def provide(find: Callable[[], Path | None], packages: tuple[str, ...], folder: Path) -> Path | str:
    """What `find` finds, after installing the packages if need be; else, in words, why it is not there.

    `folder` is shared by those who may ask at the same time: the first installs, once, the others wait.
    """
    with locked(folder / "apt.lock"):
        tried = folder / f"{packages[0]}.tried"
        if find() is None and not tried.exists():
            tried.write_text(install(packages))
        return find() or f"not installed ({tried.read_text()}); as root: {how_to_install(packages)}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for find, packages in ((find_postgres, POSTGRES_PACKAGES), (find_chromium, CHROMIUM_PACKAGES)):
            if find() is None:
                sys.stdout.write(f"installing {' '.join(packages)}\n")
                sys.stdout.flush()
            outcome = provide(find, packages, Path(folder))
            if isinstance(outcome, str):
                sys.stdout.write(f"the tests that need {packages[0]} will be skipped: {outcome}\n")


if __name__ == "__main__":
    main()

"""One child process kept alive: started again with growing waits, stopped with all that it started."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from flows.clock import monotonic
from flows.processes import tethered

log = structlog.get_logger("jalon.clocks")

FIRST_WAIT = 1.0  # seconds before the first new start
LONGEST_WAIT = 60.0
STEADY_AFTER = 120.0  # seconds of life after which a death counts as the first again


@dataclass(slots=True)
class Child:
    """A process of the tree. `grace` is the seconds left to it after TERM; `silent` drops what it prints."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    grace: float = 8.0
    silent: bool = False
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    _started_at: float = field(default=0.0, repr=False)
    _start_after: float = field(default=0.0, repr=False)

    def tend(self) -> None:
        """Start the process when it should run and does not; note its death otherwise. Never blocks."""
        if self.process is None:
            if monotonic() >= self._start_after:
                self.process = self._start()
        elif _has_died(self.process):
            self._bury(self.process)
            self.process = None

    def stop(self) -> None:
        """TERM, then KILL after `grace` for it and all it started. Bounded by `grace` plus a second."""
        if self.process is None:
            return
        self.process.terminate()
        deadline = monotonic() + self.grace
        while monotonic() < deadline and not _has_died(self.process):
            time.sleep(0.05)
        _kill_group(self.process)
        log.info("stopped", child=self.name, code=self.process.wait())
        self.process = None

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the supervisor only, which stops the tree in order, and what
        # this process starts can be killed with it.
        process = subprocess.Popen(  # noqa: S603  our own commands
            tethered(self.command),
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.silent else None,
            start_new_session=True,
        )
        self._started_at = monotonic()
        log.info("started", child=self.name, pid=process.pid)
        return process

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process)
        code = process.wait()
        lived = monotonic() - self._started_at
        self.deaths = 1 if lived > STEADY_AFTER else self.deaths + 1
        wait = wait_after(self.deaths)
        self._start_after = monotonic() + wait
        log.warning("died", child=self.name, code=code, lived=round(lived, 1), again_in=wait)


def wait_after(deaths: int) -> float:
    """Seconds to wait before starting again what died `deaths` times in a row: doubled each time, capped."""
    return float(min(FIRST_WAIT * 2 ** min(deaths - 1, 16), LONGEST_WAIT))


def _has_died(process: subprocess.Popen[bytes]) -> bool:
    # Looked at without reaping: until it is reaped, its number cannot be given to a stranger's group.
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

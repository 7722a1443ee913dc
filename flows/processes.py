"""Processes that end with their parent, so that even a parent killed by -9 leaves no orphan (Linux).

`python -m flows.processes PARENT_PID COMMAND...` ties itself to its parent and becomes the command: the tie
survives exec, and nothing runs between fork and exec in a parent that has threads.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(parent: int | None = None) -> None:
    """Have SIGTERM sent to this process when its parent ends; `parent` catches one already gone.

    Does nothing where the system has no such call.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        raise SystemExit(0)


def tethered(command: Sequence[str]) -> list[str]:
    """The command line that runs `command` tied to the present process."""
    return [sys.executable, "-m", "flows.processes", str(os.getpid()), *command]


def main(arguments: Sequence[str]) -> None:
    """Tie to the parent named first, then become the command that follows."""
    parent, *command = arguments
    end_with_parent(int(parent))
    os.execvp(command[0], command)  # noqa: S606  the command comes from the supervisor, never from a request


if __name__ == "__main__":
    main(sys.argv[1:])

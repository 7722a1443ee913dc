"""`jalon worker`: become a worker of the Prefect server that machines share."""

import os
import sys
from typing import NoReturn

from flows.environment import base_environment, shared_environment
from models.settings import Settings


def become_worker(settings: Settings, *, limit: int = 2, name: str | None = None) -> NoReturn:
    """Replace this process by a worker taking `limit` runs at a time, called `name` (default: the machine).

    Prefect reads its environment when it is imported, hence a fresh interpreter. Raises NoSharedServer when
    JALON_PREFECT_API_URL is not set.
    """
    environment = base_environment() | shared_environment(settings)
    named = ["--name", name] if name else []
    command = [sys.executable, "-m", "flows.worker", "--limit", str(limit), *named]
    os.execve(sys.executable, command, environment)  # noqa: S606  our own command

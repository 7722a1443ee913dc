"""What every run shares: the database it opens, its chunks, what it may tell of a failure, what it leaves.

Counts only leave a run. Prefect keeps messages, tracebacks and artifacts in a database of its own, where
nobody looks for personal data, so none may reach it.
"""

import asyncio
import os
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol, Self, TypeVar

from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger

from flows.processes import end_with_parent
from models.database import Database
from models.settings import Settings

ENGINE_MARK = "PREFECT__FLOW_RUN_ID"  # set where Prefect gave the run a process of its own


class WorkFailed(RuntimeError):
    """The plain function raised; what it raised is told by its kind and place, never by its values."""


class Counts(Protocol):
    """Counts of one chunk: they add up, and nothing claimed means that nothing is left."""

    @property
    def claimed(self) -> int: ...

    def __add__(self, other: Self, /) -> Self: ...


C = TypeVar("C", bound=Counts)


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[Database]:
    """The database for the length of a run, in a process that ends with the service."""
    if ENGINE_MARK in os.environ:
        end_with_parent()
    database = Database(settings.effective_database_url)
    try:
        with without_values():
            yield database
    finally:
        await asyncio.to_thread(database.dispose)


async def all_chunks(chunk: Callable[[], C]) -> C:
    """Call `chunk`, one transaction each, until it claims nothing; return the sum.

    Between two chunks the run may be stopped; what is committed stays, and the next run goes on from there.
    """
    total = latest = await asyncio.to_thread(chunk)
    while latest.claimed:
        latest = await asyncio.to_thread(chunk)
        total = total + latest
    return total


async def report(name: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Log the counts and leave them as the artifact `name`."""
    get_run_logger().info("%s: %s", name, ", ".join(f"{what} {number}" for what, number in counts.items()))
    table = [{"what": what, "number": number} for what, number in counts.items()]
    await acreate_table_artifact(table=table, key=name, description="Counts of this run.")
    return dict(counts)


@contextmanager
def without_values() -> Iterator[None]:
    """Turn any exception into a WorkFailed that names its kind and place only."""
    try:
        yield
    except WorkFailed:
        raise
    except Exception as error:
        told = WorkFailed(place_of(error))
    else:
        return
    raise told from None


def place_of(error: BaseException) -> str:
    """`OperationalError in sweep_chunk (sweep.py:42)`: no message, since messages carry values."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    return f"{type(error).__name__} in {last.name} ({Path(last.filename).name}:{last.lineno})"

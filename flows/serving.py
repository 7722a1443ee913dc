"""The flows' own process: `python -m flows.serving` registers the table and runs what falls due.

It waits for Prefect's server to answer. It is the only executor of that server, so whatever the server
believes to be running when this starts is dead, and is settled first.
"""

import argparse
import asyncio
import os
import threading
from importlib import import_module
from typing import Any

import structlog
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from flows.clock import utc_now
from flows.readiness import wait_until_ready
from flows.reconciliation import OURS, forget_deployments, settle_dead_runs, skip_missed_runs
from flows.schedules import Deployment

log = structlog.get_logger("jalon.clocks")

LONGEST_STOP = 6.0  # seconds; telling a server that is gone would go on for minutes
RUNS_AT_ONCE = 2  # each run is a process of about 100 MB, and SQLite has one writer


class FlowRunner(Runner):
    """Prefect's runner, with a SIGTERM that is awaited: the original exits before it has stopped its runs."""

    _ending: asyncio.Future[None] | None = None

    def handle_sigterm(self, *_signal: Any) -> None:
        """End the current runs, then let `start()` return; exit anyway after LONGEST_STOP."""
        asyncio.get_running_loop().call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if self._ending is not None:  # the death of a parent with threads is told more than once
            return
        last_resort = threading.Timer(LONGEST_STOP, os._exit, (1,))
        last_resort.daemon = True
        last_resort.start()
        self._ending = asyncio.ensure_future(self.astop())


def table_named(path: str) -> tuple[Deployment, ...]:
    """The deployments at `module:NAME`. Raises ImportError or AttributeError when there are none."""
    module, _, name = path.partition(":")
    return tuple(getattr(import_module(module), name))


async def built(deployment: Deployment) -> RunnerDeployment:
    """A line of the table in Prefect's terms."""
    module, _, name = deployment.flow.rpartition(".")
    flow: Flow[..., Any] = getattr(import_module(module), name)
    return await flow.ato_deployment(
        name=deployment.name,
        description=deployment.why,
        schedule=Cron(deployment.cron, timezone=deployment.timezone, slug=deployment.name),
        concurrency_limit=ConcurrencyLimitConfig(
            limit=deployment.limit, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        tags=[OURS],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def serve(table: str) -> None:
    """Wait for the server, settle what died, register the table, run until TERM."""
    deployments = [await built(line) for line in table_named(table)]
    await wait_until_ready(PREFECT_API_URL.value())
    started_at = utc_now()
    async with get_client() as client:
        dead = await settle_dead_runs(client)
        missed = await skip_missed_runs(client, before=started_at)
    log.info("settled", dead=dead, missed=missed)
    runner = FlowRunner(name="jalon", pause_on_shutdown=False, limit=RUNS_AT_ONCE)
    kept = [await runner.aadd_deployment(deployment) for deployment in deployments]
    async with get_client() as client:
        forgotten = await forget_deployments(client, but=kept)
    log.info("serving", deployments=len(kept), forgotten=forgotten)
    await runner.start()


def main() -> None:
    """The command line of the child."""
    parser = argparse.ArgumentParser(prog="python -m flows.serving")
    parser.add_argument(
        "--table", default="flows.schedules:DEPLOYMENTS", help="module:NAME of the deployments"
    )
    asyncio.run(serve(parser.parse_args().table))


if __name__ == "__main__":
    main()

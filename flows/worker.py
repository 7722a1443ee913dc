"""The process of `jalon worker`: runs for a Prefect server that machines share (PostgreSQL on both sides).

Each worker is one arm of a pool: it polls, starts a process per run, and may be one of many. The first one
puts the table on the server. Dead runs are left to Prefect's heartbeats, since other workers live.
"""

import argparse
import asyncio
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.schedules import DEPLOYMENTS, Deployment
from flows.serving import built

log = structlog.get_logger("jalon.clocks")

POOL = "jalon"
ZOMBIE_WATCH = "jalon: a run without heartbeats is dead"


async def work(*, limit: int, name: str | None = None, table: Sequence[Deployment] = DEPLOYMENTS) -> None:
    """Put on the server what it lacks, then run what falls due, `limit` runs at a time, until TERM."""
    async with get_client() as client:
        await make_pool(client)
        deployed = await deploy_missing(client, table)
        await watch_heartbeats(client)
    worker = ProcessWorker(work_pool_name=POOL, name=name or socket.gethostname(), limit=limit)
    log.info("worker", name=worker.name, pool=POOL, limit=limit, deployed=deployed)
    await worker.start()


async def make_pool(client: PrefectClient) -> None:
    """Create the pool unless it is there; another worker may do so at the same moment."""
    try:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    except ObjectAlreadyExists:
        return


async def deploy_missing(client: PrefectClient, table: Sequence[Deployment]) -> int:
    """Deploy the lines of the table that the pool does not hold as they are; return how many.

    What is there is left alone, so that a schedule paused by a person stays paused.
    """
    deployed = 0
    for line in table:
        if await _is_deployed(client, line):
            continue
        deployment = await built(line)
        deployment.work_pool_name = POOL
        await deployment.aapply(work_pool_name=POOL)
        deployed += 1
    return deployed


async def watch_heartbeats(client: PrefectClient) -> None:
    """Have the server mark Crashed a run whose heartbeats stop, unless it does already.

    Otherwise a run whose machine went dark holds its deployment's one place for ever. Source: Prefect's guide
    "detect zombie flows"; a heartbeat every 30 s (flows/environment.py), so three may be lost.
    """
    if await client.read_automations_by_name(ZOMBIE_WATCH):
        return
    heartbeat = "prefect.flow-run.heartbeat"
    ends = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    trigger = EventTrigger(
        after={heartbeat},
        expect={heartbeat} | ends,
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=90),
    )
    crash = ChangeFlowRunState(state=StateType.CRASHED, message="Its heartbeats stopped.")
    await client.create_automation(AutomationCore(name=ZOMBIE_WATCH, trigger=trigger, actions=[crash]))


async def _is_deployed(client: PrefectClient, line: Deployment) -> bool:
    flow_name = (await built(line)).flow_name
    try:
        found = await client.read_deployment_by_name(f"{flow_name}/{line.name}")
    except ObjectNotFound:
        return False
    crons = [getattr(schedule.schedule, "cron", None) for schedule in found.schedules]
    return found.work_pool_name == POOL and crons == [line.cron]


async def until_term(limit: int, name: str | None) -> None:
    """Work until TERM or INT, then let the worker leave its pool."""
    working = asyncio.ensure_future(work(limit=limit, name=name))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


def main() -> None:
    """The command line of the process; `flows.joining` starts it with its environment."""
    parser = argparse.ArgumentParser(prog="python -m flows.worker")
    parser.add_argument("--limit", type=int, default=2, help="runs at one time")
    parser.add_argument("--name", help="the worker's name; default: the machine's")
    arguments = parser.parse_args()
    asyncio.run(until_term(arguments.limit, arguments.name))


if __name__ == "__main__":
    main()

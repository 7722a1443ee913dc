"""`jalon worker`: runs for a Prefect server that several machines share (PostgreSQL on both sides).

Each worker is a process pool's arm: it polls, starts a process per run, and may be one of many. The first
one puts the table on the server; reconciliation is left to Prefect's heartbeats, since other workers live.
"""

import socket
from collections.abc import Sequence

import structlog
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.schedules import DEPLOYMENTS, Deployment
from flows.serving import built

log = structlog.get_logger("jalon.clocks")

POOL = "jalon"


async def work(*, limit: int, name: str | None = None, table: Sequence[Deployment] = DEPLOYMENTS) -> None:
    """Put on the server what it lacks, then run what falls due, `limit` runs at a time, until TERM."""
    async with get_client() as client:
        await make_pool(client)
        deployed = await deploy_missing(client, table)
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


async def _is_deployed(client: PrefectClient, line: Deployment) -> bool:
    flow_name = (await built(line)).flow_name
    try:
        found = await client.read_deployment_by_name(f"{flow_name}/{line.name}")
    except ObjectNotFound:
        return False
    crons = [getattr(schedule.schedule, "cron", None) for schedule in found.schedules]
    return found.work_pool_name == POOL and crons == [line.cron]

"""A worker puts on the shared server what it lacks, and leaves alone what is there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from prefect.client.orchestration import PrefectClient, get_client

from flows.worker import POOL, ZOMBIE_WATCH, deploy_missing, make_pool, watch_heartbeats
from tests.flows.slow_sweep import DEPLOYMENTS

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

NIGHTLY = (replace(DEPLOYMENTS[0], name="nightly", cron="0 4 * * *"),)


@pytest.fixture
async def client(prefect_server: Path) -> AsyncIterator[PrefectClient]:
    async with get_client() as client:
        yield client


async def test_the_pool_is_made_once_whoever_comes_first(client: PrefectClient) -> None:
    await make_pool(client)
    await make_pool(client)
    assert (await client.read_work_pool(POOL)).type == "process"


async def test_only_missing_or_changed_lines_are_deployed(client: PrefectClient) -> None:
    await make_pool(client)
    assert await deploy_missing(client, NIGHTLY) == 1
    assert await deploy_missing(client, NIGHTLY) == 0

    later = (replace(NIGHTLY[0], cron="0 5 * * *"),)
    assert await deploy_missing(client, later) == 1
    found = await client.read_deployment_by_name("slow-sweep/nightly")
    assert [schedule.schedule.cron for schedule in found.schedules] == ["0 5 * * *"]  # type: ignore[union-attr]
    assert found.work_pool_name == POOL
    assert found.concurrency_options is not None
    assert found.global_concurrency_limit is not None
    assert found.global_concurrency_limit.limit == 1


async def test_runs_without_heartbeats_are_watched_once(client: PrefectClient) -> None:
    await watch_heartbeats(client)
    await watch_heartbeats(client)
    assert len(await client.read_automations_by_name(ZOMBIE_WATCH)) == 1

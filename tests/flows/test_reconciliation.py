"""Runs held as alive by the server when the service starts: settled, so that they block nobody."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Pending, Running, Scheduled, State

from flows.reconciliation import forget_deployments, settle_dead_runs, skip_missed_runs, superseded_runs
from flows.serving import built
from tests.flows.slow_sweep import DEPLOYMENTS

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def client(prefect_server: Path) -> AsyncIterator[PrefectClient]:
    async with get_client() as client:
        yield client


@pytest.fixture
async def deployment(client: PrefectClient) -> UUID:
    made = await built(replace(DEPLOYMENTS[0], name="settled"))
    made.paused = True
    return await made.aapply()


async def start_run(client: PrefectClient, deployment: UUID) -> tuple[UUID, str]:
    run = await client.create_flow_run_from_deployment(deployment)
    answer = await client.set_flow_run_state(run.id, Pending())
    if answer.state is not None and answer.state.is_pending():
        answer = await client.set_flow_run_state(run.id, Running())
    assert answer.state is not None
    return run.id, answer.state.type.value


async def test_a_zombie_is_marked_crashed_and_gives_its_place_back(
    client: PrefectClient, deployment: UUID
) -> None:
    zombie, state = await start_run(client, deployment)
    assert state == "RUNNING"
    assert (await start_run(client, deployment))[1] == "CANCELLED"

    assert await settle_dead_runs(client) == 1

    settled: State | None = (await client.read_flow_run(zombie)).state
    assert settled is not None
    assert settled.is_crashed()
    assert (await start_run(client, deployment))[1] == "RUNNING"
    assert await settle_dead_runs(client) == 1
    assert await settle_dead_runs(client) == 0


async def test_a_night_of_missed_runs_leaves_what_people_asked_for_and_nothing_after_now(
    client: PrefectClient, deployment: UUID
) -> None:
    asked = await client.create_flow_run_from_deployment(
        deployment, state=Scheduled(scheduled_time=NOON - timedelta(hours=9))
    )
    assert await skip_missed_runs(client, before=NOON) == 0
    kept = (await client.read_flow_run(asked.id)).state
    assert kept is not None
    assert kept.is_scheduled()


async def test_a_deployment_that_left_the_table_is_forgotten(client: PrefectClient, deployment: UUID) -> None:
    left = await (await built(replace(DEPLOYMENTS[0], name="left", cron="0 4 * * *"))).aapply()
    others = {each.id for each in await client.read_deployments()} - {left}
    assert deployment in others
    assert await forget_deployments(client, but=others) == 1
    assert {each.id for each in await client.read_deployments()} == others


def test_of_the_runs_a_deployment_missed_only_the_latest_is_kept() -> None:
    tick, check = UUID(int=1), UUID(int=2)

    def missed(hour: int, deployment: UUID, *, auto: bool = True) -> FlowRun:
        return FlowRun(
            flow_id=UUID(int=0),
            deployment_id=deployment,
            auto_scheduled=auto,
            expected_start_time=NOON.replace(hour=hour),
        )

    latest_first = [
        missed(8, tick),
        missed(7, tick),
        missed(6, tick, auto=False),
        missed(5, check),
        missed(4, tick),
    ]
    assert superseded_runs(latest_first) == [latest_first[1], latest_first[4]]


def test_settling_needs_no_more_than_a_page_at_a_time() -> None:
    pages = [[FlowRun(flow_id=UUID(int=0)) for _ in range(2)], [FlowRun(flow_id=UUID(int=0))], []]

    class Server:
        async def read_flow_runs(self, **_: object) -> list[FlowRun]:
            return pages.pop(0)

        async def set_flow_run_state(self, *_: object, **__: object) -> None: ...

    assert asyncio.run(settle_dead_runs(Server())) == 3  # type: ignore[arg-type]

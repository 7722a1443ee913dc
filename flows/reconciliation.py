"""Runs that outlived their process, settled before new ones start.

Only for a server of our own, whose single executor is starting: a run still held as running there would
keep its deployment's one place for ever, and every later run would be cancelled (Prefect issues 16746,
20090, 18404).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

OURS = "jalon"  # the tag of our deployments
PAGE = 200
ALIVE = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


async def settle_dead_runs(client: PrefectClient) -> int:
    """Mark Crashed every run held as alive; return how many. Call before the executor starts."""
    settled = 0
    while runs := await client.read_flow_runs(flow_run_filter=_in_states(ALIVE), limit=PAGE):
        for run in runs:
            await client.set_flow_run_state(
                run.id, Crashed(message="Its process ended with the service."), force=True
            )
        settled += len(runs)
    return settled


async def skip_missed_runs(client: PrefectClient, *, before: datetime) -> int:
    """Keep the latest scheduled run each deployment missed, cancel the older ones; return how many.

    After a night off every missed run would start, a process each, though one does everything due.
    """
    waiting = _in_states([StateType.SCHEDULED])
    waiting.expected_start_time = FlowRunFilterExpectedStartTime(before_=before)
    missed: list[FlowRun] = []
    while page := await client.read_flow_runs(
        flow_run_filter=waiting, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=PAGE, offset=len(missed)
    ):
        missed += page
    superseded = superseded_runs(missed)
    for run in superseded:
        await client.set_flow_run_state(run.id, Cancelled(message="A later run does its work."), force=True)
    return len(superseded)


async def forget_deployments(client: PrefectClient, *, but: Collection[UUID]) -> int:
    """Delete our deployments that left the table, whose runs would wait for ever; return how many."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[OURS]))
    gone = [each for each in await client.read_deployments(deployment_filter=ours) if each.id not in but]
    for deployment in gone:
        await client.delete_deployment(deployment.id)
    return len(gone)


def superseded_runs(missed: Sequence[FlowRun]) -> list[FlowRun]:
    """All but the first of each deployment, given the latest first; what a person asked for is kept."""
    kept: set[UUID | None] = set()
    superseded = []
    for run in missed:
        if not run.auto_scheduled:
            continue
        if run.deployment_id in kept:
            superseded.append(run)
        kept.add(run.deployment_id)
    return superseded


def _in_states(types: list[StateType]) -> FlowRunFilter:
    return FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)))

"""The table of schedules guards itself: what it may hold, and what it does on the days the clock changes."""

import asyncio
from datetime import date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.server.schemas.schedules import CronSchedule

from cases.rules.default_pack import DEFAULT_PACK
from flows.schedules import DEPLOYMENTS, Deployment
from flows.serving import built, table_named

PARIS = ZoneInfo("Europe/Paris")
SPRING, AUTUMN, PLAIN = date(2027, 3, 28), date(2026, 10, 25), date(2026, 11, 23)

every_deployment = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda line: line.name)


def runs_on(deployment: Deployment, day: date) -> list[datetime]:
    schedule = CronSchedule(cron=deployment.cron, timezone=deployment.timezone)
    start = datetime.combine(day, time(), PARIS)
    end = datetime.combine(day + timedelta(days=1), time(), PARIS) - timedelta(seconds=1)
    return [run.astimezone(PARIS) for run in asyncio.run(schedule.get_dates(2_000, start, end))]


def test_every_deployment_has_its_own_name() -> None:
    assert len({line.name for line in DEPLOYMENTS}) == len(DEPLOYMENTS)


@every_deployment
def test_a_deployment_says_why_and_keeps_paris_time(deployment: Deployment) -> None:
    assert deployment.timezone == "Europe/Paris"
    assert deployment.why.endswith(".")


@every_deployment
@pytest.mark.parametrize("day", [SPRING, AUTUMN, PLAIN, date(2026, 12, 1)])
def test_nothing_runs_between_one_and_three(deployment: Deployment, day: date) -> None:
    assert [run for run in runs_on(deployment, day) if run.hour in (1, 2)] == []


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@every_deployment
def test_a_day_of_clock_change_has_the_runs_of_any_other_day(deployment: Deployment, day: date) -> None:
    def hands(runs: list[datetime]) -> list[time]:
        return [run.time() for run in runs]

    assert hands(runs_on(deployment, day)) == hands(runs_on(deployment, PLAIN))


@pytest.mark.parametrize(
    ("name", "day", "first", "count"),
    [
        ("tick", PLAIN, "00:05", 21),
        ("open-sheets", date(2026, 12, 1), "08:01", 1),
        ("open-sheets", PLAIN, None, 0),
        ("deliver-leftovers", PLAIN, "00:00", 84),
        ("check-integrity", PLAIN, "05:15", 1),
    ],
)
def test_the_days_of_the_table(name: str, day: date, first: str | None, count: int) -> None:
    (deployment,) = (line for line in DEPLOYMENTS if line.name == name)
    runs = runs_on(deployment, day)
    assert len(runs) == count
    assert first is None or f"{runs[0]:%H:%M}" == first


@every_deployment
def test_a_deployment_runs_once_at_a_time_and_a_run_too_many_is_cancelled(deployment: Deployment) -> None:
    made = asyncio.run(built(deployment))
    assert made.concurrency_limit == 1
    assert made.concurrency_options is not None
    assert made.concurrency_options.collision_strategy == ConcurrencyLimitStrategy.CANCEL_NEW
    assert made.schedules is not None
    assert [schedule.schedule.timezone for schedule in made.schedules] == ["Europe/Paris"]


@every_deployment
def test_a_run_can_be_told_nothing_but_its_instant(deployment: Deployment) -> None:
    module, _, name = deployment.flow.rpartition(".")
    flow = getattr(import_module(module), name)
    assert list(flow.parameters.properties) == ["at"]
    assert flow.isasync
    assert flow.retries >= 1
    assert flow.retry_delay_seconds > 0


def test_sheets_open_once_mail_may_leave_and_before_that_hours_tick() -> None:
    day = date(2026, 12, 1)
    opens_at = DEFAULT_PACK.mail_opens_at
    opening, tick = (
        [run.time() for line in DEPLOYMENTS if line.name == name for run in runs_on(line, day)]
        for name in ("open-sheets", "tick")
    )
    assert opens_at < opening[0] < min(hand for hand in tick if hand >= opens_at)


def test_the_table_is_found_by_its_name() -> None:
    assert table_named("flows.schedules:DEPLOYMENTS") == DEPLOYMENTS

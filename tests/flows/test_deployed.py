"""The real flows on a real Prefect server: they do the work, say how much, and say nothing else."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId
from prefect.client.schemas.objects import Artifact, FlowRun

from cases.heartbeat import last_beat
from cases.integrity import Problem, Report
from flows import deployed
from flows.clock import instant
from tests.support.people import House, fresh_house

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

FIRST_OF_MARCH = "2027-03-01T09:00:00+01:00"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_server: Path) -> Iterator[House]:
    monkeypatch.setenv("JALON_DATA_DIR", str(tmp_path))
    found = fresh_house(tmp_path)
    yield found
    found.database.dispose()


def beaten(house: House, name: str) -> bool:
    with house.database.read() as session:
        return last_beat(session, name) is not None


async def latest_artifact(key: str) -> Artifact:
    async with get_client() as client:
        answer = await client.request("GET", "/artifacts/{key}/latest", path_params={"key": key})
        return Artifact.model_validate(answer.json())


async def logs_of(run: FlowRun) -> str:
    """What Prefect keeps of a run, once its logs have arrived."""
    wanted = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
    async with get_client() as client:
        for _ in range(100):
            logs = await client.read_logs(wanted)
            if any("Finished in state" in log.message for log in logs):
                return "\n".join(log.message for log in logs)
            await asyncio.sleep(0.1)
    pytest.fail("its logs never came")


async def test_the_opening_of_the_sheets_opens_them_once_and_leaves_its_counts(house: House) -> None:
    for number in range(3):
        house.under_way(date(2027, 2, 1), f"M-{number}")

    first = await deployed.open_sheets(at=FIRST_OF_MARCH)
    again = await deployed.open_sheets(at=FIRST_OF_MARCH)

    assert (first["fired"], again["fired"]) == (3, 0)
    assert [kind for kind, _ in house.mails()].count("sheet_opened") == 1
    assert beaten(house, "open-sheets")
    kept = await latest_artifact("open-sheets")
    assert json.loads(str(kept.data)) == [{"what": what, "number": number} for what, number in again.items()]


async def test_a_tick_fires_all_that_is_due_and_beats_for_the_web(house: House) -> None:
    house.under_way(date(2027, 2, 1))
    assert not beaten(house, "tick")
    counts = await deployed.tick(at=FIRST_OF_MARCH)
    assert counts["fired"] == counts["claimed"] >= 1
    assert counts["poisoned"] == 0
    assert beaten(house, "tick")
    assert (await deployed.tick(at=FIRST_OF_MARCH))["claimed"] == 0


async def test_leftovers_of_the_outbox_go_out(house: House) -> None:
    house.under_way(date(2027, 2, 1))
    house.tick(instant(FIRST_OF_MARCH), deliver=False)
    waiting = len(house.mails())
    counts = await deployed.deliver_leftovers(at=FIRST_OF_MARCH)
    assert counts["kept"] == waiting >= 1
    assert beaten(house, "deliver-leftovers")
    assert (await deployed.deliver_leftovers(at=FIRST_OF_MARCH))["kept"] == 0


async def test_the_check_finds_a_sound_journal_and_seals_the_day(house: House) -> None:
    house.under_way(date(2027, 2, 1))
    house.tick(instant(FIRST_OF_MARCH))
    counts = await deployed.check_integrity.with_options(retries=0)(at=FIRST_OF_MARCH)
    assert counts["problems"] == 0
    assert counts["sealed"] == 1
    assert beaten(house, "check-integrity")


async def test_a_failed_run_tells_prefect_no_value(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("no sheet for alice@example.org")

    monkeypatch.setattr(deployed, "sweep_chunk", fail)
    state = await deployed.tick.with_options(retries=0)(return_state=True)
    assert state.is_failed()
    assert "LookupError in fail" in str(state.message)
    async with get_client() as client:
        assert state.state_details.flow_run_id is not None
        run = await client.read_flow_run(state.state_details.flow_run_id)
    told = f"{run.model_dump_json()} {await logs_of(run)}"
    assert "WorkFailed" in told
    assert "alice" not in told
    assert not beaten(house, "tick")


async def test_problems_found_make_the_check_fail_after_its_report(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Problem(
        "journal_truncated", "market 12", "Bâtisseur d’Essai a perdu une ligne", "An entry is lost"
    )
    found = Report([lost], {"journal_truncated": 1})
    monkeypatch.setattr(deployed, "check", lambda *_, **__: found)
    state = await deployed.check_integrity.with_options(retries=0)(return_state=True)
    assert state.is_failed()
    assert "1 problems" in str(state.message)
    assert "Essai" not in str(state.message)
    assert '"problems"' in str((await latest_artifact("check-integrity")).data)

"""What a run shares with the others: chunks until nothing is left, failures without their values."""

import threading
from dataclasses import dataclass

import pytest

from flows.clock import InstantWithoutZone, instant
from flows.running import WorkFailed, all_chunks, without_values


@dataclass(frozen=True)
class Claimed:
    claimed: int

    def __add__(self, other: "Claimed") -> "Claimed":
        return Claimed(self.claimed + other.claimed)


async def test_chunks_are_taken_until_one_claims_nothing() -> None:
    left = [200, 200, 7, 0, 99]
    assert await all_chunks(lambda: Claimed(left.pop(0))) == Claimed(407)
    assert left == [99]


async def test_a_chunk_never_runs_on_the_event_loop() -> None:
    threads: list[threading.Thread] = []

    def chunk() -> Claimed:
        threads.append(threading.current_thread())
        return Claimed(0)

    await all_chunks(chunk)
    assert threads != [threading.main_thread()]


def test_a_failure_is_told_by_its_kind_and_place_and_never_by_its_values() -> None:
    def fire() -> None:
        raise LookupError("alice@example.org has no sheet")

    with pytest.raises(WorkFailed) as told, without_values():
        fire()
    assert str(told.value).startswith("LookupError in fire (test_running.py:")
    assert told.value.__suppress_context__


def test_an_instant_is_turned_into_utc() -> None:
    assert instant("2026-12-01T04:30:00+01:00").isoformat() == "2026-12-01T03:30:00+00:00"


def test_an_instant_without_its_offset_is_refused() -> None:
    with pytest.raises(InstantWithoutZone):
        instant("2026-12-01T04:30:00")

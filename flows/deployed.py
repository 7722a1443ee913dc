"""The flows: thin wrappers that give a plain function its instant, its chunks, its retries and its report.

Each does everything due up to its instant and keeps its progress on our own rows, so it may run twice, late,
or be killed midway. `at` (ISO 8601 with an offset) replays an instant; no other parameter exists, because
Prefect keeps parameters.
"""

import asyncio
from dataclasses import asdict
from functools import partial

from prefect import flow

from cases.heartbeat import beat
from cases.integrity import check, seal_territories
from cases.partners_round import go_round
from cases.sweep import sweep_chunk
from flows.clock import instant, utc_now
from flows.running import all_chunks, at_work, report
from models.settings import Settings
from notifications.delivery import deliver_once
from notifications.site_links import site_links

TICK_CHUNK = 200  # deadlines a transaction: the lock is held for a fraction of a second
OPENING_CHUNK = 500  # opening a sheet is one of the cheapest steps
RETRIES = 2
RETRY_SECONDS = 60  # longer than a database restart
LONGEST_SECONDS = 50 * 60  # a tick leaves the place to the next one


class ProblemsFound(RuntimeError):
    """The integrity check found something wrong: `jalon check` says what."""


@flow(name="tick", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, timeout_seconds=LONGEST_SECONDS)
async def tick(at: str | None = None) -> dict[str, int]:
    """Fire every deadline that is due, and look after the partners of each territory."""
    now = instant(at)
    async with at_work(Settings()) as database:
        counts = await all_chunks(partial(sweep_chunk, database, now=now, limit=TICK_CHUNK))
        partners = await asyncio.to_thread(go_round, database, now=now)
        await asyncio.to_thread(beat, database, name="tick", now=utc_now())
    return await report("tick", asdict(counts) | {"partners": partners})


@flow(name="open-sheets", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS, timeout_seconds=LONGEST_SECONDS)
async def open_sheets(at: str | None = None) -> dict[str, int]:
    """Open the month's hour sheets: the tick restricted to that rule, early on the 1st."""
    chunk = partial(sweep_chunk, now=instant(at), limit=OPENING_CHUNK, rules=("open_sheets",))
    async with at_work(Settings()) as database:
        counts = await all_chunks(partial(chunk, database))
        await asyncio.to_thread(beat, database, name="open-sheets", now=utc_now())
    return await report("open-sheets", asdict(counts))


@flow(name="deliver-leftovers", retries=1, retry_delay_seconds=RETRY_SECONDS, timeout_seconds=10 * 60)
async def deliver_leftovers(at: str | None = None) -> dict[str, int]:
    """Send the mail that the service's own loop left behind."""
    settings = Settings()
    async with at_work(settings) as database:
        counts = await deliver_once(database, settings, now=instant(at), links=site_links(settings))
        await asyncio.to_thread(beat, database, name="deliver-leftovers", now=utc_now())
    return await report("deliver-leftovers", asdict(counts))


@flow(name="check-integrity", retries=1, retry_delay_seconds=RETRY_SECONDS, timeout_seconds=LONGEST_SECONDS)
async def check_integrity(at: str | None = None) -> dict[str, int]:
    """Verify the journal and the invariants, then seal the day.

    Raises ProblemsFound, so that the run shows as failed, after the seal and the report are made.
    """
    now = instant(at)
    async with at_work(Settings()) as database:
        found = await asyncio.to_thread(check, database, now=now)
        sealed = await asyncio.to_thread(seal_territories, database, now=now)
        await asyncio.to_thread(beat, database, name="check-integrity", now=utc_now())
    problems = sum(found.counts.values())
    counts = await report("check-integrity", found.counts | {"problems": problems, "sealed": sealed})
    if problems:
        raise ProblemsFound(f"{problems} problems: run `jalon check`")
    return counts

"""What the clocks do, once and by hand: `tick`, `deliver`, `check`, `simulate`."""

import asyncio
import json
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from cases.heartbeat import beat
from cases.integrity import check as check_integrity
from cases.partners_round import go_round
from cases.sweep import SweepCounts, sweep_chunk
from console.opening import opened, present
from models.database import Database
from models.migrating import upgrade
from models.settings import Settings
from notifications.delivery import deliver_once

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
At = Annotated[str | None, typer.Option(help="Act as at this instant (ISO 8601 with an offset).")]


def say(figures: dict[str, Any], as_json: bool) -> None:
    """Print figures as JSON, or a line each."""
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2, default=str))
        return
    for name, value in figures.items():
        typer.echo(f"{name}: {value}")


def tick(at: At = None, as_json: AsJson = False) -> None:
    """Fire what is due and deliver, once, without Prefect (cron as a fallback)."""
    with opened() as (settings, database):
        now = present(settings, database, at)
        fired = _sweep(database, now)
        looked_after = go_round(database, now=now)
        beat(database, name="tick", now=now)
        delivered = asyncio.run(deliver_once(database, settings, now=now))
        say({"deadlines": asdict(fired), "partners": looked_after, "mails": asdict(delivered)}, as_json)


def _sweep(database: Database, now: Any) -> SweepCounts:
    """Fire all that is due, with a bar that moves when it takes long enough to be seen."""
    total = SweepCounts()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("deadlines", total=None)
        while (counts := sweep_chunk(database, now=now)).claimed:
            total += counts
            progress.update(task, advance=counts.claimed)
    return total


def deliver(
    once: Annotated[bool, typer.Option("--once", help="Send what the outbox holds, then end.")] = True,
    as_json: AsJson = False,
) -> None:
    """Send what the outbox holds."""
    with opened() as (settings, database):
        counts = asyncio.run(deliver_once(database, settings, now=present(settings, database)))
        say(asdict(counts), as_json)


def check(as_json: AsJson = False) -> None:
    """Verify the journal, the invariants, the deadlines and the outbox; exit 1 when something is wrong."""
    with opened() as (settings, database):
        report = check_integrity(database, now=present(settings, database))
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for name, count in report.counts.items():
            typer.echo(f"{name}: {count}")
        for problem in report.problems:
            typer.echo(f"! {problem.message_en}")
        typer.echo("Everything holds." if report.ok else f"{len(report.problems)} problems.")
    raise typer.Exit(0 if report.ok else 1)


def simulate(
    markets: Annotated[int, typer.Option(min=1, max=100_000)] = 200,
    months: Annotated[int, typer.Option(min=1, max=120)] = 24,
    seed: int = 7,
    as_json: AsJson = False,
) -> None:
    """Live a territory from empty through M months in virtual time, through the same commands and mails."""
    from cases.simulation import simulate as live
    from exchange.sheets.reader import read_sheets

    with tempfile.TemporaryDirectory(prefix="jalon-simulation-") as folder:
        settings = Settings(data_dir=Path(folder), database_url="", smtp_url="")
        database = Database(settings.effective_database_url, durable=False)
        upgrade(database)

        try:
            with (
                asyncio.Runner() as runner,
                Progress(console=Console(stderr=True), transient=True) as progress,
            ):
                task = progress.add_task("months", total=months)
                result = live(
                    database,
                    markets=markets,
                    months=months,
                    seed=seed,
                    deliver=lambda now: runner.run(deliver_once(database, settings, now=now)),
                    progress=lambda done: progress.update(task, completed=done),
                    read_hours=partial(read_sheets, name="heures.csv", secret=b""),
                )
        finally:
            database.dispose()
    say(result.as_json(), as_json)
    raise typer.Exit(1 if any(result.invariants.values()) else 0)

"""The running service: `up` (web, Prefect, delivery), `worker`, and `demo` (a clock that one can move).

The web and Prefect are imported by the commands that need them: the others answer seconds sooner.
"""

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from api.clock import clock_for
from cases.partners_round import go_round
from cases.sweep import sweep
from console.opening import opened
from models.database import Database
from models.settings import Settings
from notifications.delivery import deliver_once, delivery_loop

if TYPE_CHECKING:
    import uvicorn

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
DEMO_FOLDER = Path("var/demo")
DEMO_ROUND = 60.0
log = structlog.get_logger("jalon.service")


class Delivery:
    """The long-lived loop that sends mail within seconds of its commit, in a thread of its own."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._work = database, settings, clock
        self._loop = asyncio.new_event_loop()
        self._wake, self._stop = asyncio.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        database, settings, clock = self._work
        self._loop.run_until_complete(delivery_loop(database, settings, clock, self._wake, self._stop))

    def start(self) -> None:
        """Start sending."""
        self._thread.start()

    def wake(self) -> None:
        """Something was committed: look at the outbox now rather than in a few seconds."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._wake.set)

    def stop(self) -> None:
        """Finish what is on the wire, give the rest back, and end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._loop.call_soon_threadsafe(self._wake.set)
            self._thread.join(timeout=15)


def spare_the_collector() -> None:
    """Keep start-up objects out of the collector, whose full passes made the slowest answers 6x slower."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def _server(
    settings: Settings, database: Database, delivery: Delivery, host: str, port: int
) -> "uvicorn.Server":
    import uvicorn

    from api.app import create_app

    clock = clock_for(settings, database)
    app = create_app(settings, database, clock=clock, wake_delivery=delivery.wake)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def up(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the real service: web, Prefect with its schedules, delivery. Ctrl-C or TERM stops all of it."""
    from flows.supervisor import run_tree

    with opened() as (settings, database):
        delivery = Delivery(database, settings, clock_for(settings, database))
        server = _server(settings, database, delivery, host, port)
        spare_the_collector()
        typer.echo(f"Jalon: http://{host}:{port} (the clocks follow in some seconds)", err=True)
        delivery.start()
        try:
            code = run_tree(settings, server)
        finally:
            delivery.stop()
    raise typer.Exit(code)


def worker(
    limit: Annotated[int, typer.Option(min=1, help="Runs at one time.")] = 2,
    name: Annotated[str | None, typer.Option(help="The worker's name; default: the machine's.")] = None,
) -> None:
    """Run flows for a shared Prefect server (JALON_PREFECT_API_URL), on one more machine."""
    from flows.joining import become_worker

    become_worker(Settings(), limit=limit, name=name)


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    folder: Annotated[Path, typer.Option(help="Where the demonstration lives.")] = DEMO_FOLDER,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build the territory anew.")] = False,
) -> None:
    """Build a demonstration territory and serve it, with a clock that one can move. No mail leaves."""
    if fresh:
        for file in folder.glob("jalon.db*"):
            file.unlink()
    settings = Settings(
        data_dir=folder,
        database_url="",
        smtp_url="",
        secret_key="",
        production=False,
        demo=True,
        base_url=f"http://{host}:{port}",
    )
    with opened(settings) as (_, database):
        _build_once(settings, database)
        delivery = Delivery(database, settings, clock_for(settings, database))
        server = _server(settings, database, delivery, host, port)
        rounds = threading.Event()
        ticking = threading.Thread(target=_tick_on, args=(settings, database, rounds), daemon=True)
        spare_the_collector()
        delivery.start()
        ticking.start()
        try:
            server.run()
        finally:
            rounds.set()
            delivery.stop()


def _build_once(settings: Settings, database: Database) -> None:
    from cases.simulation.demonstration import build_demonstration, describe_demonstration
    from exchange.sheets.reader import read_sheets

    clock = clock_for(settings, database)

    info = describe_demonstration(database)
    if info is None:
        typer.echo("Building the demonstration territory…", err=True)
        with asyncio.Runner() as runner:
            info = build_demonstration(
                database,
                now=clock(),
                deliver=lambda now: runner.run(deliver_once(database, settings, now=now)),
                read_hours=partial(read_sheets, name="heures.csv", secret=b""),
            )
    typer.echo(f"\n  Jalon, demonstration: {settings.base_url}", err=True)
    for account in info.accounts:
        typer.echo(f"  {account.role:<12} {account.email}", err=True)
    typer.echo(f"  password     {info.password}\n", err=True)
    sys.stderr.flush()


def _tick_on(settings: Settings, database: Database, stop: threading.Event) -> None:
    """The demonstration's clock: what falls due while one looks at it fires within the minute."""
    from cases.heartbeat import beat

    clock = clock_for(settings, database)
    while True:
        try:
            sweep(database, now=clock())
            go_round(database, now=clock())
            beat(database, name="tick", now=clock())
        except Exception as error:
            log.error("demo_tick_failed", error=type(error).__name__)
        if stop.wait(DEMO_ROUND):
            return

"""The process tree of `jalon up`: the web here, Prefect's server and the served flows as children.

The web runs in a thread of this process and starts first; nothing it does waits for Prefect. This, the main
thread, tends the children and receives the signals. Children are tied to this process (flows/processes.py).
"""

import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

import structlog

from flows.children import Child
from flows.clock import monotonic
from flows.environment import ClockPlace, PrefectPlace, base_environment, prepare_place
from models.settings import Settings

log = structlog.get_logger("jalon.clocks")

TABLE = "flows.schedules:DEPLOYMENTS"
HEAD_START = 10.0  # seconds the web may take alone, on a small machine, before Prefect competes with it
ROUND = 0.25  # seconds between two looks at the children
WEB_GRACE = 10.0  # seconds the web may take to finish its requests


class Web(Protocol):
    """What a uvicorn.Server offers."""

    started: bool
    should_exit: bool

    def run(self) -> None: ...


def run_tree(
    settings: Settings,
    web: Web,
    *,
    table: str = TABLE,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run the service until TERM, INT or the end of the web; return the exit code.

    `table` names the deployments to serve, `environment` adds to what the children receive. With
    JALON_PREFECT_API_URL set, the clocks run elsewhere (`jalon worker`) and only the web runs here.
    Must be called from the main thread, which receives the signals and to which the children are tied.
    """
    clock_place = ClockPlace()
    children: list[Child] = []
    if not clock_place.api_url:
        place = prepare_place(settings, clock_place)
        children = clock_children(place, table, environment or {})
        log.info("prefect pages", address=place.ui_url, password=str(place.home / "auth"))
    stop = threading.Event()
    with _signals_set(stop):
        return _run(web, children, stop)


def clock_children(place: PrefectPlace, table: str, extra: Mapping[str, str]) -> list[Child]:
    """Prefect's server and the flows, which load while it starts and wait for it to answer."""
    environment = base_environment() | place.environment() | dict(extra)
    server = Child(
        name="prefect-server",
        command=[sys.executable, "-m", "prefect", "server", "start"],
        environment=environment,
        grace=6.0,
        silent=True,  # its banner; its warnings come on stderr
    )
    flows = Child(
        name="flows",
        command=[sys.executable, "-m", "flows.serving", "--table", table],
        environment=environment,
    )
    return [server, flows]


def _run(web: Web, children: list[Child], stop: threading.Event) -> int:
    thread = threading.Thread(target=_run_web, args=(web, stop), name="web", daemon=True)
    thread.start()
    _wait_for_web(web, stop)
    try:
        while not stop.wait(ROUND):
            for child in children:
                child.tend()
    finally:
        asked = web.should_exit or thread.is_alive()
        web.should_exit = True
        for child in reversed(children):
            child.stop()
        thread.join(WEB_GRACE)
    return 0 if asked and not thread.is_alive() else 1


def _run_web(web: Web, stop: threading.Event) -> None:
    try:
        web.run()
    except SystemExit as refusal:  # uvicorn's way to say that it could not start
        log.error("web could not start", code=refusal.code)
    finally:
        stop.set()


def _wait_for_web(web: Web, stop: threading.Event) -> None:
    deadline = monotonic() + HEAD_START
    while not web.started and monotonic() < deadline and not stop.wait(0.05):
        pass


@contextmanager
def _signals_set(stop: threading.Event) -> Iterator[None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""The process tree of `jalon up`: the web here, Prefect's server and the served flows as children.

The web runs in a thread of this process and starts first; nothing it does waits for Prefect. This, the main
thread, tends the children and receives the signals. Children are tied to this process (flows/processes.py).
"""

import os
import signal
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Protocol

import structlog

from flows.children import Child
from flows.clock import monotonic
from flows.environment import ClockPlace, PrefectPlace, prepare_place, without_prefect
from models.settings import Settings

log = structlog.get_logger("jalon.clocks")

HOUSE = Path(__file__).resolve().parent.parent
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
    """Prefect's server, then the flows, which wait for it to answer."""
    environment = (
        without_prefect(os.environ) | {"PYTHONPATH": _python_path()} | place.environment() | dict(extra)
    )
    server = Child(
        name="prefect-server",
        command=[sys.executable, "-m", "prefect", "server", "start"],
        environment=environment,
        grace=6.0,
    )
    flows = Child(
        name="flows",
        command=[sys.executable, "-m", "flows.serving", "--table", table],
        environment=environment,
        may_start=lambda: is_ready(place.api_url),
    )
    return [server, flows]


def is_ready(api_url: str, *, seconds: float = 0.5) -> bool:
    """Whether the server at `api_url` answers and its database with it."""
    try:
        with urllib.request.urlopen(f"{api_url}/ready", timeout=seconds) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


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


def _python_path() -> str:
    inherited = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join(part for part in (str(HOUSE), inherited) if part)

"""The parent of the tree: the web comes first, a signal ends it, clocks that run elsewhere are left there."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from flows import supervisor
from flows.children import Child
from flows.supervisor import clock_children, run_tree
from models.settings import Settings


class StandIn:
    """A web that serves nobody until it is asked to stop."""

    def __init__(self) -> None:
        self.started = False
        self.should_exit = False
        self.thread: threading.Thread | None = None

    def run(self) -> None:
        self.thread = threading.current_thread()
        self.started = True
        while not self.should_exit:
            time.sleep(0.01)


class PortTaken(StandIn):
    def run(self) -> None:
        raise SystemExit(1)


class Broken(StandIn):
    def run(self) -> None:
        self.started = True


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def shared_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_PREFECT_API_URL", "https://clocks.example/api")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_web_and_gives_the_handlers_back(
    settings: Settings, shared_server: None, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    web = StandIn()
    threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
    assert run_tree(settings, web) == 0
    assert web.should_exit
    assert web.thread is not threading.main_thread()
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("web", [PortTaken(), Broken()], ids=["never started", "ended by itself"])
def test_a_web_that_ends_unasked_ends_the_service_with_an_error(
    settings: Settings, shared_server: None, web: StandIn
) -> None:
    assert run_tree(settings, web) == 1


def test_with_a_shared_server_no_clock_starts_here(
    settings: Settings, shared_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Child, "tend", lambda child: pytest.fail(f"{child.name} started"))
    threading.Timer(0.8, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert run_tree(settings, StandIn()) == 0
    assert not (settings.data_dir / "prefect").exists()


def test_the_web_starts_before_its_clocks_and_the_flows_stop_before_their_server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALON_PREFECT_API_URL", "")
    web = StandIn()
    told: list[str] = []

    def tend(child: Child) -> None:
        assert web.started
        told.append(f"{child.name} tended")

    def stop(child: Child) -> None:
        assert web.should_exit
        told.append(f"{child.name} stopped")

    monkeypatch.setattr(supervisor, "ROUND", 0.02)
    monkeypatch.setattr(Child, "tend", tend)
    monkeypatch.setattr(Child, "stop", stop)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert run_tree(settings, web) == 0
    assert told[:2] == ["prefect-server tended", "flows tended"]
    assert told[-2:] == ["flows stopped", "prefect-server stopped"]


def test_both_children_know_the_same_server(settings: Settings) -> None:
    place = supervisor.prepare_place(settings)
    server, flows = clock_children(place, supervisor.TABLE, {"EXTRA": "1"})
    assert server.environment == flows.environment
    assert server.environment["PREFECT_API_URL"] == place.api_url
    assert server.environment["EXTRA"] == "1"
    assert place.auth not in " ".join([*server.command, *flows.command])

"""What Prefect is told: its own home, a password nobody else reads, no stranger's settings."""

import base64
import socket
import stat
from pathlib import Path

import pytest

from flows.environment import (
    ClockPlace,
    NoSharedServer,
    base_environment,
    free_port,
    kept_password,
    prepare_place,
    shared_environment,
)
from models.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_the_password_is_drawn_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "auth"
    password = kept_password(path)
    user, _, secret = password.partition(":")
    assert user == "jalon"
    assert len(base64.urlsafe_b64decode(secret)) == 24
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_password(path) == password


def test_the_password_of_the_settings_comes_first(settings: Settings) -> None:
    chosen = settings.model_copy(update={"prefect_auth": "alice:chosen"})
    place = prepare_place(chosen)
    assert place.auth == "alice:chosen"
    assert not (place.home / "auth").exists()


def test_prefect_lives_in_a_private_folder_with_its_own_database(settings: Settings) -> None:
    place = prepare_place(settings)
    environment = place.environment()
    assert stat.S_IMODE(place.home.stat().st_mode) == 0o700
    assert environment["PREFECT_HOME"] == str(settings.data_dir / "prefect")
    assert str(place.home) in environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"]
    assert environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] != settings.effective_database_url


def test_prefect_listens_on_the_loopback_behind_its_password(settings: Settings) -> None:
    environment = prepare_place(settings).environment()
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
    assert environment["PREFECT_SERVER_API_AUTH_STRING"] == environment["PREFECT_API_AUTH_STRING"] != ""
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_port_already_held_is_left_to_its_holder() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        held = holder.getsockname()[1]
        assert free_port(held) != held


def test_a_chosen_port_is_kept(settings: Settings) -> None:
    place = prepare_place(settings, ClockPlace(port=14_200))
    assert place.ui_url == "http://127.0.0.1:14200"


def test_the_operators_own_prefect_settings_do_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "https://elsewhere.example")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    environment = base_environment()
    assert "PREFECT_API_URL" not in environment
    assert environment["LANG"] == "fr_FR.UTF-8"


def test_a_worker_is_refused_without_a_shared_server(settings: Settings) -> None:
    with pytest.raises(NoSharedServer):
        shared_environment(settings, ClockPlace(api_url=""))


def test_a_worker_talks_to_the_shared_server_under_its_password(settings: Settings) -> None:
    chosen = settings.model_copy(update={"prefect_auth": "jalon:shared"})
    environment = shared_environment(chosen, ClockPlace(api_url="https://clocks.example/api"))
    assert environment["PREFECT_API_URL"] == "https://clocks.example/api"
    assert environment["PREFECT_API_AUTH_STRING"] == "jalon:shared"

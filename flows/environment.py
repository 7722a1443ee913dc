"""What a Prefect process is told: its home, its database, its address and its lock.

Sources: docs/decisions/0003-prefect-is-the-clock.md for each choice.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.settings import Settings

HOUSE = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"
USUAL_PORT = 4200

# Prefect asks nobody, sells nothing, keeps what it must and forgets the rest.
HOUSE_RULES = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
}


class ClockPlace(BaseSettings):
    """Where the clocks run: in this process tree, or on a Prefect server that machines share."""

    model_config = SettingsConfigDict(env_prefix="JALON_PREFECT_", extra="ignore", frozen=True)

    api_url: str = Field(default="", description="API of a shared Prefect server; empty: one of our own.")
    port: int = Field(
        default=0, description="Port of our own server; 0: the usual one, or any when it is taken."
    )


class NoSharedServer(RuntimeError):
    """A worker needs the Prefect server that the machines share."""


@dataclass(frozen=True, slots=True)
class PrefectPlace:
    """A Prefect server of our own: `auth` is `user:password`, for the API and for its pages."""

    home: Path
    port: int
    auth: str
    database_url: str = ""

    @property
    def ui_url(self) -> str:
        """Address of the pages that say what ran."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def api_url(self) -> str:
        """Address the flows talk to."""
        return f"{self.ui_url}/api"

    def environment(self) -> dict[str, str]:
        """The variables of every process of this server, flows included."""
        database = self.database_url or f"sqlite+aiosqlite:///{self.home / 'prefect.db'}"
        return HOUSE_RULES | {
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.api_url,
            "PREFECT_UI_API_URL": self.api_url,
            "PREFECT_API_AUTH_STRING": self.auth,
            "PREFECT_SERVER_API_AUTH_STRING": self.auth,
            "PREFECT_SERVER_API_HOST": LOOPBACK,
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": self.ui_url,
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
        }


def prepare_place(settings: Settings, place: ClockPlace | None = None) -> PrefectPlace:
    """Make the private folder, the password and the port of our own server.

    Raises OSError when `data_dir` cannot be written.
    """
    home = settings.data_dir.resolve() / "prefect"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return PrefectPlace(
        home=home,
        port=(place or ClockPlace()).port or free_port(),
        auth=settings.prefect_auth or kept_password(home / "auth"),
        database_url=settings.prefect_database_url,
    )


def shared_environment(settings: Settings, place: ClockPlace | None = None) -> dict[str, str]:
    """The variables of a process that works for a shared server. Raises NoSharedServer when none is named."""
    api_url = (place or ClockPlace()).api_url
    if not api_url:
        raise NoSharedServer("Set JALON_PREFECT_API_URL to the API of the shared Prefect server.")
    return HOUSE_RULES | {
        "PREFECT_HOME": str(settings.data_dir.resolve() / "prefect"),
        "PREFECT_API_URL": api_url,
        "PREFECT_API_AUTH_STRING": settings.prefect_auth,
    }


def kept_password(path: Path) -> str:
    """The `user:password` kept in `path`, drawn at the first call and readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(f"jalon:{secrets.token_urlsafe(24)}\n")
    return path.read_text().strip()


def free_port(usual: int = USUAL_PORT) -> int:
    """The usual port when nobody holds it, so that bookmarks last; otherwise any free one."""
    for wanted in (usual, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on the loopback interface")


def base_environment() -> dict[str, str]:
    """Ours, with the house importable, cleared of the operator's own Prefect settings: they mislead."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    path = os.pathsep.join(part for part in (str(HOUSE), inherited.get("PYTHONPATH", "")) if part)
    return inherited | {"PYTHONPATH": path}

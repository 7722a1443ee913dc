"""Settings from the environment (`JALON_*`), read once at an edge."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_KEY = 32


class Settings(BaseSettings):
    """What a deployment sets. Everything has a default that works on one machine."""

    model_config = SettingsConfigDict(env_prefix="JALON_", extra="ignore", frozen=True)

    data_dir: Path = Field(default=Path("var"), description="Where the database and keys live.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in data_dir.")
    smtp_url: str = Field(default="", description="smtp://, smtps://, ?starttls=require; empty: kept.")
    base_url: str = Field(default="http://127.0.0.1:8000", description="Where people reach the pages.")
    secret_key: str = Field(default="", description="Signs links; empty: made once in data_dir.")
    mail_from: str = Field(default="jalon@localhost.localdomain", description="Envelope and From address.")
    production: bool = Field(default=False, description="No /dev pages, secure cookies, HSTS.")
    demo: bool = Field(default=False, description="A clock that one can move, demonstration sign-in.")
    trusted_hosts: str = Field(default="", description="Comma-separated; empty: the host of base_url.")
    prefect_url: str = Field(default="", description="Address of the Prefect UI shown to directors.")
    prefect_database_url: str = Field(default="", description="Prefect's own database.")
    prefect_auth: str = Field(default="", description="user:password of the Prefect API and UI.")

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if self.production and self.secret_key and len(self.secret_key) < SHORTEST_KEY:
            raise ValueError(f"JALON_SECRET_KEY must have at least {SHORTEST_KEY} characters in production")
        if self.production and self.demo:
            raise ValueError("JALON_DEMO cannot be used with JALON_PRODUCTION")
        return self

    @property
    def effective_database_url(self) -> str:
        """The URL in force: the given one, or a SQLite file in `data_dir`."""
        return self.database_url or f"sqlite:///{self.data_dir / 'jalon.db'}"

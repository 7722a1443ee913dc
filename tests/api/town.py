"""The web application over a territory of the tests, with somebody of each role signed in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from api.app import create_app
from cases.commands.accounts import open_session
from cases.passwords import hash_password
from cases.statements import table_of
from models.database import Database
from models.settings import Settings
from models.tables import Account, Market, MarketParty
from models.vocabulary import Role
from tests.support.copies import become, made_once
from tests.support.people import House, found_house

BASE_URL = "http://127.0.0.1:8000"
OWN = {"origin": BASE_URL}
PASSWORD = "un mot de passe assez long"
ACCOUNT, MARKET, MEMBER = table_of(Account), table_of(Market), table_of(MarketParty)


@cache
def password_hash() -> str:
    """Made once: it is meant to be slow."""
    return hash_password(PASSWORD)


@cache
def lived_once(first: date, last: date, reference: str) -> Path:
    """The file of a house with a market in follow-up between these days, lived once."""

    def live(database: Database) -> None:
        found_house(database)
        house = House(database, territory_id=1, alice_id=1)
        house.under_way(first, reference)
        house.live(first, last)

    return made_once(live)


@dataclass
class Town:
    """A territory's web application. `now` is its clock; `wakes` counts the committed writes."""

    house: House
    settings: Settings = field(default_factory=lambda: Settings(base_url=BASE_URL, secret_key="essai"))
    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    wakes: int = 0
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.build(self.settings)

    def build(self, settings: Settings) -> FastAPI:
        return create_app(
            settings, self.house.database, clock=lambda: self.now, wake_delivery=self._count_wake
        )

    def _count_wake(self) -> None:
        self.wakes += 1

    def browser(self, token: str | None = None, **headers: str) -> TestClient:
        """A browser on our own pages: signed in when it is given a session's token."""
        cookies = {"jalon": token} if token else None
        return TestClient(
            self.app,
            base_url=BASE_URL,
            headers=OWN | headers,
            cookies=cookies,
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def alice(self, **headers: str) -> TestClient:
        """Alice, the facilitator, signed in."""
        assert self.house.alice.id is not None
        return self.browser(self.token(self.house.alice.id), **headers)

    def someone(self, role: Role, *, party_id: int | None = None, house: House | None = None) -> TestClient:
        """A person of that role, signed in; of another territory when given its house."""
        return self.browser(self.token(self.add_account(role, party_id=party_id, house=house)))

    def add_account(
        self, role: Role, *, email: str = "", party_id: int | None = None, house: House | None = None
    ) -> int:
        territory_id = (house or self.house).territory_id
        values: dict[str, Any] = {
            "territory_id": territory_id,
            "email": email or f"{role}-{party_id}@t{territory_id}.example",
            "name": f"Camille {role.title()}",
            "role": role,
            "party_id": party_id,
            "password_hash": password_hash(),
            "locale": "fr",
            "active": True,
            "created_at": self.now,
        }
        with self.house.database.write() as session:
            added = session.connection().execute(insert(ACCOUNT).values(**values).returning(ACCOUNT.c.id))
            return int(added.scalar_one())

    def token(self, account_id: int) -> str:
        with self.house.database.write() as session:
            return open_session(session, account_id, "Firefox d’essai", now=self.now)

    def market_under_way(self, day: date = date(2026, 1, 5), reference: str = "M-1") -> int:
        """A market in follow-up since that day, whose sheets have opened and been chased until now."""
        yesterday = (self.now - timedelta(days=1)).date()
        if self.house.is_new:
            become(self.house.database, lived_once(day, yesterday, reference))
            return 1
        market_id = self.house.under_way(day, reference)
        self.house.live(day, yesterday)
        return market_id

    def buyer_of(self, market_id: int) -> int:
        return int(self._one(select(MARKET.c.buyer_id).where(MARKET.c.id == market_id)))

    def company_of(self, market_id: int) -> int:
        return int(self._one(select(MEMBER.c.party_id).where(MEMBER.c.market_id == market_id).limit(1)))

    def _one(self, query: Any) -> Any:
        with self.house.database.read() as session:
            return session.connection().execute(query).scalar_one()

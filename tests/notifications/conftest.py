"""An outbox with a market in it, and a relay that really listens."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cases.messages import Message
from cases.statements import table_of
from models.database import Database
from models.settings import Settings
from models.tables import Account, Document, Mail, Market, Party, Task, Territory
from models.vocabulary import DocumentKind, Origin, PartyKind, Role, Stage, TaskKind
from notifications.delivery import DeliveryCounts, deliver_once
from tests.notifications.messages import Links, a_line, a_request
from tests.notifications.relay_server import Mailbox, serving
from tests.support.copies import copy_of, make_tables

TUESDAY = datetime(2027, 4, 6, 8, tzinfo=UTC)


@dataclass
class Outbox:
    """A database that holds one market, and short ways to fill and read its outbox."""

    database: Database
    ids: dict[str, int] = field(default_factory=dict)

    def put(self, key: str, to: str, message: Message | None = None, **changes: Any) -> int:
        """A mail to send; a sheet request unless told otherwise."""
        payload = message or a_request(a_line())
        values: dict[str, Any] = {
            "territory_id": self.ids["territory"],
            "market_id": self.ids["market"],
            "party_id": self.ids["company"],
            "kind": getattr(payload, "kind", None),
            "to_email": to,
            "payload": payload.model_dump_json(),
            "unique_key": key,
            "message_id": f"jalon-{key}",
            "release_at": TUESDAY,
            "created_at": TUESDAY,
        }
        return self._insert(Mail(**values | changes))

    def mail(self, mail_id: int) -> Mail:
        with self.database.read() as session:
            return session.get_one(Mail, mail_id)

    def party(self) -> Party:
        with self.database.read() as session:
            return session.get_one(Party, self.ids["company"])

    def failures(self) -> list[Task]:
        with self.database.read() as session:
            found = session.scalars(select(Task).where(table_of(Task).c.kind == TaskKind.MAIL_FAILED))
            return list(found)

    def keep_figures(self, figures: str) -> int:
        return self._insert(
            Document(
                territory_id=self.ids["territory"],
                market_id=self.ids["market"],
                kind=DocumentKind.STATEMENT,
                figures=figures,
                figures_sha256="0" * 64,
                created_at=TUESDAY,
            )
        )

    async def deliver(self, port: int | None, now: datetime = TUESDAY, **changes: Any) -> DeliveryCounts:
        return await deliver_once(self.database, settings_for(port, **changes), now=now, links=Links())

    def _insert(self, row: Any) -> int:
        with self.database.write() as session:
            session.add(row)
            session.flush()
            identifier: int = row.id
        return identifier

    def found(self) -> "Outbox":
        """The territory, its facilitator, a buyer, a company and their market."""
        self.ids["territory"] = self._insert(Territory(code="fict", name="Fictiville", created_at=TUESDAY))
        known: dict[str, Any] = {"territory_id": self.ids["territory"], "created_at": TUESDAY}
        self.ids["alice"] = self._insert(
            Account(
                **known,
                email="alice@fictiville.example",
                name="Alice Exemple",
                role=Role.FACILITATOR,
                password_hash="-",
            )
        )
        self.ids["buyer"] = self._insert(Party(**known, kind=PartyKind.BUYER, name="Ville de Fictiville"))
        self.ids["company"] = self._insert(
            Party(**known, kind=PartyKind.COMPANY, name="Bâti Imaginaire SAS", email="bob@bati.example")
        )
        self.ids["market"] = self._insert(
            Market(
                **known,
                reference="2027-FICT-014",
                title="Chantier École Imaginaire",
                buyer_id=self.ids["buyer"],
                referent_id=self.ids["alice"],
                origin=Origin.HAND,
                stage=Stage.DRAFTING,
            )
        )
        return self


def settings_for(port: int | None, options: str = "") -> Settings:
    url = "" if port is None else f"smtp://127.0.0.1:{port}{options}"
    return Settings(smtp_url=url, mail_from="jalon@fictiville.example")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    database = copy_of(make_tables, tmp_path / "outbox.db")
    yield Outbox(database).found()
    database.dispose()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    with serving(mailbox) as listening:
        yield listening

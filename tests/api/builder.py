"""A company with several sheets to answer on one page, and its link."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from cases.links import token_for
from cases.statements import table_of
from models.settings import Settings
from models.tables import (
    Account,
    Journal,
    MarketParty,
    Party,
    WorkContract,
)
from models.vocabulary import LinkAct
from tests.api.test_sheet_link import FEBRUARY, JANUARY, LINK, SECRET, SHEET
from tests.api.town import BASE_URL, Town
from tests.support.people import fresh_house

MEMBER, PARTY, ACCOUNT = table_of(MarketParty), table_of(Party), table_of(Account)
CONTRACT, JOURNAL = table_of(WorkContract), table_of(Journal)
DINO = {"new.0.first_name": "Dino", "new.0.last_name": "Fictif"}


@dataclass
class Builder:
    """A company with two markets under way, January and February to answer on each; its one link."""

    town: Town
    sheets: dict[date, tuple[int, int]]
    path: str
    browser: TestClient

    def rows(self, query: Any) -> list[Any]:
        with self.town.house.database.read() as session:
            return list(session.connection().execute(query).all())

    def statuses(self, month: date) -> list[str]:
        query = select(SHEET.c.status).where(SHEET.c.month == month).order_by(SHEET.c.id)
        return [str(row[0]) for row in self.rows(query)]

    def send(self, **fields: str) -> Any:
        return self.browser.post(f"{self.path}?mois=2026-02", data=fields)


def found_builder(folder: Path) -> Builder:
    town = Town(fresh_house(folder), Settings(base_url=BASE_URL, data_dir=folder, secret_key=SECRET))
    for reference in ("M-1", "M-2"):
        town.house.under_way(date(2026, 1, 5), reference)
    town.house.live(date(2026, 1, 30), date(2026, 3, 1))
    with town.house.database.read() as session:
        connection = session.connection()
        link = select(LINK.c.id).where(LINK.c.act == LinkAct.COMPANY_SHEETS).order_by(LINK.c.id.desc())
        number = connection.execute(link).scalars().first()
        rows = connection.execute(select(SHEET.c.month, SHEET.c.id).order_by(SHEET.c.id)).all()
    assert number is not None
    sheets: dict[date, Any] = {JANUARY: (), FEBRUARY: ()}
    for month, sheet in rows:
        sheets[month] = (*sheets[month], sheet)
    return Builder(town, sheets, f"/e/{token_for(SECRET.encode(), number)}", town.browser())

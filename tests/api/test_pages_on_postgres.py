"""The pages over PostgreSQL, whose SQL is stricter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from models.database import Database
from models.vocabulary import Role
from tests.api.town import Town
from tests.support.people import House

pytestmark = pytest.mark.database


@pytest.fixture
def town(migrated_postgres_url: str) -> Iterator[Town]:
    database = Database(migrated_postgres_url)
    yield Town(House(database))
    database.dispose()


def test_every_page_of_the_facilitator_answers_with_what_happened(town: Town) -> None:
    market = town.market_under_way(date(2026, 1, 5))
    town.house.answer(market, date(2026, 1, 1), "84.5", date(2026, 3, 2))
    sheet = town.house.sheet_of(market, date(2026, 1, 1))
    director = town.someone(Role.DIRECTOR)

    said = {
        path: director.get(path)
        for path in (
            "/taches",
            "/taches?vue=toutes&page=2",
            "/marches?q=chantier&etape=follow_up&retard=1&miens=1",
            "/marches",
            f"/marches/{market}",
            f"/marches/{market}/fiches/{sheet}",
            "/territoire",
            "/territoire/regles",
            "/compte",
            "/metrics",
        )
    }

    assert {path: answer.status_code for path, answer in said.items()} == dict.fromkeys(said, 200)
    assert "Chantier M-1" in said["/marches"].text
    assert "84,5\u00a0h" in said[f"/marches/{market}/fiches/{sheet}"].text


def test_a_sheet_is_validated_from_its_page(town: Town) -> None:
    market = town.market_under_way(date(2026, 1, 5))
    town.house.answer(market, date(2026, 1, 1), "84.5", date(2026, 3, 2))
    sheet = f"/marches/{market}/fiches/{town.house.sheet_of(market, date(2026, 1, 1))}"

    assert town.alice().post(f"{sheet}/valider", data={"version": "1"}).status_code == 303

    assert "84,5\u00a0h sur 300\u00a0h (28\u00a0%)" in town.alice().get(f"/marches/{market}").text


def test_an_amendment_a_stop_and_a_resumption_change_what_the_market_owes(town: Town) -> None:
    market = town.market_under_way(date(2026, 1, 5))
    alice, here = town.alice(), f"/marches/{market}/changements"
    amendment = {"signed_on": "2026-03-02", "object": "Cour", "required_hours": "450", "reason": "Convenu"}

    assert "450\u00a0h" in alice.post(f"{here}/avenant", data=amendment).text
    assert alice.post(f"{here}/avenant/enregistrer", data=amendment).status_code == 303
    alice.post(f"/marches/{market}/suspension", data={"from_on": "2026-03-02", "reason": "Amiante trouvée"})
    town.now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    alice = town.alice()
    assert alice.post(f"/marches/{market}/reprise", data={"on": "2026-03-16"}).status_code == 303

    shown = alice.get(here).text
    assert "3. Reprise" in shown
    assert "1. Avenant 1 – Cour" in shown

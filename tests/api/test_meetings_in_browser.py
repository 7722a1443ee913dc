"""Meetings that come back, in a real browser on a phone: from the inbox to the minutes, and to the pack."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.partners_round import go_round
from tests.api.serving import faults, served, visiting
from tests.api.town import Town
from tests.cases.test_partners_meetings import welcome
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
START, ASKED = date(2026, 1, 5), datetime(2026, 3, 17, 9, tzinfo=UTC)
HELD = datetime(2026, 3, 18, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = Town(fresh_house(tmp_path_factory.mktemp("meetings")))
    town.now = ASKED
    town.market_under_way(START)
    welcome(town.house, "Chantier École Fictif", "a@aci.example")
    yield town
    town.house.database.dispose()


@pytest.fixture
def page(town: Town, browser: Browser) -> Iterator[Page]:
    """Alice's phone."""
    town.now = ASKED
    go_round(town.house.database, now=town.now)
    with (
        served(town) as address,
        visiting(browser, address, town.token(town.house.alice.id or 0)) as page,
    ):
        page.goto(f"{address}/taches?vue=toutes")
        yield page


def propose(page: Page) -> None:
    page.get_by_label("Jour de la réunion").fill("2026-03-18")
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#proposer-at").fill("14:00")
    page.locator("#proposer-place").fill("Base de vie")
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("18\u00a0mars\u00a02026 à 14:00")).to_be_visible()
    assert faults(page) == {}


def record(page: Page) -> None:
    page.reload()
    page.get_by_label("Ce qui a été dit").fill("Deux personnes en poste.")
    page.get_by_label("Ce qui sera fait").first.fill("Proposer un covoiturage")
    assert faults(page) == {}
    page.get_by_role("button", name="Enregistrer et envoyer le compte rendu").click()
    expect(page.get_by_text("Le compte rendu est gardé et part à tous les invités.")).to_be_visible()
    expect(page.get_by_text("Proposer un covoiturage")).to_be_visible()
    assert faults(page) == {}


def test_a_site_meeting_from_the_inbox_to_its_minutes(town: Town, page: Page) -> None:
    page.get_by_role("link", name="Préparer la réunion – Tenir la réunion de suivi").click()
    assert "comptées pour" in page.get_by_label("Ordre du jour").input_value()
    propose(page)
    town.now = HELD
    record(page)


def test_the_partners_meeting_from_the_inbox_to_its_pack(town: Town, page: Page) -> None:
    page.get_by_role("link", name="Préparer la réunion – Tenir la réunion des partenaires").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Dossier à ce jour (XLSX)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    propose(page)
    town.now = HELD
    record(page)
    expect(page.get_by_role("link", name="Dossier présenté (PDF)")).to_be_visible()

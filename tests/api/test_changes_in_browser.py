"""The facilitator records what changes a market, in a real browser: keyboard, phone and desk."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.serving import faults, served, visiting
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    town = Town(fresh_house(tmp_path_factory.mktemp("changes")))
    market = town.market_under_way(date(2026, 1, 5))
    token = town.token(town.house.alice.id or 0)
    with served(town) as address, visiting(browser, address, token) as page:
        page.goto(f"{address}/marches/{market}/changements")
        yield page
    town.house.database.dispose()


def fill_in(page: Page, form: str, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"#{form}-{name}", value)


def test_an_amendment_is_foreseen_recorded_and_cancelled_by_keyboard_on_a_phone(page: Page) -> None:
    page.locator("summary", has_text="Avenant").first.focus()
    page.keyboard.press("Enter")
    fill_in(page, "avenant", signed_on="2026-03-02", object="Réfection de la cour", required_hours="450,5")
    page.locator("#avenant-required_hours").press("Enter")
    expect(page.locator("#avenant-summary")).to_be_focused()
    expect(page).to_have_title("Erreur\u00a0: Changements – Chantier M-1 – Jalon")
    assert faults(page) == {}
    fill_in(page, "avenant", reason="Heures convenues avec l’acheteur")
    page.get_by_role("button", name="Voir ce que cela change – Avenant").press("Enter")
    expect(page.locator("#foreseen")).to_be_focused()
    expect(page.get_by_role("table", name="Ce que cela changerait")).to_contain_text("450,5")
    assert faults(page) == {}
    page.get_by_role("button", name="Enregistrer ce changement et prévenir chacun").press("Enter")
    expect(page.get_by_role("heading", name="1. Avenant 1 – Réfection de la cour")).to_be_visible()
    expect(page.get_by_role("img", name="Heures attendues par mois, avant et après")).to_be_visible()
    assert faults(page) == {}
    page.locator("summary", has_text="Annuler ce changement").press("Enter")
    fill_in(page, "annuler", reason="Mauvais marché")
    page.get_by_role("button", name="Annuler le changement").press("Enter")
    expect(page.locator("#owed-title + dl")).to_contain_text("300")
    expect(page.locator("#change-1 .tag")).to_be_visible()
    assert faults(page) == {}

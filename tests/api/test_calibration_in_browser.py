"""A facilitator calibrates on a phone: hours follow what is typed, scenarios are kept, one is retained."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.vocabulary import Trade
from tests.api.serving import faults, served, visiting
from tests.api.town import Town
from tests.cases.calibrated import part
from tests.cases.scenes import change_market
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(fresh_house(tmp_path))


def test_a_facilitator_calibrates_on_a_phone(browser: Browser, town: Town) -> None:
    market = town.house.register(date(2026, 1, 5), hours=300)
    change_market(town.house, market, required_hours=None, amount_excl_tax=1_850_000, duration_months=14)
    alice = town.token(town.house.alice.id or 0)
    with served(town) as address, visiting(browser, address, alice) as page:
        page.goto(f"{address}/marches/{market}")
        page.get_by_role("link", name="Les heures d’insertion requises ne sont pas saisies.").click()
        expect(page.get_by_role("heading", name="Les heures s’affichent ici")).to_be_visible()
        found = faults(page)

        page.get_by_label("Métier").select_option("structural_work")
        expect(page.locator("#resultat h2")).to_have_text("1\u202f457\u00a0h d’insertion")
        expect(page.get_by_label("Part de la main-d’œuvre")).to_have_value("45")
        page.get_by_label("Métier").focus()
        page.get_by_label("Métier").select_option("cleaning")
        expect(page.get_by_label("Part de la main-d’œuvre")).to_have_value("80")
        expect(page.get_by_label("Main-d’œuvre du personnel repris")).to_be_visible()
        expect(page.get_by_label("Métier")).to_be_focused()
        page.get_by_label("Métier").select_option("structural_work")
        expect(page.get_by_label("Main-d’œuvre du personnel repris")).to_have_count(0)

        cost = page.get_by_label("Coût d’une heure")
        cost.fill("")
        cost.press_sequentially("38,5")
        expect(page.locator("#resultat h2")).to_have_text("1\u202f514\u00a0h d’insertion")
        expect(page.locator("#heures-en-direct")).to_be_in_viewport()
        expect(page.locator("#announcer")).to_have_text("1\u202f514\u00a0h d’insertion")
        expect(cost).to_be_focused()
        cost.fill("0")
        expect(page.locator("#resultat")).to_contain_text("Écrivez un nombre supérieur à 0.")
        cost.fill("40")
        expect(page.locator("#resultat h2")).to_have_text("1\u202f457\u00a0h d’insertion")

        page.get_by_label("Nom du scénario").fill("Taux de 7 %")
        page.get_by_role("button", name="Garder ce scénario").click()
        expect(page.get_by_role("status")).to_have_text("Le scénario est gardé à côté des autres.")
        page.get_by_label("Part des heures pour l’insertion").fill("5")
        expect(page.locator("#resultat h2")).to_have_text("1\u202f041\u00a0h d’insertion")
        expect(page.get_by_label("Part des heures pour l’insertion")).to_be_focused()
        page.get_by_label("Nom du scénario").fill("Taux de 5 %")
        page.get_by_role("button", name="Garder ce scénario").click()
        expect(page.get_by_role("row", name="Taux de 5 %")).to_contain_text("−416\u00a0h")
        found |= faults(page)
        page.get_by_role("button", name="Retenir – Taux de 7 %").click()
        expect(page.get_by_role("row", name="Taux de 7 %")).to_contain_text("retenu")
        found |= faults(page)

        page.get_by_role("navigation", name="Pages du marché").get_by_role("link", name="Dossier").click()
        expect(page.locator("#description")).to_contain_text("1\u202f457\u00a0h")
    town.house.database.dispose()
    assert found == {}


def test_lots_and_refused_figures_have_no_fault_either(browser: Browser, town: Town) -> None:
    market = town.house.register(date(2026, 1, 5))
    part(town.house, market, "1", trade=Trade.CLEANING, amount_excl_tax=500_000)
    part(town.house, market, "2")
    alice = town.token(town.house.alice.id or 0)
    wrong = "trade=cleaning&trade_shown=cleaning&amount_excl_tax=-4&duration_months=12&labour_share=145"
    with served(town) as address, visiting(browser, address, alice) as page:
        page.goto(f"{address}/marches/{market}/calibrage?lot=1")
        found = faults(page)
        page.goto(f"{address}/marches/{market}/calibrage?lot=2&{wrong}")
        expect(page.locator(".error-summary")).to_be_focused()
        found |= faults(page)
    town.house.database.dispose()
    assert found == {}

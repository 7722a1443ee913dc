"""A purchasing plan in a real browser: by the buyer’s link on a phone, signed in, and by its facilitator."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.settings import Settings
from models.vocabulary import Role
from tests.api.serving import faults, served, visiting
from tests.api.test_plans import CSV, FAULTY, link_of
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser


def choose(page: Page, content: bytes, name: str = "plan.csv") -> None:
    page.get_by_label("Plan d’achats").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Essayer le fichier, sans rien écrire").click()


def test_a_buyer_sends_its_plan_and_reads_it_again(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(
        secret_key="essai", trusted_hosts="127.0.0.1", base_url="http://127.0.0.1", data_dir=tmp_path
    )
    town = Town(fresh_house(tmp_path), settings)
    town.house.register(date(2026, 1, 10), "M-0")
    buyer = town.buyer_of(1)
    signed_in = town.token(town.add_account(Role.BUYER, party_id=buyer))
    alice = town.token(town.house.alice.id or 0)
    with served(town) as address:
        with visiting(browser, address) as phone:
            phone.goto(address + link_of(town, buyer))
            found = faults(phone)
            phone.get_by_role("button", name="Essayer le fichier, sans rien écrire").click()
            expect(phone.locator(".error-summary")).to_be_focused()
            choose(phone, FAULTY)
            expect(phone.get_by_text("Écrivez un nombre, par exemple 1 850 000 ou 84,50.")).to_be_visible()
            found |= faults(phone)
            phone.get_by_role("button", name="Importer seulement le marché sans erreur (1)").click()
            expect(phone.get_by_role("heading", name="Plan d’achats de Ville d’Essai")).to_be_visible()
            found |= faults(phone)
        with visiting(browser, address, signed_in) as desk:
            desk.goto(f"{address}/plans-achats")
            found |= faults(desk)
            desk.get_by_role("link", name="plan.csv").click()
            found |= faults(desk)
            desk.get_by_role("link", name="École").click()
            expect(desk.get_by_role("heading", level=1)).to_contain_text("École")
        with visiting(browser, address, alice) as page:
            page.goto(f"{address}/imports")
            page.get_by_role("link", name="Plans d’achats des acheteurs").click()
            page.get_by_label("Acheteur").select_option(label="Ville d’Essai")
            choose(page, CSV)
            page.get_by_role("button", name="Importer 2 marchés").click()
            expect(page.get_by_role("status")).to_contain_text("un seul accusé de réception pour tous")
            found |= faults(page)
    town.house.database.dispose()
    assert found == {}

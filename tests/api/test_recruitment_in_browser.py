"""A need in a real browser: sent by the facilitator, answered by a partner on a phone, decided on."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cases.links import token_for
from models.secret import secret_key
from models.settings import Settings
from models.vocabulary import Role
from tests.api.serving import faults, served, visiting
from tests.api.test_recruitment_pages import LINK, only, partner
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser


def test_a_need_finds_its_candidate(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(secret_key="essai", trusted_hosts="127.0.0.1", base_url="http://127.0.0.1")
    town = Town(fresh_house(tmp_path), settings)
    market = town.house.under_way(date(2026, 1, 5))
    party = partner(town)
    alice = town.token(town.house.alice.id or 0)
    with served(town) as address, visiting(browser, address, alice) as page:
        page.goto(f"{address}/marches/{market}")
        page.get_by_role("navigation", name="Pages du marché").get_by_role("link", name="Besoins").click()
        page.get_by_label("Métier").select_option("painting")
        page.get_by_label("Personnes recherchées").fill("1")
        page.get_by_label("Contrat").select_option("fixed_term")
        page.get_by_label("Heures").fill("151,5")
        page.get_by_label("À partir du").fill("2026-04-01")
        page.get_by_label("Travail et profil").fill("Peinture de façades.")
        page.get_by_role("button", name="Enregistrer le besoin").click()
        expect(page.get_by_label("PLIE d’Essai")).to_be_checked()
        found = faults(page)
        page.get_by_role("button", name="Envoyer le besoin").click()
        expect(page.get_by_role("status")).to_have_text("Le besoin part chez les partenaires.")

        link = f"{address}/p/{token_for(secret_key(settings), only(town, LINK.c.id))}"
        with visiting(browser, address) as phone:
            phone.goto(link)
            phone.get_by_role("button", name="Proposer cette personne").click()
            expect(phone.locator(".error-summary")).to_be_focused()
            phone.get_by_label("Prénom").fill("Dino")
            phone.get_by_label("Nom de famille").fill("Fictif")
            phone.get_by_role("button", name="Proposer cette personne").click()
            expect(phone.get_by_role("listitem").filter(has_text="Dino Fictif")).to_be_visible()
            found |= faults(phone)
        with visiting(browser, address, town.token(town.add_account(Role.PARTNER, party_id=party))) as mine:
            mine.goto(f"{address}/mes-besoins")
            found |= faults(mine)
            mine.goto(f"{address}/mes-reunions")
            found |= faults(mine)

        page.goto(f"{address}/taches")
        page.get_by_role("link", name="Examiner les candidats proposés").first.click()
        page.get_by_label("Décision").select_option("hired")
        found |= faults(page)
        page.get_by_role("button", name="Enregistrer ces décisions").click()
        expect(page.get_by_text("Embauches\u00a0: 1 sur 1")).to_be_visible()
        page.get_by_role("button", name="Il est pourvu").click()
        expect(page.get_by_role("heading", name="Peinture – Bâtisseur d’Essai Pourvu")).to_be_visible()
        page.goto(f"{address}/partenaires")
        found |= faults(page)
        page.get_by_role("link", name="PLIE d’Essai").click()
        found |= faults(page)
    town.house.database.dispose()
    assert found == {}

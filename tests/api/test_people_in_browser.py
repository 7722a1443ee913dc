"""Someone new in a real browser: declared by a company, confirmed from the inbox, and found to be known."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.settings import Settings
from models.vocabulary import Role
from tests.api.serving import DESK, faults, served, visiting
from tests.api.town import Town
from tests.cases.workforce import BORN, DINO, company, declare, two_builders
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser


def test_someone_new_is_confirmed_from_the_inbox_and_seen_so_by_the_company(
    browser: Browser, tmp_path: Path
) -> None:
    settings = Settings(secret_key="essai", trusted_hosts="127.0.0.1", base_url="http://127.0.0.1")
    town = Town(fresh_house(tmp_path), settings)
    town.now = datetime(2027, 3, 9, 9, tzinfo=UTC)
    first, second = two_builders(town.house)
    declare(town.house, first, (DINO, "70"))
    declare(town.house, second, (("Fictif", "Dino", BORN), "35"))
    alice = town.token(town.house.alice.id or 0)
    builder = town.token(town.add_account(Role.COMPANY, party_id=company(town.house, first)))
    with served(town) as address, visiting(browser, address, alice, DESK) as page:
        with visiting(browser, address, builder) as phone:
            phone.goto(f"{address}/personnes")
            expect(phone.get_by_role("row", name="Dino Fictif")).to_contain_text("À confirmer")
            found = faults(phone)
            phone.get_by_role("link", name="Annoncer un critère – Dino Fictif").click()
            phone.get_by_role("button", name="Annoncer ce critère").click()
            expect(phone.locator(".error-summary")).to_be_focused()
            found |= faults(phone)
            phone.get_by_label("Critère rempli").select_option("th")
            phone.get_by_role("button", name="Annoncer ce critère").click()
            expect(phone.get_by_role("status")).to_contain_text("Le critère est annoncé")
            found |= faults(phone)

        page.goto(f"{address}/taches?vue=toutes")
        confirm = page.get_by_role("link", name="Confirmer – Confirmer l’éligibilité d’une personne")
        confirm.last.click()  # the announcement asked anew about Dino
        page.get_by_label("Critère", exact=True).select_option("")
        page.get_by_role("button", name="Confirmer l’éligibilité").click()
        expect(page.locator(".error-summary")).to_be_focused()
        found |= faults(page)
        page.get_by_label("Critère", exact=True).select_option("th")
        page.get_by_role("button", name="Confirmer l’éligibilité").click()
        expect(page.get_by_role("status")).to_contain_text("L’éligibilité est confirmée")
        found |= faults(page)

        page.get_by_role("link", name="Une autre fiche est peut-être celle de la même personne").click()
        found |= faults(page)
        page.get_by_role("button", name="C’est la même personne").click()
        expect(page.get_by_role("heading", name="Fiches rapprochées")).to_be_visible()
        page.get_by_role("button", name="Les séparer à nouveau").click()
        expect(page.get_by_text("annulé le")).to_be_visible()

        with visiting(browser, address, builder) as phone:
            phone.goto(f"{address}/personnes")
            phone.get_by_role("link", name="Dino Fictif").click()
            expect(phone.get_by_text("Confirmée")).to_be_visible()
            expect(phone.get_by_text("handicapé")).to_have_count(0)
            found |= faults(phone)

        for path in (
            "/personnes",
            "/personnes?voir=a-confirmer",
            "/personnes?voir=doublons",
            f"/acheteurs/{town.buyer_of(first)}/criteres",
            f"/globalisations?entreprise={company(town.house, first)}",
        ):
            page.goto(f"{address}{path}")
            found |= faults(page)
    town.house.database.dispose()
    assert found == {}

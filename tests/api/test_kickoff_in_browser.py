"""The kickoff in a real browser, on a phone: proposed, changed, recorded with its plan; scripts or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from models.vocabulary import Stage
from tests.api.serving import faults, served
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
AWARDED = date(2026, 2, 16)


@dataclass
class Site:
    """The application over two awarded markets."""

    town: Town
    address: str
    token: str
    markets: list[int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    town = Town(fresh_house(tmp_path_factory.mktemp("kickoff")))
    markets = [town.house.register(AWARDED, reference) for reference in ("M-1", "M-2")]
    for market in markets:
        town.house.publish(market, AWARDED)
        town.house.award(market, AWARDED)
    with served(town) as address:
        yield Site(town, address, town.token(town.house.alice.id or 0), markets)
    town.house.database.dispose()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_kickoff_from_its_invitation_to_its_plan_on_a_phone(
    browser: Browser, site: Site, script: bool
) -> None:
    market = site.markets[0 if script else 1]
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr", java_script_enabled=script
    )
    context.add_cookies([{"name": "jalon", "value": site.token, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/marches/{market}/lancement")
    page.get_by_label("Jour de la réunion").fill("2026-03-10")
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Heure", exact=True).fill("10:00")
    page.get_by_label("Lieu, ou lien de la réunion à distance").fill("Mairie d’Essai")
    page.get_by_role("button", name="Envoyer les invitations").click()

    expect(page.get_by_text("Les invitations partent vers tous les invités.")).to_be_visible()
    expect(page.get_by_text("10\u00a0mars\u00a02026 à 10:00")).to_be_visible()
    if script:
        assert faults(page) == {}
    page.get_by_text("Déplacer ou modifier la réunion").click()
    page.get_by_label("Jour de la réunion").fill("2026-03-12")
    page.get_by_role("button", name="Modifier la réunion").click()
    expect(page.get_by_text("12\u00a0mars\u00a02026 à 10:00")).to_be_visible()

    page.get_by_label("Compte rendu").fill("Obligations rappelées.")
    page.get_by_label("Modalité de recrutement").select_option("direct_hire")
    page.get_by_label("Démarrage des travaux le").fill("2026-03-16")
    page.get_by_label("Fin prévue").fill("2026-04-30")
    page.get_by_role("button", name="Répartir les heures sur ces dates").click()
    page.get_by_label("mars 2026").fill("100")
    page.get_by_role("button", name="Enregistrer la réunion").click()
    expect(page.locator(".error-summary")).to_contain_text("Le plan totalise")
    if script:
        assert faults(page) == {}
    page.get_by_label("avril 2026").fill("200")
    page.get_by_role("button", name="Enregistrer la réunion").click()

    expect(page.get_by_role("heading", name="Plan d’heures")).to_be_visible()
    assert site.town.house.stage(market) is Stage.FOLLOW_UP
    context.close()

"""A buyer announces a market on a phone, by its link; the facilitator finds the study in the inbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from cases.commands.buyer_links import send_announcement_link
from cases.links import token_for
from tests.api.serving import faults, served
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@dataclass
class Door:
    """The application on a port of its own, and a buyer's link to it."""

    town: Town
    address: str
    link: str


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    town = Town(fresh_house(tmp_path_factory.mktemp("door")))
    town.house.register(date(2026, 2, 20), "M-1")
    with town.house.database.write() as session:
        number = send_announcement_link(session, town.house.alice, town.buyer_of(1), now=town.now)
    with served(town) as address:
        yield Door(town, address, f"{address}/a/{token_for(b'essai', number)}")
    town.house.database.dispose()


def test_a_buyer_announces_two_lots_and_the_facilitator_finds_the_study(browser: Browser, door: Door) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr")
    page = context.new_page()
    page.goto(door.link)
    assert faults(page) == {}

    page.get_by_label("Objet du marché").fill("Gymnase des Chimères")
    page.locator("#announcement-amount_excl_tax").fill("450 000")
    for row, (title, amount) in enumerate((("Gros œuvre", "300000"), ("Peinture", "200 000,50"))):
        page.fill(f"#announcement-parts-{row}-title", title)
        page.fill(f"#announcement-parts-{row}-amount_excl_tax", amount)
    page.get_by_role("button", name="Ajouter une ligne").click()
    expect(page.locator("#announcement-parts-2-title")).to_be_visible()
    page.get_by_role("button", name="Envoyer pour étude").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#announcement-parts-1-title")).to_have_value("Peinture")
    assert faults(page) == {}
    page.locator("#announcement-amount_excl_tax").fill("550 000")
    page.get_by_role("button", name="Envoyer pour étude").click()

    expect(page.get_by_role("heading", name="Projet de marché bien reçu")).to_be_visible()
    expect(page.locator(".notice")).to_be_focused()
    expect(page.get_by_text("Lot 2 – Peinture")).to_be_visible()
    assert faults(page) == {}
    page.goto(door.link)
    page.get_by_role("link", name="Gymnase des Chimères").click()
    expect(page.get_by_role("heading", name="Projet de marché bien reçu")).to_be_visible()
    context.close()

    desk = browser.new_context(viewport=PHONE, locale="fr")
    token = door.town.token(door.town.house.alice.id or 0)
    desk.add_cookies([{"name": "jalon", "value": token, "url": door.address}])
    inbox = desk.new_page()
    inbox.goto(f"{door.address}/taches")
    expect(inbox.locator(".task", has_text="Gymnase des Chimères")).to_have_count(1)
    desk.close()

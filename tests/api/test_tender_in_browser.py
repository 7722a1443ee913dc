"""A tender in a real browser: a company asks on a phone and is answered; offers lead to the award."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from cases.links import token_for
from models.settings import Settings
from tests.api.serving import faults, served, violations
from tests.api.test_company_in_browser import SIZES
from tests.api.town import Town
from tests.cases.tendering import analyse, answer, ask, holder, marked, offer
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
DAY = date(2026, 2, 2)
SECRET = "essai"
COMPANY, ASKER = "Entreprise Curieuse", "zoe@curieuse.example"


@dataclass
class Site:
    """Two tenders: one just published, one whose offers were analysed."""

    town: Town
    address: str
    tender: int
    analysed: int
    token: str

    def public(self, market: int) -> str:
        """The address that the tender's documents give to companies."""
        return f"{self.address}/q/{token_for(SECRET.encode(), holder(self.town.house, market).id or 0)}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("tender")
    town = Town(fresh_house(folder))
    house = town.house
    tender, analysed = (house.register(DAY, reference) for reference in ("M-1", "M-2"))
    for market in (tender, analysed):
        house.publish(market, DAY)
    ask(house, analysed, DAY)
    ask(house, analysed, DAY, text="Une question qui attend ?")
    answer(house, analysed, 1, DAY)
    for name, hours, mark in (("Bâti Fictif", 450, "4.5"), ("Gros Œuvre", 300, "2")):
        marked(house, analysed, offer(house, analysed, name, hours, DAY), mark)
    offer(house, analysed, "Trop Peu", 100, DAY)
    analyse(house, analysed, DAY)
    token = town.token(house.alice.id or 0)
    with served(town, Settings(secret_key=SECRET, data_dir=folder)) as address:
        yield Site(town, address, tender, analysed, token)
    house.database.dispose()


def visit(
    browser: Browser, site: Site, size: str, *, signed_in: bool = False, language: str = "fr"
) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
    context.add_cookies([{"name": "langue", "value": language, "url": site.address}])
    if signed_in:
        context.add_cookies([{"name": "jalon", "value": site.token, "url": site.address}])
        choice, origin = {"locale": language, "back": "/"}, {"origin": site.address}
        context.request.post(f"{site.address}/langue", form=choice, headers=origin, max_redirects=0)
    return context


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_has_a_violation_a_complaint_or_a_sideways_scroll(
    browser: Browser, site: Site, language: str
) -> None:
    pages = [
        site.public(site.analysed),
        f"{site.address}/marches/{site.analysed}/consultation",
        f"{site.address}/marches/{site.analysed}/offres",
    ]
    context = visit(browser, site, "desk", signed_in=True, language=language)
    page, complaints, found = context.new_page(), [], {}
    page.on("console", lambda message: complaints.append(message.text))
    for address in pages:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        found |= faults(page)
    context.close()
    assert (found, complaints) == ({}, [])


def test_a_company_asks_on_a_phone_and_reads_the_answer_which_never_says_who_asked(
    browser: Browser, site: Site
) -> None:
    phone = visit(browser, site, "phone")
    page = phone.new_page()
    page.goto(site.public(site.tender))
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page).to_have_title(re.compile("^Erreur\u00a0: "))
    expect(page.locator(".error-summary")).to_be_focused()

    page.get_by_label("Votre question sur la clause").fill("Chez Entreprise Curieuse, un apprenti compte ?")
    page.get_by_label("Nom de votre entreprise").fill(COMPANY)
    page.get_by_label("Adresse mél").fill(ASKER)
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_text("Votre question est arrivée")).to_be_visible()
    assert violations(page) == []

    desk = visit(browser, site, "desk", signed_in=True)
    office = desk.new_page()
    office.goto(f"{site.address}/marches/{site.tender}/consultation")
    expect(office.get_by_text(ASKER)).to_be_visible()
    office.get_by_label("Réponse, publiée pour tous").fill("Oui, s’il est éligible.")
    office.get_by_role("button", name="Publier la réponse").click()
    expect(office.locator(".error-summary")).to_be_focused()
    office.get_by_label("Question telle qu’elle est publiée").fill("Un apprenti compte-t-il ?")
    office.get_by_role("button", name="Publier la réponse").click()
    expect(office.get_by_text("La réponse est publiée et écrite à l’entreprise.")).to_be_visible()
    desk.close()

    page.goto(site.public(site.tender))
    expect(page.get_by_text("Oui, s’il est éligible.")).to_be_visible()
    expect(page.get_by_text("Un apprenti compte-t-il ?")).to_be_visible()
    assert not [hidden for hidden in (COMPANY, ASKER) if hidden in page.content()]
    phone.close()


def test_offers_are_recorded_marked_analysed_and_lead_to_the_award(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "phone", signed_in=True)
    page = context.new_page()
    page.goto(f"{site.address}/marches/{site.tender}/offres")
    page.get_by_label("Nom de l’entreprise").fill("Bâti Imaginaire")
    page.get_by_label("SIRET").fill("73282932000075")
    page.get_by_label("Heures promises").fill("420,5")
    page.get_by_label("Modalité").select_option("direct_hire")
    page.get_by_role("button", name="Enregistrer l’offre").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("SIRET").first.fill("73282932000074")
    page.get_by_role("button", name="Enregistrer l’offre").click()

    expect(page.get_by_text("Il manque 4 notes")).to_be_visible()
    for criterion in ("Tutorat", "Accompagnement social", "Qualification", "Professionnalisation"):
        page.get_by_label(f"Note, {criterion}").select_option(label="4,5")
    page.get_by_label("Commentaire, Tutorat").fill("Un tuteur nommé.")
    page.get_by_role("button", name="Enregistrer les notes").click()
    expect(page.get_by_text("Les notes sont enregistrées.")).to_be_visible()
    page.get_by_label("Conclusion").fill("Une offre solide.")
    page.get_by_role("button", name="Enregistrer l’analyse et l’envoyer").click()
    expect(page.get_by_text("L’analyse est enregistrée et part chez l’acheteur.")).to_be_visible()

    page.get_by_role("link", name="Attribuer à Bâti Imaginaire").click()
    expect(page.locator("#attribution-committed_hours")).to_have_value("420,5")
    page.locator("#attribution-awarded_on").fill("2026-02-20")
    page.locator("#attribution button").click()
    expect(page.locator(".step-now")).to_have_text("Lancement")
    context.close()

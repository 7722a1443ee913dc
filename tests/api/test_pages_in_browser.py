"""The facilitator's pages in a real browser: accessible, without complaint, without sideways scroll."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cases.commands.operations import create_operation, place_market
from cases.commands.parts import add_part
from cases.inputs import OperationChoice, OperationInput, PartInput
from models.vocabulary import Role
from tests.api.serving import faults, served, violations
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
LANGUAGES = ("fr", "en")


@dataclass
class Site:
    """The application served on a port of its own, over a market under way."""

    town: Town
    address: str
    market: int
    tender: int
    planned: int
    refused: int
    sheet: int
    tokens: dict[str, str]

    def path(self, pattern: str) -> str:
        names = ("market", "tender", "planned", "refused", "sheet")
        return self.address + pattern.format(**{name: getattr(self, name) for name in names})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    town = Town(fresh_house(tmp_path_factory.mktemp("site")))
    market = town.market_under_way(date(2026, 1, 5))
    town.house.answer(market, date(2026, 2, 1), "180", date(2026, 3, 2))
    tender = town.house.register(date(2026, 1, 10), "M-2")
    town.house.publish(tender, date(2026, 2, 1))
    with town.house.database.write() as session:
        alice, now = town.house.alice, town.now
        for number in ("1", "2"):
            lot = PartInput(number=number, title=f"Corps d’état {number}")
            add_part(session, alice, tender, lot, now=now)
        quarter = create_operation(session, alice, OperationInput(title="Quartier du Modèle"), now=now)
        place_market(session, alice, tender, OperationChoice(operation_id=quarter), now=now)
    planned = town.house.register(date(2026, 2, 2), "M-3")
    refused = town.house.register(date(2026, 2, 2), "M-4")
    town.house.refuse_clause(refused, date(2026, 2, 3))
    tokens = {
        "alice": town.token(town.house.alice.id or 0),
        "director": town.token(town.add_account(Role.DIRECTOR)),
        "buyer": town.token(town.add_account(Role.BUYER, party_id=town.buyer_of(market))),
    }
    sheet = town.house.sheet_of(market, date(2026, 2, 1))
    with served(town) as address:
        yield Site(town, address, market, tender, planned, refused, sheet, tokens)
    town.house.database.dispose()


def visit(
    browser: Browser, site: Site, who: str, size: str, language: str = "fr", *, script: bool = True
) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=language, java_script_enabled=script
    )
    context.add_cookies([{"name": "langue", "value": language, "url": site.address}])
    if who:
        context.add_cookies([{"name": "jalon", "value": site.tokens[who], "url": site.address}])
        # the account's own language wins over the cookie
        context.request.post(
            f"{site.address}/langue",
            form={"locale": language, "back": "/"},
            headers={"origin": site.address},
            max_redirects=0,
        )
    return context


PAGES = [
    ("/connexion", ""),
    ("/nulle-part", ""),
    ("/taches", "alice"),
    ("/marches", "director"),
    ("/marches/nouveau", "alice"),
    ("/marches/{market}", "alice"),
    ("/marches/{market}", "buyer"),
    ("/marches/{market}/lancement", "alice"),
    ("/marches/{market}/changements", "alice"),
    ("/marches/{market}/changements", "buyer"),
    ("/marches/{market}/reunions", "alice"),
    ("/reunions-partenaires", "alice"),
    ("/marches/{market}/heures", "alice"),
    ("/marches/{market}/heures", "buyer"),
    ("/marches/{tender}", "alice"),
    ("/marches/{tender}/clause", "alice"),
    ("/marches/{tender}/calibrage", "alice"),
    ("/marches/{market}/fiches/{sheet}", "alice"),
    ("/fiches/a-valider", "alice"),
    ("/acheteurs", "alice"),
    ("/personnes", "alice"),
    ("/globalisations", "alice"),
    ("/operations", "alice"),
    ("/operations/1", "alice"),
    ("/marches/{tender}/composition", "alice"),
    ("/marches/{tender}/composition", "buyer"),
    ("/annonces/nouvelle", "alice"),
    ("/annonces/nouvelle", "buyer"),
    ("/annonces/{tender}", "buyer"),
    ("/plans-achats", "alice"),
    ("/plans-achats", "buyer"),
    ("/marches/{planned}/avis", "alice"),
    ("/marches/{refused}/avis", "alice"),
    ("/justifications", "director"),
    ("/territoire", "director"),
    ("/territoire/regles", "director"),
    ("/territoire/regles/nouvelle", "director"),
    ("/territoire/clauses", "director"),
    ("/territoire/clauses/execution_condition/tender_rules", "director"),
    ("/territoire/clauses/execution_condition/tender_rules", "alice"),
    ("/compte", "alice"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["", "alice", "buyer", "director"])
def test_no_page_has_a_violation_a_complaint_or_a_sideways_scroll(
    browser: Browser, site: Site, who: str, language: str
) -> None:
    found: dict[str, object] = {}
    context = visit(browser, site, who, "desk", language)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for pattern in (pattern for pattern, reader in PAGES if reader == who):
        complaints.clear()
        page.goto(site.path(pattern))
        assert page.locator("html").get_attribute("lang") == language
        expected = ["404"] if "nulle" in pattern else []
        if heard := [said for said in complaints if not any(code in said for code in expected)]:
            found[pattern] = heard
        found |= faults(page)
    context.close()
    assert found == {}


def test_a_refused_form_takes_the_focus_to_its_summary_without_a_violation(
    browser: Browser, site: Site
) -> None:
    context = visit(browser, site, "alice", "phone")
    page = context.new_page()
    page.goto(site.path("/marches/nouveau"))

    page.get_by_role("button", name="Ouvrir le dossier").click()

    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Erreur\u00a0: ")
    assert violations(page) == []
    page.locator(".error-summary a[href='#market-reference']").click()
    expect(page.locator("#market-reference")).to_be_focused()
    context.close()


def test_with_htmx_a_finished_task_leaves_the_list_and_is_announced(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "alice", "desk")
    page = context.new_page()
    page.goto(site.path("/taches"))
    tasks = page.locator(".task").count()

    page.get_by_role("button", name="C’est fait").first.click()

    expect(page.locator(".notice")).to_be_focused()
    assert page.locator(".task").count() == tasks - 1
    assert page.url.endswith("/taches")
    context.close()


def test_without_javascript_everything_still_works(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "director", "phone", script=False)
    page: Page = context.new_page()
    page.goto(site.path("/marches"))
    page.fill("#q", "M-2")
    page.locator("form[role=search] button").click()
    assert page.locator(".stacked tbody tr").count() == 1

    page.goto(site.path("/marches/{tender}"))
    page.fill("#attribution-awarded_on", "2026-02-20")
    page.fill("#attribution-companies-0-name", "Bâtisseur d’Essai")
    page.fill("#attribution-companies-0-email", "boris@batisseur.example")
    page.locator("#attribution button").click()

    expect(page.locator(".step-now")).to_have_text("Lancement")
    context.close()


def test_typing_in_the_search_brings_the_results_alone(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "director", "desk")
    page = context.new_page()
    page.goto(site.path("/marches"))

    page.locator("#q").press_sequentially("M-2")

    expect(page.locator(".stacked tbody tr")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("1 marché")
    expect(page.locator("#q")).to_be_focused()
    assert "q=M-2" in page.url
    context.close()

"""The company's pages in a real browser, with and without scripts; files and mails for staff."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect
from sqlalchemy import select, update

from cases.access import add_link
from cases.links import token_for
from models.settings import Settings
from models.vocabulary import LinkAct, Role
from tests.api.published import published_file
from tests.api.serving import faults, served, violations
from tests.api.test_sheet_link import LINE, LINK, SECRET, SHEET
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
UPLOAD = {"name": "marches.json", "mimeType": "application/json", "buffer": published_file()}


@dataclass
class Site:
    """A demonstration with January's sheet answered and February's to answer; a second market beside it."""

    town: Town
    address: str
    market: int
    tokens: dict[str, str]

    def sheet(self, month: date) -> str:
        """The address of a month's sheet, as its mail gives it."""
        query = select(LINK.c.id).join(SHEET, SHEET.c.id == LINK.c.sheet_id)
        query = query.where(SHEET.c.month == month, SHEET.c.market_id == self.market)
        with self.town.house.database.read() as session:
            link = session.connection().execute(query).scalar_one()
        return f"{self.address}/f/{token_for(SECRET.encode(), link)}"

    def all_sheets(self) -> str:
        """The address of all the company's sheets, as the mail about several of them gives it."""
        company, territory = self.town.company_of(self.market), self.town.house.territory_id
        with self.town.house.database.write() as session:
            link = add_link(
                session,
                territory,
                LinkAct.COMPANY_SHEETS,
                valid_days=30,
                now=self.town.now,
                party_id=company,
            )
        return f"{self.address}/e/{token_for(SECRET.encode(), link)}"

    def forget_answer(self, month: date) -> None:
        ids = select(SHEET.c.id).where(SHEET.c.month == month)
        with self.town.house.database.write() as session:
            connection = session.connection()
            connection.execute(LINE.delete().where(LINE.c.sheet_id.in_(ids)))
            connection.execute(update(SHEET).where(SHEET.c.month == month).values(status="awaited"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("company")
    town = Town(fresh_house(folder))
    market = town.market_under_way(date(2026, 1, 5))
    other = town.market_under_way(date(2026, 1, 5), "M-2")
    town.house.answer(market, JANUARY, "84.5", date(2026, 2, 3))
    town.house.answer(other, JANUARY, None, date(2026, 2, 3))
    tokens = {
        "alice": town.token(town.house.alice.id or 0),
        "company": town.token(town.add_account(Role.COMPANY, party_id=town.company_of(market))),
    }
    with served(town, Settings(secret_key=SECRET, data_dir=folder, demo=True)) as address:
        yield Site(town, address, market, tokens)
    town.house.database.dispose()


def visit(
    browser: Browser, site: Site, size: str, who: str = "", language: str = "fr", *, script: bool = True
) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=language, java_script_enabled=script
    )
    if who:
        context.add_cookies([{"name": "jalon", "value": site.tokens[who], "url": site.address}])
    choice = {"locale": language, "back": "/"}
    origin = {"origin": site.address}
    context.request.post(f"{site.address}/langue", form=choice, headers=origin, max_redirects=0)
    return context


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_has_a_violation_a_complaint_or_a_sideways_scroll(
    browser: Browser, site: Site, language: str
) -> None:
    form, answered, several = site.sheet(FEBRUARY), site.sheet(JANUARY), site.all_sheets()
    pages = {
        "": [
            form,
            answered,
            f"{answered}/recu",
            f"{form}/recu",
            f"{form}/contact",
            f"{form}/fichier",
            several,
            f"{several}/contact",
            f"{several}/fichier",
            f"{form[:-1]}",
        ],
        "company": [
            f"{site.address}{path}"
            for path in (
                "/mes-fiches",
                "/mes-fiches/ensemble",
                "/mes-fiches/ensemble/recu",
                "/documents",
                "/heures/fichier",
            )
        ],
        "alice": [
            f"{site.address}{path}"
            for path in ("/imports", "/heures/fichier", "/sans-clause", "/dev/mails", "/dev/mails/1")
        ],
    }
    found: dict[str, object] = {}
    for who, addresses in pages.items():
        context = visit(browser, site, "desk", who, language)
        page, complaints = context.new_page(), []
        page.on("console", lambda message, kept=complaints: kept.append(message.text))
        for address in addresses:
            complaints.clear()
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            if heard := [said for said in complaints if "410" not in said]:
                found[f"{address} as {who}"] = heard
            found |= faults(page)
        context.close()
    assert found == {}


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_company_answers_on_a_phone(browser: Browser, site: Site, script: bool) -> None:
    site.forget_answer(FEBRUARY)
    context = visit(browser, site, "phone", script=script)
    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))

    page.get_by_role("button", name="Envoyer les heures").click()
    expect(page).to_have_title(re.compile("^Erreur\u00a0: "))
    if script:
        expect(page.locator(".error-summary")).to_be_focused()
        assert violations(page) == []
    page.locator(".error-summary a").first.click()
    expect(page.locator("input[name^='person.']").first).to_be_focused()

    page.locator("[name^='person.']").first.fill("70,25")
    page.locator("[name='new.0.first_name']").fill("Carole")
    page.locator("[name='new.0.last_name']").fill("Exemple")
    page.locator("[name='new.0.hours']").fill("1,5")
    page.get_by_role("button", name="Ajouter une ligne").click()
    expect(page.locator("[name='new.3.hours']")).to_be_visible()
    expect(page.locator("[name^='person.']").first).to_have_value("70,25")
    page.locator("[name='new.0.hours']").press("Enter")

    expect(page.get_by_role("heading", name="Réponse reçue")).to_be_visible()
    expect(page.get_by_text("71,75\u00a0h pour février\u00a02026")).to_be_visible()
    context.close()


def test_a_month_with_nobody_is_one_press(browser: Browser, site: Site) -> None:
    site.forget_answer(FEBRUARY)
    context = visit(browser, site, "phone")
    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))

    page.get_by_label("Remarque").fill("Chantier noyé")
    page.get_by_role("button", name="Aucune heure ce mois-ci").click()

    expect(page.get_by_text("Aucune heure pour février\u00a02026")).to_be_visible()
    expect(page.get_by_text("Chantier noyé")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_pressed_is_large_enough(browser: Browser, site: Site, size: str) -> None:
    context = visit(browser, site, size)
    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    targets = page.locator(
        "main button:not([aria-hidden]), main input:not([type=hidden]), main textarea"
    ).all()
    boxes = [box for target in targets if (box := target.bounding_box())]
    assert len(boxes) > 5
    assert [box["height"] for box in boxes if box["height"] < 44] == []
    context.close()


def test_a_file_is_tried_and_taken_in(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "phone", "alice")
    page = context.new_page()
    page.goto(f"{site.address}/imports")
    page.get_by_role("button", name="Essayer le fichier").click()
    expect(page.locator(".error-summary")).to_be_focused()

    page.get_by_label("Fichier des marchés").set_input_files(UPLOAD)
    page.get_by_role("button", name="Essayer le fichier").click()
    expect(page.get_by_text("Rien n’est encore écrit")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Importer ce fichier").click()

    expect(page.get_by_text("Le fichier est importé.")).to_be_visible()
    assert violations(page) == []
    context.close()


def test_a_mail_is_seen_in_its_frame_which_runs_nothing(browser: Browser, site: Site) -> None:
    context = visit(browser, site, "desk", "alice")
    page = context.new_page()
    page.goto(f"{site.address}/dev/mails/1")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Bonjour,")).to_be_visible()
    context.close()


HOURS = (
    "Référence du marché;Mois;Nom;Prénom;Heures\r\n"
    "M-1;02/2026;Exemple;Alice;84,5\r\n"
    "M-1;02/2026;Inventé;Bob;quarante\r\n"
)


def test_a_company_answers_by_a_file_on_a_phone(browser: Browser, site: Site) -> None:
    site.forget_answer(FEBRUARY)
    context = visit(browser, site, "phone")
    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))
    page.get_by_role("link", name="Répondez par un fichier").click()

    wrong = {"name": "heures.csv", "mimeType": "text/csv", "buffer": HOURS.encode("cp1252")}
    page.get_by_label("Fichier d’heures").set_input_files([wrong])
    page.get_by_role("button", name="Essayer le fichier").click()
    expect(page.get_by_text("E3")).to_be_visible()
    assert violations(page) == []

    right = {**wrong, "buffer": HOURS.replace("quarante", "40").encode("utf-16")}
    page.get_by_role("link", name="Choisir un autre fichier").click()
    page.get_by_label("Fichier d’heures").set_input_files([right])
    page.get_by_role("button", name="Essayer le fichier").click()
    expect(page.get_by_text("2 nouvelles")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer 1 fiche").click()
    expect(page.get_by_text("Les heures de votre fichier sont enregistrées")).to_be_visible()
    context.close()


def test_what_is_typed_survives_closing_the_page_and_losing_the_connection(
    browser: Browser, site: Site
) -> None:
    site.forget_answer(FEBRUARY)
    context = visit(browser, site, "phone")
    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))
    page.locator("[name='new.0.first_name']").fill("Carole")
    page.locator("[name='new.0.last_name']").fill("Exemple")
    expect(page.get_by_text("Brouillon gardé le")).to_be_visible()
    under_way: list[Route] = []
    page.route("**/brouillon", lambda route: under_way.append(route))
    with page.expect_request("**/brouillon"):
        page.locator("[name='new.0.hours']").fill("1")
    page.locator("[name='new.0.hours']").fill("12,5")
    with page.expect_response("**/brouillon"):
        under_way[0].continue_()
    context.set_offline(True)
    page.get_by_role("button", name="Envoyer les heures").click()
    expect(page.get_by_text("Pas de connexion")).to_be_focused()
    page.close()
    context.set_offline(False)
    another = {"new.0.first_name": "Bob", "new.0.last_name": "Inventé", "new.0.hours": "7"}
    kept = f"{site.sheet(FEBRUARY)}/brouillon"
    context.request.post(kept, form=another, headers={"origin": site.address}, max_redirects=0)

    page = context.new_page()
    page.goto(site.sheet(FEBRUARY))
    expect(page.get_by_text("est repris")).to_be_visible()
    for row, name, hours in ((0, "Bob", "7"), (1, "Carole", "12,5")):
        expect(page.locator(f"[name='new.{row}.first_name']")).to_have_value(name)
        expect(page.locator(f"[name='new.{row}.hours']")).to_have_value(hours)
    assert violations(page) == []

    page.get_by_role("button", name="Envoyer les heures").click()
    expect(page.get_by_text("19,5\u00a0h pour février\u00a02026")).to_be_visible()
    page.get_by_role("link", name="Corriger ma réponse").click()
    expect(page.get_by_text("est repris")).to_be_hidden()
    carole = page.get_by_label("Carole Exemple, heures", exact=True)
    expect(carole).to_have_value("12,5")
    carole.fill("14")
    page.get_by_role("button", name="Envoyer les heures").click()
    expect(page.get_by_text("21\u00a0h pour février\u00a02026")).to_be_visible()
    context.close()


def test_two_markets_are_answered_and_corrected_on_one_page_whatever_the_connection(
    browser: Browser, site: Site
) -> None:
    site.forget_answer(FEBRUARY)
    context = visit(browser, site, "phone")
    page = context.new_page()
    page.goto(f"{site.all_sheets()}?mois=2026-02")
    address = page.url
    page.locator("[name^='s.'][name*='.person.']").first.fill("70,25")
    for name, typed in (("first_name", "Carole"), ("last_name", "Exemple")):
        page.locator(f"[name='new.0.{name}']").fill(typed)
    page.locator("[name^='new.0.on.']:not([name$='training'])").last.fill("12,5")
    page.locator("[name^='new.0.on.']:not([name$='training'])").last.press("Enter")

    expect(page.get_by_role("heading", name="Réponse reçue")).to_be_visible()
    for said in ("70,25\u00a0h", "12,5\u00a0h", "82,75\u00a0h"):
        expect(page.get_by_role("cell", name=said).first).to_be_visible()
    expect(page.get_by_text("Carole Exemple")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    hours = select(SHEET.c.market_id, LINE.c.hours).join(LINE, LINE.c.sheet_id == SHEET.c.id)
    hours = hours.where(SHEET.c.month == FEBRUARY).order_by(SHEET.c.market_id)
    with site.town.house.database.read() as session:
        written = [(market, float(hours)) for market, hours in session.connection().execute(hours)]
    assert written == [(site.market, 70.25), (site.market + 1, 12.5)]

    page.get_by_role("link", name="Corriger ma réponse").click()
    context.set_offline(True)
    page.locator("[value='12,5']").fill("")
    page.get_by_label("Aucune heure", exact=True).last.check()
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Aucune heure", exact=True).last).to_be_checked()
    page.get_by_role("button", name="Envoyer les 2 fiches").click()
    expect(page.get_by_role("cell", name="Aucune heure")).to_be_visible()
    expect(page.get_by_text("Carole Exemple")).to_be_hidden()
    context.close()

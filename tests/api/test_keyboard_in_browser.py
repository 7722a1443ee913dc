"""The pages before the works without a mouse: Tab reaches all that can be used, seen; Enter does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.serving import DESK, served, visiting
from tests.api.town import Town
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser

USABLE = """() => {
  const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const radios = new Set();
  return [...all].filter(each => {
    if (!each.checkVisibility({visibilityProperty: true}) || each.disabled) return false;
    if (each.type !== 'radio') return true;
    const group = each.form?.action + each.name;  // Tab enters a group once, arrows move within it
    return !radios.has(group) && radios.add(group);
  }).length;
}"""
STOP = """() => {
  const here = document.activeElement;
  const everything = window.everything ??= [];
  if (here === document.body) return null;
  if (everything.includes(here)) return here === everything.at(-1) ? {again: true} : null;  // parts of a date
  everything.push(here);
  const {outlineStyle, outlineWidth} = getComputedStyle(here);
  return {name: here.outerHTML.slice(0, 120), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2};
}"""


@dataclass
class Desk:
    """A territory served for a browser, with a market at its study and another under way."""

    address: str
    token: str
    planned: int
    market: int


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    town = Town(fresh_house(tmp_path_factory.mktemp("keyboard")))
    market = town.market_under_way(date(2026, 1, 5))
    planned = town.house.register(date(2026, 2, 2), "M-2")
    token = town.token(town.house.alice.id or 0)
    with served(town) as address:
        yield Desk(address, token, planned, market)
    town.house.database.dispose()


def stops(page: Page) -> list[dict[str, object]]:
    """What Tab goes through from the top of the page, until it comes back or leaves."""
    found = []
    while len(found) < 1000:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        if "again" not in stop:
            found.append(stop)
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/taches",
        "/annonces/nouvelle",
        "/marches/{planned}",
        "/marches/{planned}/avis",
        "/marches/{planned}/calibrage",
        "/marches/{market}/lancement",
        "/marches/{market}/besoins",
        "/partenaires",
    ],
)
def test_tab_reaches_all_that_can_be_used_and_shows_where_it_is(
    browser: Browser, desk: Desk, path: str
) -> None:
    with visiting(browser, desk.address, desk.token) as page:
        page.goto(desk.address + path.format(planned=desk.planned, market=desk.market))
        found = stops(page)
        assert [each["name"] for each in found if not each["seen"]] == []
        assert len(found) == page.evaluate(USABLE)


def test_hours_are_calibrated_and_retained_without_a_mouse(browser: Browser, desk: Desk) -> None:
    with visiting(browser, desk.address, desk.token, DESK) as page:
        page.goto(f"{desk.address}/marches/{desk.planned}/calibrage")
        page.get_by_label("Métier").focus()
        page.keyboard.type("Gros")
        page.keyboard.press("Tab")
        page.keyboard.type("1 850 000")
        expect(page.locator("#resultat h2")).to_have_text("1\u202f457\u00a0h d’insertion")

        page.get_by_label("Nom du scénario").focus()
        page.keyboard.type("Taux usuel")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Le scénario est gardé à côté des autres.")
        page.get_by_role("button", name="Retenir – Taux usuel").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("row", name="Taux usuel")).to_contain_text("retenu")

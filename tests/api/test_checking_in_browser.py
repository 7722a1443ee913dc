"""Sheets checked in a real browser: two clicks, all together, and three statements that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.settings import Settings
from models.vocabulary import Role, TaskKind
from tests.api.serving import PHONE, faults, served, visiting
from tests.api.test_three_statements import path
from tests.api.town import Town
from tests.cases.lent import ASKED, Lent, ask_dora, lent_to
from tests.cases.scenes import tasks
from tests.support.people import fresh_house

pytestmark = pytest.mark.browser
JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)


@dataclass
class Site:
    """A town whose facilitator is signed in, where Dora's structure was asked."""

    town: Town
    lent: Lent
    alice: str


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    settings = Settings(secret_key="essai", trusted_hosts="127.0.0.1", base_url="http://127.0.0.1")
    town = Town(fresh_house(tmp_path), settings)
    lent = lent_to(town.house)
    ask_dora(lent)
    town.house.live(date(2027, 2, 4), ASKED)
    town.now = datetime(2027, 2, 9, 9, tzinfo=UTC)
    yield Site(town, lent, town.token(town.house.alice.id or 0))
    town.house.database.dispose()


def a_month_like_the_last(site: Site) -> None:
    """February is answered as January was, which was validated."""
    house = site.town.house
    house.validate(site.lent.market, JANUARY, ASKED)
    house.live(date(2027, 3, 1), date(2027, 3, 1))
    with house.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM work_contract")
    site.lent.declare("72.5", date(2027, 3, 2), FEBRUARY)
    site.town.now = datetime(2027, 3, 3, 9, tzinfo=UTC)
    site.alice = site.town.token(house.alice.id or 0)


def test_a_sheet_with_nothing_odd_takes_one_press_in_the_inbox(browser: Browser, site: Site) -> None:
    a_month_like_the_last(site)
    with served(site.town) as address, visiting(browser, address, site.alice) as page:
        page.goto(f"{address}/taches")
        found = faults(page)
        page.get_by_role("button", name="Valider – Bâtisseur d’Essai, février").click()

        expect(page.get_by_role("status")).to_have_text("La fiche est validée.")
        assert found == {}
    assert not tasks(site.town.house, TaskKind.REVIEW_SHEET)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_sheets_are_validated_together_on_a_phone(browser: Browser, site: Site, script: bool) -> None:
    a_month_like_the_last(site)
    with served(site.town) as address:
        context = browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, locale="fr", java_script_enabled=script
        )
        context.add_cookies([{"name": "jalon", "value": site.alice, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/taches")
        page.get_by_role("link", name="Valider les fiches ensemble").click()
        expect(page.get_by_role("checkbox")).to_be_checked()
        if script:
            assert faults(page) == {}
            page.get_by_role("checkbox").uncheck()
            expect(page.get_by_role("button", name="Valider les fiches cochées")).to_be_visible()
            page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Valider la fiche cochée" if script else "Valider les fiches").click()

        expect(page.get_by_role("status")).to_contain_text("1 fiche est validée")
        expect(page.get_by_text("Aucune fiche n’attend d’être validée.")).to_be_visible()
        context.close()


def test_a_structure_that_says_another_figure_makes_one_task_which_is_decided(
    browser: Browser, site: Site
) -> None:
    with served(site.town) as address:
        with visiting(browser, address) as phone:
            phone.goto(f"{address}{path(site.town, 'report_hours')}")
            phone.get_by_role("button", name="Envoyer les heures").click()
            expect(phone.locator(".error-summary")).to_be_focused()
            phone.get_by_label("Heures sur Chantier M-1").fill("52,5")
            found = faults(phone)
            phone.get_by_role("button", name="Envoyer les heures").click()
            expect(phone.get_by_role("status")).to_contain_text("Merci")
        with visiting(browser, address) as phone:
            phone.goto(f"{address}{path(site.town, 'attest_hours')}")
            phone.get_by_label("Oui").check()
            found |= faults(phone)
            phone.get_by_role("button", name="Répondre").click()
            expect(phone.get_by_role("status")).to_contain_text("Merci")
        with visiting(browser, address, site.alice) as page:
            page.goto(f"{address}/taches")
            page.get_by_role("link", name="Comparer – ").click()
            page.get_by_label("Le chiffre de").select_option("structure")
            page.get_by_label("Motif", exact=True).last.fill("Relevé signé par les deux.")
            found |= faults(page)
            page.get_by_role("button", name="Retenir ce chiffre").click()
            expect(page.get_by_role("status")).to_have_text("Le chiffre retenu est enregistré.")
            expect(page.get_by_text("Tranché", exact=True)).to_be_visible()
        token = site.town.token(site.town.add_account(Role.PARTNER, party_id=site.lent.structure.party_id))
        with visiting(browser, address, token) as mine:
            mine.goto(f"{address}/mes-heures")
            found |= faults(mine)
    assert found == {}
    assert not tasks(site.town.house, TaskKind.MATCH_HOURS)

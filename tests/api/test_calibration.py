"""The calibration's page: a calculator that changes nothing, scenarios, and the one retained."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cases.statements import JOURNAL
from models.vocabulary import PartKind, Rounding, Trade
from tests.api.town import Town
from tests.cases.calibrated import kept, part
from tests.cases.scenes import change_market, market_row, rows

DAY = date(2026, 1, 5)
FIGURES = {
    "trade": "structural_work",
    "trade_shown": "structural_work",
    "amount_excl_tax": "1 850 000",
    "duration_months": "14",
    "labour_share": "45",
    "insertion_rate": "7",
    "hourly_cost": "40",
}
HTMX = {"hx-request": "true", "hx-request-type": "partial"}


def page_of(market: int) -> str:
    return f"/marches/{market}/calibrage"


def keep(browser: TestClient, market: int, **changes: str) -> Any:
    return browser.post(page_of(market), data={**FIGURES, "name": "Hypothèse 1", **changes})


def test_the_calculator_shows_the_sum_as_a_person_would_write_it(town: Town) -> None:
    market = town.house.register(DAY)
    journal = len(rows(town.house, JOURNAL))

    said = town.alice().get(page_of(market), params=FIGURES).text

    assert "1\u202f850\u202f000\u00a0€ × 45\u00a0% × 7\u00a0% / 40\u00a0€ = 1\u202f456,88\u00a0h" in said
    assert "1\u202f457\u00a0h d’insertion" in said
    assert "0,78" in said and "9,6" in said
    assert len(rows(town.house, JOURNAL)) == journal, "computing changes nothing"


def test_to_htmx_the_hours_come_alone_and_are_announced(town: Town) -> None:
    market = town.house.register(DAY)

    answer = town.alice(**HTMX).get(page_of(market), params=FIGURES)

    assert answer.text.strip().startswith('<section id="resultat"')
    assert 'data-announce="1\u202f457\u00a0h d’insertion"' in answer.text
    assert "selon-le-metier" not in answer.text, "the trade has not changed: the fields stay as they are"


def test_another_trade_brings_its_usual_share_and_the_staff_taken_over(town: Town) -> None:
    market = town.house.register(DAY)

    said = town.alice(**HTMX).get(page_of(market), params={**FIGURES, "trade": "cleaning"}).text

    assert '<div id="selon-le-metier" hx-swap-oob="true">' in said
    assert 'name="labour_share" type="text" value="80"' in said
    assert 'name="staff_taken_over"' in said
    assert "× 80\u00a0% × 7\u00a0%" in said


@pytest.mark.parametrize("typed", ["37,5", "37,5 %", "37.5"])
def test_a_share_typed_by_a_person_stays_when_the_trade_changes(town: Town, typed: str) -> None:
    market = town.house.register(DAY)

    said = (
        town.alice().get(page_of(market), params={**FIGURES, "trade": "painting", "labour_share": typed}).text
    )

    assert f'name="labour_share" type="text" value="{typed}"' in said
    assert "× 37,5\u00a0% × 7\u00a0%" in said
    assert "Usuelle pour ce métier\u00a0: 60\u00a0%" in said


def test_empty_figures_are_those_of_the_rule_pack(town: Town) -> None:
    market = town.house.register(DAY)
    few = {name: FIGURES[name] for name in ("trade", "amount_excl_tax", "duration_months")}

    assert "1\u202f457\u00a0h d’insertion" in town.alice().get(page_of(market), params=few).text


def test_the_page_starts_from_what_the_market_says(town: Town) -> None:
    market = town.house.register(DAY)
    blank = town.alice().get(page_of(market)).text
    change_market(town.house, market, trade=Trade.PAINTING, amount_excl_tax=500_000, urban_renewal="works")

    known = town.alice().get(page_of(market)).text

    assert "Les heures s’affichent ici" in blank and "Erreur" not in blank
    assert "500\u202f000\u00a0€ × 60\u00a0% × 7\u00a0% / 40\u00a0€ = 525\u00a0h" in known
    assert "375\u00a0h (5\u00a0% des heures de travail)" in known


WRONG = [
    ("amount_excl_tax", "-5", "Écrivez un nombre supérieur à 0."),
    ("amount_excl_tax", "beaucoup", "Écrivez un nombre, par exemple 84,5."),
    ("hourly_cost", "0", "Écrivez un nombre supérieur à 0."),
    ("labour_share", "145", "Écrivez un nombre d’au plus 100."),
    ("labour_share", "-1", "Écrivez un nombre d’au moins 0."),
    ("insertion_rate", "0", "Écrivez un nombre supérieur à 0."),
    ("duration_months", "0", "Écrivez un nombre d’au moins 1."),
    ("duration_months", "", "Remplissez ce champ."),
]


@pytest.mark.parametrize(("field", "typed", "message"), WRONG)
def test_nonsense_is_refused_beside_its_field_and_the_values_are_kept(
    town: Town, field: str, typed: str, message: str
) -> None:
    market = town.house.register(DAY)
    browser = town.alice()

    kept_back = keep(browser, market, **{field: typed})
    computed = browser.get(page_of(market), params={**FIGURES, field: typed})

    assert kept_back.status_code == 422
    for said in (kept_back.text, computed.text):
        assert message in said
        assert f'id="calibrage-{field}-error"' in said
        assert f'<a href="#calibrage-{field}">' in said
        assert 'value="1 850 000"' in said or field == "amount_excl_tax"
    assert rows(town.house, JOURNAL, market_id=market, event="calibration_made") == []


def test_the_staff_of_another_trade_is_left_out_and_too_dear_a_staff_is_refused(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    cleaning = {**FIGURES, "trade": "cleaning", "labour_share": "80", "staff_taken_over": "2 000 000"}

    assert (
        "1\u202f457\u00a0h d’insertion"
        in browser.get(page_of(market), params={**FIGURES, "staff_taken_over": "2 000 000"}).text
    )
    said = browser.get(page_of(market), params=cleaning).text
    assert "Le personnel repris coûte plus que toute la main-d’œuvre" in said
    assert 'id="calibrage-staff_taken_over-error"' in said


def test_under_the_floor_the_page_says_that_no_clause_is_advised(town: Town) -> None:
    market = town.house.register(DAY)

    said = town.alice().get(page_of(market), params={**FIGURES, "amount_excl_tax": "80000"}).text

    assert "Les heures sont inférieures à 150\u00a0h." in said
    assert "Le montant est inférieur à 90\u202f000\u00a0€." in said


def test_scenarios_stand_side_by_side_and_one_is_retained(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    first = keep(browser, market)
    keep(browser, market, name="Hypothèse 2", hourly_cost="38,5")

    side_by_side = browser.get(first.headers["location"]).text
    answer = browser.post(f"{page_of(market)}/2/retenir")

    assert first.headers["location"] == f"{page_of(market)}?scenario=1&fait=scenario"
    assert "Hypothèse 1" in side_by_side and "+57\u00a0h" in side_by_side
    assert answer.headers["location"] == f"{page_of(market)}?fait=calibrage-retenu"
    after = browser.get(answer.headers["location"]).text
    assert "−57\u00a0h" in after and "retenu</span>" in after
    assert f"{page_of(market)}/2/retirer" not in after
    assert market_row(town.house, market).required_hours == 1514
    assert "300\u00a0h → 1\u202f514\u00a0h" in browser.get(f"/marches/{market}").text


def test_a_retained_scenario_is_started_from_to_correct_it(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    keep(browser, market, rounding="up", rounding_step="50")
    browser.post(f"{page_of(market)}/1/retenir")

    again = browser.post(f"{page_of(market)}/1/retenir")
    removed = browser.post(f"{page_of(market)}/1/retirer")
    taken_up = browser.get(page_of(market), params={"scenario": 1}).text

    assert (again.status_code, removed.status_code) == (409, 409)
    assert "Ce scénario a été retenu\u00a0: il reste tel quel." in again.text
    assert 'name="amount_excl_tax" type="text" value="1850000"' in taken_up
    assert "1\u202f500\u00a0h d’insertion" in taken_up
    assert kept(town.house, 1).required_hours == 1500
    assert '<option value="up" selected>' in taken_up and Rounding.UP == "up"


def test_hours_that_were_changed_since_are_told_on_both_pages(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    keep(browser, market)
    browser.post(f"{page_of(market)}/1/retenir")
    assert "Le calibrage donne" not in browser.get(f"/marches/{market}").text

    browser.post(f"/marches/{market}/description", data={"required_hours": "1500"})

    assert "Le calibrage donne 1\u202f457\u00a0h" in browser.get(f"/marches/{market}").text
    assert "ne sont pas celles du calibrage retenu" in browser.get(page_of(market)).text


def test_each_lot_has_its_calculator_and_the_total_follows(town: Town) -> None:
    market = town.house.register(DAY)
    lots = [
        part(town.house, market, number, amount_excl_tax=500_000, trade=Trade.PAINTING) for number in "12"
    ]
    part(town.house, market, "T2", PartKind.TRANCHE, is_firm=False)
    browser = town.alice()
    assert "Un lot ou une tranche ferme n’a pas ses heures" in browser.get(f"/marches/{market}").text

    for lot in lots:
        assert "500\u202f000\u00a0€ × 60\u00a0%" in browser.get(page_of(market), params={"lot": lot}).text
        answer = keep(browser, market, lot=str(lot))
        assert answer.headers["location"] == f"{page_of(market)}?lot={lot}&scenario={lot}&fait=scenario"
        answer = browser.post(f"{page_of(market)}/{lot}/retenir", data={"lot": lot})
        assert answer.headers["location"] == f"{page_of(market)}?lot={lot}&fait=calibrage-retenu"

    said = browser.get(page_of(market)).text
    assert "Heures du marché\u00a0: 2\u202f914\u00a0h" in said
    assert "optionnelle, comptée à part" in said
    assert "n’a pas ses heures" not in browser.get(f"/marches/{market}").text
    assert browser.get(page_of(market), params={"lot": 99}).status_code == 404


def test_what_is_missing_before_publication_leads_to_the_calibration(town: Town) -> None:
    market = town.house.register(DAY)
    change_market(town.house, market, required_hours=None)

    said = town.alice().get(f"/marches/{market}").text

    assert (
        f'<a href="/marches/{market}/calibrage">Les heures d’insertion requises ne sont pas saisies.</a>'
        in said
    )


def test_once_published_the_scenarios_are_read_and_no_longer_made(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    keep(browser, market)
    town.house.publish(market, DAY)

    said = browser.get(page_of(market)).text

    assert "Hypothèse 1" in said and "Retenir" not in said and "Garder ce scénario" not in said
    assert keep(browser, market).status_code == 409


def test_in_english_the_numbers_are_english(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    browser.post("/langue", data={"locale": "en", "back": "/"})

    said = browser.get(
        page_of(market), params={**FIGURES, "hourly_cost": "38.5", "amount_excl_tax": "1850000"}
    )

    assert "€1,850,000 × 45% × 7% / €38.50 = 1,513.64\u00a0h" in said.text

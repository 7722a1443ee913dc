"""The opinion from its page and over REST, the levers explained, the register of justifications."""

from datetime import date
from typing import Any

import pytest

from cases.statements import MAIL
from models.vocabulary import Role, Stage
from tests.api.test_rest_markets import program
from tests.api.town import Town
from tests.cases.scenes import change_market, rows

DAY = date(2026, 3, 2)


def test_the_page_explains_the_suggestion_the_score_and_every_lever(town: Town) -> None:
    market = town.house.register(DAY)
    change_market(town.house, market, cpv="45442100", amount_excl_tax=200_000)

    said = town.alice().get(f"/marches/{market}/avis").text

    assert "Potentiel d’insertion\u00a0: 64 sur 100" in said
    assert "Environ 210 heures d’insertion attendues, pour un plancher de 150." in said
    assert "12 / 35" in said
    for article in ("L2112-4", "R2152-7", "L2113-12", "L2113-13", "L2113-16", "R2123-1 3°"):
        assert article in said
    assert "Le droit ne semble pas le permettre" in said, "works are no insertion service"


def test_an_opinion_is_given_from_the_page_and_can_be_given_again(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    clause = {"advice": "clause", "lever": "reserved_siae", "reason": ""}

    answer = browser.post(f"/marches/{market}/avis", data=clause)

    assert answer.headers["location"] == f"/marches/{market}/avis?fait=avis"
    said = browser.get(f"/marches/{market}/avis?fait=avis").text
    assert "L’avis est rendu." in said and "Rendre un autre avis" in said
    assert "N° 1, rendu le 2\u00a0mars\u00a02026" in said
    assert [mail.to_email for mail in rows(town.house, MAIL, kind="opinion")] == ["achats@ville.example"]


def test_one_button_concludes_without_a_clause(town: Town) -> None:
    market = town.house.register(DAY)
    browser = town.alice()
    refusal = {"advice": "no_clause", "ground": "", "reason": "Quatre jours de pose.", "concludes": "true"}

    answer = browser.post(f"/marches/{market}/avis", data=refusal)

    assert answer.headers["location"] == f"/marches/{market}/avis?fait=sans-clause"
    assert town.house.stage(market) is Stage.WITHOUT_CLAUSE
    page = browser.get(f"/marches/{market}").text
    assert "Sans clause" in page and "Rouvrir l’étude" in page
    browser.post(f"/marches/{market}/reouverture")
    assert town.house.stage(market) is Stage.DRAFTING


@pytest.mark.parametrize(
    ("form", "field"),
    [({"advice": "clause", "lever": ""}, "clause-lever"), ({"advice": "no_clause"}, "no_clause-reason")],
)
def test_a_refused_opinion_shows_its_form_again_with_the_field_named(
    town: Town, form: dict[str, str], field: str
) -> None:
    market = town.house.register(DAY)

    answer = town.alice().post(f"/marches/{market}/avis", data={"reason": "", **form})

    assert answer.status_code == 422
    assert "<title>Erreur\u00a0: " in answer.text
    assert f'id="{field}-error"' in answer.text


def test_what_a_market_misses_leads_to_its_opinion(town: Town) -> None:
    market = town.house.register(DAY)
    said = town.alice().get(f"/marches/{market}").text
    assert f'<a href="/marches/{market}/avis">L’avis qui conseille une clause n’est pas rendu.</a>' in said


def test_the_register_is_read_filtered_and_downloaded(town: Town) -> None:
    first, second = town.house.register(DAY, "=M-1"), town.house.register(DAY, "M-2")
    town.house.refuse_clause(first, date(2025, 12, 31))
    town.house.refuse_clause(second, DAY)
    director = town.someone(Role.DIRECTOR)

    whole, year = (director.get(path).text for path in ("/justifications", "/justifications?annee=2026"))
    assert "Chantier M-2" in whole and "Chantier =M-1" in whole
    assert "Chantier M-2" in year and "Chantier =M-1" not in year
    assert "Trop peu d’heures pour un parcours." in year
    file = director.get("/justifications.csv").content.decode("utf-8-sig").splitlines()
    assert file[0].startswith("reference;title;buyer_name")
    assert file[1].startswith("'=M-1;Chantier =M-1;")
    assert '<a href="/justifications">' in director.get("/sans-clause").text


@pytest.mark.parametrize("year", ["abc", "1", "9999", "²026"])
def test_what_is_no_year_filters_nothing(town: Town, year: str) -> None:
    town.house.refuse_clause(town.house.register(DAY), DAY)
    assert "Chantier M-1" in town.alice().get("/justifications", params={"annee": year}).text


def test_an_opinion_is_given_and_read_over_rest(town: Town) -> None:
    assert town.house.alice.id is not None
    client = program(town, town.house.alice.id)
    market = town.house.register(DAY)
    path = f"/api/v1/markets/{market}"

    potential: dict[str, Any] = client.get(f"{path}/potential").json()
    assert (potential["score"], potential["suggested_advice"], potential["is_obliged"]) == (
        23,
        "clause",
        False,
    )
    given = client.post(f"{path}/opinions", json={"advice": "no_clause", "reason": "Sur étagère."})
    assert (given.status_code, given.json()["number"], given.json()["score"]) == (201, 1, 23)
    lacking = client.post(f"{path}/opinions", json={"advice": "clause"})
    assert (lacking.status_code, lacking.json()["errors"][0]["field"]) == (422, "lever")
    (line,) = client.get("/api/v1/justifications", params={"year": 2026}).json()["items"]
    assert (line["market_id"], line["reason"], line["is_obliged"]) == (market, "Sur étagère.", False)
    assert client.post(f"{path}/moves/decline").json()["stage"] == "without_clause"
    late = client.post(f"{path}/opinions", json={"advice": "clause", "lever": "execution_condition"})
    assert (late.status_code, late.json()["type"]) == (409, "urn:jalon:problem:opinion-no-longer-open")
    assert client.post(f"{path}/moves/reopen").json()["stage"] == "drafting"
    assert [each["number"] for each in client.get(f"{path}/opinions").json()] == [1]


def test_the_levers_are_told_over_rest(town: Town) -> None:
    assert town.house.alice.id is not None
    levers = program(town, town.house.alice.id).get("/api/v1/levers").json()
    assert len(levers) == 8
    assert levers[0]["articles"] == ["L2112-2", "L2112-2-1", "L2112-4"]
    assert levers[0]["former_article"] == "14"

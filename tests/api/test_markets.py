"""The list of markets, and one entered by hand."""

from datetime import date

import pytest

from cases.queries.markets import PAGE
from models.vocabulary import Role
from tests.api.town import Town
from tests.support.people import House

DAY = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["A-1", "B-2"]),
        ("q=a-1", ["A-1"]),
        ("q=chantier+b", ["B-2"]),
        ("q=ville", ["A-1", "B-2"]),
        ("q=%25", []),
        ("etape=follow_up", ["B-2"]),
        ("etape=nulle", ["A-1", "B-2"]),
        ("acheteur=999", []),
        ("miens=1", ["A-1", "B-2"]),
    ],
)
def test_the_list_keeps_what_is_asked(town: Town, query: str, expected: list[str]) -> None:
    town.house.register(DAY, "A-1")
    town.house.under_way(DAY, "B-2")

    shown = town.alice().get(f"/marches?{query}").text

    assert [name for name in ("A-1", "B-2") if f">Chantier {name}<" in shown] == expected


def test_only_mine_leaves_out_the_markets_of_others(town: Town) -> None:
    town.house.register(DAY, "A-1")

    assert "Chantier A-1" not in town.someone(Role.FACILITATOR).get("/marches?miens=1").text


def test_progress_is_what_validated_sheets_count(town: Town) -> None:
    market = town.house.under_way(date(2026, 1, 5), "A-1", 300)
    town.house.live(date(2026, 1, 5), date(2026, 2, 9))
    town.house.answer(market, date(2026, 1, 1), "75", date(2026, 2, 10))
    assert "0\u00a0h sur 300\u00a0h (0\u00a0%)" in town.alice().get("/marches").text

    town.house.validate(market, date(2026, 1, 1), date(2026, 2, 11))

    assert "75\u00a0h sur 300\u00a0h (25\u00a0%)" in town.alice().get("/marches").text


def test_buyers_and_companies_see_their_own_markets_only(town: Town) -> None:
    market = town.house.under_way(DAY, "A-1")
    town.house.register(DAY, "A-2")
    company = town.someone(Role.COMPANY, party_id=town.company_of(market))
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market))

    assert "Chantier A-2" not in company.get("/marches").text
    assert "Chantier A-1" in company.get("/marches").text
    assert "Chantier A-2" in buyer.get("/marches").text


def test_another_territory_has_its_own_list(town: Town) -> None:
    House(town.house.database, territory_id=2).register(DAY, "LOIN-1")

    assert "LOIN-1" not in town.alice().get("/marches").text


def test_a_director_reads_counters_that_open_the_list(town: Town) -> None:
    town.house.register(DAY, "A-1")

    director = town.someone(Role.DIRECTOR).get("/marches").text

    assert '<a href="/marches?etape=drafting"><strong>1</strong> Rédaction</a>' in director
    assert 'class="cards"' not in town.alice().get("/marches").text


def test_the_counter_of_late_sheets_opens_the_markets_that_have_one(town: Town) -> None:
    town.market_under_way(date(2026, 1, 5), "A-1")
    town.house.register(DAY, "A-2")
    director = town.someone(Role.DIRECTOR)

    assert '<a class="card-late" href="/marches?retard=1"><strong>1</strong> fiche en retard</a>' in (
        director.get("/marches").text
    )
    late = director.get("/marches?retard=1").text
    assert "Chantier A-1" in late and "Chantier A-2" not in late


def test_htmx_gets_the_results_alone_with_what_to_announce(town: Town) -> None:
    town.house.register(DAY, "A-1")
    htmx = {"hx-request": "true", "hx-request-type": "partial"}

    said = town.alice(**htmx).get("/marches?q=A-1").text

    assert said.lstrip().startswith('<section id="results"')
    assert 'data-announce="1 marché"' in said


def test_a_page_holds_fifty_markets(town: Town) -> None:
    for number in range(PAGE + 1):
        town.house.register(DAY, f"A-{number}")

    first = town.alice().get("/marches?q=Chantier").text

    assert first.count('scope="row"') == PAGE
    assert "/marches?q=Chantier&amp;page=2" in first


NEW = {
    "reference": "2026-77",
    "title": "Réfection du gymnase",
    "amount_excl_tax": "1\u202f200\u00a0000,50",
    "duration_months": "12",
    "buyer.name": "Ville d’Essai",
    "buyer.siret": "214 401 093 00015",
    "buyer.email": "achats@ville.example",
    "lever": "execution_condition",
    "required_hours": "1 240,5",
}


def test_a_market_is_opened_from_what_was_written_the_french_way(town: Town) -> None:
    browser = town.alice()

    answer = browser.post("/marches/nouveau", data=NEW)

    shown = browser.get(answer.headers["location"]).text
    assert "Le dossier est ouvert." in shown
    assert "1\u202f200\u202f000,50\u00a0€" in shown
    assert "0\u00a0h sur 1\u202f240,5\u00a0h" in shown


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(town: Town) -> None:
    wrong = NEW | {"title": "", "required_hours": "beaucoup", "buyer.email": "pas une adresse"}

    answer = town.alice().post("/marches/nouveau", data=wrong)

    assert answer.status_code == 422
    said = answer.text
    assert "<title>Erreur\u00a0: " in said
    assert '<a href="#market-required_hours">Écrivez un nombre, par exemple 84,5.</a>' in said
    assert '<a href="#market-buyer-email">' in said
    assert '<a href="#market-title">Remplissez ce champ.</a>' in said
    assert 'value="beaucoup"' in said and 'value="2026-77"' in said
    assert 'aria-describedby="market-required_hours-error" aria-invalid="true"' in said


def test_a_reference_already_known_is_refused_at_its_field(town: Town) -> None:
    town.house.register(DAY, "2026-77")

    answer = town.alice().post("/marches/nouveau", data=NEW)

    assert answer.status_code == 422
    assert 'href="#market-reference"' in answer.text
    assert town.wakes == 0

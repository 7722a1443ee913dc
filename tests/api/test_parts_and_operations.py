"""The page of a market's composition, operations and their pages, and the same by REST."""

from datetime import date

import pytest
from sqlalchemy import select

from cases.statements import MARKET, table_of
from models.tables import MarketPart
from models.vocabulary import Role
from tests.api.town import Town
from tests.support.people import House

PART = table_of(MarketPart)
LOT = {"kind": "lot", "number": "1", "title": "Gros œuvre", "amount_excl_tax": "90 000,50"}
DAY = date(2026, 2, 2)


@pytest.fixture
def market(town: Town) -> int:
    return town.house.register(DAY, "M-1")


def parts(town: Town) -> list[str]:
    with town.house.database.read() as session:
        return list(session.connection().execute(select(PART.c.title).order_by(PART.c.id)).scalars())


def test_parts_are_added_changed_and_removed_on_their_page(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/composition"
    assert alice.post(here, data=LOT).status_code == 303
    assert alice.post(here, data=LOT | {"number": "2", "kind": "optional_tranche"}).status_code == 303
    shown = alice.get(here).text
    assert "90\u202f000,50\u00a0€" in shown
    assert "optionnelle" in shown
    alice.post(f"{here}/1", data=LOT | {"title": "Maçonnerie"})
    alice.post(f"{here}/2/retirer")
    assert parts(town) == ["Maçonnerie"]
    assert "Partie corrigée" in alice.get(f"/marches/{market}").text


def test_a_refused_part_keeps_its_values_in_its_own_form(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/composition"
    alice.post(here, data=LOT)
    refused = alice.post(here, data=LOT | {"title": "Peinture"})
    assert refused.status_code == 422
    assert 'href="#part-number"' in refused.text
    assert 'value="Peinture"' in refused.text
    wrong = alice.post(f"{here}/1", data=LOT | {"amount_excl_tax": "beaucoup"})
    assert 'id="part-1-amount_excl_tax-error"' in wrong.text


def test_a_lot_becomes_a_market_of_its_own(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/composition"
    for number in ("1", "2"):
        alice.post(here, data=LOT | {"number": number})
    gone = alice.post(f"{here}/2/separer")
    assert gone.headers["location"].endswith("?fait=lot")
    assert "M-1-LOT 2" in alice.get(gone.headers["location"]).text
    assert "M-1-LOT 2" in alice.get("/operations/1").text
    assert alice.post(f"{here}/1/separer").status_code == 409


def test_a_buyer_reads_the_composition_and_changes_nothing(town: Town, market: int) -> None:
    town.alice().post(f"/marches/{market}/composition", data=LOT)
    basile = town.someone(Role.BUYER, party_id=town.buyer_of(market))
    shown = basile.get(f"/marches/{market}/composition").text
    assert "Gros œuvre" in shown
    assert '<form method="post" action="/marches' not in shown
    assert basile.post(f"/marches/{market}/composition", data=LOT).status_code == 403


def test_an_operation_is_made_renamed_filled_and_filters_the_markets(town: Town, market: int) -> None:
    town.house.register(DAY, "M-2")
    alice = town.alice()
    made = alice.post("/operations", data={"title": "Quartier du Modèle"})
    assert made.headers["location"] == "/operations/1?fait=operation"
    alice.post(f"/marches/{market}/operation", data={"operation_id": "1"})
    assert "Chantier M-1" in alice.get("/operations/1").text
    filtered = alice.get("/marches?operation=1").text
    assert "Chantier M-1" in filtered
    assert "Chantier M-2" not in filtered
    alice.post("/operations/1", data={"title": "Quartier des Chimères", "reference": "OP-9"})
    assert "Quartier des Chimères" in alice.get("/operations").text
    alice.post(f"/marches/{market}/operation", data={"operation_id": ""})
    assert "Chantier M-1" not in alice.get("/operations/1").text


def test_another_territorys_operation_does_not_exist(town: Town) -> None:
    elsewhere = House(town.house.database, territory_id=1)
    stranger = town.someone(Role.FACILITATOR, house=elsewhere)
    stranger.post("/operations", data={"title": "Ailleurs"})
    alice = town.alice()
    assert alice.get("/operations/1").status_code == 404
    assert alice.post("/operations/1", data={"title": "Pris"}).status_code == 404
    assert "Ailleurs" not in alice.get("/operations").text


def test_a_market_entered_by_hand_takes_its_planned_facts(town: Town) -> None:
    alice = town.alice()
    alice.post("/operations", data={"title": "Quartier du Modèle"})
    facts = {
        "reference": "M-7",
        "title": "Espaces verts",
        "buyer.name": "Ville d’Essai",
        "trade": "green_spaces",
        "is_framework": "true",
        "urban_renewal": "works",
        "publication_planned_on": "2026-05-04",
        "description": "Entretien de douze hectares.",
        "operation_id": "1",
    }
    made = alice.post("/marches/nouveau", data=facts)
    shown = alice.get(made.headers["location"]).text
    for said in (
        "Espaces verts",
        "Accord-cadre",
        "Travaux ANRU",
        "4\u00a0mai\u00a02026",
        "Entretien de douze hectares.",
        "Quartier du Modèle",
    ):
        assert said in shown


def test_rest_makes_parts_separates_a_lot_and_places_markets(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/api/v1/markets/{market}/parts"
    given = {"number": "1", "title": "Gros œuvre", "amount_excl_tax": "90000.50"}
    made = alice.post(here, json=given)
    assert (made.status_code, made.json()["amount_excl_tax"]) == (201, "90000.50")
    assert alice.post(here, json=given).json()["errors"][0]["field"] == "number"
    assert alice.put(f"{here}/1", json=given | {"title": "Maçonnerie"}).json()["title"] == "Maçonnerie"
    assert alice.post(here, json=given | {"number": "2"}).status_code == 201
    new = alice.post(f"{here}/2/separate")
    assert new.json()["reference"] == "M-1-LOT 2"
    operation = new.json()["operation_id"]
    listed = alice.get(f"/api/v1/markets?operation_id={operation}").json()["items"]
    assert [item["reference"] for item in listed] == ["M-1-LOT 2", "M-1"]
    assert alice.get(f"/api/v1/operations/{operation}").json()["markets"] == 2
    out = alice.put(f"/api/v1/markets/{market}/operation", json={"operation_id": None})
    assert out.json() == {"market_id": market, "operation_id": None}
    assert alice.delete(f"{here}/1").status_code == 204
    assert parts(town) == []


def test_rest_creates_and_renames_operations(town: Town) -> None:
    alice = town.alice()
    made = alice.post("/api/v1/operations", json={"title": "Quartier", "reference": "OP-4"})
    assert made.status_code == 201
    assert alice.post("/api/v1/operations", json={"title": "Autre", "reference": "OP-4"}).status_code == 422
    renamed = alice.patch(made.headers["location"], json={"title": "Quartier du Modèle"}).json()
    assert (renamed["title"], renamed["reference"]) == ("Quartier du Modèle", "OP-4")
    found = alice.get("/api/v1/operations?words=modèle").json()["items"]
    assert [item["id"] for item in found] == [renamed["id"]]


def test_rest_describes_the_planned_facts(town: Town, market: int) -> None:
    alice = town.alice()
    answer = alice.patch(f"/api/v1/markets/{market}", json={"trade": "cleaning", "duration_months": 24})
    assert (answer.json()["trade"], answer.json()["duration_months"]) == ("cleaning", 24)
    with town.house.database.read() as session:
        query = select(MARKET.c.trade).where(MARKET.c.id == market)
        assert session.connection().execute(query).scalar_one() == "cleaning"

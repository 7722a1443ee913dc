"""The page of a market's changes: foreseen, recorded, corrected, cancelled; who sees it; the same by REST."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from cases.changework import CHANGE
from cases.commands.accounts import add_api_key
from cases.statements import MARKET, table_of
from models.tables import MarketPart
from models.vocabulary import PartKind, Role
from tests.api.town import Town
from tests.support.people import at

PART = table_of(MarketPart)
DAY = date(2026, 1, 5)
AMENDMENT = {
    "signed_on": "2026-03-02",
    "object": "Réfection de la cour",
    "required_hours": "450,5",
    "reason": "Heures convenues avec l’acheteur",
}


@pytest.fixture
def market(town: Town) -> int:
    return town.market_under_way(DAY)


def kept(town: Town) -> list[Any]:
    with town.house.database.read() as session:
        return list(session.connection().execute(select(CHANGE).order_by(CHANGE.c.id)))


def hours_of(town: Town, market: int) -> Any:
    with town.house.database.read() as session:
        query = select(MARKET.c.required_hours).where(MARKET.c.id == market)
        return session.connection().execute(query).scalar_one()


def add_part(town: Town, market: int, kind: PartKind, number: str = "2", hours: int = 120) -> int:
    values = {"market_id": market, "kind": kind, "number": number, "title": "Aile nord"}
    values |= {"is_firm": kind is not PartKind.TRANCHE, "required_hours": hours, "created_at": at(DAY)}
    with town.house.database.write() as session:
        if kind is PartKind.PURCHASE_ORDER:
            session.connection().execute(update(MARKET).values(is_framework=True))
        return int(
            session.connection().execute(PART.insert().values(**values).returning(PART.c.id)).scalar_one()
        )


def test_an_amendment_is_foreseen_before_it_is_recorded(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/changements"
    seen = alice.post(f"{here}/avenant", data=AMENDMENT)
    assert seen.status_code == 200
    assert "Ce que cela changerait" in seen.text
    assert "450,5\u00a0h" in seen.text
    assert 'name="required_hours" value="450,5"' in seen.text
    assert not kept(town)
    recorded = alice.post(f"{here}/avenant/enregistrer", data=AMENDMENT)
    assert recorded.headers["location"] == f"{here}?fait=changement"
    shown = alice.get(recorded.headers["location"]).text
    assert "Avenant 1 – Réfection de la cour" in shown
    assert 'role="img" aria-labelledby="curve-1-title curve-1-desc"' in shown
    assert "après\u00a0: 450,5\u00a0h" in shown
    assert hours_of(town, market) == Decimal("450.5")


def test_a_refused_amendment_keeps_its_values_beside_its_fault(town: Town, market: int) -> None:
    refused = town.alice().post(
        f"/marches/{market}/changements/avenant", data=AMENDMENT | {"reason": "", "object": "Cour nord"}
    )
    assert refused.status_code == 422
    assert 'href="#avenant-reason"' in refused.text
    assert 'value="Cour nord"' in refused.text


def test_an_amendment_of_a_market_in_lots_is_shared_or_says_which(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/changements"
    for number in ("1", "2"):
        add_part(town, market, PartKind.LOT, number, 150)
    lots = {"parts.0.part_id": "1", "parts.0.required_hours": "", "parts.1.part_id": "2"}
    refused = alice.post(f"{here}/avenant", data=AMENDMENT | lots)
    assert refused.status_code == 422
    assert 'href="#avenant-parts-0-required_hours"' in refused.text
    seen = alice.post(f"{here}/avenant", data=AMENDMENT | lots | {"in_proportion": "true"})
    assert seen.text.count("225,25\u00a0h") == 2


def test_a_tranche_and_an_order_have_their_forms_when_the_market_has_them(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/changements"
    assert "Affermir une tranche" not in alice.get(here).text
    tranche = add_part(town, market, PartKind.TRANCHE)
    add_part(town, market, PartKind.PURCHASE_ORDER)
    shown = alice.get(here).text
    assert "Affermir une tranche" in shown
    assert "Bon de commande de la composition" in shown
    days = {"confirmed_on": "2026-03-02", "starts_on": "2026-03-02", "ends_on": "2026-08-31"}
    seen = alice.post(f"{here}/tranche", data=days | {"part_id": str(tranche)})
    assert "420\u00a0h" in seen.text
    alice.post(f"{here}/tranche/enregistrer", data=days | {"part_id": str(tranche)})
    assert hours_of(town, market) == 420
    again = alice.post(f"{here}/tranche", data=days | {"part_id": str(tranche)})
    assert again.status_code == 409


def test_the_last_change_is_corrected_then_cancelled_on_the_page(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/changements"
    alice.post(f"{here}/avenant/enregistrer", data=AMENDMENT)
    right = AMENDMENT | {"required_hours": "400", "why": "Faute de frappe"}
    seen = alice.post(f"{here}/corriger", data=right)
    assert 'changements/corriger/enregistrer"' in seen.text
    assert "400\u00a0h" in seen.text
    assert len(kept(town)) == 1
    assert alice.post(f"{here}/corriger/enregistrer", data=right).status_code == 303
    assert hours_of(town, market) == 400
    assert alice.post(f"{here}/annuler", data={"reason": "Mauvais marché"}).status_code == 303
    assert hours_of(town, market) == 300
    shown = alice.get(here).text
    assert shown.count('<span class="tag">Changement annulé') == 2
    assert "Annuler ce changement" not in shown


def test_the_share_of_a_commune_is_set_and_shown_beside_the_hours(town: Town, market: int) -> None:
    alice, here = town.alice(), f"/marches/{market}/changements"
    alice.post(f"{here}/part-locale", data={"local_commune": "Nanterre", "local_hours": "30"})
    assert "Dont habitants de Nanterre" in alice.get(here).text
    refused = alice.post(f"{here}/part-locale", data={"local_hours": "30"})
    assert 'id="part-locale-local_commune-error"' in refused.text


def test_a_suspended_market_says_that_no_sheet_is_asked(town: Town, market: int) -> None:
    alice = town.alice()
    alice.post(f"/marches/{market}/suspension", data={"from_on": "2026-03-02", "reason": "Amiante trouvée"})
    shown = alice.get(f"/marches/{market}/changements").text
    assert "Aucune fiche n’est demandée pour un mois entièrement arrêté" in shown
    assert "Annuler ce changement" not in shown


def test_buyers_and_companies_read_the_changes_without_reasons_or_forms(town: Town, market: int) -> None:
    town.alice().post(f"/marches/{market}/changements/avenant/enregistrer", data=AMENDMENT)
    for role, party in ((Role.BUYER, town.buyer_of(market)), (Role.COMPANY, town.company_of(market))):
        shown = town.someone(role, party_id=party).get(f"/marches/{market}/changements").text
        assert "Réfection de la cour" in shown
        assert "Heures convenues" not in shown
        assert '<form method="post" action="/marches' not in shown


def test_no_form_once_the_works_are_received(town: Town, market: int) -> None:
    town.house.receive(market, date(2026, 2, 27))
    shown = town.alice().get(f"/marches/{market}/changements").text
    assert "Enregistrer un changement" not in shown
    refused = town.alice().post(f"/marches/{market}/changements/avenant", data=AMENDMENT)
    assert refused.status_code == 409
    assert "entre l’attribution et la réception" in refused.text


@pytest.fixture
def program(town: Town) -> Any:
    assert town.house.alice.id is not None
    with town.house.database.write() as session:
        key = add_api_key(session, town.house.alice.id, "essai", now=town.now)
    return town.browser(authorization=f"Bearer {key}")


def test_rest_foresees_records_corrects_cancels_and_lists(town: Town, market: int, program: Any) -> None:
    at_market = f"/api/v1/markets/{market}"
    given = AMENDMENT | {"required_hours": "450.5"}
    foreseen = program.post(f"{at_market}/amendments?dry_run=true", json=given).json()
    assert foreseen["number"] is None
    assert Decimal(foreseen["after"]["required_hours"]) == Decimal("450.5")
    assert not kept(town)
    recorded = program.post(f"{at_market}/amendments", json=given).json()
    assert recorded["number"] == 1
    assert sum(Decimal(each["hours"]) for each in recorded["after"]["curve"]) == Decimal("450.5")
    right = given | {"required_hours": "400", "why": "Faute de frappe"}
    corrected = program.put(f"{at_market}/amendments/last?dry_run=true", json=right).json()
    assert (corrected["number"], len(kept(town))) == (None, 1)
    assert program.put(f"{at_market}/amendments/last", json=right).json()["number"] == 2
    assert program.post(f"{at_market}/changes/cancel", json={"reason": "Erreur"}).status_code == 200
    listed = program.get(f"{at_market}/changes").json()
    assert [(each["number"], each["label"]) for each in listed] == [(2, "1"), (1, "1")]
    assert all(each["cancelled_at"] for each in listed)
    target = program.put(
        f"{at_market}/local_target", json={"local_hours": "30", "local_commune": "Nanterre"}
    ).json()
    assert target["local_commune"] == "Nanterre"


def test_rest_confirms_tranches_and_issues_orders(town: Town, market: int, program: Any) -> None:
    at_market = f"/api/v1/markets/{market}"
    tranche, order = add_part(town, market, PartKind.TRANCHE), add_part(town, market, PartKind.PURCHASE_ORDER)
    days = {"starts_on": "2026-03-02", "ends_on": "2026-08-31"}
    confirmed = days | {"part_id": tranche, "confirmed_on": "2026-03-02"}
    answer = program.post(f"{at_market}/confirmed_tranches", json=confirmed).json()
    assert Decimal(answer["after"]["required_hours"]) == 420
    issued = days | {"part_id": order, "ordered_on": "2026-03-02"}
    answer = program.post(f"{at_market}/purchase_orders", json=issued).json()
    assert answer["before"]["required_hours"] == answer["after"]["required_hours"]
    again = program.post(f"{at_market}/purchase_orders", json=issued)
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "order-already-issued")

"""Purchasing plans on the screen, by a link and by REST: tried, then taken in; nobody brings another's."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import func, select

from cases.access import add_link
from cases.links import token_for
from cases.statements import MARKET, table_of
from exchange.plans.template import template_csv, template_workbook
from models.secret import secret_key
from models.settings import Settings
from models.tables import MarketPart, Party, PurchasingPlan
from models.vocabulary import LinkAct, Role
from tests.api.town import BASE_URL, Town
from tests.exchange.test_plans import HEAD, SCHOOL, in_csv
from tests.support.people import House, fresh_house

PLAN, PART, PARTY = table_of(PurchasingPlan), table_of(MarketPart), table_of(Party)
ROWS = [{**row, "publication_planned_on": date(2026, 6, 1)} for row in SCHOOL[:1]] + SCHOOL[1:]
ROWS[0]["works_planned_on"] = date(2026, 9, 1)
WORKBOOK, CSV = template_workbook(ROWS), template_csv(ROWS)
FAULTY = in_csv(["M-1", "Crèche", "", "", "=1+x"], ["M-2", "École"], head=HEAD)
FIELDS = ("digest", "name", "buyer_id", "partial")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Town]:
    town = Town(fresh_house(tmp_path), Settings(base_url=BASE_URL, data_dir=tmp_path, secret_key="essai"))
    town.house.register(date(2026, 1, 10), "M-0")
    yield town
    town.house.database.dispose()


def buyer_of(town: Town) -> int:
    return town.buyer_of(1)


def send(
    browser: TestClient, content: bytes, name: str = "plan.csv", *, to: str = "/plans-achats", **fields: Any
) -> Response:
    return browser.post(to, files={"file": (name, content)}, data={k: str(v) for k, v in fields.items()})


def confirm(browser: TestClient, trial: Response, *, to: str = "/plans-achats") -> Response:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', trial.text) for name in FIELDS}
    assert all(found.values()), trial.text
    return browser.post(f"{to}/confirmer", data={name: match[1] for name, match in found.items() if match})


def another_buyer(town: Town) -> int:
    values = {"territory_id": town.house.territory_id, "kind": "buyer", "name": "Autre ville", "locale": "fr"}
    with town.house.database.write() as session:
        added = session.connection().execute(PARTY.insert().values(**values, created_at=town.now))
        return int(added.inserted_primary_key[0])


def counted(town: Town, table: Any) -> int:
    with town.house.database.read() as session:
        return int(session.connection().execute(select(func.count()).select_from(table)).scalar_one())


def planned(town: Town) -> list[tuple[Any, ...]]:
    """What the markets of a plan are in the end, with their lots: the same whatever brought them."""
    columns = ("reference", "title", "amount_excl_tax", "duration_months", "trade", "cpv", "is_framework")
    lots = ("number", "title", "trade", "cpv", "amount_excl_tax", "duration_months")
    with town.house.database.read() as session:
        markets = session.connection().execute(
            select(*(MARKET.c[name] for name in columns))
            .where(MARKET.c.reference != "M-0")
            .order_by(MARKET.c.id)
        )
        parts = session.connection().execute(select(*(PART.c[name] for name in lots)).order_by(PART.c.id))
        return [*map(tuple, markets), *map(tuple, parts)]


def test_a_trial_shows_the_markets_and_writes_nothing(office: Town) -> None:
    trial = send(office.alice(), WORKBOOK, "plan.xlsx", buyer_id=buyer_of(office))

    assert trial.status_code == 200
    assert "Rien n’est encore écrit." in trial.text
    assert "Groupe scolaire Exemple" in trial.text
    assert "Importer 2 marchés" in trial.text
    assert (counted(office, MARKET), counted(office, PLAN)) == (1, 0)


def test_a_confirmed_plan_is_taken_in_and_may_be_read_again(office: Town) -> None:
    alice = office.alice()
    done = confirm(alice, send(alice, CSV, buyer_id=buyer_of(office)))

    assert (done.status_code, done.headers["location"]) == (303, "/plans-achats/1?fait=plan")
    kept = alice.get(done.headers["location"]).text
    assert "un seul accusé de réception" in kept
    assert "2027-SRV-002" in kept
    assert "plan.csv" in alice.get("/plans-achats").text
    assert counted(office, MARKET) == 3
    assert office.house.mails("plan_receipt")


def test_faults_are_shown_by_cell_and_the_others_may_be_taken_alone(office: Town) -> None:
    alice = office.alice()
    trial = send(alice, FAULTY, buyer_id=buyer_of(office))

    assert "E2" in trial.text
    assert "Écrivez un nombre, par exemple 1 850 000 ou 84,50." in trial.text
    assert "Importer seulement le marché sans erreur (1)" in trial.text
    done = confirm(alice, trial)
    kept = alice.get(done.headers["location"]).text
    assert "M-2" in kept
    assert "E2" in kept
    assert counted(office, MARKET) == 2


def test_all_or_nothing_is_the_rule_unless_asked_otherwise(office: Town) -> None:
    alice = office.alice()
    trial = send(alice, FAULTY, buyer_id=buyer_of(office))
    digest = re.search(r'name="digest" value="([^"]*)"', trial.text)
    assert digest is not None
    fields = {"digest": digest[1], "name": "plan.csv", "buyer_id": str(buyer_of(office)), "partial": ""}

    refused = alice.post("/plans-achats/confirmer", data=fields)

    assert refused.status_code == 422
    assert "Écrivez un nombre" in refused.text
    assert counted(office, MARKET) == 1


def test_findings_are_a_csv_that_runs_nothing(office: Town) -> None:
    alice = office.alice()
    trial = send(alice, FAULTY, buyer_id=buyer_of(office))
    link = re.search(r'href="(/plans-achats/essais/[^"]*)"', trial.text)
    assert link is not None

    written = alice.get(link[1])

    assert written.headers["content-type"].startswith("text/csv")
    assert "'=1+x" in written.text
    assert written.text.splitlines()[1].startswith("rejected;M-1;;2;E;")
    confirm(alice, trial)
    assert "'=1+x" in alice.get("/plans-achats/1/constats.csv").text


def test_the_same_file_again_says_so(office: Town) -> None:
    alice, buyer = office.alice(), buyer_of(office)
    confirm(alice, send(alice, CSV, buyer_id=buyer))

    again = send(alice, CSV, buyer_id=buyer)

    assert "Ce fichier a déjà été importé pour cet acheteur" in again.text
    assert "/plans-achats/confirmer" not in again.text
    assert counted(office, MARKET) == 3


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7", "plan.pdf", "C’est un document PDF."),
        (b"", "plan.csv", "Choisissez un fichier."),
        (b"PK\x03\x04rien", "plan.xlsx", "Ce classeur est abîmé ou incomplet."),
    ],
)
def test_a_file_that_is_not_read_says_why_at_its_field(
    office: Town, content: bytes, name: str, said: str
) -> None:
    refused = send(office.alice(), content, name, buyer_id=buyer_of(office))
    assert refused.status_code == 422
    assert said in refused.text


def test_staff_say_for_which_buyer(office: Town) -> None:
    for chosen in ("", "x", "999999999999", "²"):
        refused = send(office.alice(), CSV, buyer_id=chosen)
        assert (refused.status_code, "Choisissez un acheteur." in refused.text) == (422, True)
    assert send(office.alice(), CSV, buyer_id=999).status_code == 404


def test_a_buyer_brings_its_own_plan_whatever_buyer_the_form_names(office: Town) -> None:
    buyer = office.someone(Role.BUYER, party_id=buyer_of(office))
    assert 'name="buyer_id"' not in buyer.get("/plans-achats").text

    done = confirm(buyer, send(buyer, CSV, buyer_id=999))

    assert done.status_code == 303
    assert "2027-SRV-002" in buyer.get(done.headers["location"]).text


def test_walls_stand_between_buyers_and_territories(office: Town) -> None:
    alice = office.alice()
    trial = send(alice, CSV, buyer_id=buyer_of(office))
    digest = re.search(r'name="digest" value="([^"]*)"', trial.text)
    assert digest is not None
    elsewhere = House(office.house.database, territory_id=2)
    other = office.someone(Role.BUYER, party_id=another_buyer(office))
    director = office.someone(Role.DIRECTOR, house=elsewhere)
    fields = {"digest": digest[1], "name": "x", "buyer_id": str(buyer_of(office))}

    assert other.post("/plans-achats/confirmer", data=fields).status_code == 404
    assert director.post("/plans-achats/confirmer", data=fields).status_code == 404
    assert counted(office, MARKET) == 1
    confirm(alice, trial)
    for stranger in (other, director):
        assert stranger.get("/plans-achats/1").status_code == 404
        assert stranger.get("/plans-achats/1/constats.csv").status_code == 404
        assert "plan.csv" not in stranger.get("/plans-achats").text


def link_of(town: Town, party_id: int) -> str:
    with town.house.database.write() as session:
        link = add_link(
            session, town.house.territory_id, LinkAct.ANNOUNCE, valid_days=90, now=town.now, party_id=party_id
        )
    return f"/a/{token_for(secret_key(town.settings), link)}/plan"


def test_by_its_link_a_buyer_brings_a_plan_without_an_account(office: Town) -> None:
    browser, here = office.browser(), link_of(office, buyer_of(office))
    assert here in browser.get(here.removesuffix("/plan")).text
    assert browser.get(here).status_code == 200

    trial = send(browser, FAULTY, to=here)
    findings = re.search(rf'href="({here}/essais/[^"]*)"', trial.text)
    assert findings is not None
    assert "'=1+x" in browser.get(findings[1]).text
    done = confirm(browser, trial, to=here)

    assert done.headers["location"] == f"{here}/1?fait=plan"
    assert "M-2" in browser.get(done.headers["location"]).text
    assert "'=1+x" in browser.get(f"{here}/1/constats.csv").text
    assert counted(office, MARKET) == 2


def test_a_link_opens_the_plans_of_its_buyer_only(office: Town) -> None:
    alice = office.alice()
    confirm(alice, send(alice, CSV, buyer_id=buyer_of(office)))
    other = link_of(office, another_buyer(office))
    assert office.browser().get(f"{other}/1").status_code == 404
    assert office.browser().get("/a/rien/plan").status_code == 410


def test_the_template_is_there_for_everybody(office: Town) -> None:
    workbook = office.browser().get("/plans-achats/modele.xlsx")
    assert workbook.content == template_workbook()
    assert workbook.headers["content-disposition"] == 'attachment; filename="plan-d-achats.xlsx"'
    assert office.browser().get("/plans-achats/modele.csv").content == template_csv()
    assert office.browser().get("/plans-achats/modele.ods").status_code == 404


REST = "/api/v1/purchasing-plans"


def test_rest_takes_a_plan_in_and_a_retry_changes_nothing(office: Town) -> None:
    alice, buyer = office.alice(), buyer_of(office)
    trial = send(alice, WORKBOOK, "plan.xlsx", to=f"{REST}?buyer_id={buyer}&dry_run=true").json()
    assert (trial["markets"], trial["lots"], trial["dry_run"], trial["plan_id"]) == (2, 2, True, None)
    assert counted(office, MARKET) == 1

    done = send(alice, WORKBOOK, "plan.xlsx", to=f"{REST}?buyer_id={buyer}").json()
    assert [line["reference"] for line in done["announced"]] == ["2027-TRX-014", "2027-SRV-002"]
    again = send(alice, WORKBOOK, "plan.xlsx", to=f"{REST}?buyer_id={buyer}").json()
    assert (again["is_known"], again["plan_id"]) == (True, done["plan_id"])
    assert counted(office, MARKET) == 3
    assert alice.get(f"{REST}/{done['plan_id']}").json()["markets"] == done["announced"]
    assert [line["id"] for line in alice.get(REST).json()["items"]] == [done["plan_id"]]


def test_rest_names_each_fault_by_its_cell(office: Town) -> None:
    alice, buyer = office.alice(), buyer_of(office)
    refused = send(alice, FAULTY, to=f"{REST}?buyer_id={buyer}")
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["E2"]

    partial = send(alice, FAULTY, to=f"{REST}?buyer_id={buyer}&partial=true").json()
    [finding] = [found for found in partial["findings"] if found["kind"] == "rejected"]
    assert (finding["row"], finding["column"], finding["header"]) == (2, "E", "Montant HT (€)")
    assert (partial["markets"], partial["rejected"]) == (1, 1)


def test_rest_has_the_same_walls(office: Town) -> None:
    buyer, other = buyer_of(office), another_buyer(office)
    assert send(office.alice(), CSV, to=REST).json()["errors"][0]["field"] == "buyer_id"
    mine = office.someone(Role.BUYER, party_id=other)
    assert send(mine, CSV, to=f"{REST}?buyer_id={buyer}").status_code == 403
    assert send(mine, CSV, to=REST).json()["markets"] == 2
    assert mine.get(f"{REST}/template").content == template_workbook()
    assert mine.get(f"{REST}/template?format=csv").content == template_csv()


def test_a_workbook_a_csv_and_rest_give_the_same_markets(tmp_path: Path) -> None:
    found = []
    for number, (content, name, way) in enumerate(
        [
            (WORKBOOK, "plan.xlsx", "page"),
            (CSV, "plan.csv", "page"),
            (WORKBOOK, "plan.xlsx", "rest"),
            (CSV, "p.csv", "rest"),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        town = Town(fresh_house(folder), Settings(base_url=BASE_URL, data_dir=folder))
        town.house.register(date(2026, 1, 10), "M-0")
        alice, buyer = town.alice(), town.buyer_of(1)
        if way == "page":
            confirm(alice, send(alice, content, name, buyer_id=buyer))
        else:
            send(alice, content, name, to=f"{REST}?buyer_id={buyer}")
        found.append(planned(town))
        town.house.database.dispose()
    assert len(found[0]) == 4
    assert found == [found[0]] * 4

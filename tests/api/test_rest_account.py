"""By REST what the account's page does, and the small acts of other pages that programs want too."""

from datetime import date
from typing import Any

import pytest

from api.rest.examples import CLAUSE_TEMPLATE, WRONG_CONTACT
from cases.commands.accounts import add_api_key
from cases.statements import TASK
from models.vocabulary import Role
from tests.api.town import PASSWORD, Town
from tests.cases.scenes import rows

DAY = date(2026, 2, 2)


def program(town: Town, role: Role = Role.FACILITATOR, party_id: int | None = None) -> Any:
    account = town.add_account(role, email=f"{role}@api.example", party_id=party_id)
    with town.house.database.write() as session:
        key = add_api_key(session, account, "essai", now=town.now)
    return town.browser(authorization=f"Bearer {key}")


def test_an_account_reads_itself_makes_a_key_and_ends_it(town: Town) -> None:
    asks = program(town)
    own = asks.get("/api/v1/account").json()
    assert (own["email"], own["role"], [key["name"] for key in own["keys"]]) == (
        "facilitator@api.example",
        "facilitator",
        ["essai"],
    )

    made = asks.post("/api/v1/account/keys", json={"name": "Tableau de bord"})
    assert made.status_code == 201
    with_it = town.browser(authorization=f"Bearer {made.json()['key']}")
    number = with_it.get("/api/v1/account").json()["keys"][0]["id"]
    assert with_it.delete(f"/api/v1/account/keys/{number}").status_code == 204
    assert with_it.get("/api/v1/account").status_code == 401


def test_an_account_chooses_its_language(town: Town) -> None:
    asks = program(town)
    assert asks.get("/api/v1/account").json()["locale"] == "fr"
    assert asks.put("/api/v1/account/language", json={"locale": "en"}).json()["locale"] == "en"
    refused = asks.put("/api/v1/account/language", json={"locale": "de"})
    assert refused.status_code == 422


def test_a_password_changes_for_whoever_knows_the_one_in_force(town: Town) -> None:
    asks = program(town)
    wrong = asks.put("/api/v1/account/password", json={"current": "autre", "password": f"{PASSWORD} !"})
    assert wrong.status_code == 422
    right = asks.put("/api/v1/account/password", json={"current": PASSWORD, "password": f"{PASSWORD} !"})
    assert right.status_code == 204


def test_a_browser_is_signed_out_by_its_own_account_alone(town: Town) -> None:
    account = town.add_account(Role.FACILITATOR, email="deux@api.example")
    browser = town.browser(town.token(account))
    number = browser.get("/api/v1/account").json()["sessions"][0]["id"]

    program(town).delete(f"/api/v1/account/sessions/{number}")
    assert browser.get("/api/v1/account").status_code == 200
    assert browser.delete(f"/api/v1/account/sessions/{number}").status_code == 204
    assert browser.get("/api/v1/account").status_code == 401


def test_a_company_says_by_rest_that_a_sheet_is_not_its_own(town: Town) -> None:
    town.market_under_way(DAY)
    town.house.live(date(2026, 3, 2), date(2026, 3, 2))
    company = program(town, Role.COMPANY, town.company_of(1))
    sheet = town.house.sheet_of(1, date(2026, 2, 1))

    assert company.post(f"/api/v1/sheets/{sheet}/wrong-contact", json=WRONG_CONTACT).status_code == 204

    (task,) = rows(town.house, TASK, kind="wrong_contact")
    assert WRONG_CONTACT["note"] in task.details


def test_an_even_plan_adds_up_to_what_was_committed_and_keeps_nothing(town: Town) -> None:
    market = town.house.register(DAY)
    town.house.publish(market, DAY)
    town.house.award(market, DAY)
    found = (
        program(town)
        .get(f"/api/v1/markets/{market}/even-plan?starts_on=2026-03-01&ends_on=2026-04-30")
        .json()
    )
    assert found == [
        {"month": "2026-03-01", "hours": "152.46"},
        {"month": "2026-04-01", "hours": "147.54"},
    ]


def test_the_draft_clause_is_a_file_that_only_staff_of_the_market_read(town: Town) -> None:
    market = town.house.register(DAY)
    town.house.advise(market, DAY)
    path = f"/api/v1/markets/{market}/clause-text/draft"
    asks = program(town)

    draft = asks.get(f"{path}/docx")

    assert draft.status_code == 200
    assert draft.content.startswith(b"PK")
    assert asks.get(f"{path}/xlsx").status_code == 404
    assert asks.get(f"/api/v1/markets/{market + 99}/clause-text/draft/docx").status_code == 404
    buyer = program(town, Role.BUYER, town.buyer_of(market))
    assert buyer.get(f"{path}/docx").status_code == 403


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (CLAUSE_TEMPLATE["text"], 200, "Le candidat s’engage à réaliser"),
        ("{{ inconnu }}", 422, "inconnu"),
    ],
)
def test_a_template_is_tried_on_an_invented_market(town: Town, text: str, status: int, said: str) -> None:
    tried = program(town).post("/api/v1/clause-templates/preview", json=CLAUSE_TEMPLATE | {"text": text})
    assert tried.status_code == status
    assert said in tried.text

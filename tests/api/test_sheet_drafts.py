"""What a company types is kept until it sends; doubts are asked; a validated sheet is reopened on request."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from cases.statements import table_of
from models.settings import Settings
from models.tables import CorrectionRequest, SheetDraft
from models.vocabulary import Role, TaskKind
from tests.api.test_sheet_link import (
    JANUARY,
    LINE,
    ONE_PERSON,
    SECRET,
    SHEET,
    TASK,
    Company,
    company_of,
)
from tests.api.town import BASE_URL, Town
from tests.cases.dump import dump
from tests.cases.test_sheet_files import another_company
from tests.support.people import fresh_house

DRAFT, REQUEST = table_of(SheetDraft), table_of(CorrectionRequest)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    town = Town(fresh_house(tmp_path), Settings(base_url=BASE_URL, secret_key=SECRET))
    yield company_of(town)
    town.house.database.dispose()


def validated(company: Company) -> Company:
    company.send(**ONE_PERSON)
    company.town.house.validate(company.market_id, JANUARY, date(2026, 3, 2))
    return company


def keep(company: Company, **fields: str) -> str:
    answered = company.browser.post(
        f"{company.path}/brouillon", data=fields, headers={"hx-request": "true", "hx-request-type": "partial"}
    )
    assert answered.status_code == 200
    return answered.text


def test_a_draft_is_there_again_on_reopening(company: Company) -> None:
    said = keep(company, **ONE_PERSON | {"new.0.criterion": "rsa"}, remark="Une arrivée", rows="3")

    assert "Brouillon gardé le" in said
    shown = company.browser.get(company.path).text
    assert 'value="84,5"' in shown
    assert "Votre brouillon du" in shown
    assert "Une arrivée</textarea>" in shown
    assert company.status == "awaited"


def test_a_draft_without_scripts_comes_back_to_the_form(company: Company) -> None:
    kept = company.browser.post(f"{company.path}/brouillon", data=ONE_PERSON)
    assert (kept.status_code, kept.headers["location"]) == (303, f"{company.path}?fait=brouillon")
    assert "Votre brouillon est gardé" in company.browser.get(kept.headers["location"]).text


def test_a_draft_is_emptied_on_demand(company: Company) -> None:
    keep(company, **ONE_PERSON)
    company.browser.post(f"{company.path}/brouillon/vider")
    assert company.rows(select(DRAFT)) == []
    assert 'value="84,5"' not in company.browser.get(company.path).text


@pytest.mark.parametrize("answer", [ONE_PERSON, {"nil": "1"}])
def test_a_draft_ends_when_the_answer_is_sent(company: Company, answer: dict[str, str]) -> None:
    keep(company, **ONE_PERSON)
    company.send(**answer)
    assert company.rows(select(DRAFT)) == []


def test_a_draft_keeps_nothing_foreign_and_no_social_security_number(company: Company) -> None:
    said = keep(
        company, **{"nul": "1", "evil": "x", "remark": "NIR 1 84 12 76 451 089 46", "new.0.hours": "12"}
    )
    content = company.rows(select(DRAFT.c.content))[0][0]
    assert content == '{"new.0.hours": "12"}'
    assert "data-draft-forget" not in said
    assert "dans ce navigateur" in said


@pytest.mark.parametrize("remark", ["Une arrivée", ""])
def test_a_browser_forgets_what_is_kept_and_nothing_is_left_of(company: Company, remark: str) -> None:
    assert "data-draft-forget" in keep(company, rows="3", remark=remark)


def test_a_draft_too_long_leaves_the_one_before(company: Company) -> None:
    keep(company, **ONE_PERSON)
    said = keep(company, **{f"new.{row}.hours": "1" * 2000 for row in range(21)})
    assert "data-draft-forget" not in said
    assert 'value="84,5"' in company.browser.get(company.path).text


def test_what_is_cleared_of_an_answer_stays_cleared(company: Company) -> None:
    company.send(**ONE_PERSON, remark="Une arrivée")
    person = company.rows(select(LINE.c.participant_id))[0][0]
    assert 'value="84,5"' in company.browser.get(company.path).text

    keep(company, **{f"person.{person}": "", f"person.{person}.training": "", "remark": ""})

    shown = company.browser.get(company.path).text
    assert "Votre brouillon du" in shown
    assert 'value="84,5"' not in shown
    assert "Une arrivée</textarea>" not in shown


def test_nothing_typed_is_no_draft(company: Company) -> None:
    keep(company, rows="3", remark="  ")
    assert company.rows(select(DRAFT)) == []


def test_a_validated_sheet_keeps_no_draft(company: Company) -> None:
    validated(company)
    refused = company.browser.post(f"{company.path}/brouillon", data=ONE_PERSON)
    assert refused.status_code == 409
    assert company.rows(select(DRAFT)) == []


def test_another_site_keeps_no_draft(company: Company) -> None:
    forged = company.browser.post(
        f"{company.path}/brouillon", data=ONE_PERSON, headers={"origin": "https://evil.example"}
    )
    assert forged.status_code == 403


def test_doubtful_hours_are_sent_once_ticked(company: Company) -> None:
    refused = company.send(**ONE_PERSON | {"new.0.hours": "230"})

    assert refused.status_code == 422
    assert "Plus de 220\u00a0h dans le mois" in refused.text
    assert re.search(r'<input[^>]*type="checkbox"[^>]*name="confirm"', refused.text)
    assert company.status == "awaited"

    company.send(**ONE_PERSON | {"new.0.hours": "230", "confirm": "true"})
    assert company.status == "submitted"


def test_training_hours_are_some_of_the_hours(company: Company) -> None:
    refused = company.send(**ONE_PERSON | {"new.0.training": "90"})
    assert refused.status_code == 422
    company.send(**ONE_PERSON | {"new.0.training": "14,5"})
    assert str(company.rows(select(LINE.c.training_hours))[0][0]) == "14.50"
    assert "dont 14,5\u00a0h en formation" in company.browser.get(f"{company.path}/recu").text


def test_a_validated_sheet_is_reopened_from_its_link_to_the_sheets_page(company: Company) -> None:
    validated(company)
    asked = company.browser.post(f"{company.path}/correction", data={"reason": "40 h de trop"})
    assert asked.headers["location"] == f"{company.path}?fait=correction"
    assert "Vous avez demandé à corriger" in company.browser.get(company.path).text
    tasks = company.rows(select(TASK.c.subject_id).where(TASK.c.kind == TaskKind.REVIEW_CORRECTION))
    assert [row[0] for row in tasks] == [company.sheet_id]

    alice = company.town.alice()
    here = f"/marches/{company.market_id}/fiches/{company.sheet_id}"
    assert "40 h de trop" in alice.get(here).text
    assert alice.post(f"{here}/correction/accorder").status_code == 303

    assert company.status == "rejected"
    assert "Cette fiche est rouverte" in company.browser.get(company.path).text
    company.send(nil="1")
    assert company.status == "submitted"


def test_a_declined_correction_says_why_on_the_link(company: Company) -> None:
    validated(company)
    company.browser.post(f"{company.path}/correction", data={"reason": "40 h de trop"})
    alice = company.town.alice()
    here = f"/marches/{company.market_id}/fiches/{company.sheet_id}/correction/refuser"
    assert alice.post(here, data={"answer": ""}).status_code == 422
    alice.post(here, data={"answer": "Le bilan est déjà parti."})
    assert "Le bilan est déjà parti." in company.browser.get(company.path).text
    assert company.status == "validated"


def test_programs_ask_and_decide_corrections(company: Company) -> None:
    validated(company)
    key = company.town.alice()
    asked = key.post(f"/api/v1/sheets/{company.sheet_id}/corrections", json={"reason": "40 h de trop"})
    assert asked.status_code == 201
    number = asked.json()["id"]
    assert key.get("/api/v1/corrections?status=open").json()["items"][0]["id"] == number

    granted = key.post(f"/api/v1/corrections/{number}/grant")

    assert granted.json()["status"] == "granted"
    again = key.post(f"/api/v1/corrections/{number}/refuse", json={"answer": "Non plus"})
    assert again.json()["type"].endswith("correction-already-decided")


def test_programs_confirm_doubtful_hours(company: Company) -> None:
    line = {"first_name": "Dino", "last_name": "Fictif", "hours": "230"}
    key, path = company.town.alice(), f"/api/v1/sheets/{company.sheet_id}/answer"
    asked = key.put(path, json={"lines": [line]})
    assert (asked.status_code, asked.json()["errors"][0]["field"]) == (422, "lines.0")
    assert asked.json()["type"].endswith("sheet-questioned")
    assert key.put(path, json={"lines": [line], "confirm": True}).status_code == 200
    assert company.rows(select(SHEET.c.declared_hours))[0][0] == 230


def test_programs_keep_read_and_empty_the_draft_that_the_page_shows(company: Company) -> None:
    key, path = program(company), f"/api/v1/sheets/{company.sheet_id}/draft"
    assert key.get(path).json() == {"values": {}, "saved_at": None}
    before = dump(company.town.house.database, without=(DRAFT.name,))

    kept = key.put(path, json={"values": ONE_PERSON | {"rows": "3"}})

    assert (kept.status_code, kept.json()["values"]) == (200, ONE_PERSON | {"rows": "3"})
    assert key.get(path).json() == kept.json()
    assert 'value="84,5"' in company.browser.get(company.path).text
    assert (
        dump(company.town.house.database, without=(DRAFT.name,)) == before
    )  # it counts for nothing, and tells nobody
    assert key.delete(path).status_code == 204
    assert key.get(path).json()["values"] == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"remark": "NIR 1 84 12 76 451 089 46"}, "values.remark"),
        ({"nul": "1"}, "values.nul.[key]"),
        ({f"new.{row}.hours": "1" * 2000 for row in range(21)}, ""),
    ],
)
def test_programs_keep_nothing_foreign_nor_too_long(
    company: Company, values: dict[str, str], field: str
) -> None:
    refused = program(company).put(f"/api/v1/sheets/{company.sheet_id}/draft", json={"values": values})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert company.rows(select(DRAFT)) == []


@pytest.mark.parametrize(
    ("settled", "code"),
    [
        (lambda company: validated(company), "sheet-already-validated"),
        (
            lambda company: company.change(
                update(SHEET).where(SHEET.c.id == company.sheet_id).values(status="cancelled")
            ),
            "sheet-cancelled",
        ),
    ],
    ids=["validated", "cancelled"],
)
def test_programs_keep_no_draft_of_what_is_settled(
    company: Company, settled: Callable[[Company], object], code: str
) -> None:
    settled(company)
    path = f"/api/v1/sheets/{company.sheet_id}/draft"
    refused = program(company).put(path, json={"values": ONE_PERSON})
    assert (refused.status_code, company.rows(select(DRAFT))) == (409, [])
    assert refused.json()["type"].endswith(code)


def test_a_draft_is_the_companys_own(company: Company) -> None:
    path = f"/api/v1/sheets/{company.sheet_id}/draft"
    stranger = company.town.someone(Role.COMPANY, party_id=another_company(company.town.house))
    for answered in (stranger.get(path), stranger.put(path, json={"values": ONE_PERSON})):
        assert answered.status_code == 404
    assert stranger.delete(path).status_code == 404
    assert company.town.alice().get(path).status_code == 403


def program(company: Company) -> TestClient:
    return company.town.someone(Role.COMPANY, party_id=company.town.company_of(company.market_id))

"""The company's sheet by its link: reading changes nothing, only an answer is an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select, update

from cases.links import token_for
from cases.statements import table_of
from models.settings import Settings
from models.tables import AccessLink, HourLine, HourSheet, Mail, Participant, Task
from models.vocabulary import TaskKind
from tests.api.town import BASE_URL, Town
from tests.cases.dump import dump
from tests.cases.scenes import stop
from tests.support.people import fresh_house

SECRET = "essai"
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
LINK, SHEET, LINE = table_of(AccessLink), table_of(HourSheet), table_of(HourLine)
PERSON, TASK, MAIL = table_of(Participant), table_of(Task), table_of(Mail)
BLANK = {f"new.{row}.{name}": "" for row in range(3) for name in ("first_name", "last_name", "hours")}
ONE_PERSON = {"new.0.first_name": "Dino", "new.0.last_name": "Fictif", "new.0.hours": "84,5"}


@dataclass
class Company:
    """A company with January's sheet to answer, its link, and a browser without an account."""

    town: Town
    market_id: int
    sheet_id: int
    link_id: int
    browser: TestClient

    @property
    def path(self) -> str:
        return f"/f/{token_for(SECRET.encode(), self.link_id)}"

    def send(self, **fields: str) -> Response:
        return self.browser.post(self.path, data=fields)

    def rows(self, query: Any) -> list[Any]:
        with self.town.house.database.read() as session:
            return list(session.connection().execute(query).all())

    def change(self, statement: Any) -> None:
        with self.town.house.database.write() as session:
            session.connection().execute(statement)

    @property
    def status(self) -> str:
        return str(self.rows(select(SHEET.c.status).where(SHEET.c.id == self.sheet_id))[0][0])

    def person(self) -> int:
        return int(self.rows(select(PERSON.c.id))[0][0])


def company_of(town: Town, month: date = JANUARY) -> Company:
    market_id = town.market_under_way()
    sheet_id = town.house.sheet_of(market_id, month)
    with town.house.database.read() as session:
        query = select(LINK.c.id).where(LINK.c.sheet_id == sheet_id)
        link_id = session.connection().execute(query).scalar_one()
    return Company(town, market_id, sheet_id, link_id, town.browser())


@pytest.fixture
def linked_town(tmp_path: Path) -> Iterator[Town]:
    town = Town(fresh_house(tmp_path), Settings(base_url=BASE_URL, secret_key=SECRET))
    yield town
    town.house.database.dispose()


@pytest.fixture
def company(linked_town: Town) -> Company:
    return company_of(linked_town)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("page", ["", "/recu", "/contact"])
def test_reading_a_link_changes_nothing(company: Company, method: str, page: str) -> None:
    before = dump(company.town.house.database)

    response = company.browser.request(method, company.path + page)

    assert response.status_code == 200
    assert dump(company.town.house.database) == before
    assert company.town.wakes == 0


def test_hours_are_declared_with_a_decimal_comma_and_receipted(company: Company) -> None:
    answered = company.send(**ONE_PERSON)

    assert (answered.status_code, answered.headers["location"]) == (303, f"{company.path}/recu")
    assert company.status == "submitted"
    receipt = company.browser.get(answered.headers["location"]).text
    assert "84,5\u00a0h pour janvier\u00a02026" in receipt
    assert "Dino Fictif" in receipt
    assert "1er\u00a0avril\u00a02026" in receipt  # the next sheet
    assert "sheet_receipt" in [row.kind for row in company.rows(select(MAIL.c.kind))]


def test_a_receipt_may_be_visited_again(company: Company) -> None:
    company.send(**ONE_PERSON)
    first, second = (company.browser.get(f"{company.path}/recu") for _ in range(2))
    assert (first.status_code, first.text) == (200, second.text)


def test_a_company_whose_works_are_stopped_is_told_so_instead_of_a_day_to_answer_by(company: Company) -> None:
    assert "Réponse attendue" in company.browser.get(company.path).text
    stop(company.town.house, company.market_id, date(2026, 2, 9))
    shown = company.browser.get(company.path).text
    assert "Le chantier est arrêté depuis le 9\u00a0février\u00a02026." in shown
    assert "Réponse attendue" not in shown


def test_a_month_with_nobody_is_one_button(company: Company) -> None:
    company.send(nil="1")

    assert company.status == "submitted"
    assert "Aucune heure pour janvier\u00a02026" in company.browser.get(f"{company.path}/recu").text


def test_a_remark_goes_with_nobody_worked_and_hours_typed_beside_are_asked_about(company: Company) -> None:
    form = re.search(r'<form[^>]*id="sheet-form".*?</form>', company.browser.get(company.path).text, re.S)
    assert form is not None
    assert all(f'name="{name}"' in form[0] for name in ("nil", "remark", "new.0.hours"))
    refused = company.send(**ONE_PERSON, nil="1", remark="Chantier noyé")
    assert refused.status_code == 422
    assert 'id="sheet-new-0-hours-error"' in refused.text
    assert ">Chantier noyé</textarea>" in refused.text
    company.send(**ONE_PERSON)
    hours = {f"person.{company.person()}": "84,5"}  # as the form shows them

    assert company.send(**hours | {f"person.{company.person()}": "80"}, nil="1").status_code == 422
    sent = company.send(**hours, nil="1", remark="Chantier noyé")

    assert "Chantier noyé" in company.browser.get(sent.headers["location"]).text
    assert company.rows(select(SHEET.c.is_nil, SHEET.c.remark))[0] == (True, "Chantier noyé")


@pytest.mark.parametrize("fields", [{}, {"rows": "3", "remark": "rien"}, {"new.0.hours": ""}])
def test_an_empty_form_is_never_an_answer(company: Company, fields: dict[str, str]) -> None:
    refused = company.send(**fields)

    assert refused.status_code == 422
    assert company.status == "awaited"
    assert "Aucune heure ce mois-ci" in refused.text
    assert "<title>Erreur\u00a0:" in refused.text


def test_an_error_is_said_on_top_and_beside_its_field_and_keeps_what_was_written(company: Company) -> None:
    refused = company.send(**BLANK | ONE_PERSON | {"new.0.hours": "beaucoup", "new.1.last_name": "Seul"})

    said = refused.text
    assert refused.status_code == 422
    for field, words in (
        ("new-0-hours", "Écrivez un nombre, par exemple 84,5."),
        ("new-1-first_name", "Écrivez le prénom."),
        ("new-1-hours", "Écrivez les heures de cette personne, ou videz la ligne."),
    ):
        assert f'<a href="#sheet-{field}">{words}</a>' in said
        assert re.search(rf'id="sheet-{field}-error">.*{re.escape(words)}', said)
        assert f'id="sheet-{field}"' in said
    assert 'value="beaucoup"' in said
    assert 'value="Dino"' in said


@pytest.mark.parametrize("hours", ["745", "-3", "1,234", "0,001", "1e3", "NaN"])
def test_impossible_hours_are_refused(company: Company, hours: str) -> None:
    assert company.send(**ONE_PERSON | {"new.0.hours": hours}).status_code == 422
    assert company.status == "awaited"


@pytest.mark.parametrize("said", [{"ends_on": "2026-06-30"}, {"employer_id": "1"}])
def test_an_end_or_an_employer_without_a_contract_is_said(company: Company, said: dict[str, str]) -> None:
    answer = company.send(**ONE_PERSON | {f"new.0.{name}": value for name, value in said.items()})
    assert answer.status_code == 422 and "Donnez aussi le type de contrat" in answer.text


def test_adding_a_row_keeps_what_was_written_and_stores_nothing(company: Company) -> None:
    before = dump(company.town.house.database)

    shown = company.send(more="1", rows="3", **ONE_PERSON).text

    assert 'name="new.3.hours"' in shown
    assert 'value="84,5"' in shown
    assert dump(company.town.house.database) == before


def test_an_answer_may_be_corrected_until_it_is_validated(company: Company) -> None:
    company.send(**ONE_PERSON)
    dino = company.person()
    assert f'name="person.{dino}"' in company.browser.get(company.path).text

    company.send(**{f"person.{dino}": "70"})
    assert company.rows(select(LINE.c.hours))[0][0] == 70

    company.town.house.validate(company.market_id, JANUARY, date(2026, 3, 2))
    late = company.send(**{f"person.{dino}": "71"})
    assert late.status_code == 409
    assert company.rows(select(LINE.c.hours))[0][0] == 70
    shown = company.browser.get(company.path).text
    assert f'action="{company.path}"' not in shown
    assert "70\u00a0h" in shown


def test_sending_again_what_is_recorded_changes_nothing_and_says_so(company: Company) -> None:
    company.send(**ONE_PERSON | {"new.0.training": "14"}, remark="Une arrivée\nUn départ")
    shown = {f"person.{company.person()}": "84,50", f"person.{company.person()}.training": "14"}
    shown |= {"remark": "Une arrivée\r\nUn départ"}
    before = dump(company.town.house.database)

    for same in (shown, ONE_PERSON | {"new.0.training": "14", "remark": shown["remark"]}):
        sent = company.send(**same)
        assert sent.headers["location"] == f"{company.path}/recu?fait=deja-enregistree"
        assert dump(company.town.house.database) == before
    assert "rien n’a changé" in company.browser.get(sent.headers["location"]).text
    line = {"participant_id": company.person(), "hours": "84.5", "training_hours": "14"}
    answer = {"lines": [line], "remark": "Une arrivée Un départ"}
    by_program = company.town.alice().put(f"/api/v1/sheets/{company.sheet_id}/answer", json=answer)
    assert (by_program.status_code, by_program.json()["version"]) == (200, 1)
    for other in (
        {f"person.{company.person()}": "84"},
        same | {"new.0.birth_date": "1990-04-12"},
        {"remark": ""},
    ):
        version = company.rows(select(SHEET.c.version))
        company.send(**(other if "new.0.birth_date" in other else shown | other))
        assert company.rows(select(SHEET.c.version)) != version


def test_a_criterion_of_no_list_is_named_at_its_field_and_kept(company: Company) -> None:
    refused = company.send(**ONE_PERSON, **{"new.0.criterion": "inconnu"})
    assert refused.status_code == 422
    assert '<a href="#sheet-new-0-criterion">Ce critère n’est pas dans la liste' in refused.text
    assert 'id="sheet-new-0-criterion-error"' in refused.text
    assert '<option value="inconnu" selected>' in refused.text
    told = {"contract_kind": "fixed_term", "starts_on": "2026-01-05", "employer_id": 9999}
    for name, terms in (("criterion", {"criterion": "inconnu"}), ("employer_id", told)):
        line = {"first_name": "Dino", "last_name": "Fictif", "hours": "84.5", **terms}
        path = f"/api/v1/sheets/{company.sheet_id}/answer"
        by_program = company.town.alice().put(path, json={"lines": [line]})
        assert by_program.json()["errors"][0]["field"] == f"lines.0.{name}"


def test_programs_are_told_to_write_a_point_where_forms_take_a_comma(company: Company) -> None:
    line = {"first_name": "Dino", "last_name": "Fictif", "hours": "84,5"}
    path = f"/api/v1/sheets/{company.sheet_id}/answer"
    (told,) = company.town.alice().put(path, json={"lines": [line]}).json()["errors"]
    assert told == {
        "field": "lines.0.hours",
        "detail": "Écrivez un nombre avec un point, par exemple 84.5.",
    }
    assert "par exemple 84,5." in company.send(**ONE_PERSON | {"new.0.hours": "beaucoup"}).text


def test_known_people_are_listed_with_last_hours_as_a_hint_not_a_value(company: Company) -> None:
    company.send(**ONE_PERSON)
    february = company_of_month(company, FEBRUARY)

    shown = february.browser.get(february.path).text

    field = re.search(rf'<input[^>]*name="person.{company.person()}"[^>]*>', shown)
    assert field is not None
    assert 'value=""' in field[0]
    assert 'inputmode="decimal"' in field[0]
    assert "En janvier\u00a02026\u00a0: 84,5\u00a0h" in shown


def company_of_month(company: Company, month: date) -> Company:
    sheet_id = company.town.house.sheet_of(company.market_id, month)
    link_id = company.rows(select(LINK.c.id).where(LINK.c.sheet_id == sheet_id))[0][0]
    return Company(company.town, company.market_id, sheet_id, link_id, company.browser)


def test_a_link_that_is_over_says_what_to_do(company: Company) -> None:
    company.change(update(LINK).values(expires_at=company.town.now - timedelta(seconds=1)))
    check_gone(company.browser.get(company.path))
    check_gone(over := company.send(nil="1"))
    assert "contactez votre facilitateur\u00a0: Alice Exemple, " in over.text
    assert company.status == "awaited"


def test_a_revoked_link_opens_nothing(company: Company) -> None:
    company.change(update(LINK).values(revoked_at=company.town.now))
    check_gone(company.browser.get(company.path))
    check_gone(company.send(nil="1"))


@pytest.mark.parametrize("token", ["x", "1-aaaaaaaaaaaaaaaaaaaaaaaaaa", "-1-a", "9" * 40, "1"])
def test_a_forged_link_opens_nothing(company: Company, token: str) -> None:
    check_gone(gone := company.browser.get(f"/f/{token}"))
    assert "Alice Exemple" not in gone.text
    check_gone(company.browser.post(f"/f/{token}", data={"nil": "1"}))


def check_gone(response: Response) -> None:
    assert response.status_code == 410
    assert "contactez votre facilitateur" in response.text


def test_another_company_s_participant_is_not_taken(company: Company) -> None:
    company.send(**ONE_PERSON)
    company.change(update(PERSON).values(party_id=company.town.buyer_of(company.market_id)))
    stranger = company.person()

    company.change(LINE.delete())
    refused = company.send(**{f"person.{stranger}": "10"})

    assert refused.status_code == 422
    assert company.rows(select(LINE.c.id)) == []


def test_the_same_person_twice_is_named_at_its_field(company: Company) -> None:
    twice = {name.replace("0", "1"): value for name, value in ONE_PERSON.items()}
    refused = company.send(**ONE_PERSON | twice)
    assert refused.status_code == 422
    assert 'href="#sheet-new-1-hours">Cette personne est déjà sur la fiche.' in refused.text


def test_a_wrong_contact_becomes_a_task(company: Company) -> None:
    assert company.browser.post(f"{company.path}/contact", data={"note": ""}).status_code == 422

    said = company.browser.post(f"{company.path}/contact", data={"note": "Voyez Carole Exemple"})

    assert "Merci" in company.browser.get(said.headers["location"]).text
    tasks = company.rows(select(TASK.c.details).where(TASK.c.kind == TaskKind.WRONG_CONTACT))
    assert "Carole Exemple" in tasks[0].details


def test_answers_through_one_link_are_limited(company: Company) -> None:
    statuses = {company.send().status_code for _ in range(41)}
    assert statuses == {422, 429}


def test_the_page_speaks_the_company_s_language_with_a_switch(company: Company) -> None:
    assert 'lang="fr"' in company.browser.get(company.path, headers={"accept-language": "en"}).text

    company.browser.post("/langue", data={"locale": "en", "back": company.path})

    assert "No hours this month" in company.browser.get(company.path).text


def test_another_site_cannot_answer(company: Company) -> None:
    forged = company.browser.post(company.path, data={"nil": "1"}, headers={"origin": "https://evil.example"})
    assert forged.status_code == 403
    assert company.status == "awaited"

"""The tender's pages: companies ask without an account, staff answer; nobody else learns who asked."""

import re
from datetime import date

import pytest

from api.rest.examples import GRID, OFFER
from cases.commands.accounts import add_api_key
from cases.links import token_for
from cases.rules.lifecycle import Move
from cases.statements import MAIL
from models.vocabulary import Role
from tests.api.town import Town
from tests.cases.scenes import acts, do, rows
from tests.cases.tendering import ASKER, QUESTION, analyse, answer, ask, holder, marked, offer

DAY = date(2026, 2, 2)
FORM = {"company_name": "Entreprise Curieuse", "asker_email": "zoe@curieuse.example", "text": QUESTION}


@pytest.fixture
def tender(town: Town) -> int:
    market = town.house.register(DAY, "M-2")
    town.house.publish(market, DAY)
    return market


def path_of(town: Town, market: int) -> str:
    return f"/q/{token_for(b'essai', holder(town.house, market).id or 0)}"


def program(town: Town, account: int) -> dict[str, str]:
    with town.house.database.write() as session:
        key = add_api_key(session, account, "essai", now=town.now)
    return {"authorization": f"Bearer {key}"}


def test_a_company_asks_without_an_account_and_is_told_what_follows(town: Town, tender: int) -> None:
    browser, path = town.browser(), path_of(town, tender)
    sent = browser.post(path, data=FORM)
    assert sent.headers["location"] == f"{path}?fait=question"
    assert "Votre question est arrivée" in browser.get(sent.headers["location"]).text
    assert [row.to_email for row in rows(town.house, MAIL, kind="question_receipt")] == [FORM["asker_email"]]


def test_a_question_lacking_something_keeps_what_was_written_and_names_the_field(
    town: Town, tender: int
) -> None:
    answered = town.browser().post(path_of(town, tender), data=FORM | {"asker_email": "zoe"})
    assert answered.status_code == 422
    assert 'href="#question-asker_email"' in answered.text
    assert QUESTION in answered.text


def test_opening_the_link_changes_nothing(town: Town, tender: int) -> None:
    before = town.wakes
    assert town.browser().get(path_of(town, tender)).status_code == 200
    assert town.wakes == before


def test_nobody_asks_without_end(town: Town, tender: int) -> None:
    path = path_of(town, tender)
    answers = [town.browser().post(path, data=FORM).status_code for _ in range(12)]
    assert answers[:10] == [303] * 10
    assert answers[10:] == [429] * 2


def test_the_public_page_says_the_clause_and_the_answers_and_never_who_asked(town: Town, tender: int) -> None:
    ask(town.house, tender, DAY)
    ask(town.house, tender, DAY, text="Sans réponse encore ?")
    answer(town.house, tender, 1, DAY, published_text="Un apprenti compte-t-il ?")
    text = town.browser().get(path_of(town, tender)).text
    for said in (
        "Ville d’Essai",
        "300\u00a0h",
        "Alice Exemple",
        "Un apprenti compte-t-il ?",
        "Oui, s’il est",
    ):
        assert said in text
    for hidden in (*ASKER.values(), QUESTION, "Sans réponse encore"):
        assert hidden not in text


def test_after_the_award_the_answers_stay_and_the_form_is_gone(town: Town, tender: int) -> None:
    ask(town.house, tender, DAY)
    answer(town.house, tender, 1, DAY)
    path = path_of(town, tender)
    town.house.award(tender, DAY)
    text = town.browser().get(path).text
    assert "Oui, s’il est éligible" in text
    assert "<textarea" not in text
    assert town.browser().post(path, data=FORM).status_code == 409


def test_an_abandoned_tender_has_no_page(town: Town, tender: int) -> None:
    path = path_of(town, tender)
    do(town.house, acts(DAY)[Move.ABANDON], tender)
    assert town.browser().get(path).status_code == 410


@pytest.mark.parametrize("role", [Role.BUYER, Role.COMPANY])
def test_programs_of_others_than_staff_read_the_answers_without_who_asked(
    town: Town, tender: int, role: Role
) -> None:
    ask(town.house, tender, DAY)
    answer(town.house, tender, 1, DAY, published_text="Un apprenti compte-t-il ?")
    ask(town.house, tender, DAY)
    town.house.award(tender, DAY)
    party = town.buyer_of(tender) if role is Role.BUYER else town.company_of(tender)
    headers = program(town, town.add_account(role, party_id=party))
    told = town.browser(**headers).get(f"/api/v1/markets/{tender}/questions")
    assert [each["published_text"] for each in told.json()] == ["Un apprenti compte-t-il ?"]
    assert not [value for value in (*ASKER.values(), QUESTION) if value in told.text]
    journal = town.browser(**headers).get(f"/api/v1/markets/{tender}/journal").text
    assert not [value for value in ASKER.values() if value in journal]


def test_staff_answer_on_the_page_and_a_wording_that_tells_who_asked_is_shown_again(
    town: Town, tender: int
) -> None:
    ask(town.house, tender, DAY)
    alice, page = town.alice(), f"/marches/{tender}/consultation"
    assert ASKER["asker_email"] in alice.get(page).text

    telling = {"published_text": "Entreprise Curieuse demande…", "answer": "Oui."}
    refused = alice.post(f"{page}/1/reponse", data=telling)
    assert refused.status_code == 422
    assert 'href="#reponse-1-published_text"' in refused.text

    sent = alice.post(f"{page}/1/reponse", data=telling | {"published_text": "Une entreprise demande…"})
    assert sent.headers["location"] == f"{page}?fait=reponse"


def test_staff_record_and_set_apart_questions_on_the_page(town: Town, tender: int) -> None:
    alice, page = town.alice(), f"/marches/{tender}/consultation"
    assert alice.post(page, data=FORM).status_code == 303
    assert alice.post(f"{page}/1/ecarter").status_code == 303
    assert "écartée" in alice.get(page).text


def test_a_wrong_siret_is_shown_again_with_the_box_that_confirms_it(town: Town, tender: int) -> None:
    alice, page = town.alice(), f"/marches/{tender}/offres"
    form = {"name": "Bâti Fictif", "siret": "73282932000075", "promised_hours": "1 240,5"}
    form |= {"modality": "direct_hire", "received_on": "2026-02-02"}
    refused = alice.post(page, data=form)
    assert refused.status_code == 422
    assert 'name="siret_confirmed"' in refused.text
    assert alice.post(page, data=form | {"siret_confirmed": "true"}).status_code == 303
    assert "1\u202f240,5\u00a0h" in alice.get(page).text


def test_an_empty_row_takes_its_criterion_out_of_the_grid_and_problems_stay_at_their_row(
    town: Town, tender: int
) -> None:
    alice, page = town.alice(), f"/marches/{tender}/offres"
    form = {
        "criteria.0.code": "promised_hours",
        "criteria.0.label": "Heures",
        "criteria.0.percent": "60",
        "criteria.1.code": "tutoring",
        "criteria.1.label": "",
        "criteria.1.percent": "",
        "criteria.5.label": "Quartiers",
        "criteria.5.percent": "quarante",
    }
    refused = alice.post(f"{page}/grille", data=form)
    assert refused.status_code == 422
    assert 'href="#grille-criteria-1-percent"' in refused.text
    assert alice.post(f"{page}/grille", data=form | {"criteria.5.percent": "40"}).status_code == 303
    shown = alice.get(page).text
    assert "Quartiers" in shown
    assert "Tutorat" not in shown


def test_the_ranking_says_what_is_missing_and_then_fills_the_award(town: Town, tender: int) -> None:
    alice, page = town.alice(), f"/marches/{tender}/offres"
    best = offer(town.house, tender, "Bâti Fictif", 450, DAY, siret="73282932000074")
    offer(town.house, tender, "Trop Peu", 20, DAY)
    assert "Il manque 4 notes" in alice.get(page).text
    assert alice.post(f"{page}/analyse", data={}).status_code == 422
    marked(town.house, tender, best, "4")
    shown = alice.get(page).text
    assert "Attribuer à Bâti Fictif" in shown
    assert "Trop Peu promet" in shown

    changed = "ont changé depuis l’analyse"
    assert alice.post(f"{page}/analyse", data={}).status_code == 303
    assert changed not in alice.get(page).text
    marked(town.house, tender, best, "3")
    assert changed in alice.get(page).text

    award = alice.get(f"/marches/{tender}?attribuer={best}").text
    field = re.search(r'<input[^>]*name="companies.0.siret"[^>]*>', award)
    assert field is not None
    assert 'value="73282932000074"' in field[0]
    assert alice.get(f"/marches/{tender}?attribuer=999").status_code == 404


def test_the_buyer_reads_the_analysis_and_companies_never_do(town: Town, tender: int) -> None:
    number = offer(town.house, tender, "Bâtisseur d’Essai", 450, DAY, siret="73282932000074")
    marked(town.house, tender, number, "4")
    paper = f"/documents/{analyse(town.house, tender, DAY)}"
    town.house.award(tender, DAY)
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(tender))
    company = town.someone(Role.COMPANY, party_id=town.company_of(tender))
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert buyer.get(f"{paper}.{kind}").content.startswith(start)
        assert company.get(f"{paper}.{kind}").status_code == 404
    assert company.get(f"/marches/{tender}/offres").status_code == 403


def test_a_program_records_marks_ranks_and_analyses(town: Town, tender: int) -> None:
    assert town.house.alice.id is not None
    rest = town.browser(**program(town, town.house.alice.id))
    base = f"/api/v1/markets/{tender}"
    number = rest.post(f"{base}/offers", json=OFFER | {"received_on": "2026-02-02"}).json()["id"]
    codes = [each["code"] for each in rest.put(f"{base}/grid", json=GRID).json()]
    assert codes == ["promised_hours", "tutoring", "own_1"]
    marks = [{"offer_id": number, "criterion": code, "mark": "4"} for code in codes[1:]]
    ranking = rest.put(f"{base}/marks", json={"marks": marks}).json()
    assert ranking["placings"] == [
        {
            "offer_id": number,
            "company_name": "Bâtiment Exemple SAS",
            "rank": 1,
            "is_tied": False,
            "total": "90.00",
        }
    ]
    document = rest.post(f"{base}/analysis", json={}).json()
    assert (document["kind"], document["figures"]["version"]) == ("offer_analysis", 1)
    assert rest.delete(f"{base}/offers/{number}").status_code == 204
    assert rest.get(f"{base}/offers/{number}").status_code == 404
    assert rest.get(f"{base}/ranking").json() == {"placings": [], "irregular": [], "missing": []}

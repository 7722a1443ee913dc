"""The clause's pages and routes: drafted, sent, read by its buyer, worded by a director."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from fastapi.testclient import TestClient

from cases.statements import MAIL
from models.vocabulary import Role
from tests.api.town import Town
from tests.cases.scenes import rows
from tests.support.people import House

DAY = date(2026, 3, 2)
TEMPLATE = "/territoire/clauses/execution_condition/commitment"


@pytest.fixture
def market(town: Town) -> int:
    return town.house.register(DAY)


@pytest.fixture
def director(town: Town) -> TestClient:
    return town.someone(Role.DIRECTOR)


def test_the_page_reads_each_article_and_gives_the_draft_as_files(town: Town, market: int) -> None:
    at = f"/marches/{market}/clause"

    said = town.alice().get(at).text

    assert "300\u00a0heures" in said
    assert "Cahier des clauses" in said or "CCAP" in said
    assert "Publics éligibles" in said
    docx = town.alice().get(f"{at}/projet.docx")
    assert "attachment" in docx.headers["content-disposition"]
    assert Document(BytesIO(docx.content)).paragraphs[0].text.startswith("Projet")
    assert town.alice().get(f"{at}/projet.txt").text.startswith("[Projet")
    assert town.alice().get(f"{at}/projet.pdf").content.startswith(b"%PDF")
    assert town.alice().get(f"{at}/projet.odt").status_code in (404, 422)


def test_sending_shows_the_version_and_a_change_says_that_it_no_longer_matches(
    town: Town, market: int
) -> None:
    alice, at = town.alice(), f"/marches/{market}/clause"

    sent = alice.post(f"{at}/envoi", data={"note": "Bonne lecture."})

    assert sent.headers["location"] == f"{at}?fait=clause"
    assert "Le texte de la clause part pour l’acheteur." in alice.get(f"{at}?fait=clause").text
    assert "à jour" in alice.get(at).text
    alice.post(f"/marches/{market}/description", data={"required_hours": "420"})
    said = alice.get(at).text
    assert "Le texte envoyé ne correspond plus au marché." in said
    assert "Le texte envoyé ne correspond plus au marché." in said
    assert "heures d’insertion requises" in said
    assert "version 1 · 300\u00a0h" in said
    assert "Envoyer la version 2" in said
    assert "Texte de la clause envoyé à l’acheteur" in alice.get(f"/marches/{market}").text


def test_what_is_missing_is_said_and_no_file_is_made_of_it(town: Town) -> None:
    market = town.house.register(DAY, hours=0)
    at = f"/marches/{market}/clause"

    said = town.alice().get(at).text

    assert "Il manque\u00a0:" in said and "heures d’insertion requises" in said
    assert town.alice().get(f"{at}/projet.docx").status_code == 422
    refused = town.alice().post(f"{at}/envoi")
    assert refused.status_code == 422
    assert "Le texte de la clause n’est pas complet" in refused.text or "Il manque" in refused.text
    assert rows(town.house, MAIL) == []


def test_the_buyer_reads_every_version_and_another_territory_none(town: Town, market: int) -> None:
    alice = town.alice()
    for _ in range(2):
        alice.post(f"/marches/{market}/clause/envoi")
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market))

    papers = buyer.get("/api/v1/documents").json()["items"]

    assert [paper["kind"] for paper in papers] == ["clause_text", "clause_text"]
    number = papers[0]["id"]
    assert f"/documents/{number}.docx" in buyer.get("/documents").text
    assert f"/documents/{number}.txt" in buyer.get(f"/marches/{market}").text
    text = buyer.get(f"/documents/{number}.txt")
    assert text.headers["content-type"].startswith("text/plain")
    assert "300\u00a0heures" in text.text and "/q/" in text.text
    docx = buyer.get(f"/api/v1/documents/{number}/docx")
    assert Document(BytesIO(docx.content)).core_properties.author == "Pays d’Essai"
    assert buyer.get(f"/marches/{market}/clause").status_code == 403
    far = House(town.house.database, town.house.territory_id + 1)
    stranger = town.someone(Role.FACILITATOR, house=far)
    for path in (
        f"/documents/{number}.txt",
        f"/marches/{market}/clause",
        f"/marches/{market}/clause/projet.txt",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/marches/{market}/clause/envoi").status_code == 404


def test_a_certificate_is_not_given_as_docx(town: Town) -> None:
    market = town.house.under_way(date(2026, 1, 5), "M-2", hours=40)
    town.house.live(date(2026, 2, 1), date(2026, 3, 2))
    for month in (date(2026, 1, 1), date(2026, 2, 1)):
        town.house.answer(market, month, "40", DAY)
        town.house.validate(market, month, DAY)
    town.house.receive(market, date(2026, 2, 27))
    town.house.issue(market, DAY)
    papers = town.alice().get("/api/v1/documents").json()["items"]
    number = next(paper["id"] for paper in papers if paper["kind"] == "certificate")

    assert town.alice().get(f"/api/v1/documents/{number}/docx").status_code == 404
    assert f"/documents/{number}.pdf" in town.alice().get("/documents").text
    assert f"/documents/{number}.docx" not in town.alice().get("/documents").text


def test_a_market_is_published_once_its_text_was_sent(town: Town, market: int) -> None:
    alice, at = town.alice(), f"/marches/{market}"
    town.house.advise(market, DAY)
    assert f'href="/marches/{market}/clause"' in alice.get(at).text
    refused = alice.post(f"{at}/publication", data={"published_on": "2026-03-02"})
    assert refused.status_code == 422
    alice.post(f"{at}/clause/envoi")

    published = alice.post(f"{at}/publication", data={"published_on": "2026-03-02"})

    assert published.status_code == 303


def test_rest_reads_sends_and_words_the_clause(town: Town, market: int, director: TestClient) -> None:
    path = f"/api/v1/markets/{market}/clause-text"
    before = town.alice().get(path).json()
    assert (before["missing"], before["sent"]) == ([], [])
    assert [each["article"] for each in before["articles"]] == [
        "special_conditions",
        "tender_rules",
        "commitment",
    ]

    sent = town.alice().post(path, json={"note": "À coller."})
    words = {"lever": "execution_condition", "article": "commitment", "text": "Nous demandons {{ heures }}."}
    adopted = director.put("/api/v1/clause-templates", json=words)

    assert sent.status_code == 201
    assert sent.json()["sent"][0]["version"] == 1
    assert (adopted.json()["version"], adopted.json()["is_default"]) == (1, False)
    after = town.alice().get(path).json()["articles"][2]
    assert after == {
        "article": "commitment",
        "template_version": 1,
        "text": "Nous demandons 300\u00a0heures.\n",
    }
    versions = town.alice().get("/api/v1/clause-templates/execution_condition/commitment/versions").json()
    assert [each["version"] for each in versions] == [1, 0]
    assert len(town.alice().get("/api/v1/clause-templates").json()) == 24
    faulty = director.put("/api/v1/clause-templates", json=words | {"text": "{{ heure }}"})
    assert faulty.status_code == 422
    assert faulty.json()["errors"][0]["field"] == "text"
    assert town.alice().put("/api/v1/clause-templates", json=words).status_code == 403


def test_a_director_words_a_template_tries_it_and_goes_back(town: Town, director: TestClient) -> None:
    tried = director.post(f"{TEMPLATE}/apercu", data={"text": "Essai pour {{ titre_marche }}."})
    assert "Essai pour Réhabilitation du groupe scolaire Exemple." in tried.text
    assert "pas encore adopté" in tried.text
    assert "Essai pour" not in director.get(TEMPLATE).text

    adopted = director.post(TEMPLATE, data={"text": "# Chez nous\r\n{{ heures }} au moins."})

    assert adopted.headers["location"] == f"{TEMPLATE}?fait=modele"
    said = director.get(TEMPLATE).text
    assert "<h3>Chez nous</h3>" in said and "2\u202f400\u00a0heures au moins." in said
    assert "Chez nous" not in director.get(f"{TEMPLATE}?version=0").text
    director.post(f"{TEMPLATE}/defaut")
    assert "Chez nous" not in director.get(TEMPLATE).text
    assert "Chez nous" in director.get(f"{TEMPLATE}?version=1").text
    assert director.get(f"{TEMPLATE}?version=9").status_code == 404


@pytest.mark.parametrize("act", ["", "/apercu"])
def test_a_faulty_template_is_shown_again_with_each_line_to_correct(director: TestClient, act: str) -> None:
    refused = director.post(f"{TEMPLATE}{act}", data={"text": "Bien.\r\n{{ heure }}\r\n[si lots]"})
    assert refused.status_code == 422
    assert "Ligne 2 : « heure » n’est pas une valeur de la liste." in refused.text
    assert "Ligne 3 : « [si lots] » n’est pas fermée par [fin]." in refused.text
    assert "{{ heure }}" in refused.text
    assert director.post(f"{TEMPLATE}{act}", data={"text": " "}).status_code == 422


def test_a_facilitator_reads_the_templates_and_changes_none(town: Town) -> None:
    alice = town.alice()
    assert "Condition d’exécution" in alice.get("/territoire/clauses").text
    said = alice.get(TEMPLATE).text
    assert "{{ heures }}" in said and "Adopter ce texte" not in said
    assert alice.post(TEMPLATE, data={"text": "Texte."}).status_code == 403
    assert alice.post(f"{TEMPLATE}/defaut").status_code == 403

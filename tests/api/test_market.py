"""One market's page, and the acts that move it on."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from api.pages.market_acts import ACT_OF_MOVE, ACTS
from cases.rules.lifecycle import Move
from cases.statements import JOURNAL, table_of
from models.tables import Document
from models.vocabulary import Role, Stage
from tests.api.town import Town

DAY = date(2026, 1, 5)
DOCUMENT = table_of(Document)
GROUP = {"companies", "group_kind", "no_analysis_reason"}
"""What the award's form asks besides the fields of its act."""


def test_every_move_of_the_lifecycle_has_its_form() -> None:
    assert set(ACT_OF_MOVE) == set(Move)


def test_each_form_asks_exactly_what_its_command_takes() -> None:
    for act in ACTS.values():
        if act.move is None or act.section:
            continue
        asked = {field.name for field in act.fields} | (GROUP if act.slug == "attribution" else set())
        assert asked == set(act.input.model_fields if act.input else ()), act.slug


def test_the_page_says_the_stage_and_what_is_missing_before_the_next(town: Town) -> None:
    market = town.house.register(DAY)
    town.alice().post(f"/marches/{market}/description", data={"title": "Chantier", "required_hours": "300"})

    said = town.alice().get(f"/marches/{market}").text

    assert 'class="step-now" aria-current="step">Rédaction' in said
    assert "Enregistrer la publication" in said
    assert "levier juridique de la clause n’est pas choisi" not in said, "the lever was chosen at entry"


def test_what_the_form_does_not_ask_is_listed_with_a_link_to_give_it(town: Town) -> None:
    browser = town.alice()
    answer = browser.post(
        "/marches/nouveau", data={"reference": "R", "title": "T", "buyer.name": "Ville d’Essai"}
    )
    market = answer.headers["location"].split("?")[0]

    said = browser.get(market).text

    assert f'<a href="{market}/avis">Le levier juridique de la clause n’est pas choisi.</a>' in said
    assert "La date de publication de la consultation manque." not in said, "the form itself asks it"


def test_a_market_goes_from_its_entry_to_its_closing_through_the_pages(town: Town) -> None:
    town.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    house = town.house
    market = house.register(DAY)
    at = f"/marches/{market}"

    def does(act: str, **data: str) -> None:
        browser = town.alice()
        answer = browser.post(f"{at}/{act}", data=data)
        assert answer.headers.get("location") == f"{at}?fait={act}", answer.text
        assert browser.get(f"{at}?fait={act}").status_code == 200

    house.advise(market, DAY)
    does("publication", clause_text_sent_on="2026-01-05", published_on="2026-01-05")
    does(
        "attribution",
        awarded_on="2026-01-05",
        committed_hours="300",
        **{
            "companies.0.name": "Bâtisseur d’Essai",
            "companies.0.role": "lead",
            "companies.0.email": "boris@batisseur.example",
            "companies.1.name": "",
            "companies.1.role": "",
        },
    )
    does("lancement", held_on="2026-01-05", minutes="Obligations rappelées.", starts_on="2026-01-05")
    town.now = datetime(2026, 1, 15, 9, tzinfo=UTC)
    does("suspension", from_on="2026-01-12", reason="Intempéries.")
    does("reprise", on="2026-01-15")
    house.live(DAY, date(2026, 2, 3))
    town.now = datetime(2026, 2, 3, 9, tzinfo=UTC)
    does("reception", received_on="2026-01-31")
    house.answer(market, date(2026, 1, 1), "120", date(2026, 2, 3))
    house.validate(market, date(2026, 1, 1), date(2026, 2, 3))
    assert "Il manque 180\u00a0h" in town.alice().get(at).text
    does("heures-manquantes", decision="waiver", reason="Chantier écourté par l’acheteur.")
    does("bilan")

    assert house.stage(market) is Stage.CLOSED
    said = town.alice().get(at).text
    assert "Bilan (PDF)" in said
    with house.database.read() as session:
        document = session.connection().execute(select(DOCUMENT.c.id).limit(1)).scalar_one()
    paper = town.alice().get(f"/documents/{document}.pdf")
    assert paper.content.startswith(b"%PDF")


def test_a_refused_act_shows_its_form_again_with_what_was_written(town: Town) -> None:
    market = town.house.register(DAY)

    answer = town.alice().post(f"/marches/{market}/publication", data={"published_on": "2026-01-09"})

    assert answer.status_code == 422
    assert "<title>Erreur\u00a0: " in answer.text
    assert 'id="publication-published_on" name="published_on" type="date" value="2026-01-09"' in answer.text


def test_an_act_that_the_stage_forbids_is_refused_in_words(town: Town) -> None:
    market = town.house.register(DAY)

    answer = town.alice().post(f"/marches/{market}/bilan")

    assert answer.status_code == 409
    assert "n’est pas possible à cette étape du marché." in answer.text


def test_an_act_that_does_not_exist_is_not_found(town: Town) -> None:
    market = town.house.register(DAY)

    assert town.alice().post(f"/marches/{market}/inconnu").status_code == 404


def test_shares_that_do_not_add_up_are_refused_with_every_company_kept(town: Town) -> None:
    market = town.house.register(DAY)
    town.house.publish(market, DAY)
    award = {
        "awarded_on": "2026-01-05",
        "committed_hours": "300",
        "companies.0.name": "Bâtisseur d’Essai",
        "companies.0.role": "lead",
        "companies.0.committed_hours": "100",
        "companies.1.name": "Couvreur d’Essai",
        "companies.1.role": "co_contractor",
        "companies.1.committed_hours": "100",
    }

    answer = town.alice().post(f"/marches/{market}/attribution", data=award)

    assert answer.status_code == 422
    assert "la somme des parts des entreprises" in answer.text
    assert 'value="Couvreur d’Essai"' in answer.text


def test_an_award_is_corrected_from_the_page_until_the_kickoff(town: Town) -> None:
    market = town.house.register(DAY)
    town.house.publish(market, DAY)
    town.house.award(market, DAY)
    award = {
        "awarded_on": "2026-01-05",
        "committed_hours": "320",
        "companies.0.name": "Bâtisseur d’Essai",
        "companies.0.siret": "73282932000074",
        "companies.0.role": "lead",
        "companies.1.name": "Couvreur d’Essai",
        "companies.1.role": "co_contractor",
    }
    assert "Corriger l’attribution" in town.alice().get(f"/marches/{market}").text

    answer = town.alice().post(f"/marches/{market}/attribution-corrigee", data=award)

    assert answer.headers["location"] == f"/marches/{market}?fait=attribution-corrigee"
    page = town.alice().get(f"/marches/{market}").text
    assert "Couvreur d’Essai" in page and "320\xa0h" in page and "Attribution corrigée" in page


def test_the_contact_given_on_the_page_is_kept_and_its_task_ends(town: Town) -> None:
    town.now = datetime(2026, 2, 3, 9, tzinfo=UTC)
    market = town.house.register(DAY)
    town.house.publish(market, DAY)
    town.house.award(market, DAY, email=None)
    party = town.company_of(market)
    browser = town.alice()
    assert "pas d’adresse" in browser.get(f"/marches/{market}").text

    contact = {"email": "boris@batisseur.example", "locale": "en"}
    answer = browser.post(f"/marches/{market}/contacts/{party}", data=contact)

    assert answer.headers["location"] == f"/marches/{market}?fait=contact"
    shown = browser.get(f"/marches/{market}").text
    assert "mailto:boris@batisseur.example" in shown
    assert shown.count('<option value="en" selected>English') == 1


def test_the_timeline_tells_the_journal_in_the_readers_language(town: Town) -> None:
    market = town.house.under_way(DAY)
    browser = town.alice()

    french = browser.get(f"/marches/{market}").text
    browser.post("/langue", data={"locale": "en", "back": "/"})
    english = browser.get(f"/marches/{market}").text

    assert "Marché attribué</strong> · Analyse des offres → Lancement" in french
    assert "Market awarded</strong> · Tender analysis → Kickoff" in english
    assert "Alice Exemple" in french


def test_every_event_of_a_lived_market_has_its_words(town: Town) -> None:
    from api.words import EVENTS

    town.market_under_way(DAY)

    with town.house.database.read() as session:
        events = set(session.connection().execute(select(JOURNAL.c.event)).scalars())
    assert events <= set(EVENTS)


def test_a_buyer_reads_its_market_without_forms_mails_or_others_addresses(town: Town) -> None:
    market = town.market_under_way(DAY)

    said = town.someone(Role.BUYER, party_id=town.buyer_of(market)).get(f"/marches/{market}").text

    assert "Fiches mensuelles" in said
    assert '<form method="post" action="/marches' not in said
    assert "boris@batisseur.example" not in said
    assert "achats@ville.example" in said
    assert 'id="courriels"' not in said


def test_deadlines_tasks_and_mails_of_the_market_are_on_its_page(town: Town) -> None:
    market = town.market_under_way(DAY)

    said = town.alice().get(f"/marches/{market}").text

    assert "Ouverture des fiches" in said
    assert "Appeler l’entreprise pour sa fiche" in said
    assert "Seconde relance" in said and "boris@batisseur.example" in said

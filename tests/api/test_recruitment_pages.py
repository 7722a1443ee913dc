"""Partners, needs and candidates through the pages, REST and a partner's link."""

from datetime import date

import pytest
from sqlalchemy import ColumnElement, func, select

from cases.commands.needs import send_need
from cases.commands.partners import add_partner
from cases.inputs.recruitment import NeedSending, PartnerInput
from cases.links import token_for
from cases.statements import table_of
from models.secret import secret_key
from models.tables import AccessLink, Candidate, MarketParty, Party, RecruitmentNeed
from models.vocabulary import PartyKind, Role, Trade
from tests.api.town import Town
from tests.cases.dump import dump
from tests.support.people import at

DAY = date(2026, 1, 5)
LINK, CANDIDATE, NEED = table_of(AccessLink), table_of(Candidate), table_of(RecruitmentNeed)
PARTY, MEMBER = table_of(Party), table_of(MarketParty)
NEED_FORM = {
    "trade": "painting",
    "positions": "2",
    "contract_kind": "fixed_term",
    "hours": "151,5",
    "starts_on": "2026-04-01",
    "profile": "Peinture de façades.",
}


def only(town: Town, column: ColumnElement[int]) -> int:
    """The latest number of them."""
    with town.house.database.read() as session:
        return int(session.connection().execute(select(func.max(column))).scalar_one())


def partner(town: Town, name: str = "PLIE d’Essai") -> int:
    wanted = PartnerInput(
        kind=PartyKind.PRESCRIBER, name=name, email="plie@essai.example", trades=(Trade.PAINTING,)
    )
    with town.house.database.write() as session:
        return add_partner(session, town.house.alice, wanted, now=at(DAY))


def recorded(town: Town) -> tuple[int, int]:
    """A market and a need recorded through the page."""
    market = town.house.under_way(DAY)
    data = NEED_FORM | {"party_id": str(town.company_of(market))}
    answer = town.alice().post(f"/marches/{market}/besoins", data=data)
    assert answer.status_code == 303, answer.text
    return market, only(town, NEED.c.id)


def sent(town: Town) -> tuple[int, int, int, str]:
    """The same, sent to a partner: market, need, partner, and the path of its link."""
    market, need = recorded(town)
    party = partner(town)
    with town.house.database.write() as session:
        send_need(session, town.house.alice, need, NeedSending(partners=(party,)), now=town.now)
    token = token_for(secret_key(town.settings), only(town, LINK.c.id))
    return market, need, party, f"/p/{token}"


def test_a_partner_is_added_and_corrected_on_its_page(town: Town) -> None:
    browser = town.alice()
    data = {
        "kind": "insertion_structure",
        "structure_kind": "aci",
        "name": "Chantier École Fictif",
        "email": "elise@fictif.example",
        "trades.0": "structural_work",
        "trades.3": "painting",
    }

    assert browser.post("/partenaires", data=data).headers["location"] == "/partenaires?fait=partenaire"

    said = browser.get("/partenaires?metier=painting").text
    assert "Chantier École Fictif" in said and "Gros œuvre, Peinture" in said
    number = only(town, PARTY.c.id)
    form = browser.get(f"/partenaires/{number}").text
    assert form.count(" checked") == 2
    browser.post(f"/partenaires/{number}", data=data | {"trades.3": "", "phone": "01 99 00 55 66"})
    assert "Aucun partenaire n’est lié à ce métier" in browser.get("/partenaires?metier=painting").text


def test_a_partner_without_its_kind_of_structure_is_refused_with_what_was_written_kept(town: Town) -> None:
    answer = town.alice().post("/partenaires", data={"kind": "insertion_structure", "name": "Fictif"})

    assert answer.status_code == 422
    assert 'value="Fictif"' in answer.text
    assert "Choisissez le type de structure" in answer.text


def test_the_partners_of_the_trade_are_ticked_and_the_need_leaves(town: Town) -> None:
    market, need = recorded(town)
    party = partner(town)
    browser = town.alice()
    page = browser.get(f"/marches/{market}/besoins").text
    assert f'name="partners.0" value="{party}" checked' in page

    answer = browser.post(f"/marches/{market}/besoins/{need}/envoyer", data={"partners.0": str(party)})

    assert answer.headers["location"].startswith(f"/marches/{market}/besoins?fait=besoin-envoye")
    assert "pas encore de réponse" in browser.get(f"/marches/{market}/besoins").text


def test_sending_to_nobody_is_refused_beside_the_form(town: Town) -> None:
    market, need = recorded(town)
    partner(town)

    answer = town.alice().post(f"/marches/{market}/besoins/{need}/envoyer", data={})

    assert answer.status_code == 422
    assert "error-summary" in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_partners_link_changes_nothing(town: Town, method: str) -> None:
    _, _, _, path = sent(town)
    before = dump(town.house.database)

    answer = town.browser().request(method, path)

    assert answer.status_code == 200
    assert dump(town.house.database) == before


def test_a_partner_proposes_takes_back_and_says_nobody_by_its_link(town: Town) -> None:
    market, _, _, path = sent(town)
    browser = town.browser()
    assert "Bâtisseur d’Essai" in browser.get(path).text

    wrong = browser.post(path, data={"first_name": "Dino", "last_name": ""})
    assert wrong.status_code == 422 and 'value="Dino"' in wrong.text
    done = browser.post(path, data={"first_name": "Dino", "last_name": "Fictif"})
    assert done.headers["location"] == f"{path}?fait=candidat"
    assert "Dino Fictif" in browser.get(path).text
    assert "Dino Fictif" in town.alice().get(f"/marches/{market}/besoins").text
    browser.post(path, data={"withdraw": str(only(town, CANDIDATE.c.id))})
    assert "Dino Fictif" not in browser.get(path).text
    browser.post(path, data={"nobody": "1"})
    assert "Vous avez répondu le" in browser.get(path).text


def test_a_link_for_something_else_does_not_open_a_need(town: Town) -> None:
    _, _, _, path = sent(town)

    assert town.browser().get(path.replace("/p/", "/f/")).status_code == 410
    assert town.browser().get(path + "x").status_code == 410


def test_the_facilitator_decides_and_the_company_sees_whom_it_was_shown(town: Town) -> None:
    market, need, _, path = sent(town)
    town.browser().post(path, data={"first_name": "Dino", "last_name": "Fictif"})
    town.browser().post(path, data={"first_name": "Bob", "last_name": "Inventé"})
    bob = only(town, CANDIDATE.c.id)
    browser = town.alice()
    assert f"/marches/{market}/besoins#besoin-{need}" in browser.get("/taches").text

    decided = browser.post(
        f"/marches/{market}/besoins/{need}/candidats",
        data={f"candidate.{bob}": "presented", f"candidate.{bob - 1}": ""},
    )

    assert decided.status_code == 303
    company = town.someone(Role.COMPANY, party_id=town.company_of(market))
    page = company.get(f"/marches/{market}/besoins").text
    assert "Bob Inventé" in page and "Dino Fictif" not in page
    assert "Clore le besoin" not in page
    browser.post(f"/marches/{market}/besoins/{need}/clore", data={"status": "filled"})
    assert "Pourvu" in browser.get(f"/marches/{market}/besoins").text
    assert town.browser().get(path).status_code == 410


def test_a_partner_signs_in_to_the_needs_sent_to_it_and_to_nothing_else(town: Town) -> None:
    market, need, party, _ = sent(town)
    mine = town.someone(Role.PARTNER, party_id=party)
    other = town.someone(Role.PARTNER, party_id=partner(town, "Mission d’Essai"))

    assert mine.get("/").headers["location"] == "/mes-besoins"
    assert f"/mes-besoins/{need}" in mine.get("/mes-besoins").text
    mine.post(f"/mes-besoins/{need}", data={"first_name": "Dino", "last_name": "Fictif"})
    assert "Dino Fictif" in mine.get(f"/mes-besoins/{need}").text
    assert other.get(f"/mes-besoins/{need}").status_code == 404
    for path in (f"/marches/{market}", f"/marches/{market}/besoins", "/documents", "/taches"):
        assert mine.get(path).status_code == 403, path
    for path in (f"/api/v1/markets/{market}", "/api/v1/sheets", f"/api/v1/markets/{market}/journal"):
        assert mine.get(path).status_code == 403, path


def test_rest_does_what_the_pages_do(town: Town) -> None:
    market, need, party, _ = sent(town)
    mine = town.someone(Role.PARTNER, party_id=party)
    alice = town.alice()

    made = mine.post(f"/api/v1/needs/{need}/candidates", json={"first_name": "Dino", "last_name": "Fictif"})
    candidate = made.json()["candidates"][0]["id"]
    again = mine.post(f"/api/v1/needs/{need}/candidates", json={"first_name": "Dino", "last_name": "Fictif"})
    decided = alice.post(
        f"/api/v1/needs/{need}/decisions",
        json={"decisions": [{"candidate_id": candidate, "status": "hired"}]},
    )
    closed = alice.post(f"/api/v1/needs/{need}/close", json={"status": "filled"})

    assert (made.status_code, again.status_code) == (201, 409)
    assert decided.json()["candidates"][0]["status"] == "hired"
    assert closed.json()["status"] == "filled"
    assert [each["id"] for each in mine.get("/api/v1/needs").json()] == [need]
    assert alice.get(f"/api/v1/markets/{market}/needs").json()[0]["partners"][0]["party_id"] == party

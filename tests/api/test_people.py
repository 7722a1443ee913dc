"""The people's pages and REST: for the territory's staff, and for whoever declares or employs them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from cases.commands.claims import claim_eligibility
from cases.commands.globalisations import sign_agreement
from cases.commands.partners import add_partner
from cases.inputs import ClaimInput
from cases.inputs.globalisation import AgreementInput, ShareInput
from cases.inputs.recruitment import PartnerInput
from cases.queries import people
from cases.refusals import UnknownCriterion
from models.vocabulary import PartyKind, Role, Stage, StructureKind, TaskKind
from tests.api.town import Town
from tests.cases.dump import dump
from tests.cases.scenes import at_stage
from tests.cases.workforce import (
    BORN,
    CHECKED,
    DINA,
    DINO,
    asked,
    company,
    confirm,
    counted,
    declare,
    root_of,
    two_builders,
)
from tests.support.people import at

NOW = datetime(2027, 3, 9, 9, tzinfo=UTC)
SWAPPED = ("Fictif", "Dino", BORN)


@pytest.fixture
def markets(town: Town) -> tuple[int, int]:
    town.now = NOW
    return two_builders(town.house)


def where(answer: object) -> str:
    return str(answer.headers["location"])


def test_a_new_person_is_confirmed_from_the_inbox_in_two_clicks(town: Town, markets: tuple[int, int]) -> None:
    first, _ = markets
    [dino] = declare(town.house, first, (DINO, "70"))
    town.house.validate(first, date(2027, 1, 1), CHECKED)
    browser = town.alice()

    assert f'href="/personnes/{dino}#droits"' in browser.get("/taches?vue=toutes").text
    form = browser.get(f"/personnes/{dino}").text
    assert "Confirmer l’éligibilité" in form and 'value="2027-03-09"' in form
    data = {"criterion": "rsa", "proof_seen_on": "2027-03-09"}
    done = browser.post(f"/personnes/{dino}/eligibilite", data=data)

    assert where(done) == f"/personnes/{dino}?fait=eligibilite"
    assert counted(town.house, first) == 70
    assert asked(town.house, TaskKind.CONFIRM_ELIGIBILITY) == []
    said = browser.get(f"/personnes/{dino}").text
    assert "valable du 1" in said and "70\u00a0h retenues" in said


def test_the_company_reads_the_standing_and_never_a_health_criterion(
    town: Town, markets: tuple[int, int]
) -> None:
    first, second = markets
    [dino] = declare(town.house, first, (DINO, "70"))
    [other] = declare(town.house, second, (DINA, "35"))
    confirm(town.house, dino, criterion="th")
    mine = town.someone(Role.COMPANY, party_id=company(town.house, first))

    listed, shown = mine.get("/personnes").text, mine.get(f"/personnes/{dino}").text

    assert "Dino Fictif" in listed and "Dina" not in listed
    assert "Confirmée" in shown and "handicapé" not in shown + listed and "critère" not in shown.lower()
    assert mine.get(f"/personnes/{other}").status_code == 404
    assert mine.post(f"/personnes/{dino}", data={"first_name": "X", "last_name": "Y"}).status_code == 403
    assert "Travailleur handicapé" in town.alice().get(f"/personnes/{dino}").text
    [record] = mine.get("/api/v1/my-people").json()["items"]
    assert record["standing"] == "confirmed" and "criterion" not in str(record)


def test_a_company_announces_a_criterion_for_its_own_people_and_the_inbox_asks_once(
    town: Town, markets: tuple[int, int]
) -> None:
    first, second = markets
    [dino] = declare(town.house, first, (DINO, "70"))
    [other] = declare(town.house, second, (DINO, "35"))
    assert root_of(town.house, other) == dino
    mine = town.someone(Role.COMPANY, party_id=company(town.house, first))
    elsewhere = town.someone(Role.COMPANY, party_id=company(town.house, second))
    assert "Attestation RSA" in mine.get(f"/personnes/{dino}").text
    nothing = mine.post(f"/personnes/{dino}/criteres", data={"criterion": ""})
    assert nothing.status_code == 422 and 'href="#claim-criterion"' in nothing.text

    done = [mine.post(f"/personnes/{dino}/criteres", data={"criterion": "rsa"}) for _ in range(2)]

    assert {where(each) for each in done} == {f"/personnes/{dino}?fait=critere-annonce"}
    assert "critère annoncé" in mine.get("/personnes").text
    claims = town.alice().get(f"/api/v1/people/{dino}").json()["claims"]
    assert [each["criterion"] for each in claims] == ["rsa"]
    tasks = [subject for subject, _ in asked(town.house, TaskKind.CONFIRM_ELIGIBILITY)]
    assert tasks.count(dino) == 1
    assert "annoncé un critère" not in elsewhere.get(f"/personnes/{other}").text
    [theirs] = elsewhere.get("/api/v1/my-people").json()["items"]
    assert not theirs["is_claimed"]
    assert elsewhere.post(f"/personnes/{dino}/criteres", data={"criterion": "rsa"}).status_code == 404
    offered = mine.get(f"/api/v1/my-people/{dino}/criteria").json()
    assert "rsa" in [each["code"] for each in offered]


def test_a_buyer_sees_nobody_and_a_structure_those_it_employs(town: Town, markets: tuple[int, int]) -> None:
    first, _ = markets
    dino, _dina = declare(town.house, first, (DINO, "70"), (DINA, "20"))
    etti = PartnerInput(
        kind=PartyKind.INSERTION_STRUCTURE, structure_kind=StructureKind.ETTI, name="Intérim d’Essai"
    )
    with town.house.database.write() as session:
        structure = add_partner(session, town.house.alice, etti, now=NOW)
    contract = {
        "kind": "temporary",
        "employer_id": str(structure),
        "company_id": str(company(town.house, first)),
        "starts_on": "2027-01-04",
    }
    assert town.alice().post(f"/personnes/{dino}/contrats", data=contract).status_code == 303

    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(first))
    partner = town.someone(Role.PARTNER, party_id=structure)

    assert {buyer.get(path).status_code for path in ("/personnes", f"/personnes/{dino}")} == {403}
    said = partner.get("/personnes").text
    assert "Dino" in said and "Dina" not in said
    assert "(CTT)" in partner.get(f"/personnes/{dino}").text


def test_records_are_compared_joined_and_separated(town: Town, markets: tuple[int, int]) -> None:
    first, second = markets
    [dino] = declare(town.house, first, (DINO, "70"))
    [other] = declare(town.house, second, (SWAPPED, "35"))
    browser = town.alice()
    review = f"/personnes/{dino}/doublons/{other}"
    assert review in browser.get("/personnes?voir=doublons").text
    said = browser.get(review).text
    assert "prénom et nom inversés" in said and "La même date de naissance" in said

    before = dump(town.house.database)
    browser.get(review)
    assert dump(town.house.database) == before
    assert where(browser.post(f"{review}/meme-personne")) == f"/personnes/{dino}?fait=fiches-rapprochees"
    assert where(browser.get(f"/personnes/{other}")) == f"/personnes/{dino}"
    assert where(browser.get(review)) == f"/personnes/{dino}"
    twice = browser.post(f"{review}/meme-personne")
    assert twice.status_code == 409 and "déjà celles d’une même personne" in twice.text
    assert "Les séparer à nouveau" in browser.get(f"/personnes/{dino}").text

    browser.post(f"/personnes/{dino}/rapprochements/1/annuler")
    assert root_of(town.house, other) == other
    again = browser.post(f"/personnes/{dino}/rapprochements/1/annuler")
    assert again.status_code == 409 and "déjà annulé" in again.text


def test_people_are_told_apart(town: Town, markets: tuple[int, int]) -> None:
    first, second = markets
    [dino] = declare(town.house, first, (DINO, "70"))
    [other] = declare(town.house, second, (SWAPPED, "35"))
    done = town.alice().post(f"/personnes/{dino}/doublons/{other}/deux-personnes")
    assert where(done) == "/personnes?voir=doublons&fait=deux-personnes"
    assert "Aucune fiche n’attend" in town.alice().get("/personnes?voir=doublons").text


def test_a_name_is_found_whatever_its_accents_and_never_stands_in_an_address(
    town: Town, markets: tuple[int, int]
) -> None:
    declare(town.house, markets[0], (("Élise", "Supposée", BORN), "20"), (DINO, "70"))
    browser = town.alice()
    for words in ("elise", "SUPPOSEE", "Élise supp"):
        said = browser.post("/personnes/recherche", data={"nom": words}).text
        assert "Élise Supposée" in said and "Dino" not in said
    assert "Personne ne correspond" in browser.post("/personnes/recherche", data={"nom": "xyz"}).text
    found = browser.post("/api/v1/people/search", json={"name": "elise"}).json()["items"]
    assert [each["last_name"] for each in found] == ["Supposée"]


def test_long_lists_of_people_are_read_page_by_page_and_a_search_keeps_its_words_in_the_form(
    town: Town, markets: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PAGE", 1)
    dino, dina = declare(town.house, markets[0], (DINO, "70"), (DINA, "20"))
    browser = town.alice()

    first, last = (browser.get(f"/personnes?voir=a-confirmer&page={page}").text for page in (1, 2))
    assert "2 personnes" in first and f"/personnes/{dina}" in first and f"/personnes/{dino}" not in first
    assert 'href="/personnes?voir=a-confirmer&amp;page=2" rel="next"' in first
    assert f"/personnes/{dino}" in last and 'rel="prev"' in last and 'rel="next"' not in last

    asked = {"nom": "fictif", "voir": "a-confirmer", "page": "2"}
    found = browser.post("/personnes/recherche", data=asked).text
    assert "2 personnes" in found and f"/personnes/{dino}" in found and f"/personnes/{dina}" not in found
    assert 'name="nom" value="fictif"' in found and 'name="page" value="1"' in found

    part = browser.get("/api/v1/people?limit=1").json()
    rest = browser.get(f"/api/v1/people?limit=1&after={part['next_after']}").json()
    assert [each["id"] for each in part["items"] + rest["items"]] == [dina, dino]
    assert rest["next_after"] is None

    monkeypatch.setattr("cases.queries.own_people.PAGE", 1)
    mine = town.someone(Role.COMPANY, party_id=town.company_of(markets[0]))
    first, last = (mine.get(f"/personnes?page={page}").text for page in (1, 2))
    assert "2 personnes" in first and f"/personnes/{dina}" in first and f"/personnes/{dino}" not in first
    assert 'href="/personnes?page=2" rel="next"' in first
    assert f"/personnes/{dino}" in last and 'rel="prev"' in last and 'rel="next"' not in last
    part = mine.get("/api/v1/my-people?limit=1").json()
    rest = mine.get(f"/api/v1/my-people?limit=1&after={part['next_after']}").json()
    assert [each["id"] for each in part["items"] + rest["items"]] == [dina, dino]


def test_a_social_security_number_is_refused_wherever_it_is_typed(
    town: Town, markets: tuple[int, int]
) -> None:
    [dino] = declare(town.house, markets[0], (DINO, "70"))
    browser = town.alice()
    for field in ("first_name", "last_name", "commune"):
        data = {"first_name": "Dino", "last_name": "Fictif", field: "1 90 03 44 109 123 45"}
        answer = browser.post(f"/personnes/{dino}", data=data)
        assert answer.status_code == 422
        assert "numéro de sécurité sociale" in answer.text


def test_a_record_is_corrected_and_a_wrong_value_shown_again(town: Town, markets: tuple[int, int]) -> None:
    [dino] = declare(town.house, markets[0], (DINO, "70"))
    browser = town.alice()
    data = {
        "first_name": "Dino",
        "last_name": "Fictif",
        "birth_date": "2029-01-01",
        "gender": "male",
        "commune": "Exempleville",
        "in_priority_district": "True",
    }
    wrong = browser.post(f"/personnes/{dino}", data=data)
    assert wrong.status_code == 422 and "Cette date est dans le futur" in wrong.text
    assert 'value="Exempleville"' in wrong.text

    right = browser.post(f"/personnes/{dino}", data=data | {"birth_date": "1990-03-07"})
    assert where(right) == f"/personnes/{dino}?fait=personne-corrigee"
    record = browser.get(f"/api/v1/people/{dino}").json()["records"][0]
    assert (record["commune"], record["in_priority_district"]) == ("Exempleville", True)


def test_contracts_are_recorded_corrected_and_ended(town: Town, markets: tuple[int, int]) -> None:
    [dino] = declare(town.house, markets[0], (DINO, "70"))
    builder = str(company(town.house, markets[0]))
    browser = town.alice()
    data = {"kind": "fixed_term", "employer_id": builder, "company_id": builder, "starts_on": "2027-01-04"}
    contracts = f"/personnes/{dino}/contrats"
    assert where(browser.post(contracts, data=data)) == f"/personnes/{dino}?fait=contrat"
    overlap = browser.post(contracts, data=data | {"starts_on": "2027-02-01"})
    assert overlap.status_code == 422 and "couvre déjà une partie" in overlap.text
    early = browser.post(f"{contracts}/1/fin", data={"ends_on": "2026-12-31"})
    assert early.status_code == 422 and "avant de commencer" in early.text
    browser.post(f"{contracts}/1/fin", data={"ends_on": "2027-01-31"})
    browser.post(f"{contracts}/1", data=data | {"ends_on": "2027-02-28", "trade": "painting"})
    assert "Peinture" in browser.get(f"/personnes/{dino}").text
    [known] = browser.get(f"/api/v1/people/{dino}").json()["contracts"]
    assert known["ends_on"] == "2027-02-28"


def test_many_are_confirmed_at_once_and_one_refused(town: Town, markets: tuple[int, int]) -> None:
    both = declare(town.house, markets[0], (DINO, "70"), (DINA, "20"))
    mine = town.someone(Role.COMPANY, party_id=company(town.house, markets[0]))
    for number in both:
        answer = mine.post(f"/api/v1/my-people/{number}/claims", json={"criterion": "rsa"})
        assert answer.status_code == 201, answer.text
    browser = town.alice()
    listed = browser.get("/personnes?voir=a-confirmer").text
    assert 'name="eligibilities.1"' in listed and 'name="eligibilities.2"' in listed
    none = browser.post("/personnes/confirmer", data={"proof_seen_on": "2027-03-09"})
    assert none.status_code == 422

    data = {"eligibilities.1": "1", "proof_seen_on": "2027-03-09"}
    assert browser.post("/personnes/confirmer", data=data).status_code == 303
    refusal = f"/personnes/{both[1]}/eligibilite/2/refuser"
    assert browser.post(refusal, data={"reason": ""}).status_code == 422
    browser.post(refusal, data={"reason": "Attestation trop ancienne"})

    standings = {each["id"]: each["standing"] for each in browser.get("/api/v1/people").json()["items"]}
    assert standings == {both[0]: "confirmed", both[1]: "refused"}
    assert "Attestation trop ancienne" in mine.get(f"/personnes/{both[1]}").text


def test_a_buyers_own_list_is_kept_on_its_page(town: Town, markets: tuple[int, int]) -> None:
    [dino] = declare(town.house, markets[0], (DINO, "70"))
    confirm(town.house, dino)
    town.house.validate(markets[0], date(2027, 1, 1), CHECKED)
    assert counted(town.house, markets[0]) == 70
    browser, buyer = town.alice(), town.buyer_of(markets[0])
    page = f"/acheteurs/{buyer}/criteres"
    assert "la remplace" in browser.get(page).text
    browser.post(page, data={"label": "Habitant de la commune", "proof": "Justificatif de domicile"})

    assert counted(town.house, markets[0]) == 0
    assert "Habitant de la commune" in browser.get(f"/personnes/{dino}").text
    data = {"criterion": f"{buyer}.own_1", "proof_seen_on": "2027-03-09"}
    browser.post(f"/personnes/{dino}/eligibilite", data=data)
    assert counted(town.house, markets[0]) == 70

    browser.post(f"{page}/1/retirer")
    assert "retiré le" in browser.get(page).text
    with town.house.database.write() as session, pytest.raises(UnknownCriterion):
        claim = ClaimInput(criterion="own_1", buyer_id=buyer)
        claim_eligibility(session, town.house.alice, dino, claim, now=at(CHECKED))


def test_an_agreement_is_signed_corrected_and_ended_on_its_page(town: Town, markets: tuple[int, int]) -> None:
    house = town.house
    other = house.under_way(date(2027, 1, 4), "M-3")
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    [dino] = declare(house, markets[0], (DINO, "70"))
    confirm(house, dino)
    house.validate(markets[0], date(2027, 1, 1), CHECKED)
    browser, builder = town.alice(), company(house, markets[0])
    assert "Dino Fictif" in browser.get(f"/globalisations?entreprise={builder}").text
    data = {
        "company_id": str(builder),
        "name": "Globalisation d’essai",
        "signed_on": "2027-01-04",
        "first_month": "2027-01-15",
        "shares.0.market_id": str(markets[0]),
        "shares.0.percent": "60",
        "shares.1.market_id": str(other),
        "shares.1.percent": "39,5",
        "people.0": str(dino),
    }
    wrong = browser.post("/globalisations", data=data)
    assert wrong.status_code == 422 and "doivent faire 100\u00a0% exactement" in wrong.text

    signed = browser.post("/globalisations", data=data | {"shares.1.percent": "40"})
    assert where(signed) == "/globalisations/1?fait=accord"
    assert (counted(house, markets[0]), counted(house, other)) == (42, 28)
    assert "Globalisation d’essai" in browser.get(f"/marches/{other}").text
    assert "Globalisation d’essai" in browser.get("/globalisations").text

    halves = data | {"shares.0.percent": "50", "shares.1.percent": "50"}
    assert browser.post("/globalisations/1", data=halves).status_code == 303
    assert (counted(house, markets[0]), counted(house, other)) == (35, 35)
    early = browser.post("/globalisations/1/fin", data={"last_month": "2026-12-01"})
    assert early.status_code == 422 and "avant de commencer" in early.text
    assert browser.post("/globalisations/1/fin", data={"last_month": "2027-02-01"}).status_code == 303
    assert_refused_for_another(browser, data | {"name": "Encore"})


def test_an_agreement_keeps_a_market_that_closed(town: Town, markets: tuple[int, int]) -> None:
    house = town.house
    [dino] = declare(house, markets[0], (DINO, "70"))
    closed = at_stage(house, Stage.CLOSED, "M-9")
    shares = (
        ShareInput(market_id=closed, percent=Decimal(30)),
        ShareInput(market_id=markets[0], percent=Decimal(70)),
    )
    agreed = AgreementInput(
        company_id=company(house, closed),
        name="Ancien accord",
        signed_on=date(2027, 1, 4),
        first_month=date(2027, 1, 1),
        shares=shares,
        people=(dino,),
    )
    with house.database.write() as session:
        sign_agreement(session, house.alice, agreed, now=at(CHECKED))
    assert f'value="{closed}" selected' in town.alice().get("/globalisations/1").text


def assert_refused_for_another(browser: TestClient, data: dict[str, str]) -> None:
    again = browser.post("/globalisations", data=data | {"shares.1.percent": "40"})
    assert again.status_code == 422 and "Un autre accord répartit déjà" in again.text

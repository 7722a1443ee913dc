"""Announcing a planned market: by the buyer's link, signed in, by staff for it, and by REST."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from cases.access import LINK, add_link
from cases.commands.buyer_links import send_announcement_link
from cases.links import token_for
from cases.statements import MAIL, MARKET, table_of
from models.tables import MarketPart, Party
from models.vocabulary import LinkAct, Role
from tests.api.town import Town
from tests.cases.dump import dump
from tests.support.people import BUYER_EMAIL, House

SECRET = b"essai"
PART, PARTY = table_of(MarketPart), table_of(Party)
TWO_LOTS = {
    "title": "Gymnase des Chimères",
    "amount_excl_tax": "450 000,50",
    "parts.0.kind": "lot",
    "parts.0.number": "1",
    "parts.0.title": "Gros œuvre",
    "parts.0.amount_excl_tax": "300000",
    "parts.1.kind": "lot",
    "parts.1.number": "2",
    "parts.1.title": "",
    "parts.2.kind": "optional_tranche",
    "parts.2.number": "1",
    "parts.2.title": "Extension",
    "rows": "3",
}


class Buyer:
    """A buyer with its link, and a browser without an account."""

    def __init__(self, town: Town) -> None:
        self.town, self.browser = town, town.browser()
        town.house.register(date(2026, 2, 2), "M-1")
        self.party = town.buyer_of(1)
        with town.house.database.write() as session:
            self.link = send_announcement_link(session, town.house.alice, self.party, now=town.now)

    @property
    def path(self) -> str:
        return f"/a/{token_for(SECRET, self.link)}"

    def rows(self, query: Any) -> list[Any]:
        with self.town.house.database.read() as session:
            return list(session.connection().execute(query).all())

    def change_link(self, **values: Any) -> None:
        with self.town.house.database.write() as session:
            session.connection().execute(update(LINK).where(LINK.c.id == self.link).values(**values))

    def announced(self) -> list[Any]:
        query = select(MARKET).where(MARKET.c.reference.startswith("2026-A-")).order_by(MARKET.c.id)
        return self.rows(query)


@pytest.fixture
def buyer(town: Town) -> Buyer:
    return Buyer(town)


def test_opening_the_link_changes_nothing(buyer: Buyer) -> None:
    before = dump(buyer.town.house.database)
    assert buyer.browser.get(buyer.path).status_code == 200
    assert buyer.browser.head(buyer.path).status_code == 200
    assert buyer.browser.get(f"{buyer.path}/projets/1").status_code == 200
    assert dump(buyer.town.house.database) == before


def test_a_buyer_announces_and_comes_back_to_its_receipt(buyer: Buyer) -> None:
    sent = buyer.browser.post(buyer.path, data=TWO_LOTS)
    [market] = buyer.announced()
    assert (sent.status_code, sent.headers["location"]) == (303, f"{buyer.path}/projets/{market.id}")
    for _ in range(2):
        receipt = buyer.browser.get(sent.headers["location"])
        assert "Alice Exemple l’étudie" in receipt.text
        assert "16\u00a0mars\u00a02026" in receipt.text
    parts = buyer.rows(select(PART.c.kind, PART.c.number, PART.c.is_firm).order_by(PART.c.id))
    assert [tuple(part) for part in parts] == [("lot", "1", True), ("tranche", "1", False)]
    assert str(market.amount_excl_tax) == "450000.50"
    assert buyer.town.wakes == 1


def test_a_form_sent_twice_announces_once(buyer: Buyer) -> None:
    places = {buyer.browser.post(buyer.path, data=TWO_LOTS).headers["location"] for _ in range(2)}
    assert len(places) == len(buyer.announced()) == 1
    buyer.town.now += timedelta(hours=1)
    buyer.browser.post(buyer.path, data=TWO_LOTS)
    assert len(buyer.announced()) == 2


def test_a_refused_form_keeps_its_values_and_names_each_mistake(buyer: Buyer) -> None:
    wrong = TWO_LOTS | {"amount_excl_tax": "250000", "parts.1.title": "Peinture", "parts.1.number": "1"}
    refused = buyer.browser.post(buyer.path, data=wrong)
    assert refused.status_code == 422
    assert 'href="#announcement-parts-1-number"' in refused.text
    assert 'href="#announcement-amount_excl_tax"' not in refused.text  # one amount is missing: no sum yet
    assert 'value="Gymnase des Chimères"' in refused.text
    assert 'value="250000"' in refused.text
    assert '<option value="optional_tranche" selected>' in refused.text
    assert buyer.announced() == []


def test_asking_for_a_row_announces_nothing(buyer: Buyer) -> None:
    more = buyer.browser.post(buyer.path, data=TWO_LOTS | {"more": "1"})
    assert more.status_code == 200
    assert 'name="parts.3.title"' in more.text
    assert buyer.announced() == []


def test_a_link_that_is_over_revoked_forged_or_for_another_act_opens_nothing(buyer: Buyer) -> None:
    town = buyer.town
    with town.house.database.write() as session:
        ask = add_link(session, town.house.territory_id, LinkAct.ASK, valid_days=9, now=town.now, market_id=1)
    for path in (f"/a/{token_for(SECRET, ask)}", f"/a/{buyer.link}-aaaa", "/a/x"):
        assert buyer.browser.get(path).status_code == 410
        assert buyer.browser.post(path, data=TWO_LOTS).status_code == 410
    buyer.change_link(expires_at=town.now)
    assert buyer.browser.post(buyer.path, data=TWO_LOTS).status_code == 410
    buyer.change_link(expires_at=town.now + timedelta(days=1), revoked_at=town.now)
    assert buyer.browser.post(buyer.path, data=TWO_LOTS).status_code == 410
    assert buyer.announced() == []


def test_a_link_sees_the_receipts_of_its_own_buyer_only(buyer: Buyer) -> None:
    elsewhere = House(buyer.town.house.database, territory_id=1)
    foreign = elsewhere.register(date(2026, 2, 2), "E-1")
    assert buyer.browser.get(f"{buyer.path}/projets/{foreign}").status_code == 404
    assert f"/projets/{foreign}" not in buyer.browser.get(buyer.path).text


def test_a_link_is_throttled(buyer: Buyer) -> None:
    answers = [buyer.browser.post(buyer.path, data={"title": ""}).status_code for _ in range(41)]
    assert answers == [422] * 40 + [429]


def test_a_link_in_use_lives_on(buyer: Buyer) -> None:
    buyer.town.now += timedelta(days=100)
    buyer.browser.post(buyer.path, data=TWO_LOTS)
    [link] = buyer.rows(select(LINK.c.expires_at).where(LINK.c.id == buyer.link))
    assert link.expires_at == buyer.town.now + timedelta(days=120)


def test_the_token_is_nowhere_in_the_database(buyer: Buyer) -> None:
    buyer.browser.post(buyer.path, data=TWO_LOTS)
    proof = token_for(SECRET, buyer.link).partition("-")[2]
    assert proof not in str(dump(buyer.town.house.database))


def test_a_buyer_signed_in_announces_for_itself(buyer: Buyer) -> None:
    basile = buyer.town.someone(Role.BUYER, party_id=buyer.party)
    assert 'name="buyer_id"' not in basile.get("/annonces/nouvelle").text
    sent = basile.post("/annonces/nouvelle", data=TWO_LOTS)
    [market] = buyer.announced()
    assert market.buyer_id == buyer.party
    assert basile.get(sent.headers["location"]).status_code == 200


def test_staff_announce_for_a_buyer_that_they_choose(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    unchosen = alice.post("/annonces/nouvelle", data=TWO_LOTS)
    assert unchosen.status_code == 422
    assert (
        'href="#announcement-buyer_id"'
        in alice.post("/annonces/nouvelle", data=TWO_LOTS | {"buyer_id": ""}).text
    )
    alice.post("/annonces/nouvelle", data=TWO_LOTS | {"buyer_id": str(buyer.party)})
    [market] = buyer.announced()
    assert (market.buyer_id, market.referent_id) == (buyer.party, buyer.town.house.alice.id)


def test_the_facilitator_finds_the_study_in_the_inbox_and_who_announced_it(buyer: Buyer) -> None:
    buyer.browser.post(buyer.path, data=TWO_LOTS)
    [market] = buyer.announced()
    alice = buyer.town.alice()
    assert "Gymnase des Chimères" in alice.get("/taches").text
    assert "L’acheteur, par son lien" in alice.get(f"/marches/{market.id}").text


def test_sending_the_link_writes_to_the_buyer_and_renews_the_same_link(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    buyer.town.now += timedelta(days=5)
    for _ in range(2):
        assert alice.post(f"/acheteurs/{buyer.party}/lien").status_code == 303
    links = buyer.rows(select(LINK.c.id, LINK.c.expires_at))
    assert [link.id for link in links] == [buyer.link]
    assert links[0].expires_at == buyer.town.now + timedelta(days=120)
    mails = buyer.rows(select(MAIL.c.to_email).where(MAIL.c.kind == "announcement_invitation"))
    assert [mail.to_email for mail in mails] == [BUYER_EMAIL] * 2  # the fixture's, and one for two presses


def test_a_revoked_link_opens_nothing_and_the_next_one_is_another(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    alice.post(f"/acheteurs/{buyer.party}/lien/revoquer")
    assert buyer.browser.get(buyer.path).status_code == 410
    alice.post(f"/acheteurs/{buyer.party}/lien")
    assert len(buyer.rows(select(LINK.c.id))) == 2


def test_a_buyer_without_an_address_cannot_be_sent_its_link(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    alice.post("/acheteurs", data={"name": "Office Sans Adresse"})
    [party] = buyer.rows(select(PARTY.c.id).where(PARTY.c.name == "Office Sans Adresse"))
    refused = alice.post(f"/acheteurs/{party.id}/lien")
    assert refused.status_code == 409
    assert "adresse mél qui fonctionne" in refused.text


def test_another_territorys_buyer_is_out_of_reach(buyer: Buyer) -> None:
    elsewhere = House(buyer.town.house.database, territory_id=1)
    elsewhere.register(date(2026, 2, 2), "E-1")
    foreign = buyer.town.buyer_of(2)
    alice = buyer.town.alice()
    assert alice.post(f"/acheteurs/{foreign}/lien").status_code == 404
    assert alice.post(f"/acheteurs/{foreign}/lien/revoquer").status_code == 404
    assert alice.post("/annonces/nouvelle", data=TWO_LOTS | {"buyer_id": str(foreign)}).status_code == 404
    assert alice.get("/acheteurs").text.count("Ville d’Essai</th>") <= 1


REST: dict[str, Any] = {
    "title": "Gymnase des Chimères",
    "amount_excl_tax": "450000",
    "parts": [{"number": "1", "title": "Gros œuvre", "amount_excl_tax": "300000"}],
}


def test_rest_announces_for_a_buyer_and_reads_back(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    made = alice.post("/api/v1/announcements", json=REST | {"buyer_id": buyer.party})
    assert made.status_code == 201
    read = alice.get(made.headers["location"]).json()
    assert read == made.json()
    assert (read["reference"], read["study_due_on"], read["is_acknowledged"]) == (
        "2026-A-001",
        "2026-03-16",
        True,
    )
    assert [part["title"] for part in read["parts"]] == ["Gros œuvre"]


def test_rest_refuses_another_buyer_an_unnamed_one_and_contradicting_parts(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    basile = buyer.town.someone(Role.BUYER, party_id=buyer.party)
    assert basile.post("/api/v1/announcements", json=REST | {"buyer_id": 99}).status_code == 404
    unnamed = alice.post("/api/v1/announcements", json=REST)
    assert unnamed.json()["errors"][0]["field"] == "buyer_id"
    twice = REST | {"buyer_id": buyer.party, "parts": REST["parts"] * 2}
    answer = alice.post("/api/v1/announcements", json=twice)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "parts.1.number",
        "amount_excl_tax",
    ]
    assert basile.post("/api/v1/announcements", json=REST).status_code == 201


def test_rest_lists_buyers_sends_and_revokes_links(buyer: Buyer) -> None:
    alice = buyer.town.alice()
    added = alice.post("/api/v1/buyers", json={"name": "Office du Modèle", "email": "o@office.example"})
    assert alice.post("/api/v1/buyers", json={"name": "Office du Modèle"}).json() == added.json()
    number = added.json()["id"]
    sent = alice.post(f"/api/v1/buyers/{number}/announcement-link").json()
    assert sent["link_until"] == "2026-06-30T09:00:00Z"
    assert alice.delete(f"/api/v1/buyers/{number}/announcement-link").status_code == 204
    listed = alice.get("/api/v1/buyers?words=office").json()["items"]
    assert [(item["name"], item["link_until"]) for item in listed] == [("Office du Modèle", None)]


def test_the_receipt_mail_leads_back_to_the_receipt(buyer: Buyer) -> None:
    buyer.browser.post(buyer.path, data=TWO_LOTS)
    alice = buyer.town.alice()
    [mail] = buyer.rows(select(MAIL.c.id).where(MAIL.c.kind == "announcement_receipt"))
    html = alice.get(f"/dev/mails/{mail.id}/html").text
    found = re.search(r'href="http://127\.0\.0\.1:8000(/a/[^"]+)"', html)
    assert found is not None
    assert buyer.browser.get(found.group(1)).status_code == 200

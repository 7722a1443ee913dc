"""A program carries a market through REST, from its registration to its statement."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.rest import examples
from cases.commands.accounts import add_api_key
from models.vocabulary import Role
from tests.api.town import BASE_URL, Town
from tests.support.people import House

MARKETS = "/api/v1/markets"
JANUARY = date(2026, 1, 5)


def program(town: Town, account_id: int) -> TestClient:
    """A program with a key of that account: no cookie, no origin."""
    with town.house.database.write() as session:
        key = add_api_key(session, account_id, "essai", now=town.now)
    return TestClient(town.app, base_url=BASE_URL, headers={"authorization": f"Bearer {key}"})


@pytest.fixture
def client(town: Town) -> TestClient:
    assert town.house.alice.id is not None
    return program(town, town.house.alice.id)


def move(client: TestClient, market_id: int, name: str, body: Any = None) -> Response:
    return client.post(f"{MARKETS}/{market_id}/moves/{name}", json=body)


def test_a_market_lives_its_life_over_rest(town: Town, client: TestClient) -> None:
    made = client.post(MARKETS, json=examples.NEW_MARKET)
    market = made.json()
    number = market["id"]
    assert (made.status_code, made.headers["location"]) == (201, f"{MARKETS}/{number}")
    assert (market["stage"], market["required_hours"]) == ("drafting", "2400.00")

    town.house.advise(number, town.now.date())
    day = {"clause_text_sent_on": "2026-02-02", "published_on": "2026-02-02"}
    assert move(client, number, "publish", day).json()["stage"] == "tender_analysis"
    award = examples.AWARD | {"awarded_on": "2026-02-16"}
    assert move(client, number, "record_award", award).json()["stage"] == "kickoff"
    kickoff = {"held_on": "2026-03-02", "minutes": "Tenue.", "starts_on": "2026-03-02"}
    followed = move(client, number, "record_kickoff", kickoff).json()

    assert followed["stage"] == "follow_up"
    assert followed["companies"][0]["email"] == "bob@batiment.example"
    events = [entry["event"] for entry in client.get(f"{MARKETS}/{number}/journal").json()["items"]]
    assert events == ["kickoff_held", "awarded", "published", "opinion_given", "registered"]
    deadlines = client.get("/api/v1/deadlines", params={"market_id": number, "status": "pending"}).json()
    assert {row["rule"] for row in deadlines["items"]} == {
        "open_sheets",
        "reception_reminder",
        "site_meeting",
    }


def test_a_month_is_answered_sent_back_and_validated_over_rest(town: Town, client: TestClient) -> None:
    market_id = town.market_under_way(JANUARY)
    sheet_id = town.house.sheet_of(market_id, JANUARY.replace(day=1))
    path = f"/api/v1/sheets/{sheet_id}"
    line = {"first_name": "Dino", "last_name": "Fictif", "hours": "84.5"}

    answered = client.put(f"{path}/answer", json={"lines": [line]}).json()
    assert (answered["status"], answered["declared_hours"]) == ("submitted", "84.50")
    assert answered["lines"][0] == line | {"participant_id": 1, "hours": "84.50", "training_hours": "0.00"}

    seen = {"version": answered["version"]}
    back = client.post(f"{path}/reject", json=seen | {"reason": "Total à revoir"}).json()
    assert (back["status"], back["rejection_reason"]) == ("rejected", "Total à revoir")
    again = client.put(f"{path}/answer", json={"nil": True}).json()
    stale = client.post(f"{path}/validate", json=seen)
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:jalon:problem:sheet-not-submitted")
    done = client.post(f"{path}/validate", json={"version": again["version"]}).json()
    assert done["status"] == "validated"


def test_an_incomplete_move_says_all_that_is_missing(town: Town, client: TestClient) -> None:
    bare = {"reference": "M-0", "title": "Sans levier", "buyer": {"name": "Ville d’Essai"}}
    number = client.post(MARKETS, json=bare).json()["id"]

    refused = move(client, number, "publish", examples.PUBLICATION)

    problem = refused.json()
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert problem["type"] == "urn:jalon:problem:move-incomplete"
    assert {error["field"] for error in problem["errors"]} == {
        "opinion_given",
        "lever_chosen",
        "hours_required",
    }
    listed = client.get(f"{MARKETS}/{number}/moves").json()
    publish = next(each for each in listed if each["move"] == "publish")
    assert {need["name"] for need in publish["missing"]} >= {"lever_chosen", "hours_required", "clause_sent"}


def test_a_move_that_the_stage_forbids_is_a_conflict(client: TestClient) -> None:
    number = client.post(MARKETS, json=examples.NEW_MARKET).json()["id"]
    assert move(client, number, "resume", {"on": "2026-03-02"}).status_code == 409
    assert move(client, number, "fly").status_code == 404


def test_a_retried_creation_is_told_that_its_reference_exists(client: TestClient) -> None:
    client.post(MARKETS, json=examples.NEW_MARKET)
    again = client.post(MARKETS, json=examples.NEW_MARKET)
    assert again.status_code == 422
    assert again.json()["errors"][0]["field"] == "reference"


def test_facts_are_corrected_and_journalled(client: TestClient) -> None:
    number = client.post(MARKETS, json=examples.NEW_MARKET).json()["id"]
    changed = client.patch(f"{MARKETS}/{number}", json={"required_hours": "2600.5"}).json()
    assert changed["required_hours"] == "2600.50"
    entry = client.get(f"{MARKETS}/{number}/journal").json()["items"][0]
    assert entry["payload"]["required_hours"] == {"before": "2400.00", "after": "2600.5"}


def test_a_contact_is_set(town: Town, client: TestClient) -> None:
    market_id = town.market_under_way(JANUARY)
    path = f"{MARKETS}/{market_id}/parties/{town.company_of(market_id)}/contact"
    market = client.put(path, json=examples.CONTACT).json()
    assert market["companies"][0]["contact_name"] == "Bob Exemple"


def test_a_list_is_read_slice_by_slice(town: Town, client: TestClient) -> None:
    for number in range(5):
        town.house.register(JANUARY, f"M-{number}")
    seen, after = [], None
    while True:
        params = {"limit": 2} | ({"after": after} if after else {})
        page = client.get(MARKETS, params=params).json()
        seen += [market["reference"] for market in page["items"]]
        if (after := page["next_after"]) is None:
            break
    assert seen == ["M-4", "M-3", "M-2", "M-1", "M-0"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"words": "chantier m-1"}, ["M-1"]),
        ({"words": "100%_"}, []),
        ({"stage": "tender_analysis"}, ["M-2"]),
        ({"stage": ["drafting", "tender_analysis"]}, ["M-2", "M-1"]),
        ({"lever": "award_criterion"}, []),
    ],
)
def test_a_list_is_filtered(town: Town, client: TestClient, params: Any, expected: list[str]) -> None:
    town.house.register(JANUARY, "M-1")
    town.house.publish(town.house.register(JANUARY, "M-2"), JANUARY)
    found = client.get(MARKETS, params=params).json()["items"]
    assert [market["reference"] for market in found] == expected


EXTREMES = [
    ("PATCH", "", {"referent_id": 10**30}),
    ("PATCH", "", {"planned_end_on": "9999-12-31"}),
    ("PATCH", "", {"title": "a\x00b"}),
    ("POST", "/moves/publish", {"clause_text_sent_on": "0001-01-01", "published_on": "9999-12-31"}),
    ("POST", "/moves/abandon", {"reason": "x" * 2001}),
]


@pytest.mark.parametrize(("method", "path", "body"), EXTREMES)
def test_values_that_cannot_be_counted_or_stored_are_refused(
    town: Town, client: TestClient, method: str, path: str, body: Any
) -> None:
    number = town.house.register(JANUARY)
    assert client.request(method, f"{MARKETS}/{number}{path}", json=body).status_code == 422


def test_a_buyer_reads_its_markets_without_names_or_addresses(town: Town, client: TestClient) -> None:
    market_id = town.market_under_way(JANUARY)
    sheet_id = town.house.sheet_of(market_id, JANUARY.replace(day=1))
    line = {"first_name": "Dino", "last_name": "Fictif", "hours": "84.5"}
    client.put(f"/api/v1/sheets/{sheet_id}/answer", json={"lines": [line]})
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market_id))

    assert buyer.get(f"{MARKETS}/{market_id}").json()["companies"][0]["email"] is None
    sheet = buyer.get(f"/api/v1/sheets/{sheet_id}").json()
    assert (sheet["lines"], sheet["people_count"], sheet["declared_hours"]) == ([], 1, "84.50")


def test_a_company_reads_only_its_own_sheets(town: Town) -> None:
    mine = town.market_under_way(JANUARY)
    company = town.someone(Role.COMPANY, party_id=town.company_of(mine))
    stranger = town.someone(Role.COMPANY, party_id=town.buyer_of(mine))

    assert len(company.get("/api/v1/sheets").json()["items"]) == 2
    assert stranger.get("/api/v1/sheets").json()["items"] == []
    sheet_id = town.house.sheet_of(mine, JANUARY.replace(day=1))
    assert stranger.put(f"/api/v1/sheets/{sheet_id}/answer", json={"nil": True}).status_code in (403, 404)


def test_another_territory_sees_nothing_in_any_list(town: Town, client: TestClient) -> None:
    town.market_under_way(JANUARY)
    other = town.someone(Role.DIRECTOR, house=House(town.house.database, territory_id=2))
    for name in (
        "markets",
        "sheets",
        "tasks",
        "deadlines",
        "mails",
        "documents",
        "imports",
        "unclaused-markets",
    ):
        assert other.get(f"/api/v1/{name}").json()["items"] == [], name
    assert client.get("/api/v1/tasks").json()["items"] != []


def test_a_revoked_or_unknown_key_is_refused_whatever_the_cookie(town: Town) -> None:
    refused = town.alice().get(MARKETS, headers={"authorization": "Bearer jalon_faux"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_words_of_a_problem_are_in_the_account_s_language_else_the_one_asked_for(
    town: Town, client: TestClient
) -> None:
    english = {"accept-language": "en"}
    known = client.get(f"{MARKETS}/999", headers=english).json()
    unknown = town.browser().get(MARKETS, headers=english).json()
    assert known["detail"].startswith("Cette page n’existe pas")
    assert unknown["detail"] == "Sign in to continue."


def test_the_clocks_and_figures_are_told(town: Town, client: TestClient) -> None:
    market_id = town.market_under_way(JANUARY)
    town.house.answer(market_id, JANUARY.replace(day=1), "84.5", date(2026, 2, 3))
    town.house.validate(market_id, JANUARY.replace(day=1), date(2026, 2, 4))

    figures, clocks = client.get("/api/v1/figures").json(), client.get("/api/v1/clocks").json()

    assert figures["counters"]["by_stage"]["follow_up"] == 1
    assert (figures["required_hours"], figures["counted_hours"]) == ("300.00", "84.50")
    assert figures["people_count"] == 1
    assert clocks["deadlines_ahead"] >= 2
    assert clocks["deadlines_set_apart"] == 0
    assert datetime.fromisoformat(clocks["next_deadline_at"]) > datetime(2026, 3, 2, tzinfo=UTC)

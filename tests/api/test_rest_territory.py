"""REST of the territory: its rules, its people, its papers and its files."""

from datetime import date

from fastapi.testclient import TestClient
from sqlalchemy import update

from api.rest import examples
from cases.statements import DEADLINE
from models.vocabulary import DeadlineStatus, Role
from tests.api.published import published_file
from tests.api.town import Town

PACK = "/api/v1/rule-pack"


def send(client: TestClient, content: bytes, **params: bool) -> dict[str, object]:
    answer = client.post("/api/v1/imports", files={"file": ("marches.json", content)}, params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_director_adopts_rules_that_decide_from_their_day_on(town: Town) -> None:
    director = town.someone(Role.DIRECTOR)
    assert director.get(PACK).json()["version"] == "default-1"

    pack = {"version": "2026-b", "valid_from": "2026-03-10", "first_chase_days": 3}
    assert director.put(PACK, json=pack).json()["first_chase_days"] == 3

    assert director.get(PACK).json()["version"] == "default-1"
    town.now = town.now.replace(day=10)
    assert director.get(PACK).json()["version"] == "2026-b"


def test_rules_are_refused_for_days_past_and_for_a_known_version(town: Town) -> None:
    director = town.someone(Role.DIRECTOR)
    director.put(PACK, json=examples.PACK)

    again = director.put(PACK, json=examples.PACK)
    past = director.put(PACK, json={"version": "x", "valid_from": "2026-03-01"})

    assert again.json()["errors"][0]["field"] == "version"
    assert past.json()["errors"][0]["field"] == "valid_from"
    assert town.alice().put(PACK, json=examples.PACK).status_code == 403


def test_a_director_adds_people_and_never_reads_a_password(town: Town) -> None:
    director = town.someone(Role.DIRECTOR)

    made = director.post("/api/v1/accounts", json=examples.ACCOUNT)

    assert made.status_code == 201
    assert "password" not in made.text
    assert made.json()["email"] in [person["email"] for person in director.get("/api/v1/accounts").json()]
    assert director.post("/api/v1/accounts", json=examples.ACCOUNT).status_code == 422


def test_a_file_is_tried_then_taken_in_then_changes_nothing(town: Town) -> None:
    alice = town.alice()
    tried = send(alice, published_file(), dry_run=True)
    taken = send(alice, published_file())
    again = send(alice, published_file())

    numbers = ("accepted", "without_clause", "unchanged")
    assert [tried[name] for name in numbers] == [1, 1, 0]
    assert [taken[name] for name in numbers] == [1, 1, 0]
    assert [again[name] for name in numbers] == [0, 0, 2]
    assert tried["run_id"] is None
    kept = alice.get(f"/api/v1/imports/{taken['run_id']}").json()
    assert kept["counts"]["rejected"] == 1
    assert any(finding["kind"] == "rejected" for finding in kept["findings"])
    register = alice.get("/api/v1/unclaused-markets", params={"words": "papier"}).json()["items"]
    assert [line["title"] for line in register] == ["Fourniture de papier imaginaire"]
    assert len(alice.get("/api/v1/imports").json()["items"]) == 2


def test_papers_are_read_by_those_they_are_addressed_to(town: Town) -> None:
    house = town.house
    market = house.under_way(date(2026, 1, 5), "M-2", hours=70)
    house.live(date(2026, 2, 1), date(2026, 3, 2))
    for month in (date(2026, 1, 1), date(2026, 2, 1)):
        house.answer(market, month, "40", date(2026, 3, 2))
        house.validate(market, month, date(2026, 3, 2))
    house.receive(market, date(2026, 2, 27))
    house.issue(market, date(2026, 3, 2))
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market))

    papers = buyer.get("/api/v1/documents").json()["items"]

    assert [paper["kind"] for paper in papers] == ["statement"]
    path = f"/api/v1/documents/{papers[0]['id']}"
    assert buyer.get(path).json()["figures"]["counted_hours"] == "80.00"
    assert buyer.get(f"{path}/pdf").content.startswith(b"%PDF")
    assert buyer.get(f"/documents/{papers[0]['id']}.pdf").content.startswith(b"%PDF")
    assert "Chantier M-2" in buyer.get("/documents").text
    every = town.alice().get("/api/v1/documents").json()["items"]
    other = next(paper["id"] for paper in every if paper["kind"] == "certificate")
    assert buyer.get(f"/api/v1/documents/{other}/pdf").status_code == 404
    assert buyer.get(f"/documents/{other}.pdf").status_code == 404


def test_a_deadline_set_apart_is_given_another_chance(town: Town) -> None:
    alice = town.alice()
    town.house.under_way(date(2026, 1, 5))
    ahead = alice.get("/api/v1/deadlines", params={"status": "pending"}).json()["items"][0]
    with town.house.database.write() as session:
        apart = {"status": DeadlineStatus.POISONED, "error": "ValueError: essai"}
        session.connection().execute(update(DEADLINE).where(DEADLINE.c.id == ahead["id"]).values(**apart))

    assert alice.get("/api/v1/clocks").json()["deadlines_set_apart"] == 1
    assert alice.post(f"/api/v1/deadlines/{ahead['id']}/retry").status_code == 204
    assert alice.get("/api/v1/clocks").json()["deadlines_set_apart"] == 0


def test_a_task_is_listed_and_completed(town: Town) -> None:
    alice = town.alice()
    town.house.register(date(2026, 1, 5))
    task = alice.get("/api/v1/tasks", params={"status": "open"}).json()["items"][0]

    for _ in range(2):
        assert alice.post(f"/api/v1/tasks/{task['id']}/complete", json={"note": "Fait"}).status_code == 204

    done = alice.get("/api/v1/tasks", params={"status": "done"}).json()["items"]
    assert [(row["id"], row["outcome"]) for row in done] == [(task["id"], "Fait")]

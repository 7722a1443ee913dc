"""The pages and REST of meetings that come back: on site each quarter, with the territory's partners."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from cases.meetings import GUEST
from cases.messages import MailKind
from cases.partners_round import go_round
from models.vocabulary import MeetingStatus, Role
from tests.api.town import Town
from tests.cases.gatherings import guests, letters, meeting_row
from tests.cases.test_partners_meetings import welcome

START, LATE = date(2026, 1, 5), datetime(2026, 3, 17, 9, tzinfo=UTC)
MEETING = {"on": "2026-03-31", "at": "10:00", "duration_minutes": "60", "place": "Base de vie"}
HELD = datetime(2026, 3, 31, 15, tzinfo=UTC)
MINUTES = {
    "held_on": "2026-03-31",
    "minutes": "Deux personnes en poste.",
    "difficulties": "Transport.",
    "actions.0.what": "Proposer un covoiturage",
    "actions.0.who": "Bob Inventé",
    "actions.0.by_on": "2026-04-15",
}


@pytest.fixture
def market(town: Town) -> int:
    town.now = LATE
    return town.market_under_way(START)


def test_a_site_meeting_goes_from_the_inbox_to_its_minutes(town: Town, market: int) -> None:
    alice, page = town.alice(), f"/marches/{market}/reunions"
    inbox = alice.get("/taches").text
    assert "Tenir la réunion de suivi" in inbox
    assert f'href="{page}"' in inbox

    shown = alice.get(page).text
    assert "Proposer une réunion de suivi" in shown
    assert "comptées pour" in shown  # the agenda begins with the figures
    answer = alice.post(page, data=MEETING)
    assert answer.headers["location"] == f"{page}?fait=reunion-proposee"
    assert "31\u00a0mars\u00a02026 à 10:00" in alice.get(page).text

    town.now = HELD
    alice = town.alice()
    first, *_ = guests(town.house, 1)
    attendance = {"attendance.0.guest_id": str(first.id), "attendance.0.present": "true"}
    answer = alice.post(f"{page}/1/compte-rendu", data=MINUTES | attendance)
    assert answer.headers["location"] == f"{page}?fait=reunion-tenue"
    kept = alice.get(answer.headers["location"]).text
    for words in ("Le compte rendu est gardé", "Deux personnes en poste.", "Bob Inventé", "Transport."):
        assert words in kept
    assert "Tenir la réunion de suivi" not in alice.get("/taches").text
    assert len(letters(town.house, MailKind.MEETING_MINUTES)) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minutes": ""}, "Remplissez ce champ."),
        ({"held_on": "2026-04-30"}, "Cette date est dans le futur."),
        ({"actions.0.by_on": "demain"}, "Écrivez une date"),
    ],
)
def test_minutes_that_cannot_be_are_refused_beside_their_field(
    town: Town, market: int, changes: dict[str, str], words: str
) -> None:
    alice, page = town.alice(), f"/marches/{market}/reunions"
    alice.post(page, data=MEETING)
    town.now = HELD
    alice = town.alice()
    answer = alice.post(f"{page}/1/compte-rendu", data=MINUTES | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Proposer un covoiturage" in answer.text
    assert meeting_row(town.house, 1).status is MeetingStatus.PROPOSED


def test_the_partners_meet_from_the_inbox_to_the_pack(town: Town, market: int) -> None:
    welcome(town.house, "Chantier École Fictif", "a@aci.example")
    go_round(town.house.database, now=town.now)
    alice, page = town.alice(), "/reunions-partenaires"
    assert f'href="{page}"' in alice.get("/taches?vue=toutes").text
    pack = alice.get(f"{page}/dossier.pdf")
    assert (pack.headers["content-type"], pack.content[:5]) == ("application/pdf", b"%PDF-")
    assert alice.get(f"{page}/dossier.xlsx").content[:2] == b"PK"

    assert alice.post(page, data=MEETING).headers["location"] == f"{page}?fait=reunion-proposee"
    assert "METHOD:PUBLISH" in alice.get(f"{page}/1.ics").text
    town.now = HELD
    alice = town.alice()
    answer = alice.post(f"{page}/1/compte-rendu", data=MINUTES)
    kept = alice.get(answer.headers["location"]).text
    number = meeting_row(town.house, 1).document_id
    assert f'href="/documents/{number}.xlsx"' in kept
    assert alice.get(f"/documents/{number}.pdf").content[:5] == b"%PDF-"
    listed = alice.get("/documents").text
    assert "Dossier de la réunion des partenaires" in listed
    assert "Tout le territoire" in listed
    papers = alice.get("/api/v1/documents").json()["items"]
    assert [paper["market_id"] for paper in papers if paper["kind"] == "partners_pack"] == [None]
    buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market))
    assert buyer.get(f"/documents/{number}.pdf").status_code == 404


def test_programs_hold_meetings_too(town: Town, market: int) -> None:
    alice, api = town.alice(), f"/api/v1/markets/{market}/meetings"
    made = alice.post(api, json=MEETING | {"duration_minutes": 60}).json()
    assert (made["kind"], made["minutes"]) == ("site_meeting", None)
    town.now = HELD
    alice = town.alice()
    minutes = {"held_on": "2026-03-31", "minutes": "Tenue.", "actions": [{"what": "Relancer"}]}
    held = alice.post(f"{api}/{made['id']}/minutes", json=minutes).json()
    assert held["status"] == "held"
    assert held["minutes"]["actions"] == [{"what": "Relancer", "who": None, "by_on": None}]
    assert held["minutes"]["figures"]["until"] == "2026-03-31"


ON_THE_SPOT = {"held_on": "2026-03-17", "at": "08:30", "place": "Base de vie", "minutes": "Tenue."}


def test_a_meeting_held_on_the_spot_is_one_form_and_one_call(town: Town, market: int) -> None:
    alice, page = town.alice(), f"/marches/{market}/reunions"
    company = str(town.company_of(market))
    assert f'name="attendance.0.party_id" value="{company}"' in alice.get(page).text
    refused = alice.post(f"{page}/tenue", data=ON_THE_SPOT | {"place": ""})
    assert 'id="tenue-place-error"' in refused.text
    came = {"attendance.0.party_id": company, "attendance.0.present": "true"}
    answer = alice.post(f"{page}/tenue", data=ON_THE_SPOT | came)
    assert answer.headers["location"] == f"{page}?fait=reunion-tenue"
    assert "présent" in alice.get(page).text
    twice = alice.post(f"/api/v1/markets/{market}/meetings/held", json=ON_THE_SPOT)
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (422, "held_on")
    made = alice.post("/api/v1/partners-meetings/held", json=ON_THE_SPOT)
    assert (made.status_code, made.json()["status"]) == (201, "held")
    assert letters(town.house, MailKind.MEETING_INVITATION) == []


def test_a_partner_reads_its_own_meetings_with_pack_and_minutes_and_no_other(town: Town, market: int) -> None:
    first, mine, other = (
        welcome(town.house, name, f"{name[0].lower()}@aci.example") for name in ("Atelier", "Bois", "Cité")
    )
    alice = town.alice()
    alice.post("/reunions-partenaires", data=MEETING | {"agenda": "Besoins d’avril"})
    partner = town.someone(Role.PARTNER, party_id=first)
    shown = partner.get("/mes-reunions").text
    for words in ("31\u00a0mars\u00a02026 à 10:00", "Base de vie", "Besoins d’avril", "/mes-reunions/1.ics"):
        assert words in shown
    assert "METHOD:PUBLISH" in partner.get("/mes-reunions/1.ics").text
    assert partner.get("/mes-reunions/1/dossier.pdf").status_code == 404
    town.now = HELD
    partner = town.someone(Role.PARTNER, party_id=mine)
    town.alice().post("/reunions-partenaires/1/compte-rendu", data=MINUTES)
    town.alice().post("/api/v1/partners-meetings", json=MEETING)
    assert "Deux personnes en poste." in partner.get("/mes-reunions").text
    assert partner.get("/mes-reunions/1/dossier.xlsx").content[:2] == b"PK"
    (record,) = partner.get("/api/v1/own-meetings").json()
    assert (record["minutes"]["text"], record["market_title"]) == ("Deux personnes en poste.", None)
    assert all(guest["email"] is None for guest in record["guests"])
    assert partner.get("/api/v1/own-meetings/1/pack").json()["markets"][0]["reference"] == "M-1"
    with town.house.database.write() as session:
        left = delete(GUEST).where(GUEST.c.party_id == other)
        session.connection().execute(left)
    stranger = town.someone(Role.PARTNER, party_id=other)
    assert "Deux personnes" not in stranger.get("/mes-reunions").text
    for path in ("mes-reunions/1.ics", "mes-reunions/1/dossier.pdf", "api/v1/own-meetings/1/pack"):
        assert stranger.get(f"/{path}").status_code == 404


def test_programs_read_the_pack_and_hold_the_partners_meeting(town: Town, market: int) -> None:
    alice, api = town.alice(), "/api/v1/partners-meetings"
    pack = alice.get(f"{api}/pack").json()
    assert [line["reference"] for line in pack["markets"]] == ["M-1"]
    made = alice.post(api, json=MEETING | {"duration_minutes": 60}).json()
    moved = alice.patch(f"{api}/{made['id']}", json={"place": "Mairie"}).json()
    assert (moved["kind"], moved["place"]) == ("partners_meeting", "Mairie")
    town.now = HELD
    alice = town.alice()
    minutes = {"held_on": "2026-03-31", "minutes": "Tenue."}
    held = alice.post(f"{api}/{made['id']}/minutes", json=minutes).json()
    assert held["document_id"] is not None
    assert alice.post(f"{api}/{made['id']}/cancel", json={"reason": "Trop tard"}).status_code == 409
    assert [meeting["id"] for meeting in alice.get(api).json()] == [made["id"]]

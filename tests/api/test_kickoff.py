"""The kickoff's page: a meeting proposed, moved, called off; the kickoff recorded with its plan."""

from datetime import date

import pytest
from icalendar import Calendar

from cases.messages import MailKind
from models.vocabulary import Modality, Role, Stage
from tests.api.town import Town
from tests.cases.gatherings import guests, letters, meeting_row, propose
from tests.cases.scenes import MEMBER, one

DAY, MEETING_ON = date(2026, 2, 16), date(2026, 3, 10)
MEETING = {"on": "2026-03-10", "at": "10:00", "duration_minutes": "90", "place": "Mairie d’Essai"}
KICKOFF = {"held_on": "2026-03-02", "minutes": "Obligations rappelées.", "starts_on": "2026-03-15"}
MONTHS = ("2026-03-01", "2026-04-01", "2026-05-01")


def awarded(town: Town, reference: str = "M-1") -> int:
    market = town.house.register(DAY, reference)
    town.house.publish(market, DAY)
    town.house.award(market, DAY)
    return market


def planned(*hours: str, **changes: str) -> dict[str, str]:
    """The form with a plan of these hours from March on."""
    rows = {f"plan.{index}.month": month for index, month in enumerate(MONTHS[: len(hours)])}
    rows |= {f"plan.{index}.hours": value for index, value in enumerate(hours)}
    return KICKOFF | {"planned_end_on": "2026-05-31"} | rows | changes


def test_a_meeting_is_proposed_moved_and_called_off_from_the_page(town: Town) -> None:
    market = awarded(town)
    alice, page = town.alice(), f"/marches/{market}/lancement"
    assert "Proposer la réunion de lancement" in alice.get(page).text

    guest = {"guests.0.name": "Carole Exemple", "guests.0.email": "carole@geiq.example"}
    answer = alice.post(f"/marches/{market}/reunions", data=MEETING | guest)
    assert answer.headers["location"] == f"{page}?fait=reunion-proposee"
    said = alice.get(answer.headers["location"]).text
    assert "Les invitations partent" in said
    assert "10\u00a0mars\u00a02026 à 10:00" in said
    assert "carole@geiq.example" in said

    moved = alice.post(f"/marches/{market}/reunions/1", data=MEETING | {"on": "2026-03-12"})
    assert moved.headers["location"] == f"{page}?fait=reunion-modifiee"
    assert meeting_row(town.house, 1).sequence == 1
    assert [guest.name for guest in guests(town.house, 1) if guest.email == "carole@geiq.example"] == []

    alice.post(f"/marches/{market}/reunions/1/annulation", data={"reason": "Salle indisponible."})
    assert "Proposer la réunion de lancement" in alice.get(page).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": "2026-03-01"}, "choisissez un autre moment"),
        ({"at": "dix heures"}, "Écrivez une heure, par exemple 09:30."),
        ({"place": ""}, "Remplissez ce champ."),
        ({"duration_minutes": "5"}, "au moins 15"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_beside_its_field(
    town: Town, changes: dict[str, str], words: str
) -> None:
    market = awarded(town)
    answer = town.alice().post(f"/marches/{market}/reunions", data=MEETING | changes)
    assert answer.status_code == 422
    assert words in answer.text
    written = (MEETING | changes)["duration_minutes"]
    assert f'value="{written}"' in answer.text


def test_the_kickoff_is_recorded_with_all_that_was_agreed(town: Town) -> None:
    market = awarded(town)
    meeting = propose(town.house, market, date(2026, 2, 20), date(2026, 3, 2), hour=9)
    party = one(town.house, MEMBER, market_id=market).party_id
    first, *_ = guests(town.house, meeting)
    agreed = {
        "attendance.0.guest_id": str(first.id),
        "attendance.0.present": "true",
        "companies.0.party_id": str(party),
        "companies.0.modality": "direct_hire",
        "companies.0.contact_name": "Dina Fictive",
        "companies.0.email": "fiches@batisseur.example",
        "asks_attestation": "true",
    }
    answer = town.alice().post(f"/marches/{market}/lancement", data=planned("100", "120,5", "79,5") | agreed)
    assert answer.headers.get("location") == f"/marches/{market}?fait=lancement", answer.text
    assert town.house.stage(market) is Stage.FOLLOW_UP
    assert one(town.house, MEMBER, market_id=market).modality is Modality.DIRECT_HIRE
    assert guests(town.house, meeting)[0].is_present is True
    said = town.alice().get(f"/marches/{market}").text
    assert "120,5\u00a0h" in said
    assert "0\u00a0h retenues pour 0\u00a0h prévues au 2\u00a0mars\u00a02026" in said
    held = town.alice().get(f"/marches/{market}/lancement").text
    assert "Embauche directe" in held
    assert "présent" in held
    assert "qui leur demande si les heures déclarées" in held
    assert town.alice().get(f"/api/v1/markets/{market}").json()["asks_attestation"] is True


def test_a_plan_that_does_not_add_up_is_shown_again_as_written(town: Town) -> None:
    market = awarded(town)
    answer = town.alice().post(f"/marches/{market}/lancement", data=planned("100", "100", "99"))
    assert answer.status_code == 422
    assert "Le plan totalise 299 h pour 300 h engagées" in answer.text
    assert 'value="99"' in answer.text
    assert "299\u00a0h pour 300\u00a0h engagées" in answer.text


def test_spreading_shows_the_months_of_the_dates_written_and_records_nothing(town: Town) -> None:
    market = awarded(town)
    sent = KICKOFF | {"planned_end_on": "2026-04-14", "plan.0.month": "2026-03-01", "plan.0.hours": "300"}
    answer = town.alice().post(f"/marches/{market}/lancement/repartition", data=sent)
    assert answer.status_code == 200
    assert 'value="164,52"' in answer.text  # 17 of 31 days
    assert 'value="135,48"' in answer.text
    assert "Obligations rappelées." in answer.text
    assert town.house.stage(market) is Stage.KICKOFF


def test_a_plan_left_as_it_was_spread_follows_the_dates_written_since(town: Town) -> None:
    market = awarded(town)
    alice = town.alice()
    spread = {"spread_from": "2026-03-01", "spread_to": "2026-04-30"}
    months = {"plan.0.month": "2026-03-01", "plan.0.hours": "152,46"}
    months |= {"plan.1.month": "2026-04-01", "plan.1.hours": "147,54"}
    later = KICKOFF | {"starts_on": "2026-05-01", "planned_end_on": "2026-05-31"}
    answer = alice.post(f"/marches/{market}/lancement", data=later | spread | months)
    assert answer.status_code == 303, answer.text
    assert "mai\u00a02026" in alice.get(f"/marches/{market}/lancement").text


def test_who_may_keep_the_meeting_in_a_calendar(town: Town) -> None:
    market, other = awarded(town), awarded(town, "M-2")
    meeting = propose(town.house, market, date(2026, 2, 20), MEETING_ON)
    path = f"/marches/{market}/reunions/{meeting}.ics"
    party = town.company_of(market)
    readers = [
        town.alice(),
        town.someone(Role.BUYER, party_id=town.buyer_of(market)),
        town.someone(Role.COMPANY, party_id=party),
    ]
    for reader in readers:
        answer = reader.get(path)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["LOCATION"] == "Mairie d’Essai"
        assert "Ajouter à mon agenda" in reader.get(f"/marches/{market}").text
    stranger = town.someone(Role.COMPANY, party_id=town.buyer_of(other))
    assert stranger.get(path).status_code == 404
    assert town.alice().get(f"/marches/{other}/reunions/{meeting}.ics").status_code == 404


def test_the_sheet_of_obligations_is_seen_before_it_leaves_and_read_by_its_company(town: Town) -> None:
    market = awarded(town)
    assert town.alice().get(f"/marches/{market}/lancement/obligations.pdf").content.startswith(b"%PDF")
    propose(town.house, market, date(2026, 2, 20), MEETING_ON)
    company = town.someone(Role.COMPANY, party_id=town.company_of(market))
    assert "Obligations de la clause" in company.get("/documents").text
    document = letters(town.house, MailKind.MEETING_INVITATION)[0].document_id
    assert company.get(f"/documents/{document}.pdf").content.startswith(b"%PDF")


def test_a_meeting_lives_by_rest(town: Town) -> None:
    market = awarded(town)
    alice, path = town.alice(), f"/api/v1/markets/{market}/meetings"
    body = {"on": "2026-03-10", "at": "10:00", "place": "Mairie d’Essai"}
    made = alice.post(path, json=body)
    assert made.status_code == 201, made.text
    assert made.json()["starts_at"] == "2026-03-10T09:00:00Z"
    assert alice.post(path, json=body).status_code == 409
    changed = alice.patch(f"{path}/{made.json()['id']}", json={"at": "14:30"}).json()
    assert (changed["at"], changed["sequence"], changed["on"]) == ("14:30:00", 1, "2026-03-10")
    off = alice.post(f"{path}/{made.json()['id']}/cancel", json={"reason": "Salle prise."}).json()
    assert off["status"] == "cancelled"
    company = town.someone(Role.COMPANY, party_id=town.company_of(market))
    (seen,) = company.get(path).json()
    assert {guest["email"] for guest in seen["guests"]} == {None}
    assert alice.get(f"/api/v1/markets/{market}/expected-hours").json() is None


def test_the_plan_is_read_by_rest(town: Town) -> None:
    market = awarded(town)
    kickoff = KICKOFF | {"planned_end_on": "2026-04-30"}
    plan = [{"month": "2026-03-01", "hours": "100"}, {"month": "2026-04-01", "hours": "200"}]
    done = town.alice().post(f"/api/v1/markets/{market}/moves/record_kickoff", json=kickoff | {"plan": plan})
    assert done.status_code == 200, done.text
    found = town.alice().get(f"/api/v1/markets/{market}/expected-hours").json()
    assert [line["hours"] for line in found["months"]] == ["100.00", "200.00"]
    assert (found["total"], found["expected_so_far"]) == ("300.00", "0.00")

"""Structures and people say hours by their links, signed in or by REST; the facilitator decides."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from cases.links import token_for
from cases.statements import table_of
from models.secret import secret_key
from models.tables import AccessLink, HoursReport
from models.vocabulary import Role, TaskKind
from tests.api.test_hours import program
from tests.api.town import Town
from tests.cases.dump import dump
from tests.cases.lent import ANSWERED, ASKED, REMINDED, Lent, ask_dora, lent_to
from tests.cases.scenes import events, forget_address, market_row, rows, tasks

LINK, REPORT = table_of(AccessLink), table_of(HoursReport)


@pytest.fixture
def lent(town: Town) -> Lent:
    """Everyone was asked."""
    found = lent_to(town.house)
    ask_dora(found)
    town.house.live(ANSWERED, ASKED)
    town.now = datetime(2027, 2, 9, 9, tzinfo=UTC)
    return found


def path(town: Town, act: str) -> str:
    with town.house.database.read() as session:
        number = session.connection().execute(select(LINK.c.id).where(LINK.c.act == act)).scalar_one()
    prefix = {"report_hours": "h", "attest_hours": "m"}[act]
    return f"/{prefix}/{token_for(secret_key(town.settings), number)}"


def reported(town: Town) -> list[tuple[str, Decimal]]:
    return [(str(row.source), row.hours) for row in rows(town.house, REPORT)]


def test_a_structure_without_an_address_is_one_task_that_ends_on_its_form_and_then_is_asked(
    town: Town,
) -> None:
    lent = lent_to(town.house)
    structure = forget_address(town.house, "elise@interim.example")
    town.house.live(ANSWERED, ASKED)
    town.now = datetime(2027, 2, 10, 9, tzinfo=UTC)
    browser, form = town.alice(), f"/partenaires/{structure}"
    assert len(tasks(town.house, TaskKind.MISSING_CONTACT)) == 1
    assert "Trouver une adresse – Intérim d’Essai" in browser.get("/taches?vue=toutes").text
    assert f'href="{form}#partner-email"' in browser.get("/taches?vue=toutes").text
    assert 'id="partner-email"' in browser.get(form).text
    assert lent.mails("hours_report") == []

    known = {"kind": "insertion_structure", "structure_kind": "etti", "name": "Intérim d’Essai"}
    for email in ("elise@interim.example", "dora@interim.example"):
        assert browser.post(form, data=known | {"email": email}).status_code == 303

    assert tasks(town.house, TaskKind.MISSING_CONTACT) == []
    assert events(town.house, lent.market).count("contact_set") == 1
    town.house.live(date(2027, 2, 11), REMINDED)
    [asked] = lent.mails("hours_report")
    assert (asked.to_email, json.loads(asked.payload)["is_reminder"]) == ("dora@interim.example", False)
    assert town.browser().get(path(town, "report_hours")).status_code == 200


def test_people_are_written_to_and_answer_in_their_own_language(town: Town) -> None:
    lent = lent_to(town.house)
    ask_dora(lent)
    town.now = datetime(2027, 2, 4, 9, tzinfo=UTC)
    facts = {"first_name": "Dora", "last_name": "Fictive", "email": "dora@fictive.example", "locale": "en"}
    assert town.alice().post(f"/personnes/{lent.dora}", data=facts).status_code == 303
    town.house.live(ANSWERED, ASKED)
    town.now = datetime(2027, 2, 9, 9, tzinfo=UTC)

    [mail] = lent.mails("attestation")

    assert mail.locale == "en"
    answer = town.browser().get(path(town, "attest_hours"))
    assert '<html lang="en">' in answer.text and "If not, how many hours was it?" in answer.text


def sheet_path(lent: Lent) -> str:
    return f"/marches/{lent.market}/fiches/{lent.sheet}"


@pytest.mark.parametrize("act", ["report_hours", "attest_hours"])
def test_opening_a_link_changes_nothing(town: Town, lent: Lent, act: str) -> None:
    where, before = path(town, act), dump(town.house.database)
    browser = town.browser()

    assert browser.get(where).status_code == 200
    assert browser.head(where).status_code == 200

    assert dump(town.house.database) == before


@pytest.mark.parametrize("act", ["report_hours", "attest_hours"])
def test_an_empty_form_says_nothing(town: Town, lent: Lent, act: str) -> None:
    answer = town.browser().post(path(town, act), data={})
    assert answer.status_code == 422
    assert reported(town) == []


def test_a_link_opens_its_own_act_alone(town: Town, lent: Lent) -> None:
    token = path(town, "attest_hours").rpartition("/")[2]
    assert town.browser().get(f"/h/{token}").status_code == 410
    assert town.browser().get(f"/p/{token}").status_code == 410
    assert town.browser().get(f"/m/{token}x").status_code == 410


def test_a_structure_says_its_hours_by_its_link_and_may_correct_them(town: Town, lent: Lent) -> None:
    browser, where = town.browser(), path(town, "report_hours")
    field = f"hours.{lent.dora}.{lent.market}"
    shown = browser.get(where).text
    assert "Dora Fictive" in shown and "70" not in shown.split("<main")[1].split("</main")[0]

    answer = browser.post(where, data={field: "69,5"})
    assert answer.headers["location"] == f"{where}?fait=heures-dites"
    browser.post(where, data={field: "50"})

    assert reported(town) == [("structure", Decimal(50))]
    assert 'value="50"' in browser.get(where).text


def test_a_wrong_figure_is_named_and_kept(town: Town, lent: Lent) -> None:
    field = f"hours.{lent.dora}.{lent.market}"

    answer = town.browser().post(path(town, "report_hours"), data={field: "9999"})

    assert answer.status_code == 422
    assert f'href="#{field.replace(".", "-").replace("hours-", "hours-hours-", 1)}"' in answer.text
    assert 'value="9999"' in answer.text


def test_a_person_sees_its_own_hours_and_says_yes_or_how_many(town: Town, lent: Lent) -> None:
    browser, where = town.browser(), path(town, "attest_hours")
    key = f"{lent.dora}.{lent.market}"
    shown = browser.get(where).text
    assert "Vous avez fait 70\u00a0h sur Chantier M-1" in shown

    browser.post(where, data={f"answer.{key}": "yes", f"seen.{key}": "70.00"})
    assert reported(town) == [("participant", Decimal(70))]
    browser.post(where, data={f"answer.{key}": "no", f"seen.{key}": "70.00", f"hours.{key}": "62,5"})

    assert reported(town) == [("participant", Decimal("62.5"))]
    assert len(tasks(town.house, TaskKind.MATCH_HOURS)) == 1


def test_no_needs_its_figure(town: Town, lent: Lent) -> None:
    key = f"{lent.dora}.{lent.market}"
    answer = town.browser().post(path(town, "attest_hours"), data={f"answer.{key}": "no", f"hours.{key}": ""})
    assert answer.status_code == 422
    assert reported(town) == []


def test_a_structure_signed_in_finds_its_months(town: Town, lent: Lent) -> None:
    browser = town.someone(Role.PARTNER, party_id=lent.structure.party_id)
    assert "janvier\u00a02027" in browser.get("/mes-heures").text.lower()

    browser.post("/mes-heures/2027-01", data={f"hours.{lent.dora}.{lent.market}": "70"})

    assert reported(town) == [("structure", Decimal(70))]
    assert browser.get("/mes-heures/jamais").status_code == 404


def test_another_partner_sees_nobody(town: Town, lent: Lent) -> None:
    stranger = town.someone(Role.PARTNER, party_id=town.company_of(lent.market))
    assert "Dora" not in stranger.get("/mes-heures/2027-01").text
    answer = stranger.post("/mes-heures/2027-01", data={f"hours.{lent.dora}.{lent.market}": "70"})
    assert answer.status_code == 422


def test_the_sheet_shows_the_three_figures_and_the_one_that_was_decided(town: Town, lent: Lent) -> None:
    lent.report("50")
    browser = town.alice()
    assert "Comparer" in browser.get("/taches").text
    shown = browser.get(sheet_path(lent)).text
    assert "Chiffres différents" in shown and "Intérim d’Essai" in shown
    assert "Heures en désaccord avec une autre déclaration\u00a0: 1" in shown

    refused = browser.post(
        f"{sheet_path(lent)}/ecarts", data={"participant_id": lent.dora, "source": "structure"}
    )
    assert refused.status_code == 422 and "Remplissez ce champ." in refused.text
    data = {"participant_id": lent.dora, "source": "structure", "reason": "Relevé signé."}
    answer = browser.post(f"{sheet_path(lent)}/ecarts", data=data)

    assert answer.headers["location"] == f"{sheet_path(lent)}?fait=difference"
    assert "Chiffres concordants" in browser.get(sheet_path(lent)).text
    assert "Comparer" not in browser.get("/taches").text


def test_the_task_to_compare_shows_whose_figures_differ_as_they_stand(town: Town, lent: Lent) -> None:
    lent.report("50")
    browser, staff = town.alice(), program(town)
    where = "/api/v1/tasks?kind=match_hours"
    assert "Dora Fictive · L’entreprise – 70\u00a0h" in browser.get("/taches").text
    assert "La structure d’insertion – 50\u00a0h" in browser.get("/taches").text
    ((row,),) = [task["differences"] for task in staff.get(where).json()["items"]]
    said = [row[f"{source}_hours"] for source in ("company", "structure", "participant")]
    assert (row["name"], said) == ("Dora Fictive", ["70.00", "50.00", None])

    lent.report("50.5")
    assert "La structure d’insertion – 50,5\u00a0h" in browser.get("/taches").text
    lent.report("70")
    assert "Dora Fictive ·" not in browser.get("/taches").text
    assert [task["differences"] for task in staff.get(where).json()["items"]] == [[]]


def test_neither_the_company_nor_the_buyer_sees_what_others_say(town: Town, lent: Lent) -> None:
    lent.report("50")
    for role, party in (
        (Role.COMPANY, town.company_of(lent.market)),
        (Role.BUYER, town.buyer_of(lent.market)),
    ):
        shown = town.someone(role, party_id=party).get(sheet_path(lent)).text
        assert "Ce que disent les autres" not in shown and "50\u00a0h" not in shown


def test_by_rest_a_structure_reports_and_staff_decide(town: Town, lent: Lent) -> None:
    structure = program(town, Role.PARTNER, lent.structure.party_id)
    (person,) = structure.get("/api/v1/hours-reports/2027-01-01").json()
    assert (person["name"], person["hours"]) == ("Dora Fictive", None)
    line = {"participant_id": lent.dora, "market_id": lent.market, "hours": "50"}
    said = structure.put("/api/v1/hours-reports/2027-01-31", json={"lines": [line]})
    assert said.json()[0]["hours"] == "50.00"

    staff, where = program(town), f"/api/v1/sheets/{lent.sheet}/match"
    (row,) = staff.get(where).json()
    figures = ("company_hours", "structure_hours", "participant_hours", "match")
    assert [row[name] for name in figures] == ["70.00", "50.00", None, "difference"]
    decision = {"participant_id": lent.dora, "source": "company", "reason": "Feuilles de présence vues."}
    (row,) = staff.post(where, json=decision).json()

    assert (row["match"], row["decided_source"], row["decided_reason"]) == (
        "decided",
        "company",
        "Feuilles de présence vues.",
    )


def test_asking_people_is_chosen_on_the_markets_page_and_by_rest(town: Town, lent: Lent) -> None:
    hours = f"/marches/{lent.market}/heures"
    browser = town.alice()
    assert "Ne plus leur demander" in browser.get(hours).text

    browser.post(f"{hours}/attestation", data={"asks": "false"})
    assert market_row(town.house, lent.market).asks_attestation is False
    program(town).put(f"/api/v1/markets/{lent.market}/attestation", json={"asks": True}).raise_for_status()

    assert market_row(town.house, lent.market).asks_attestation is True

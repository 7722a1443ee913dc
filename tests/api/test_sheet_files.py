"""Hours by a file on the screen, by a link and by REST: tried, then confirmed; nobody sends another's."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import insert, select

from cases.access import add_link
from cases.links import token_for
from cases.statements import table_of
from exchange.tables import workbook as workbook_reading
from models.secret import secret_key
from models.settings import Settings
from models.tables import AccessLink, Eligibility, HourLine, HourSheet, Participant, Party, WorkContract
from models.vocabulary import LinkAct, PartyKind, Role
from tests.api.town import BASE_URL, Town
from tests.exchange.hour_files import FULL_HEAD, TERMS_HEAD, in_csv, in_workbook
from tests.support.people import House, fresh_house

SHEET, LINE, PERSON, LINK = (table_of(t) for t in (HourSheet, HourLine, Participant, AccessLink))
PARTY, CONTRACT, CLAIM = table_of(Party), table_of(WorkContract), table_of(Eligibility)
JANUARY = date(2026, 1, 1)
FIELDS = ("digest", "name", "partial", "confirm")
PAGE, REST = "/heures/fichier", "/api/v1/sheet-files"
BORN, ARRIVAL, STOPPED = date(1990, 3, 7), "Une arrivée le 12.", "Chantier à l’arrêt"
ALICE = ("M-1", "01/2026", "Exemple", "Alice", "84,5", "07/03/1990", "7,5", "", ARRIVAL)
TERMS = ("CDD", "05/01/2026", "30/06/2026", "Intérim Exemple", "Bénéficiaire du RSA")
BOB = ("M-1", "01/2026", "Inventé", "Bob", "35", "", "", "", "", *TERMS)
NOBODY = ("M-2", "01/2026", "", "", "", "", "", "oui", STOPPED)
WHOLE_HEAD = (*FULL_HEAD, *TERMS_HEAD)
CSV = in_csv(ALICE, BOB, NOBODY, head=WHOLE_HEAD)
WORKBOOK = in_workbook(
    ("M-1", date(2026, 1, 1), "Exemple", "Alice", 84.5, BORN, 7.5, None, ARRIVAL),
    (
        *("M-1", date(2026, 1, 1), "Inventé", "Bob", 35, None, None, None, None),
        *("fixed-term contract (CDD)", date(2026, 1, 5), date(2026, 6, 30)),
        *("INTERIM EXEMPLE", "Receives the RSA (minimum income)"),
    ),
    ("M-2", date(2026, 1, 1), None, None, None, None, None, "oui", STOPPED),
    head=WHOLE_HEAD,
)
FAULTY = in_csv((*ALICE[:4], "=1+x", *ALICE[5:]), NOBODY, head=FULL_HEAD)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Town]:
    """Two markets of one builder, whose January is asked for."""
    yield from town_in(tmp_path)


def town_in(folder: Path) -> Iterator[Town]:
    settings = Settings(base_url=BASE_URL, data_dir=folder, secret_key="essai")
    town = Town(fresh_house(folder), settings, now=datetime(2026, 2, 3, 9, tzinfo=UTC))
    for reference in ("M-1", "M-2"):
        town.house.under_way(date(2026, 1, 5), reference)
    town.house.live(date(2026, 1, 5), date(2026, 2, 2))
    values = {"territory_id": town.house.territory_id, "kind": PartyKind.INSERTION_STRUCTURE, "locale": "fr"}
    with town.house.database.write() as session:
        agency = insert(PARTY).values(**values, name="Intérim Exemple", created_at=town.now)
        session.connection().execute(agency)
    yield town
    town.house.database.dispose()


def company(town: Town) -> TestClient:
    return town.someone(Role.COMPANY, party_id=town.company_of(1))


def send(browser: TestClient, content: bytes, name: str = "h.csv", *, to: str = PAGE) -> Response:
    return browser.post(to, files={"file": (name, content)})


def confirm(browser: TestClient, trial: Response, *, to: str = PAGE) -> Response:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', trial.text) for name in FIELDS}
    assert all(found.values()), trial.text
    return browser.post(f"{to}/confirmer", data={name: match[1] for name, match in found.items() if match})


def declared(town: Town) -> list[tuple[Any, ...]]:
    with town.house.database.read() as session:
        of_sheet = ("market_id", "status", "is_nil", "declared_hours", "remark")
        sheets = select(*(SHEET.c[name] for name in of_sheet))
        names = (PERSON.c.last_name, PERSON.c.first_name, PERSON.c.birth_date)
        lines = (
            select(*names, LINE.c.hours, LINE.c.training_hours)
            .join(PERSON, PERSON.c.id == LINE.c.participant_id)
            .order_by(PERSON.c.last_name)
        )
        connection = session.connection()
        return [
            *map(tuple, connection.execute(sheets.order_by(SHEET.c.id))),
            *map(tuple, connection.execute(lines)),
        ]


def told_of_newcomers(town: Town) -> list[tuple[Any, ...]]:
    """The contracts and the criteria claimed, by name."""
    with town.house.database.read() as session:
        of_contract = ("kind", "starts_on", "ends_on", "employer_id", "company_id")
        contracts = select(PERSON.c.first_name, *(CONTRACT.c[name] for name in of_contract))
        claims = select(PERSON.c.first_name, CLAIM.c.criterion, CLAIM.c.status, CLAIM.c.buyer_id)
        connection = session.connection()
        return [
            *map(
                tuple, connection.execute(contracts.join(CONTRACT, CONTRACT.c.participant_id == PERSON.c.id))
            ),
            *map(tuple, connection.execute(claims.join(CLAIM, CLAIM.c.participant_id == PERSON.c.id))),
        ]


def agency_of(town: Town) -> int:
    with town.house.database.read() as session:
        query = select(PARTY.c.id).where(PARTY.c.name == "Intérim Exemple")
        return int(session.connection().execute(query).scalar_one())


def link_of(town: Town, market: int = 1, month: date = JANUARY) -> str:
    """The address that the sheet's mail gives."""
    sheet = town.house.sheet_of(market, month)
    query = select(LINK.c.id).where(LINK.c.act == LinkAct.SHEET, LINK.c.sheet_id == sheet)
    with town.house.database.read() as session:
        number = session.connection().execute(query).scalar_one()
    return f"/f/{token_for(secret_key(town.settings), number)}"


def company_link(town: Town) -> str:
    with town.house.database.write() as session:
        number = add_link(
            session,
            town.house.territory_id,
            LinkAct.COMPANY_SHEETS,
            valid_days=90,
            now=town.now,
            party_id=town.company_of(1),
        )
    return f"/e/{token_for(secret_key(town.settings), number)}"


def by_page(town: Town) -> None:
    """The same hours typed by the company on its forms."""
    typed = {
        "new.0.first_name": "Alice",
        "new.0.last_name": "Exemple",
        "new.0.hours": "84,5",
        "new.0.training": "7,5",
        "new.0.birth_date": "1990-03-07",
        "new.1.first_name": "Bob",
        "new.1.last_name": "Inventé",
        "new.1.hours": "35",
        "new.1.contract_kind": "fixed_term",
        "new.1.starts_on": "2026-01-05",
        "new.1.ends_on": "2026-06-30",
        "new.1.employer_id": str(agency_of(town)),
        "new.1.criterion": "rsa",
        "remark": ARRIVAL,
    }
    assert town.browser().post(link_of(town), data=typed).status_code == 303
    assert town.browser().post(link_of(town, 2), data={"nil": "1", "remark": STOPPED}).status_code == 303


def by_csv(town: Town) -> None:
    browser = company(town)
    assert confirm(browser, send(browser, CSV)).headers["location"] == "/mes-fiches?fait=heures-envoyees"


def by_workbook_and_link(town: Town) -> None:
    here = link_of(town)
    browser = town.browser()
    trial = send(browser, WORKBOOK, "h.xlsx", to=f"{here}/fichier")
    done = confirm(browser, trial, to=f"{here}/fichier")
    assert done.headers["location"] == f"{here}?fait=heures-envoyees"


def by_answers(town: Town) -> None:
    bob = {"first_name": "Bob", "last_name": "Inventé", "hours": "35", "contract_kind": "fixed_term"}
    bob |= {"starts_on": "2026-01-05", "ends_on": "2026-06-30", "criterion": "rsa"}
    alice = {"first_name": "Alice", "last_name": "Exemple", "hours": "84.5", "training_hours": "7.5"}
    alice |= {"birth_date": "1990-03-07"}
    school, nursery = (town.house.sheet_of(market, JANUARY) for market in (1, 2))
    lines = [alice, {**bob, "employer_id": agency_of(town)}]
    answers = [{"sheet_id": school, "lines": lines, "remark": ARRIVAL}]
    answers += [{"sheet_id": nursery, "nil": True, "remark": STOPPED}]
    answered = company(town).put("/api/v1/sheets/answers", json={"answers": answers})
    assert answered.status_code == 200


def by_rest(town: Town) -> None:
    report = send(company(town), WORKBOOK, "h.xlsx", to=REST).json()
    assert [report[name] for name in ("accepted", "updated", "unchanged", "rejected")] == [2, 0, 0, []]


def test_the_same_hours_by_page_csv_workbook_link_and_rest_are_the_same_rows(tmp_path: Path) -> None:
    found = []
    for way in (by_page, by_csv, by_workbook_and_link, by_rest, by_answers):
        folder = tmp_path / way.__name__
        folder.mkdir()
        for town in town_in(folder):
            way(town)
            found.append([*declared(town), *told_of_newcomers(town)])
    assert found == [found[0]] * 5
    assert [row[-1] for row in found[0][:2]] == [ARRIVAL, STOPPED]
    assert found[0][2:4] == [
        ("Exemple", "Alice", BORN, Decimal("84.5"), Decimal("7.5")),
        ("Inventé", "Bob", None, Decimal(35), Decimal(0)),
    ]
    contract, claim = found[0][4:]
    assert contract[:4] == ("Bob", "fixed_term", date(2026, 1, 5), date(2026, 6, 30))
    assert claim == ("Bob", "rsa", "claimed", None)


def test_a_trial_shows_what_was_read_and_writes_nothing(office: Town) -> None:
    before = declared(office)
    trial = send(company(office), CSV)
    assert trial.status_code == 200
    for said in ("Rien n’est encore écrit.", "Chantier M-1", "119,5", "2 nouvelles", "Envoyer 2 fiches"):
        assert said in trial.text
    assert declared(office) == before


def test_faults_are_shown_by_cell_and_the_good_sheets_may_be_sent_alone(office: Town) -> None:
    browser = company(office)
    trial = send(browser, FAULTY)
    assert "E2" in trial.text
    assert "Cette cellule est une formule" in trial.text
    assert "Envoyer seulement la fiche sans erreur (1)" in trial.text
    findings = re.search(rf'href="({PAGE}/essais/[^"]*)"', trial.text)
    assert findings is not None
    assert "'=1+x" in browser.get(findings[1]).text

    assert confirm(browser, trial).status_code == 303
    assert [row[1] for row in declared(office)[:2]] == ["awaited", "submitted"]


def test_all_or_nothing_is_the_rule_unless_asked_otherwise(office: Town) -> None:
    browser = company(office)
    digest = re.search(r'name="digest" value="([^"]*)"', send(browser, FAULTY).text)
    assert digest is not None
    refused = browser.post(f"{PAGE}/confirmer", data={"digest": digest[1], "name": "h.csv", "partial": ""})
    assert refused.status_code == 422
    assert "Cette cellule est une formule" in refused.text
    assert [row[1] for row in declared(office)] == ["awaited", "awaited"]


def test_the_same_file_again_changes_nothing_and_says_so(office: Town) -> None:
    browser = company(office)
    confirm(browser, send(browser, CSV))
    again = send(browser, CSV)
    assert "Ce fichier ne dit rien de nouveau" in again.text
    assert "/confirmer" not in again.text
    assert send(browser, CSV, to=REST).json()["unchanged"] == 2


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7", "h.pdf", "C’est un document PDF."),
        (b"", "h.csv", "Choisissez un fichier."),
        (b"PK\x03\x04rien", "h.xlsx", "Ce classeur est abîmé ou incomplet."),
    ],
)
def test_a_file_that_is_not_read_says_why_at_its_field(
    office: Town, content: bytes, name: str, said: str
) -> None:
    refused = send(company(office), content, name)
    assert (refused.status_code, said in refused.text) == (422, True)
    by_link = send(office.browser(), content, name, to=f"{link_of(office)}/fichier")
    assert (by_link.status_code, said in by_link.text) == (422, True)


@contextmanager
def two_others_read() -> Iterator[None]:
    with ExitStack() as turns:
        for _ in range(workbook_reading.AT_ONCE):
            turns.enter_context(workbook_reading._turns)
        yield


def test_a_workbook_whose_turn_does_not_come_is_kept_and_tried_again(
    office: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, before = company(office), declared(office)
    monkeypatch.setattr(workbook_reading, "WAIT_SECONDS", 0.01)
    with two_others_read():
        busy = send(browser, WORKBOOK, "h.xlsx")
        by_program = send(browser, WORKBOOK, "h.xlsx", to=REST)
    for answer in (busy, by_program):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert by_program.json()["type"].endswith("readers-busy")
    assert "h.xlsx\u00a0» est conservé" in busy.text
    found = dict(re.findall(r'name="(digest|name)" value="([^"]+)"', busy.text))
    trial = browser.post(PAGE, data=found)
    with two_others_read():
        kept = confirm(browser, trial)
    assert (kept.status_code, declared(office)) == (503, before)
    assert confirm(browser, kept).status_code == 303
    assert declared(office) != before


def test_what_is_downloaded_filled_in_and_sent_back_is_taken(office: Town) -> None:
    browser, party = company(office), office.company_of(1)
    listed = browser.get(PAGE).text
    assert f"{PAGE}/{party}/2026-01.xlsx" in listed
    assert browser.get(f"{PAGE}/{party}/2026-13.xlsx").status_code == 404
    confirm(browser, send(browser, CSV))

    for address in (f"{PAGE}/{party}/2026-01.xlsx", f"{REST}?month=2026-01-15"):
        made = browser.get(address)
        assert made.headers["content-disposition"] == 'attachment; filename="heures-2026-01.xlsx"'
        assert b"Exemple" in zipfile.ZipFile(io.BytesIO(made.content)).read("xl/sharedStrings.xml")
        report = send(browser, made.content, "heures.xlsx", to=f"{REST}?dry_run=true").json()
        assert (report["unchanged"], report["rejected"]) == (2, [])
    written = browser.get(f"{PAGE}/{party}/2026-01.csv")
    assert written.text.count("\r\nM-1;") == 3
    assert office.browser().get(f"{link_of(office)}/fichier/heures.xlsx").content == made.content


def test_hours_of_an_agency_are_named_where_the_company_the_staff_and_programs_look(office: Town) -> None:
    builder = company(office)
    confirm(builder, send(builder, CSV))
    office.house.live(date(2026, 2, 4), date(2026, 3, 2))
    office.now = datetime(2026, 3, 3, 9, tzinfo=UTC)
    staff = office.alice()
    partner = office.someone(Role.PARTNER, party_id=agency_of(office))

    trial = send(partner, in_csv(("M-1", "02/2026", "Inventé", "Bob", "40"), head=FULL_HEAD[:5]))
    assert "conservé pour l’entreprise, dont la réponse est attendue" in trial.text
    assert confirm(partner, trial).status_code == 303

    sheet = office.house.sheet_of(1, date(2026, 2, 1))
    shown = [
        office.browser().get(link_of(office, month=date(2026, 2, 1))).text,
        office.browser().get(company_link(office)).text,
        staff.get(f"/marches/1/fiches/{sheet}").text,
    ]
    assert ["déclaré par Intérim Exemple" in text for text in shown] == [True, True, True]
    assert ['value="40"' in text for text in shown] == [True, True, False]
    record = staff.get(f"/api/v1/sheets/{sheet}").json()
    assert (record["status"], record["lines"]) == ("awaited", [])
    (line,) = record["contributed"]
    assert (line["first_name"], line["hours"], line["declared_by"]) == ("Bob", "40.00", "Intérim Exemple")

    page, month = company_link(office), {"mois": "2026-02"}
    (field,) = re.findall(rf'name="(s\.{sheet}\.person\.\d+)"[^>]*value="40"', shown[1])
    for bobs, status in (("41", 422), ("40", 303)):  # as the page shows it, and changed
        nobody = {field: bobs, f"{field}.training": "", "nil": "1", "rows": "3"}
        assert office.browser().post(page, params=month, data=nobody).status_code == status
    assert staff.get(f"/api/v1/sheets/{sheet}").json()["declared_hours"] == "40.00"


def test_walls_stand_between_companies_and_territories(office: Town) -> None:
    mine = company(office)
    trial = send(mine, CSV)
    made = mine.get(f"{PAGE}/{office.company_of(1)}/2026-01.xlsx").content
    values = {"territory_id": office.house.territory_id, "kind": "company", "name": "Autre", "locale": "fr"}
    with office.house.database.write() as session:
        added = session.connection().execute(insert(PARTY).values(**values, created_at=office.now))
    other = office.someone(Role.COMPANY, party_id=added.inserted_primary_key[0])
    director = office.someone(Role.DIRECTOR, house=House(office.house.database, territory_id=2))

    for stranger in (other, director):
        assert stranger.get(f"{PAGE}/{office.company_of(1)}/2026-01.xlsx").status_code == 404
        assert confirm(stranger, trial).status_code == 404
        assert len(send(stranger, CSV, to=f"{REST}?dry_run=true").json()["rejected"]) == 2
        assert send(stranger, made, "h.xlsx", to=REST).status_code == 422
    buyer = office.someone(Role.BUYER, party_id=office.buyer_of(1))
    assert send(buyer, CSV, to=REST).status_code == 403
    assert [row[1] for row in declared(office)] == ["awaited", "awaited"]


def test_staff_send_for_anyone_and_download_beside_the_sheet(office: Town) -> None:
    alice = office.alice()
    beside = alice.get(f"/marches/1/fiches/{office.house.sheet_of(1, JANUARY)}").text
    made = re.search(rf'href="({PAGE}/\d+/2026-01.csv)"', beside)
    assert made is not None
    assert alice.get(made[1]).status_code == 200
    assert alice.get(REST + "?month=2026-01-01").status_code == 422
    done = confirm(alice, send(alice, CSV))
    assert done.headers["location"] == f"{PAGE}?fait=heures-envoyees"
    assert "Les heures de votre fichier sont enregistrées" in alice.get(done.headers["location"]).text


def test_the_form_leads_to_the_file(office: Town) -> None:
    here = link_of(office)
    assert f'href="{here}/fichier"' in office.browser().get(here).text
    opened = office.browser().get(f"{here}/fichier").text
    assert f'href="{here}/fichier/heures.xlsx"' in opened
    assert "Autres mois encore ouverts" not in opened
    assert f'href="{PAGE}"' in company(office).get("/mes-fiches").text


def test_a_link_that_is_over_opens_no_file(office: Town) -> None:
    assert office.browser().get("/f/rien/fichier").status_code == 410
    assert office.browser().get("/f/rien/fichier/heures.csv").status_code == 410


def test_rest_names_each_cell_and_writes_nothing(office: Town) -> None:
    browser = company(office)
    refused = send(browser, FAULTY, to=REST)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["E2"]
    assert send(browser, FAULTY, to=f"{REST}?partial=true").json()["accepted"] == 1


def test_doubtful_hours_are_confirmed_on_the_page_and_by_programs(office: Town) -> None:
    browser, many = company(office), in_csv((*ALICE[:4], "230", *ALICE[5:]), NOBODY, head=FULL_HEAD)
    asked = send(browser, many, to=REST)
    assert (asked.status_code, asked.json()["errors"][0]["field"]) == (422, "E2")
    assert asked.json()["type"].endswith("sheet-questioned")
    trial = send(browser, many)
    assert "Envoyer quand même 2 fiches" in trial.text
    digest = re.search(r'name="digest" value="([^"]*)"', trial.text)
    assert digest is not None
    assert browser.post(f"{PAGE}/confirmer", data={"digest": digest[1]}).status_code == 422
    assert [row[1] for row in declared(office)] == ["awaited", "awaited"]

    assert confirm(browser, trial).status_code == 303
    assert [row[1] for row in declared(office)[:2]] == ["submitted", "submitted"]
    again = send(browser, many, to=f"{REST}?confirm=true").json()
    assert (again["unchanged"], again["needs_confirmation"]) == (2, False)

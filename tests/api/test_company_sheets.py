"""A company with several markets answers a month on one page, by one link, with one send and one receipt."""

import json
import re
from datetime import date

import pytest
from sqlalchemy import select, update

from api.walls.body_limit import limit_of
from cases.links import token_for
from cases.statements import MARKET, table_of
from models.tables import (
    Account,
    SheetDraft,
)
from models.vocabulary import CompanyRole, LinkAct, Role, TaskKind
from tests.api.builder import ACCOUNT, DINO, MEMBER, Builder
from tests.api.test_sheet_files import confirm
from tests.api.test_sheet_link import FEBRUARY, JANUARY, LINE, LINK, MAIL, PERSON, SECRET, SHEET, TASK
from tests.cases.dump import dump
from tests.cases.test_sheet_files import another_company, join
from tests.database.records import add


def test_the_mail_of_several_sheets_opens_one_page(builder: Builder) -> None:
    payloads = [json.loads(row[0]) for row in builder.rows(select(MAIL.c.payload)) if "lines" in row[0]]
    several = [payload for payload in payloads if len(payload["lines"]) > 1]
    assert several
    assert all(payload["company_link_id"] for payload in several)
    shown = builder.browser.get(builder.path)
    assert shown.status_code == 200
    assert "Chantier M-1" in shown.text
    assert "Chantier M-2" in shown.text
    assert "Réponse attendue au plus tard le" in shown.text
    builder.send(nil="1")
    assert "Vous pouvez la corriger" in builder.browser.get(f"{builder.path}?mois=2026-02").text


def test_the_page_and_the_mails_name_the_facilitator_of_each_market(builder: Builder) -> None:
    with builder.town.house.database.write() as session:
        row = dict(session.connection().execute(select(ACCOUNT)).mappings().first() or {})
        row |= {"id": None, "name": "Bruno Inventé", "email": "bruno@territoire.example"}
        bruno = add(session, Account, **row)
        second = update(MARKET).where(MARKET.c.reference == "M-2").values(referent_id=bruno)
        session.connection().execute(second)
    assert "Bruno Inventé" in builder.browser.get(builder.path).text
    builder.town.house.live(date(2026, 3, 2), date(2026, 3, 10))
    builder.send(nil="on", confirm="on")

    kinds = ("sheet_first_chase", "sheets_receipt")
    sent = builder.rows(select(MAIL.c.kind, MAIL.c.payload).where(MAIL.c.kind.in_(kinds)).order_by(MAIL.c.id))
    told = [json.loads(dict(map(tuple, sent))[kind]) for kind in kinds]
    for each in told:
        (other,) = each["others_to_call"]
        assert (each["facilitator_name"], other["name"]) == ("Alice Exemple", "Bruno Inventé")
        assert other["markets"] == ["Chantier M-2"]


def test_opening_the_page_changes_nothing(builder: Builder) -> None:
    before = dump(builder.town.house.database)
    for page in ("", "?mois=2026-01", "/recu"):
        assert builder.browser.get(builder.path + page).status_code == 200
    assert dump(builder.town.house.database) == before


def test_one_send_answers_all_with_one_receipt(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    hours = {f"new.0.on.{one}": "70,5", f"new.0.on.{one}.training": "14", f"s.{other}.nil": "true"}
    sent = builder.send(**DINO, **hours)

    assert (sent.status_code, sent.headers["location"]) == (303, f"{builder.path}/recu?mois=2026-02")
    assert builder.statuses(FEBRUARY) == ["submitted", "submitted"]
    shown = builder.browser.get(sent.headers["location"]).text
    for said in ("Dino Fictif", "Éligibilité à confirmer", "70,5\u00a0h", "dont 14\u00a0h en formation"):
        assert said in shown
    assert "La prochaine fiche s’ouvre le 1er\u00a0avril\u00a02026" in shown
    receipts = builder.rows(select(MAIL.c.payload).where(MAIL.c.kind == "sheets_receipt"))
    assert len(receipts) == 1
    receipt = json.loads(receipts[0][0])
    assert [line["nil"] for line in receipt["lines"]] == [False, True]
    assert receipt["opens_on"] == "2026-04-01"
    assert builder.rows(select(MAIL.c.id).where(MAIL.c.kind == "sheet_receipt")) == []


def test_hours_of_all_markets_count_towards_the_months_cap(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    hours = {f"new.0.on.{one}": "150", f"new.0.on.{other}": "100"}
    asked = builder.send(**DINO, **hours)
    assert asked.status_code == 422
    assert "tous vos marchés réunis" in asked.text
    assert f'id="sheet-new-0-on-{other}-error"' in asked.text
    assert builder.statuses(FEBRUARY) == ["awaited", "awaited"]

    builder.send(**DINO, **hours, confirm="true")
    assert builder.statuses(FEBRUARY) == ["submitted", "submitted"]


def test_a_market_left_empty_is_asked_about_and_nothing_is_half_sent(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    refused = builder.send(**DINO, **{f"new.0.on.{one}": "70"})
    assert refused.status_code == 422
    assert f'id="sheet-s-{other}-nil-error"' in refused.text
    assert 'value="70"' in refused.text
    assert builder.statuses(FEBRUARY) == ["awaited", "awaited"]


def test_hours_where_nobody_is_said_to_have_worked_are_asked_about(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    both = {f"new.0.on.{one}": "70", f"s.{one}.nil": "true", f"s.{other}.nil": "true"}
    refused = builder.send(**DINO, **both)
    assert refused.status_code == 422
    assert f'id="sheet-s-{one}-nil-error"' in refused.text
    assert builder.statuses(FEBRUARY) == ["awaited", "awaited"]


def test_a_month_with_nobody_anywhere_is_one_button(builder: Builder) -> None:
    builder.send(nil="1")
    assert builder.statuses(FEBRUARY) == ["submitted", "submitted"]
    assert builder.statuses(JANUARY) == ["awaited", "awaited"]


@pytest.mark.parametrize("by_the_large_button", [True, False])
def test_a_remark_about_nobody_working_is_kept(builder: Builder, by_the_large_button: bool) -> None:
    ticks = {f"s.{sheet}.nil": "true" for sheet in builder.sheets[FEBRUARY]}
    sent = builder.send(remark="Chantier noyé", **({"nil": "1"} if by_the_large_button else ticks))
    assert builder.browser.get(sent.headers["location"]).text.count("Chantier noyé") == 1
    remarks = builder.rows(select(SHEET.c.remark).where(SHEET.c.month == FEBRUARY))
    assert [row[0] for row in remarks] == ["Chantier noyé", "Chantier noyé"]


def test_known_people_have_a_cell_on_their_markets_with_last_hours_as_a_hint(builder: Builder) -> None:
    first, _ = builder.sheets[JANUARY]
    builder.browser.post(
        f"{builder.path}?mois=2026-01",
        data=DINO | {f"new.0.on.{first}": "84,5", f"s.{builder.sheets[JANUARY][1]}.nil": "true"},
    )
    one, other = builder.sheets[FEBRUARY]
    person = builder.rows(select(PERSON.c.id))[0][0]

    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text

    field = re.search(rf'<input[^>]*name="s.{one}.person.{person}"[^>]*>', shown)
    assert field is not None
    assert 'value=""' in field[0]
    assert "84,5\u00a0h" in shown
    assert f'name="s.{other}.person.{person}"' in shown  # on the others too, folded
    builder.send(**{f"s.{one}.person.{person}": "60", f"s.{other}.person.{person}": "7"})
    assert len(builder.rows(select(PERSON.c.id))) == 1
    builder.send(**{f"s.{one}.person.{person}": "61"})
    query = select(SHEET.c.declared_hours).where(SHEET.c.month == FEBRUARY).order_by(SHEET.c.id)
    assert [row[0] for row in builder.rows(query)] == [61, 7]
    assert "61\u00a0h" not in builder.browser.get(f"{builder.path}?mois=2026-01").text  # which came later


def test_the_pages_draft_is_the_draft_of_each_sheet(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    fields = DINO | {f"new.0.on.{one}": "70,5", f"new.0.on.{other}": "3", "remark": "Une arrivée"}
    builder.browser.post(f"{builder.path}/brouillon?mois=2026-02", data=fields)

    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text

    assert f'name="new.0.on.{one}" type="text" inputmode="decimal" autocomplete="off" value="70,5"' in shown
    assert 'value="Dino"' in shown
    assert len(builder.rows(select(table_of(SheetDraft)))) == 2
    builder.browser.post(f"{builder.path}/brouillon/vider?mois=2026-02")
    assert builder.rows(select(table_of(SheetDraft))) == []


def test_the_pages_draft_keeps_ticks_and_names_that_have_no_hours_yet(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    fields = DINO | {"new.0.criterion": "rsa", f"s.{one}.nil": "", f"s.{other}.nil": "true", "rows": "3"}
    said = builder.browser.post(
        f"{builder.path}/brouillon?mois=2026-02", data=fields, headers={"hx-request": "true"}
    )

    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text

    assert "data-draft-forget" in said.text
    assert 'value="Dino"' in shown
    assert re.search(r'<option value="rsa" selected', shown)
    ticks = {sheet: re.search(rf'<input[^>]*name="s.{sheet}.nil"[^>]*>', shown) for sheet in (one, other)}
    assert [bool(tick and "checked" in tick[0]) for tick in ticks.values()] == [False, True]


def test_what_is_kept_on_the_page_of_all_is_on_each_sheets_own_and_back(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    links = {
        sheet: builder.rows(select(LINK.c.id).where(LINK.c.sheet_id == sheet))[0][0] for sheet in (one, other)
    }
    of_one, of_other = (f"/f/{token_for(SECRET.encode(), links[sheet])}" for sheet in (one, other))
    kept = DINO | {f"new.0.on.{one}": "70,5", f"new.0.on.{one}.training": "14", f"s.{other}.nil": "true"}
    builder.browser.post(f"{builder.path}/brouillon?mois=2026-02", data=kept)

    assert all(f'value="{typed}"' in builder.browser.get(of_one).text for typed in ("Dino", "70,5", "14"))
    assert re.search(
        r'type="checkbox" id="sheet-nil" name="nil" value="true" checked', builder.browser.get(of_other).text
    )
    eva = {"new.0.first_name": "Eva", "new.0.last_name": "Nouvelle", "new.0.hours": "20", "nil": ""}
    builder.browser.post(f"{of_other}/brouillon", data=eva)

    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text
    fields = dict(re.findall(r'name="(new\.[^"]*)" type="text"[^>]* value="([^"]+)"', shown))
    told = {"new.1.first_name": "Eva", "new.1.last_name": "Nouvelle", f"new.1.on.{other}": "20"}
    assert fields == {name: value for name, value in (kept | told).items() if name.startswith("new.")}
    builder.send(**fields)
    assert builder.rows(select(LINE.c.hours, LINE.c.training_hours).order_by(LINE.c.hours)) == [
        (20, 0),
        (70.5, 14),
    ]


def test_a_tick_taken_off_an_answer_stays_off(builder: Builder) -> None:
    builder.send(nil="1")
    one, other = builder.sheets[FEBRUARY]
    draft = {f"s.{one}.nil": "", f"s.{other}.nil": "true"}
    builder.browser.post(f"{builder.path}/brouillon?mois=2026-02", data=draft)
    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text
    ticks = [re.search(rf'<input[^>]*name="s.{sheet}.nil"[^>]*>', shown) for sheet in (one, other)]
    assert [bool(tick and "checked" in tick[0]) for tick in ticks] == [False, True]


def test_a_file_answers_the_sheets_of_the_link_and_each_open_month_has_its_own(builder: Builder) -> None:
    files = f"{builder.path}/fichier"
    offered = builder.browser.get(files).text
    assert re.findall(r'href="[^"]*/fichier/(20[^"]*)"', offered) == [
        "2026-02.xlsx",
        "2026-02.csv",
        "2026-01.xlsx",
        "2026-01.csv",
    ]
    assert builder.browser.get(f"{files}/2025-12.xlsx").status_code == 404
    made = builder.browser.get(f"{files}/2026-01.csv").text
    filled = made.replace("01/2026;;;;;;;", "01/2026;;;;;;;oui")
    trial = builder.browser.post(files, files={"file": ("h.csv", filled.encode())})
    assert "Envoyer 2 fiches" in trial.text
    done = confirm(builder.browser, trial, to=files)
    assert done.headers["location"] == f"{builder.path}?fait=heures-envoyees"
    assert builder.statuses(JANUARY) == ["submitted", "submitted"]
    assert builder.statuses(FEBRUARY) == ["awaited", "awaited"]


def test_a_sheets_own_link_gives_the_file_of_its_month_and_says_how_to_get_the_others(
    builder: Builder,
) -> None:
    sheet, _ = builder.sheets[JANUARY]
    number = builder.rows(select(LINK.c.id).where(LINK.c.sheet_id == sheet))[0][0]
    files = f"/f/{token_for(SECRET.encode(), number)}/fichier"
    offered = builder.browser.get(files).text
    assert re.findall(r'href="([^"]*)\.xlsx"', offered) == [f"{files}/heures"]
    assert "Autres mois encore ouverts\u00a0: février\u00a02026." in offered
    assert builder.browser.get(f"{files}/2026-02.xlsx").status_code == 404


def test_a_file_sent_by_the_link_may_be_larger_than_a_form(builder: Builder) -> None:
    assert limit_of(f"{builder.path}/fichier") == limit_of("/f/token/fichier") > 5_000_000
    refused = builder.browser.post(f"{builder.path}/fichier", content=b"x" * 6_000_001)
    assert (refused.status_code, "taille permise (5\u00a0Mo)" in refused.text) == (413, True)


def test_what_nobody_touched_is_not_sent_again_and_its_remark_stays(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    nobody = {f"s.{other}.nil": "true"}
    builder.send(**DINO, **nobody, **{f"new.0.on.{one}": "70", "remark": "Chantier noyé"})
    person = builder.rows(select(PERSON.c.id))[0][0]
    answered = select(SHEET.c.version, SHEET.c.remark).where(SHEET.c.month == FEBRUARY).order_by(SHEET.c.id)
    before = builder.rows(answered)
    assert ">Chantier noyé</textarea>" in builder.browser.get(f"{builder.path}?mois=2026-02").text
    shown = nobody | {f"s.{one}.person.{person}": "70", "remark": "Chantier noyé"}

    again = builder.send(**shown)
    assert "rien n’a changé" in builder.browser.get(again.headers["location"]).text
    assert builder.rows(answered) == before
    assert len(builder.rows(select(MAIL.c.id).where(MAIL.c.kind == "sheets_receipt"))) == 1
    cleared = builder.send(**shown | {f"s.{one}.person.{person}": ""})
    assert (cleared.status_code, f'id="sheet-s-{one}-nil-error"' in cleared.text) == (422, True)
    builder.send(**shown | {f"s.{one}.person.{person}": "71"})
    assert builder.rows(answered) == [(before[0][0] + 1, "Chantier noyé"), before[1]]
    builder.send(**shown | {f"s.{one}.person.{person}": "71", "remark": ""})
    assert [remark for _, remark in builder.rows(answered)] == [None, None]


def test_a_correction_of_one_validated_sheet_is_asked_beside_it(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    builder.send(nil="1")
    markets = select(SHEET.c.market_id).where(SHEET.c.id == one)
    market = builder.rows(markets)[0][0]
    builder.town.house.validate(market, FEBRUARY, date(2026, 3, 2))
    page, act = f"{builder.path}?mois=2026-02", f"{builder.path}/correction?mois=2026-02"
    shown = builder.browser.get(page).text
    assert f'name="s.{one}.reason"' in shown
    assert f'name="s.{other}.reason"' not in shown
    company = builder.town.someone(Role.COMPANY, party_id=builder.town.company_of(market))
    assert f'href="/mes-fiches/{one}#correction"' in company.get("/mes-fiches/ensemble?mois=2026-02").text

    empty = builder.browser.post(act, data={"sheet": str(one), f"s.{one}.reason": ""})
    assert empty.status_code == 422
    assert f'id="correction-s-{one}-reason-error"' in empty.text
    assert builder.browser.post(act, data={"sheet": "9999"}).status_code == 404
    early = builder.browser.post(act, data={"sheet": str(other), f"s.{other}.reason": "Trop"})
    assert early.status_code == 409
    asked = builder.browser.post(act, data={"sheet": str(one), f"s.{one}.reason": "40 h oubliées"})
    assert asked.headers["location"] == f"{page}&fait=correction"
    tasks = select(TASK.c.subject_id).where(TASK.c.kind == TaskKind.REVIEW_CORRECTION)
    assert builder.rows(tasks) == [(one,)]
    again = builder.browser.get(page).text
    assert "Vous avez demandé" in again
    assert f'name="s.{one}.reason"' not in again


def test_a_wrong_contact_is_reported_once_for_the_company(builder: Builder) -> None:
    assert f'href="{builder.path}/contact?mois=2026-02"' in builder.browser.get(builder.path).text
    refused = builder.browser.post(f"{builder.path}/contact", data={"note": ""})
    assert refused.status_code == 422
    for _ in range(2):
        told = builder.browser.post(f"{builder.path}/contact", data={"note": "Demandez à Bob Inventé"})
    assert told.headers["location"] == f"{builder.path}/contact?mois=2026-02&fait=contact"
    tasks = builder.rows(select(TASK.c.subject_id).where(TASK.c.kind == TaskKind.WRONG_CONTACT))
    assert [row[0] for row in tasks] == [builder.town.company_of(1)]


def test_the_lead_sees_the_others_of_each_market_that_it_leads_and_of_no_other(builder: Builder) -> None:
    join(builder.town.house, 1, another_company(builder.town.house))
    shown = builder.browser.get(f"{builder.path}?mois=2026-01").text
    assert shown.count("Peindre Exemple") == 1
    with builder.town.house.database.write() as session:
        mine = MEMBER.c.party_id == builder.town.company_of(2)
        other_role = update(MEMBER).where(MEMBER.c.market_id == 1, mine)
        session.connection().execute(other_role.values(role=CompanyRole.CO_CONTRACTOR))
    assert "Peindre Exemple" not in builder.browser.get(f"{builder.path}?mois=2026-01").text


def test_a_months_address_that_is_none_leads_nowhere(builder: Builder) -> None:
    assert builder.browser.get(f"{builder.path}?mois=mars").status_code == 404
    assert builder.browser.get(f"{builder.path}?mois=2031-01").status_code == 404


def test_the_link_that_is_over_says_whom_to_call(builder: Builder) -> None:
    with builder.town.house.database.write() as session:
        session.connection().execute(update(LINK).values(expires_at=builder.town.now))
    over = builder.browser.get(builder.path)
    assert (over.status_code, "facilitateur\u00a0: Alice Exemple, " in over.text) == (410, True)


def test_a_sheets_own_link_does_not_open_the_page(builder: Builder) -> None:
    sheet_link = builder.rows(select(LINK.c.id).where(LINK.c.act == LinkAct.SHEET))[0][0]
    assert builder.browser.get(f"/e/{token_for(SECRET.encode(), sheet_link)}").status_code == 410


def test_a_company_that_signs_in_has_the_same_page(builder: Builder) -> None:
    market = builder.rows(select(SHEET.c.market_id))[0][0]
    company = builder.town.someone(Role.COMPANY, party_id=builder.town.company_of(market))
    assert "/mes-fiches/ensemble" in company.get("/mes-fiches").text
    sent = company.post("/mes-fiches/ensemble", data={"nil": "1"})
    assert sent.headers["location"] == "/mes-fiches/ensemble/recu?mois=2026-02"
    assert builder.statuses(FEBRUARY) == ["submitted", "submitted"]


def test_programs_answer_several_sheets_or_none(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    line = {"first_name": "Dino", "last_name": "Fictif", "hours": "230"}
    answers = [{"sheet_id": other, "nil": True}, {"sheet_id": one, "lines": [line]}]
    alice = builder.town.alice()
    refused = alice.put("/api/v1/sheets/answers", json={"answers": answers})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "answers.1.lines.0")
    assert builder.statuses(FEBRUARY) == ["awaited", "awaited"]

    answers[1]["confirm"] = True
    taken = alice.put("/api/v1/sheets/answers", json={"answers": answers})
    assert [sheet["status"] for sheet in taken.json()] == ["submitted", "submitted"]


def test_programs_read_the_sheets_of_a_group(builder: Builder) -> None:
    one, _ = builder.sheets[FEBRUARY]
    market = builder.rows(select(SHEET.c.market_id).where(SHEET.c.id == one))[0][0]
    company = builder.town.someone(Role.COMPANY, party_id=builder.town.company_of(market))
    alone = company.get(f"/api/v1/sheets/{one}/group")
    assert (alone.status_code, alone.json()) == (200, [])

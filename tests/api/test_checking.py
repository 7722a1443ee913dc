"""Sheets checked: what is odd is said, the others are validated at once, one by one or together."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from cases.commands import sheets
from cases.inputs import LineInput, SheetAnswer
from cases.statements import JOURNAL, MAIL, table_of
from models.tables import CountedHours, HourSheet
from tests.api.test_hours import program
from tests.api.town import Town
from tests.support.eligible import confirm_everyone
from tests.support.people import at

DAY, JANUARY, FEBRUARY = date(2026, 1, 5), date(2026, 1, 1), date(2026, 2, 1)
SHEET, PART = table_of(HourSheet), table_of(CountedHours)
BULK = "/fiches/a-valider"


@pytest.fixture
def market(town: Town) -> int:
    """January counted, February answered much like it: nothing odd waits."""
    found = town.house.under_way(DAY)
    town.house.live(date(2026, 2, 2), date(2026, 3, 2))
    town.house.answer(found, JANUARY, "84.5", date(2026, 2, 5))
    town.house.validate(found, JANUARY, date(2026, 2, 6))
    town.house.answer(found, FEBRUARY, "80.25", date(2026, 3, 3))
    town.now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    return found


def declare(town: Town, market: int, month: date, *hours: tuple[str, str]) -> None:
    """The builder answers for people of one family, on every market the same people."""
    lines = tuple(LineInput(first_name=who, last_name="Commun", hours=Decimal(h)) for who, h in hours)
    with town.house.database.write() as session:
        number = town.house.sheet_of(market, month)
        sheets.submit_sheet(
            session, town.house.alice, number, SheetAnswer(lines=lines), now=at(date(2026, 3, 3))
        )
        confirm_everyone(session)


def two_markets(town: Town) -> tuple[int, int]:
    """Two markets of one builder, on which Dora has the same hours in February."""
    first, second = town.house.under_way(DAY), town.house.under_way(DAY, "M-2")
    town.house.live(date(2026, 2, 2), date(2026, 3, 2))
    declare(town, first, FEBRUARY, ("Dora", "70"))
    declare(town, second, FEBRUARY, ("Dora", "70"))
    town.now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    return first, second


def counted(town: Town) -> Decimal:
    query = select(PART.c.hours).where(PART.c.reason.is_(None))
    with town.house.database.read() as session:
        return sum(session.connection().execute(query).scalars(), Decimal(0))


def status(town: Town, market: int, month: date) -> str:
    query = select(SHEET.c.status).where(SHEET.c.id == town.house.sheet_of(market, month))
    with town.house.database.read() as session:
        return str(session.connection().execute(query).scalar_one())


def test_a_sheet_with_nothing_odd_is_validated_from_the_inbox(town: Town, market: int) -> None:
    browser = town.alice()
    shown = browser.get("/taches").text
    assert "80,25\u00a0h, 1 personne" in shown and "rien d’inhabituel" in shown

    number = town.house.sheet_of(market, FEBRUARY)
    answer = browser.post(
        f"/marches/{market}/fiches/{number}/valider", data={"version": "1", "back": "/taches"}
    )

    assert answer.headers["location"] == "/taches?fait=validee"
    assert status(town, market, FEBRUARY) == "validated"


def test_the_inbox_never_sends_back_elsewhere(town: Town, market: int) -> None:
    number = town.house.sheet_of(market, FEBRUARY)
    where = f"/marches/{market}/fiches/{number}"
    answer = town.alice().post(f"{where}/valider", data={"version": "1", "back": "//ailleurs.example"})
    assert answer.headers["location"] == f"{where}?fait=validee"


def test_what_is_odd_is_said_on_the_task_and_on_the_sheet_with_what_one_can_do(
    town: Town, market: int
) -> None:
    town.house.answer(market, FEBRUARY, "30", date(2026, 3, 3))
    browser = town.alice()

    task = browser.get("/taches").text
    sheet = browser.get(f"/marches/{market}/fiches/{town.house.sheet_of(market, FEBRUARY)}").text

    assert "1 point à regarder" in task and "30\u00a0h en tout, 84,5\u00a0h le mois précédent" in task
    assert "30\u00a0h en tout, 84,5\u00a0h le mois précédent" in sheet
    assert "Demandez pourquoi à l’entreprise, ou validez si vous le savez." in sheet


def test_a_remark_is_read_before_its_sheet_is_validated(town: Town, market: int) -> None:
    number = town.house.sheet_of(market, FEBRUARY)
    with town.house.database.write() as session:
        remark = update(SHEET).where(SHEET.c.id == number).values(remark="Dora part en mars")
        session.connection().execute(remark)
    browser = town.alice()
    for page in ("/taches", f"/marches/{market}/fiches/{number}", BULK):
        shown = browser.get(page).text
        assert shown.count("L’entreprise écrit\u00a0: Dora part en mars") == 1
        assert "rien d’inhabituel" not in shown
    assert f'value="{number}.1">' in shown
    record = browser.get(f"/api/v1/sheets/{number}/check").json()
    assert (record["remark"], [odd["kind"] for odd in record["oddities"]]) == (
        "Dora part en mars",
        ["remark"],
    )


def test_together_those_with_nothing_odd_are_ticked_and_validated(town: Town, market: int) -> None:
    other = town.house.under_way(DAY, "M-2")
    town.house.live(date(2026, 3, 2), date(2026, 3, 2))
    town.house.answer(other, JANUARY, "160", date(2026, 3, 3))
    browser = town.alice()
    shown = browser.get(BULK).text
    fine, odd = town.house.sheet_of(market, FEBRUARY), town.house.sheet_of(other, JANUARY)
    assert f'value="{fine}.1" checked' in shown
    assert f'value="{odd}.1">' in shown
    assert "plus d’un mois à temps plein (151,67\u00a0h)" in shown

    answer = browser.post(BULK, data={"sheet": [f"{fine}.1"]})

    assert answer.headers["location"] == f"{BULK}?validees=1&changees="
    assert "1 fiche est validée" in browser.get(answer.headers["location"]).text
    assert status(town, market, FEBRUARY) == "validated"
    assert status(town, other, JANUARY) == "submitted"


def test_a_sheet_that_changed_in_between_is_told_and_not_lost(town: Town, market: int) -> None:
    other = town.house.under_way(DAY, "M-2")
    town.house.live(date(2026, 3, 2), date(2026, 3, 2))
    town.house.answer(other, JANUARY, "84", date(2026, 3, 3))
    fine, changed = town.house.sheet_of(market, FEBRUARY), town.house.sheet_of(other, JANUARY)
    town.house.answer(other, JANUARY, "90", date(2026, 3, 3))
    browser = town.alice()

    answer = browser.post(BULK, data={"sheet": [f"{changed}.1", f"{fine}.1", "n’importe quoi"]})

    assert answer.headers["location"] == f"{BULK}?validees=1&changees={changed}"
    shown = browser.get(answer.headers["location"]).text
    assert "modifiée entre-temps" in shown and f'value="{changed}.2">' in shown
    assert status(town, market, FEBRUARY) == "validated"
    assert status(town, other, JANUARY) == "submitted"


def test_by_rest_many_are_validated_and_the_changed_ones_told(town: Town, market: int) -> None:
    number = town.house.sheet_of(market, FEBRUARY)
    api = program(town)
    (waiting,) = api.get("/api/v1/sheets/to-check").json()
    assert (waiting["id"], waiting["oddities"]) == (number, [])

    stale = api.post("/api/v1/sheets/validate", json={"sheets": [{"id": number, "version": 0}]})
    assert stale.json() == {"validated": [], "changed": [number]}
    done = api.post("/api/v1/sheets/validate", json={"sheets": [{"id": number, "version": 1}]})

    assert done.json() == {"validated": [number], "changed": []}
    assert api.get(f"/api/v1/sheets/{number}/check").status_code == 404, "nothing waits any more"


def test_by_rest_an_oddity_has_its_figures(town: Town, market: int) -> None:
    town.house.answer(market, FEBRUARY, "30", date(2026, 3, 3))
    number = town.house.sheet_of(market, FEBRUARY)

    (odd,) = program(town).get(f"/api/v1/sheets/{number}/check").json()["oddities"]

    assert (odd["kind"], odd["hours"], odd["against"]) == ("jump_of_sheet", "30.00", "84.50")


def test_the_same_figure_on_two_markets_counts_once_until_both_were_worked(town: Town) -> None:
    first, second = two_markets(town)
    for market in (first, second):
        town.house.validate(market, FEBRUARY, date(2026, 3, 4))
    assert counted(town) == Decimal(70)
    sheet = f"/marches/{first}/fiches/{town.house.sheet_of(first, FEBRUARY)}"
    browser = town.alice()

    answer = browser.post(f"{sheet}/distinctes", data={"participant_id": "1"})

    assert answer.headers["location"] == f"{sheet}?fait=distinctes"
    assert counted(town) == Decimal(140)
    assert "le même chiffre sur un autre marché\u00a0: les deux ont été faites" in browser.get(sheet).text
    browser.post(f"{sheet}/distinctes", data={"participant_id": "1", "undo": "true"})
    assert counted(town) == Decimal(70)


def test_what_was_told_apart_is_odd_no_more_and_the_journal_names_nobody(town: Town) -> None:
    first, second = two_markets(town)
    sheet = town.house.sheet_of(second, FEBRUARY)
    browser = town.alice()
    assert "les mêmes 70\u00a0h sur Chantier M-1" in browser.get(f"/marches/{second}/fiches/{sheet}").text

    program(town).post(
        f"/api/v1/sheets/{sheet}/distinct", json={"participant_id": 1, "both_worked": True}
    ).raise_for_status()

    assert "les mêmes 70" not in browser.get(f"/marches/{second}/fiches/{sheet}").text
    with town.house.database.read() as session:
        told = session.connection().execute(
            select(JOURNAL.c.market_id, JOURNAL.c.payload).where(JOURNAL.c.event == "hours_told_apart")
        )
        payloads = {row.market_id: json.loads(row.payload) for row in told}
    assert set(payloads) == {first, second}
    assert payloads[second] == {"sheet": sheet}


def test_a_ready_reason_is_completed_and_the_mail_names_the_lines_in_question(
    town: Town, market: int
) -> None:
    declare(town, market, FEBRUARY, ("Dora", "70.5"), ("Dino", "200"))
    number = town.house.sheet_of(market, FEBRUARY)
    with town.house.database.read() as session:
        row = session.connection().exec_driver_sql(
            "SELECT id FROM participant WHERE first_name = 'Dino' AND last_name = 'Commun'"
        )
        dino = row.scalar_one()
    form = {
        "version": "2",
        "ready": "too_many",
        "reason": "Surtout en semaine 7.",
        f"lines.{dino}": str(dino),
    }

    town.alice().post(f"/marches/{market}/fiches/{number}/rejeter", data=form)

    with town.house.database.read() as session:
        mails = select(MAIL.c.payload).where(MAIL.c.kind == "sheet_rejected")
        said = json.loads(session.connection().execute(mails).scalar_one())
    assert said["reason"].startswith("Une personne dépasse un mois à temps plein")
    assert said["reason"].endswith("Surtout en semaine 7.")
    assert said["lines"] == [{"name": "Dino Commun", "hours": "200.00"}]


def test_a_line_of_somebody_else_is_refused(town: Town, market: int) -> None:
    number = town.house.sheet_of(market, FEBRUARY)
    rejection = {"version": 1, "reason": "À revoir.", "lines": [999]}

    answer = program(town).post(f"/api/v1/sheets/{number}/reject", json=rejection)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "lines.0"

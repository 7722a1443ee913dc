"""A company's sheet, reviewed."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import update

from api.pages.sheet_table import sheet_table
from cases.queries.market_page import Contact, SheetCell
from cases.statements import table_of
from models.tables import HourLine, HourSheet
from models.vocabulary import Role, SheetStatus
from tests.api.town import Town

DAY, JANUARY = date(2026, 1, 5), date(2026, 1, 1)
SHEET, LINE = table_of(HourSheet), table_of(HourLine)


def answered(town: Town, hours: str | None = "84.5") -> tuple[int, str]:
    """A market, and the address of its sheet of January, answered."""
    market = town.house.under_way(DAY)
    town.house.live(DAY, date(2026, 2, 4))
    town.house.answer(market, JANUARY, hours, date(2026, 2, 5))
    town.now = datetime(2026, 2, 6, 9, tzinfo=UTC)
    return market, f"/marches/{market}/fiches/{town.house.sheet_of(market, JANUARY)}"


def test_the_sheet_says_who_worked_how_long(town: Town) -> None:
    _, sheet = answered(town)

    said = town.alice().get(sheet).text

    assert "Dino Fictif" in said
    assert "84,5\u00a0h, 1 personne" in said
    assert "plus d’un mois à temps plein" not in said


def test_hours_in_training_are_said_of_whoever_has_some(town: Town) -> None:
    _, sheet = answered(town)
    browser = town.alice()
    assert "formation" not in browser.get(sheet).text

    with town.house.database.write() as session:
        session.connection().execute(update(LINE).values(training_hours=Decimal("20.5")))
    assert "dont 20,5\u00a0h en formation" in browser.get(sheet).text


def test_more_than_a_full_time_month_is_pointed_out(town: Town) -> None:
    _, sheet = answered(town, "180")

    assert "plus d’un mois à temps plein (151,67\u00a0h)" in town.alice().get(sheet).text


def test_validating_counts_the_hours(town: Town) -> None:
    market, sheet = answered(town)
    browser = town.alice()

    answer = browser.post(f"{sheet}/valider", data={"version": "1"})

    assert answer.headers["location"] == f"{sheet}?fait=validee"
    assert "Validée" in browser.get(sheet).text
    assert "84,5\u00a0h sur 300\u00a0h (28\u00a0%)" in browser.get(f"/marches/{market}").text


def test_an_answer_corrected_in_between_is_not_validated_unseen(town: Town) -> None:
    market, sheet = answered(town)
    town.house.answer(market, JANUARY, "90", date(2026, 2, 6))

    answer = town.alice().post(f"{sheet}/valider", data={"version": "1"})

    assert answer.status_code == 409
    assert "90\u00a0h" in answer.text, "the page shown again holds the new answer"


def test_sending_back_needs_a_reason_and_keeps_it(town: Town) -> None:
    _, sheet = answered(town)
    browser = town.alice()

    refused = browser.post(f"{sheet}/rejeter", data={"version": "1", "reason": ""})
    assert refused.status_code == 422
    assert '<a href="#rejet-reason">Remplissez ce champ.</a>' in refused.text

    browser.post(f"{sheet}/rejeter", data={"version": "1", "reason": "Il manque les heures de Dino."})
    assert "Il manque les heures de Dino." in browser.get(sheet).text
    assert "Renvoyée" in browser.get(sheet).text


def test_a_buyer_reads_the_hours_without_the_names(town: Town) -> None:
    market, sheet = answered(town)

    said = town.someone(Role.BUYER, party_id=town.buyer_of(market)).get(sheet).text

    assert "84,5\u00a0h" in said and "Personne 1" in said
    assert "Dino" not in said
    assert "Valider la fiche" not in said


def test_a_sheet_is_only_found_under_its_own_market(town: Town) -> None:
    _, sheet = answered(town)
    other = town.house.register(DAY, "M-2")
    number = sheet.rpartition("/")[2]

    assert town.alice().get(f"/marches/{other}/fiches/{number}").status_code == 404
    assert (
        town.alice().post(f"/marches/{other}/fiches/{number}/valider", data={"version": "1"}).status_code
        == 404
    )


def test_a_month_with_nobody_says_so(town: Town) -> None:
    _, sheet = answered(town, None)

    assert "Personne ce mois-ci" in town.alice().get(sheet).text


def test_an_unanswered_sheet_says_until_when(town: Town) -> None:
    market, sheet = answered(town)
    with town.house.database.write() as session:
        session.connection().execute(update(SHEET).values(status=SheetStatus.AWAITED, submitted_at=None))

    said = town.alice().get(sheet).text

    assert "Pas encore de réponse, attendue le 6\u00a0février\u00a02026" in said
    assert market


def test_the_table_has_a_row_for_each_month_and_a_column_for_each_company() -> None:
    def company(number: int) -> Contact:
        return Contact(number, f"Entreprise {number}", *[None] * 6)

    def sheet(number: int, party: int, month: int) -> SheetCell:
        return SheetCell(number, party, date(2026, month, 1), SheetStatus.AWAITED, False, 0, DAY)  # type: ignore[arg-type]

    table = sheet_table(
        [sheet(1, 7, 1), sheet(2, 7, 2), sheet(3, 8, 2)], [company(7), company(8), company(9)]
    )

    assert [one.party_id for one in table.companies] == [7, 8]
    shown = [(row.month.month, [cell and cell.id for cell in row.cells]) for row in table.rows]
    assert shown == [(2, [2, 3]), (1, [1, None])]

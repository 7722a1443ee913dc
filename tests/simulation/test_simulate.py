"""A territory lived: the same for the same seed, whole, and every invariant able to fail."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from cases.messages import MailKind
from cases.simulation import SimulationResult, run, simulate
from cases.simulation.invariants import count_violations
from cases.statements import JOURNAL, MAIL, MARKET, table_of
from models.database import Database
from models.tables import ContributedHours, Document, HourLine, HourSheet, Question, WorkContract
from models.vocabulary import ANSWERED, MailStatus, Stage
from tests.simulation.lived import READ_HOURS, empty_database, keeping

SHEET, LINE = table_of(HourSheet), table_of(HourLine)
DOCUMENT, QUESTION, CONTRACT = table_of(Document), table_of(Question), table_of(WorkContract)
ENDS_AT = datetime(2025, 9, 30, 22, tzinfo=UTC)


def lived(folder: Path, *, markets: int = 12, months: int = 9, seed: int = 7) -> SimulationResult:
    folder.mkdir(exist_ok=True)
    database = empty_database(folder)
    result = simulate(
        database,
        markets=markets,
        months=months,
        seed=seed,
        deliver=keeping(database),
        read_hours=READ_HOURS,
    )
    database.dispose()
    return result


@pytest.fixture(scope="module")
def nine_months(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SimulationResult]:
    folder = tmp_path_factory.mktemp("nine-months")
    return folder, lived(folder)


@pytest.fixture(scope="module")
def five_months(tmp_path_factory: pytest.TempPathFactory) -> SimulationResult:
    return lived(tmp_path_factory.mktemp("five-months"), markets=5, months=5).timed(0)


@pytest.fixture
def copied(nine_months: tuple[Path, SimulationResult], tmp_path: Path) -> Iterator[Database]:
    """The nine months in a database that a test may spoil."""
    (tmp_path / "lived.db").write_bytes((nine_months[0] / "lived.db").read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'lived.db'}", durable=False)
    yield database
    database.dispose()


def test_nothing_is_violated_in_nine_months(nine_months: tuple[Path, SimulationResult]) -> None:
    violations = nine_months[1].invariants
    assert len(violations) > 15
    assert {name: count for name, count in violations.items() if count} == {}


def test_markets_go_all_the_way_and_companies_are_written_to(
    nine_months: tuple[Path, SimulationResult],
) -> None:
    result = nine_months[1]
    assert sum(result.markets_by_stage.values()) == 12
    assert result.markets_by_stage["closed"] >= 1
    assert result.mails_by_kind["sheet_receipt"] > 15
    assert result.mails_by_kind["sheet_second_chase"] >= 1
    assert result.mails_by_kind["statement"] == result.markets_by_stage["closed"]
    assert set(result.deadlines_fired_by_rule) >= {"open_sheets", "sheet_ladder", "reception_reminder"}
    one, several = (result.mails_by_kind[kind] for kind in ("sheet_receipt", "sheets_receipt"))
    assert several >= 1
    assert result.tasks_by_kind["review_sheet"] >= one + several


def test_nobody_bangs_on_closed_doors(nine_months: tuple[Path, SimulationResult]) -> None:
    assert nine_months[1].refusals_by_code == {}


def test_the_same_seed_gives_the_same_output(five_months: SimulationResult, tmp_path: Path) -> None:
    again = lived(tmp_path, markets=5, months=5).timed(0)
    assert again.text() == five_months.text()


def test_another_seed_gives_another_output(five_months: SimulationResult, tmp_path: Path) -> None:
    assert lived(tmp_path, markets=5, months=5, seed=8).timed(0) != five_months


def test_what_is_printed_has_every_figure(tmp_path: Path) -> None:
    database = empty_database(tmp_path)
    printed = run(database, markets=1, months=1, seed=7, deliver=keeping(database))
    database.dispose()
    for figure in (
        "markets_by_stage",
        "mails_by_kind",
        "deadlines_fired_by_rule",
        "tasks_by_kind",
        "invariants",
        "seconds",
    ):
        assert f'"{figure}"' in printed


def test_progress_hears_of_the_months_lived(tmp_path: Path) -> None:
    heard: list[float] = []
    database = empty_database(tmp_path)
    simulate(database, markets=1, months=2, seed=7, deliver=keeping(database), progress=heard.append)
    database.dispose()
    assert heard == sorted(heard)
    assert 0 < heard[0] <= heard[-1] <= 2


def first(session: Any, column: Any, *conditions: Any) -> Any:
    return session.connection().execute(select(column).where(*conditions).limit(1)).scalar_one()


def repeat_a_step(session: Any) -> None:
    told = session.connection().execute(select(JOURNAL).where(JOURNAL.c.event.startswith("sheet_"))).all()
    rejected = {json.loads(row.payload)["sheet"] for row in told if row.event == "sheet_rejected"}
    reminded = (row for row in told if row.event == "sheet_reminded")
    row = next(row for row in reminded if json.loads(row.payload)["sheet"] not in rejected)
    length = first(session, MARKET.c.journal_length, MARKET.c.id == row.market_id)
    values = {**row._mapping, "id": None, "position": length + 1}
    session.connection().execute(JOURNAL.insert().values(**values))


def forget_a_receipt(session: Any) -> None:
    receipt = first(session, MAIL.c.id, MAIL.c.kind == "sheet_receipt")
    session.connection().execute(text("DELETE FROM mail_sheet WHERE mail_id = :mail"), {"mail": receipt})
    session.connection().execute(delete(MAIL).where(MAIL.c.id == receipt))


def forget_a_plan(session: Any) -> None:
    session.connection().execute(delete(MAIL).where(MAIL.c.kind == "plan_receipt"))


def forget_an_acknowledgement(session: Any) -> None:
    receipt = first(session, MAIL.c.id, MAIL.c.kind == "announcement_receipt")
    session.connection().execute(delete(MAIL).where(MAIL.c.id == receipt))


def forget_a_statement(session: Any) -> None:
    session.connection().execute(delete(MAIL).where(MAIL.c.kind == "statement"))


def forget_a_clause_text(session: Any) -> None:
    session.connection().execute(delete(MAIL).where(MAIL.c.kind == "clause_text"))


def write_on_a_sunday(session: Any) -> None:
    mail = first(session, MAIL.c.id, MAIL.c.kind == MailKind.SHEET_OPENED, MAIL.c.status == MailStatus.KEPT)
    sunday = datetime(2025, 3, 2, 10, tzinfo=UTC)
    session.connection().execute(update(MAIL).where(MAIL.c.id == mail).values(finished_at=sunday))


def write_twice_in_a_day(session: Any) -> None:
    row = session.connection().execute(select(MAIL).where(MAIL.c.kind == "sheet_opened")).first()
    again = {**row._mapping, "id": None, "unique_key": "again"}
    session.connection().execute(MAIL.insert().values(**again))


def lose_an_hour(session: Any) -> None:
    line = first(session, LINE.c.id)
    session.connection().execute(update(LINE).where(LINE.c.id == line).values(hours=LINE.c.hours + 1))


def forget_an_opinion(session: Any) -> None:
    given = JOURNAL.c.event == "opinion_given"
    session.connection().execute(update(JOURNAL).where(given).values(event="noted"))


def conclude_without_a_word(session: Any) -> None:
    market = first(session, MARKET.c.id, MARKET.c.stage == Stage.FOLLOW_UP)
    concluded = update(MARKET).where(MARKET.c.id == market).values(stage=Stage.WITHOUT_CLAUSE)
    session.connection().execute(concluded)


def lose_a_sheet(session: Any) -> None:
    session.connection().execute(text("PRAGMA defer_foreign_keys = ON"))
    sheet = first(session, SHEET.c.id, SHEET.c.status == "validated")
    for table in ("mail_sheet", "access_link", "hour_line", "counted_hours", "contributed_hours"):
        session.connection().execute(text(f"DELETE FROM {table} WHERE sheet_id = :sheet"), {"sheet": sheet})
    session.connection().execute(delete(SHEET).where(SHEET.c.id == sheet))


def hold_a_mail_back(session: Any) -> None:
    mail = first(session, MAIL.c.id)
    long_ago = ENDS_AT - timedelta(days=3)
    values = {"status": MailStatus.PENDING, "release_at": long_ago}
    session.connection().execute(update(MAIL).where(MAIL.c.id == mail).values(**values))


def move_a_market_silently(session: Any) -> None:
    market = first(session, MARKET.c.id, MARKET.c.stage == Stage.FOLLOW_UP)
    ended = {"stage": Stage.RECEPTION, "received_on": ENDS_AT.date()}
    session.connection().execute(update(MARKET).where(MARKET.c.id == market).values(**ended))


def forget_an_answer(session: Any) -> None:
    forgotten = update(QUESTION).values(answer=None, answered_at=None, set_apart_at=None)
    session.connection().execute(forgotten)


def rank_an_irregular_offer(session: Any) -> None:
    figures = {"required_hours": "300", "offers": [{"rank": 1, "promised_hours": "299"}]}
    market = first(session, MARKET.c.id)
    values = {"territory_id": 1, "market_id": market, "kind": "offer_analysis", "figures_sha256": "x"}
    session.connection().execute(
        DOCUMENT.insert().values(**values, figures=json.dumps(figures), created_at=ENDS_AT)
    )


def forget_the_links(session: Any) -> None:
    session.connection().execute(text("DELETE FROM access_link WHERE act = 'attest_hours'"))


def let_a_company_go(session: Any) -> None:
    """Everybody of a second month is left out, and a structure is said to have answered it."""
    lent = select(CONTRACT.c.id).where(CONTRACT.c.participant_id == LINE.c.participant_id).exists()
    earlier = SHEET.alias()
    own = select(LINE.c.id).where(LINE.c.sheet_id == earlier.c.id, ~lent).exists()
    after = (earlier.c.market_id == SHEET.c.market_id) & (earlier.c.month == date(2025, 4, 1))
    answered = SHEET.c.status.in_(ANSWERED), earlier.c.status.in_(ANSWERED), SHEET.c.month == date(2025, 5, 1)
    query = select(SHEET.c.id, earlier.c.submitted_at).join(earlier, after).where(*answered, own)
    number, before = session.connection().execute(query).first()
    session.connection().execute(delete(LINE).where(LINE.c.sheet_id == number))
    later = max(before, first(session, SHEET.c.submitted_at, SHEET.c.id == number))
    session.connection().execute(update(SHEET).where(SHEET.c.id == number).values(submitted_at=later))
    for row in (
        session.connection().execute(select(JOURNAL).where(JOURNAL.c.event == "sheet_submitted")).all()
    ):
        payload = json.loads(row.payload)
        if payload["sheet"] == number:
            said = json.dumps({**payload, "structure": 1})
            session.connection().execute(update(JOURNAL).where(JOURNAL.c.id == row.id).values(payload=said))


def ask_no_more(session: Any) -> None:
    """A structure's line on a sheet to answer, whose ladder is gone."""
    asks = SHEET.c.market_id.in_(select(MARKET.c.id).where(MARKET.c.stage == Stage.FOLLOW_UP))
    sheet = first(session, SHEET.c.id, SHEET.c.status == "awaited", asks)
    values = {"sheet_id": sheet, "participant_id": first(session, LINE.c.participant_id)}
    values |= {"party_id": 1, "hours": Decimal(7), "contributed_at": ENDS_AT}
    session.connection().execute(insert(table_of(ContributedHours)).values(**values))
    gone = text("DELETE FROM deadline WHERE rule = 'sheet_ladder' AND subject_id = :sheet")
    session.connection().execute(gone, {"sheet": sheet})


def rewrite_the_journal(session: Any) -> None:
    session.connection().execute(update(JOURNAL).where(JOURNAL.c.id == 1).values(event="invented"))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("no_step_twice", repeat_a_step),
        ("every_answer_has_its_receipt", forget_a_receipt),
        ("every_announced_market_is_acknowledged_once", forget_an_acknowledgement),
        ("every_plan_is_acknowledged_once", forget_a_plan),
        ("every_closed_market_has_its_statement", forget_a_statement),
        ("every_published_market_has_its_clause_text", forget_a_clause_text),
        ("no_mail_on_a_day_off", write_on_a_sunday),
        ("one_request_per_company_and_day", write_twice_in_a_day),
        ("declared_hours_all_accounted_for", lose_an_hour),
        ("every_question_is_answered_or_set_apart", forget_an_answer),
        ("no_irregular_offer_is_ranked", rank_an_irregular_offer),
        ("every_publication_had_its_opinion", forget_an_opinion),
        ("every_market_without_clause_has_its_reason", conclude_without_a_word),
        ("whoever_attests_was_asked", forget_the_links),
        ("no_company_is_let_go_for_a_structures_hours", let_a_company_go),
        ("every_sheet_with_a_structures_hours_is_still_asked_for", ask_no_more),
        ("sheet_missing", lose_a_sheet),
        ("mail_late", hold_a_mail_back),
        ("stage_not_journalled", move_a_market_silently),
        ("journal_altered", rewrite_the_journal),
    ],
)
def test_a_violation_is_counted(copied: Database, name: str, spoil: Callable[[Any], None]) -> None:
    assert count_violations(copied, 1, now=ENDS_AT)[name] == 0
    with copied.write() as session:
        spoil(session)
    assert count_violations(copied, 1, now=ENDS_AT)[name] >= 1

"""Rival sweeps fire each step once; a poisoned deadline is set apart, said, and given another chance."""

import json
import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from cases.actors import Actor, clock
from cases.commands.deadlines import retry_deadline
from cases.messages import MailKind, SheetRequest, parse_message
from cases.refusals import NotAllowed, NotFound
from cases.statements import DEADLINE, JOURNAL, MAIL, MAIL_SHEET, MARKET
from cases.sweep import SweepCounts, sweep
from models.vocabulary import ActorKind, DeadlineStatus, Role, TaskKind, TaskStatus
from tests.cases.dump import dump
from tests.cases.scenes import JANUARY, SHEET, START, events, rows, sheet_mails, stop, tasks
from tests.cases.test_commands_writing import assert_chained
from tests.support.people import House, at

ROOT = Path(__file__).parents[2]
MARKETS = 12
STEP_DAYS = [date(2027, 2, day) for day in (1, 3, 9, 16, 23)]
"""Opening, reminder, first chase, second chase, call."""


def under_way(house: House) -> None:
    """Markets of a few companies: each builder has several."""
    for number in range(MARKETS):
        market = house.register(START, f"M-{number}")
        house.publish(market, START)
        house.award(market, START)
        house.kick_off(market, START)


def in_threads(house: House, now: datetime, count: int, limit: int) -> SweepCounts:
    gate, found, failures = threading.Barrier(count), list[SweepCounts](), list[Exception]()

    def go_round() -> None:
        gate.wait()
        try:
            found.append(sweep(house.database, now=now, limit=limit))
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=go_round) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    return sum(found, SweepCounts())


def live_with_rival_clocks(house: House, limit: int) -> None:
    under_way(house)
    for day in STEP_DAYS:
        counts = in_threads(house, at(day, 10), 4, limit)
        counts += sweep(house.database, now=at(day, 10))  # what a rival's lock left for later
        assert (counts.fired, counts.moot, counts.poisoned) == (MARKETS, 0, 0), day
        house.tick(at(day, 11))  # nothing is due any more: the day's mail leaves
    assert_each_step_exactly_once(house)


def assert_each_step_exactly_once(house: House) -> None:
    sheets = [row.id for row in rows(house, SHEET)]
    assert len(sheets) == MARKETS
    with house.database.read() as session:
        said = session.connection().execute(MAIL_SHEET.select()).all()
    steps = ("opened", "reminder", "first_chase", "second_chase")
    assert sorted((row.sheet_id, row.step) for row in said) == sorted(
        (sheet, step) for sheet in sheets for step in steps
    )
    assert len(tasks(house, TaskKind.CALL_COMPANY)) == MARKETS
    for mail in rows(house, MAIL):
        if mail.kind.startswith("sheet_"):
            message = parse_message(MailKind(mail.kind), mail.payload)
            assert isinstance(message, SheetRequest)
            linked = {row.sheet_id for row in said if row.mail_id == mail.id}
            assert {line.sheet_id for line in message.lines} == linked  # no line lost between two sweeps
    assert_chained(house)


@pytest.mark.parametrize("limit", [500, 5])
def test_rival_sweeps_fire_each_step_once(house: House, limit: int) -> None:
    live_with_rival_clocks(house, limit)
    assert len([kind for kind, _ in sheet_mails(house)]) == 4


@pytest.mark.database
@pytest.mark.parametrize("limit", [500, 5])
def test_rival_sweeps_on_postgresql_fire_each_step_once(postgres_house: House, limit: int) -> None:
    live_with_rival_clocks(postgres_house, limit)


ANOTHER_CLOCK = """
import sys
from datetime import datetime
from cases.sweep import sweep
from models.database import Database
database = Database(sys.argv[1])
for line in sys.stdin:
    sweep(database, now=datetime.fromisoformat(line.strip()), limit=3)
    print("done", flush=True)
"""


@pytest.mark.database
def test_two_processes_on_postgresql_fire_each_step_once(postgres_house: House) -> None:
    under_way(postgres_house)
    url = postgres_house.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", ANOTHER_CLOCK, url]
    clocks = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        for _ in range(2)
    ]
    for day in STEP_DAYS:
        for process in clocks:
            assert process.stdin is not None
            process.stdin.write(f"{at(day, 10).isoformat()}\n")
        for process in clocks:
            assert process.stdout is not None
            assert process.stdout.readline() == "done\n"
        sweep(postgres_house.database, now=at(day, 10))
    for process in clocks:
        process.communicate(timeout=60)
    assert_each_step_exactly_once(postgres_house)


@pytest.mark.database
def test_an_answer_that_crosses_a_sweep_loses_no_line_of_the_company_s_message(postgres_house: House) -> None:
    house = postgres_house
    under_way(house)
    sweep(house.database, now=at(date(2027, 2, 1), 10))
    sweep(house.database, now=at(date(2027, 2, 3), 6))
    gate = threading.Barrier(2)

    def answer() -> None:
        gate.wait()
        for market in range(1, MARKETS // 2 + 1):
            house.answer(market, JANUARY, "10", date(2027, 2, 3))

    def go_round() -> None:
        gate.wait()
        for _ in range(6):
            sweep(house.database, now=at(date(2027, 2, 3), 10), limit=2)

    threads = [threading.Thread(target=answer), threading.Thread(target=go_round)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    sweep(house.database, now=at(date(2027, 2, 3), 11))
    waiting = [row for row in rows(house, MAIL, status="pending") if "sheets:" in row.unique_key]
    asked = {
        line.sheet_id
        for row in waiting
        if row.release_at >= at(date(2027, 2, 3), 0)
        for line in parse_message(MailKind(row.kind), row.payload).lines  # type: ignore[attr-defined]
    }
    unanswered = {row.id for row in rows(house, SHEET, status="awaited")}
    assert len(unanswered) == MARKETS // 2
    assert asked == unanswered


def poison(house: House, market: int, **values: str) -> int:
    """Spoil the market's next sheet deadline, as a fault of ours could; its number."""
    (row,) = [
        row
        for row in rows(house, DEADLINE, market_id=market, status="pending")
        if row.rule in ("open_sheets", "sheet_ladder") and row.due_at < at(date(2027, 2, 28))
    ]
    with house.database.write() as session:
        session.connection().execute(update(DEADLINE).where(DEADLINE.c.id == row.id).values(**values))
    return int(row.id)


@pytest.mark.parametrize("is_opening", [True, False], ids=["an opening", "a rung"])
def test_a_poisoned_deadline_is_set_apart_with_its_task_while_its_chunk_goes_on(
    house: House, is_opening: bool
) -> None:
    under_way(house)
    day = date(2027, 2, 1) if is_opening else date(2027, 2, 3)
    if not is_opening:
        house.live(date(2027, 2, 1), date(2027, 2, 2))
    spoilt = poison(house, 3, **({"period": "spoilt"} if is_opening else {"step": "spoilt"}))
    counts = house.tick(at(day, 10))
    assert counts == SweepCounts(claimed=MARKETS, fired=MARKETS - 1, moot=0, poisoned=1)
    (row,) = rows(house, DEADLINE, id=spoilt)
    assert (row.status, row.fired_at) == (DeadlineStatus.POISONED, at(day, 10))
    assert "spoilt" in row.error
    (task,) = tasks(house, TaskKind.DEADLINE_POISONED)
    assert (task.subject_id, task.market_id) == (spoilt, 3)
    assert json.loads(task.details)["error"] == "ValueError"
    assert events(house, 3)[-1] == "deadline_set_apart"
    assert len([kind for kind, _ in sheet_mails(house)]) == (1 if is_opening else 2)
    assert house.tick(at(day, 11)) == SweepCounts()
    assert_chained(house)


def test_a_row_that_the_database_refuses_is_set_apart_alone(house: House) -> None:
    under_way(house)
    with house.database.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON hour_sheet WHEN NEW.market_id = 4 "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    counts = house.tick(at(date(2027, 2, 1), 10))
    assert counts == SweepCounts(claimed=MARKETS, fired=MARKETS - 1, moot=0, poisoned=1)
    assert {row.market_id for row in rows(house, SHEET)} == set(range(1, MARKETS + 1)) - {4}
    assert [row.market_id for row in rows(house, DEADLINE, status="poisoned")] == [4]
    assert sheet_mails(house) == [("opened", "2027-02-01")]


def retry(house: House, deadline: int, actor: Actor | None = None) -> None:
    with house.database.write() as session:
        retry_deadline(session, actor or house.alice, deadline, now=at(date(2027, 2, 2)))


def test_a_repaired_deadline_fires_at_the_next_sweep_and_its_task_is_done(house: House) -> None:
    market = house.under_way(START)
    spoilt = poison(house, market, period="spoilt")
    house.tick(at(date(2027, 2, 1), 10))
    with house.database.write() as session:
        repaired = update(DEADLINE).where(DEADLINE.c.id == spoilt).values(period=JANUARY.isoformat())
        session.connection().execute(repaired)
    retry(house, spoilt)
    (row,) = rows(house, DEADLINE, id=spoilt)
    assert (row.status, row.error, row.fired_at) == (DeadlineStatus.PENDING, None, None)
    (task,) = tasks(house, TaskKind.DEADLINE_POISONED, TaskStatus.DONE)
    assert task.closed_by == house.alice.id
    told = rows(house, JOURNAL, market_id=market)[-1]
    assert (told.event, json.loads(told.payload)["deadline"]) == ("deadline_retried", spoilt)
    house.tick(at(date(2027, 2, 2), 10))
    assert sheet_mails(house) == [("opened", "2027-02-02")]
    assert_chained(house)


def test_a_deadline_that_fails_again_says_so_again(house: House) -> None:
    market = house.under_way(START)
    spoilt = poison(house, market, period="spoilt")
    house.tick(at(date(2027, 2, 1), 10))
    retry(house, spoilt)
    house.tick(at(date(2027, 2, 2), 10))
    assert len(tasks(house, TaskKind.DEADLINE_POISONED)) == 1
    assert len(tasks(house, TaskKind.DEADLINE_POISONED, TaskStatus.DONE)) == 1


def test_a_deadline_of_a_suspended_market_waits_for_work_to_resume(house: House) -> None:
    market = house.under_way(START)
    spoilt = poison(house, market, period="spoilt")
    house.tick(at(date(2027, 2, 1), 10))
    stop(house, market, date(2027, 2, 2))
    retry(house, spoilt)
    (row,) = rows(house, DEADLINE, id=spoilt)
    assert row.status is DeadlineStatus.PAUSED


def test_only_the_staff_of_the_territory_retries_and_only_what_was_set_apart(house: House) -> None:
    market = house.under_way(START)
    (pending, *_) = rows(house, DEADLINE, market_id=market, status="pending")
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.BUYER, rows(house, MARKET)[0].buyer_id)
    before = dump(house.database)
    retry(house, pending.id)  # it is not set apart: nothing to do
    for actor, refusal in ((buyer, NotAllowed), (clock(house.territory_id + 1), NotFound)):
        with pytest.raises(refusal):
            retry(house, pending.id, actor)
    with pytest.raises(NotFound):
        retry(house, 9999)
    assert dump(house.database) == before

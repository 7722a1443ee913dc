"""What one command writes: all of it or nothing, one at a time, journalled in a chain, and no name in it."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import DBAPIError

from cases import ledger
from cases.actors import Actor
from cases.casework import take_up
from cases.commands import sheets
from cases.decisions import Decision, Entry
from cases.inputs import LineInput, SheetAnswer
from cases.refusals import MoveForbidden, Refusal, StaleMarket
from cases.rules.chain import link_hash
from cases.rules.lifecycle import Move
from cases.statements import JOURNAL, MARKET
from models.tables.market import EMPTY_CHAIN
from models.vocabulary import Stage
from tests.cases.dump import changed_tables, dump
from tests.cases.scenes import START, Act, acts, at_stage, days, do, events, market_row, rows
from tests.support.people import ALICE, ALICE_EMAIL, BUILDER_EMAIL, BUYER_EMAIL, House, at

Broken = DBAPIError


@contextmanager
def breaking_at(house: House, write: str) -> Iterator[None]:
    """The database itself refuses this kind of write: `INSERT ON mail`, `UPDATE ON market`..."""
    with house.database.write() as session:
        session.connection().exec_driver_sql(
            f"CREATE TRIGGER broken BEFORE {write} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    try:
        yield
    finally:
        with house.database.write() as session:
            session.connection().exec_driver_sql("DROP TRIGGER broken")


def answer_january(house: House) -> Act:
    answer = SheetAnswer(lines=(LineInput(first_name="Dino", last_name="Fictif", hours=Decimal("12.50")),))

    def act(session: Any, actor: Actor, market: int) -> None:
        sheet = session.connection().exec_driver_sql("SELECT id FROM hour_sheet").scalar_one()
        sheets.submit_sheet(session, actor, sheet, answer, now=at(date(2027, 2, 24)))

    return act


WRITES_OF_AN_ANSWER = [
    "INSERT ON participant",
    "INSERT ON hour_line",
    "INSERT ON counted_hours",
    "UPDATE ON hour_sheet",
    "UPDATE ON mail",
    "UPDATE ON market",
    "INSERT ON journal",
    "UPDATE ON task",
    "INSERT ON task",
    "UPDATE ON deadline",
    "INSERT ON mail",
    "INSERT ON mail_sheet",
]


@pytest.mark.parametrize("broken", WRITES_OF_AN_ANSWER)
def test_whichever_write_fails_none_is_kept(house: House, broken: str) -> None:
    market = house.under_way(START)
    for day in days(date(2027, 2, 1), date(2027, 2, 23)):  # a call is asked for, and chasers still wait
        house.tick(at(day, 10), deliver=False)
    before = dump(house.database)
    with pytest.raises(Broken), breaking_at(house, broken):
        do(house, answer_january(house), market)
    assert dump(house.database) == before
    do(house, answer_january(house), market)
    assert changed_tables(before, dump(house.database)) == {
        "participant",
        "hour_line",
        "hour_sheet",
        "counted_hours",
        "mail",
        "mail_sheet",
        "market",
        "journal",
        "task",
        "deadline",
    }


@pytest.mark.parametrize("stage", [Stage.RECEPTION, Stage.TERMINATED])
def test_a_statement_whose_last_write_fails_leaves_the_market_open_and_nothing_said(
    house: House, stage: Stage
) -> None:
    market = at_stage(house, stage)
    before = dump(house.database)
    with pytest.raises(Broken), breaking_at(house, "INSERT ON mail"):
        do(house, acts()[Move.ISSUE_STATEMENT], market)
    assert dump(house.database) == before


def test_a_sweep_that_cannot_write_leaves_its_deadlines_for_the_next_one(house: House) -> None:
    house.under_way(START)
    before = dump(house.database)
    with pytest.raises(Broken), breaking_at(house, "UPDATE ON market"):
        house.tick(at(date(2027, 2, 1), 10))
    assert dump(house.database) == before
    house.tick(at(date(2027, 2, 1), 10))
    assert [kind for kind, _ in house.mails()].count("sheet_opened") == 1


def test_a_decision_on_what_someone_else_has_changed_is_stale_and_writes_nothing(house: House) -> None:
    market = house.under_way(START)
    with house.database.read() as session:
        old = take_up(session, house.alice, market, at(START)).market
    do(house, acts()[Move.SUSPEND], market)
    before = dump(house.database)
    entry = Entry(old, Decision("described", changes={"title": "Autre"}), house.alice, "p")
    with pytest.raises(StaleMarket), house.database.write() as session:
        ledger.write(session, entry, now=at(START))
    assert dump(house.database) == before


def test_one_stale_market_among_many_keeps_the_whole_batch_from_being_written(house: House) -> None:
    first, second = house.under_way(START, "M-1"), house.under_way(START, "M-2")
    with house.database.read() as session:
        states = [take_up(session, house.alice, number, at(START)).market for number in (first, second)]
    do(house, acts()[Move.SUSPEND], second)
    before = dump(house.database)
    entries = [Entry(state, Decision("noted"), house.alice, "p") for state in states]
    with pytest.raises(StaleMarket), house.database.write() as session:
        ledger.write_all(session, entries, now=at(START))
    assert dump(house.database) == before


def _all_at_once(house: House, act: Act, market: int, people: int) -> list[Refusal | None]:
    gate, outcomes = threading.Barrier(people), list[Refusal | None]()

    def try_it() -> None:
        gate.wait()
        try:
            do(house, act, market)
            outcomes.append(None)
        except Refusal as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=try_it) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def _only_one_wins(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    outcomes = _all_at_once(house, acts()[Move.PUBLISH], market, 6)
    assert outcomes.count(None) == 1
    assert {type(refusal) for refusal in outcomes if refusal} <= {MoveForbidden, StaleMarket}
    assert len(outcomes) == 6
    assert events(house, market) == ["registered", "opinion_given", "published"]
    assert market_row(house, market).version == 3


def test_of_people_who_decide_at_the_same_time_one_wins_and_the_others_are_told(house: House) -> None:
    _only_one_wins(house)


@pytest.mark.database
def test_of_people_who_decide_at_the_same_time_on_postgresql_one_wins(postgres_house: House) -> None:
    _only_one_wins(postgres_house)


def _all_are_chained(house: House) -> None:
    market = house.under_way(START)
    gate = threading.Barrier(4)

    def note() -> None:
        gate.wait()
        for _ in range(5):
            with house.database.write() as session:
                take_up(session, house.alice, market, at(START)).decide(Decision("noted"))

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert events(house, market).count("noted") == 20
    assert_chained(house)


def test_decisions_from_several_threads_are_all_kept_in_one_chain(house: House) -> None:
    _all_are_chained(house)


@pytest.mark.database
def test_decisions_from_several_threads_on_postgresql_are_all_kept_in_one_chain(
    postgres_house: House,
) -> None:
    _all_are_chained(postgres_house)


def assert_chained(house: House) -> None:
    """Positions 1, 2, 3..., each row covering the one before, and the market knows its end of chain."""
    for market in rows(house, MARKET):
        previous = EMPTY_CHAIN
        journal = rows(house, JOURNAL, market_id=market.id)
        assert [row.position for row in journal] == list(range(1, len(journal) + 1))
        for row in journal:
            assert row.previous_hash == previous
            actor = f"{row.actor_kind}:{row.actor_id or ''}"
            content = (row.event, row.at, actor, row.pack_version, row.payload)
            assert row.hash == link_hash(previous, market.id, row.position, *content)
            previous = row.hash
        assert (market.journal_length, market.journal_head) == (len(journal), previous)


@pytest.mark.parametrize("stage", list(Stage))
def test_the_journal_of_every_life_is_one_chain(house: House, stage: Stage) -> None:
    at_stage(house, stage, "M-1")
    at_stage(house, stage, "M-2")
    assert_chained(house)


LIFE = [
    "registered",
    "opinion_given",
    "published",
    "awarded",
    "kickoff_held",
    "sheets_opened",
    "sheet_submitted",
    "people_added",
    "sheet_validated",
    "received",
    "sheet_submitted",
    "sheet_validated",
    "statement_issued",
]


def test_each_command_journals_one_event_with_who_and_when(house: House) -> None:
    market = at_stage(house, Stage.CLOSED)
    told = [name for name in events(house, market) if name not in CLOCK_EVENTS]
    assert told == [name for name in LIFE if name not in CLOCK_EVENTS]
    by_alice = [row for row in rows(house, JOURNAL) if row.event not in CLOCK_EVENTS]
    assert {(str(row.actor_kind), row.actor_id) for row in by_alice} == {("account", house.alice.id)}
    by_clock = [row for row in rows(house, JOURNAL) if row.event in CLOCK_EVENTS]
    assert {(str(row.actor_kind), row.actor_id) for row in by_clock} == {("clock", None)}


CLOCK_EVENTS = {"sheets_opened", "sheet_reminded", "sheet_chased", "company_call_asked", "no_sheet_owed"}


def test_every_change_of_stage_is_journalled_with_what_it_left_and_entered(house: House) -> None:
    market = at_stage(house, Stage.CLOSED)
    payloads = [json.loads(row.payload) for row in rows(house, JOURNAL, market_id=market)]
    stages = [(each["from"], each["to"]) for each in payloads if "from" in each]
    assert stages == [
        ("drafting", "tender_analysis"),
        ("tender_analysis", "kickoff"),
        ("kickoff", "follow_up"),
        ("follow_up", "reception"),
        ("reception", "closed"),
    ]


PERSONAL = ["Dino", "Fictif", ALICE.split()[0], BUYER_EMAIL, BUILDER_EMAIL, ALICE_EMAIL, "@"]


def test_no_name_and_no_address_is_ever_journalled_or_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logged:
        at_stage(house, Stage.CLOSED, "M-1")
        at_stage(house, Stage.TERMINATED, "M-2")
        at_stage(house, Stage.SUSPENDED, "M-3")
        house.live(date(2027, 3, 3), date(2027, 3, 12))
        with pytest.raises(Broken), breaking_at(house, "UPDATE ON market"):
            do(house, acts()[Move.RESUME], 3)
    said = [row.payload for row in rows(house, JOURNAL)] + [str(line) for line in logged] + [caplog.text]
    assert len(said) > 20
    for personal in PERSONAL:
        assert not [text for text in said if personal in text], personal


def test_a_deadline_that_fails_is_logged_and_journalled_without_the_values_it_failed_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 2))

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"no mail for {BUILDER_EMAIL} about Dino Fictif")

    monkeypatch.setattr("cases.deadlines.ladder.sheet_request", fail)
    with structlog.testing.capture_logs() as logged:
        house.tick(at(date(2027, 2, 3), 10))
    assert events(house, market)[-1] == "deadline_set_apart"
    said = str(logged) + rows(house, JOURNAL)[-1].payload
    assert not [personal for personal in PERSONAL if personal in said]


def test_what_is_read_shows_the_whole_answer_or_none_of_it(house: House) -> None:
    market = house.under_way(START)
    house.tick(at(date(2027, 2, 1), 10))
    with house.database.read() as session:
        before = session.connection().exec_driver_sql("SELECT count(*) FROM hour_line").scalar_one()
        do(house, answer_january(house), market)
        after = session.connection().exec_driver_sql("SELECT status FROM hour_sheet").scalar_one()
    assert (before, after) == (0, "awaited")
    assert rows(house, MARKET)[0].version == len(events(house, market))

"""Stops and resumptions: what is expected, asked and counted of the months that they touch."""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from cases.changework import CHANGE
from cases.commands.amendments import record_amendment
from cases.queries.plan import plan_of
from cases.refusals import InvalidInput
from cases.rules.curve import plan_total
from cases.statements import DEADLINE, JOURNAL, MAIL
from models.vocabulary import DeadlineRule, DeadlineStatus, SheetStatus, Stage, TaskKind
from tests.cases.changing import APRIL_1, TOLD, asking, do, hours_by_month, owed
from tests.cases.scenes import (
    FEBRUARY,
    SHEET,
    START,
    days,
    market_row,
    resume,
    rows,
    sheet_mails,
    stop,
    tasks,
    terminate,
)
from tests.support.people import House, at


def test_a_suspended_month_expects_nothing_and_what_was_expected_comes_later(house: House) -> None:
    market = house.under_way(START)
    expected = hours_by_month(house, market)
    stop(house, market, FEBRUARY)
    assert hours_by_month(house, market) == expected
    resume(house, market, date(2027, 3, 1))
    after = hours_by_month(house, market)
    assert (after[1], after[2]) == (expected[1], 0)
    assert sum(after.values()) == 300
    kinds = [str(row.kind) for row in rows(house, CHANGE, market_id=market)]
    assert kinds == ["suspension", "resumption"]
    assert len(rows(house, MAIL, market_id=market, kind=TOLD)) == 4


def plan_on(house: House, market: int, day: date) -> Any:
    with house.database.read() as session:
        return plan_of(session, house.alice, market, at(day))


def test_what_is_expected_freezes_the_day_before_the_stop(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 2, 15))
    frozen = plan_on(house, market, date(2027, 2, 14)).expected_so_far
    plan = plan_on(house, market, date(2027, 6, 30))
    assert plan.expected_so_far == frozen
    assert (plan.until, plan.stopped_on) == (date(2027, 2, 14), date(2027, 2, 15))
    resume(house, market, date(2027, 7, 1))
    assert plan_on(house, market, date(2027, 6, 30)).expected_so_far == frozen
    assert plan_on(house, market, date(2027, 7, 31)).expected_so_far > frozen


def test_stops_across_the_change_of_clocks_and_the_year_shift_by_whole_days(house: House) -> None:
    market = house.under_way(START)
    end = market_row(house, market).planned_end_on
    stop(house, market, date(2027, 3, 27))
    resume(house, market, date(2027, 3, 29))  # the clocks went forward on the 28th
    assert market_row(house, market).planned_end_on == end + timedelta(days=2)
    stop(house, market, date(2027, 6, 20))
    resume(house, market, date(2028, 1, 10))
    after = owed(house, market)
    assert after.planned_end_on == end + timedelta(days=2 + 204)
    assert plan_total(after.curve) == 300
    stopped = {each.month: each.hours for each in after.curve}
    assert all(stopped[date(2027, month, 1)] == 0 for month in range(7, 13))


def test_a_stop_told_late_cancels_the_sheets_of_the_months_that_it_covers(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 4, 2))
    stop(house, market, date(2027, 4, 2), from_on=FEBRUARY)
    resume(house, market, date(2027, 4, 5))
    statuses = {row.month.month: row.status for row in rows(house, SHEET, market_id=market)}
    assert statuses[1] is SheetStatus.AWAITED
    assert (statuses[2], statuses[3]) == (SheetStatus.CANCELLED, SheetStatus.CANCELLED)
    waiting = rows(house, DEADLINE, market_id=market, rule="sheet_ladder", status=DeadlineStatus.PENDING)
    assert {row.subject_id for row in waiting} <= {house.sheet_of(market, date(2027, 1, 1))}


def test_works_terminated_while_stopped_owe_nothing_for_the_months_stopped(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 3, 2))
    stop(house, market, date(2027, 3, 2), from_on=FEBRUARY)
    terminate(house, market, date(2027, 3, 20))
    statuses = {row.month.month: row.status for row in rows(house, SHEET, market_id=market)}
    assert statuses[2] is SheetStatus.CANCELLED
    assert house.stage(market) is Stage.TERMINATED


def test_an_amendment_during_a_stop_waits_for_the_resumption_to_shift(house: House) -> None:
    market = house.under_way(START)
    before = hours_by_month(house, market)
    stop(house, market, date(2027, 3, 1))
    do(house, record_amendment, market, asking(450))
    amended = hours_by_month(house, market)
    assert (amended[1], amended[2]) == (before[1], before[2])
    assert amended[3] > before[3]  # nothing of what the stop froze has gone
    resume(house, market, date(2027, 5, 1))
    after = hours_by_month(house, market)
    assert (after[3], after[4]) == (0, 0)
    assert sum(after.values()) == 450


def fifty_counted_of_february(house: House) -> int:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 3, 1))
    house.answer(market, FEBRUARY, "50", date(2027, 3, 2))
    house.validate(market, FEBRUARY, date(2027, 3, 3))
    return market


def test_hours_of_a_month_that_a_late_stop_covers_are_set_aside_and_come_back_with_the_resumption(
    house: House,
) -> None:
    market = fifty_counted_of_february(house)
    assert market_row(house, market).counted_hours == 50
    stop(house, market, APRIL_1, from_on=FEBRUARY)
    assert market_row(house, market).counted_hours == 0
    resume(house, market, date(2027, 2, 20))
    assert market_row(house, market).counted_hours == 50
    why = [json.loads(row.payload)["why"] for row in rows(house, JOURNAL, event="recounted")]
    assert why[-2:] == ["suspended", "resumed"]


def test_hours_after_the_reception_are_set_aside(house: House) -> None:
    market = fifty_counted_of_february(house)
    house.receive(market, date(2027, 1, 29))
    assert market_row(house, market).counted_hours == 0


@dataclass(frozen=True)
class Stopped:
    """A stop and its resumption, each with the day on which it is told."""

    from_on: date
    to_on: date
    stop_told: date
    end_told: date

    @classmethod
    def on(cls, first: tuple[int, int], last: tuple[int, int], *told: tuple[int, int]) -> "Stopped":
        """Days of 2027; told on its own days unless others are given."""
        days = [date(2027, *day) for day in (first, last, *(told or (first, last)))]
        return cls(*days)


TICKS = (1, 3, 9, 16, 22)
"""The days of a month on which the clock goes round: enough for each step of a ladder to fall due."""
MONTHS_ASKED = (
    ("within a month", [Stopped.on((2, 10), (2, 20))], "awaited awaited awaited awaited", 10),
    ("a whole month", [Stopped.on((2, 1), (3, 1))], "awaited none awaited awaited", 28),
    ("over an edge", [Stopped.on((1, 20), (2, 10))], "awaited awaited awaited awaited", 21),
    ("over two edges", [Stopped.on((1, 20), (3, 10))], "awaited none awaited awaited", 49),
    (
        "a month by two stops",
        [Stopped.on((1, 25), (2, 15)), Stopped.on((2, 15), (3, 5))],
        "awaited none awaited awaited",
        39,
    ),
    (
        "twice in a month",
        [Stopped.on((2, 3), (2, 8)), Stopped.on((2, 20), (3, 10))],
        "awaited awaited awaited awaited",
        23,
    ),
    ("as the clocks change", [Stopped.on((3, 27), (3, 29))], "awaited awaited awaited awaited", 2),
    (
        "told after the request",
        [Stopped.on((2, 1), (3, 8), (3, 3), (3, 8))],
        "awaited cancelled awaited awaited",
        35,
    ),
    (
        "told once chased",
        [Stopped.on((2, 1), (3, 22), (3, 16), (3, 22))],
        "awaited cancelled awaited awaited",
        49,
    ),
    (
        "told once answered",
        [Stopped.on((2, 1), (3, 15), (3, 10), (3, 15))],
        "awaited submitted awaited awaited",
        42,
    ),
    (
        "its end told late",
        [Stopped.on((2, 10), (2, 20), (2, 10), (3, 5))],
        "awaited awaited awaited awaited",
        10,
    ),
)


@pytest.mark.parametrize(
    ("stops", "asked", "later"), [row[1:] for row in MONTHS_ASKED], ids=[row[0] for row in MONTHS_ASKED]
)
def test_a_month_wholly_stopped_asks_nothing_and_the_end_comes_later_by_the_days_stopped(
    house: House, stops: list[Stopped], asked: str, later: int
) -> None:
    market = house.under_way(START)
    end, promised = market_row(house, market).planned_end_on, hours_by_month(house, market)
    for day in days(date(2027, 1, 5), date(2027, 5, 4)):
        for each in stops:
            if day == each.stop_told:
                stop(house, market, day, from_on=each.from_on)
            if day == each.end_told:
                resume(house, market, day, on=each.to_on)
        if day.day in TICKS:
            house.tick(at(day, 10))
        if "submitted" in asked and day == date(2027, 3, 9):
            house.answer(market, FEBRUARY, "50", day)
    sheets = {row.month.month: row for row in rows(house, SHEET, market_id=market)}
    standing = [str(sheets[month].status) if month in sheets else "none" for month in (1, 2, 3, 4)]
    assert standing == asked.split()
    after = owed(house, market)
    assert after.planned_end_on == end + timedelta(days=later)
    assert plan_total(after.curve) == sum(promised.values())
    nothing = [month for month, expected in hours_by_month(house, market).items() if not expected]
    assert nothing == [month for month, said in enumerate(asked.split(), 1) if said != "awaited"]
    assert not any(each.stop_told < mail < each.end_told for each in stops for mail in written_on(house))
    waiting = rows(house, DEADLINE, rule=DeadlineRule.SHEET_LADDER, status=DeadlineStatus.PENDING)
    chased = {row.subject_id for row in (*waiting, *tasks(house, TaskKind.CALL_COMPANY))}
    assert chased == {row.id for row in sheets.values() if row.status is SheetStatus.AWAITED}
    changes = rows(house, CHANGE, market_id=market)
    assert [str(row.kind) for row in changes] == ["suspension", "resumption"] * len(stops)
    for earlier, following in pairwise(changes):
        assert json.loads(earlier.after) == json.loads(following.before)


def test_nobody_is_called_about_a_month_that_turns_out_to_be_wholly_stopped(house: House) -> None:
    market = house.under_way(START)
    for month in (2, 3):
        for day in (1, 3, 9, 16, 23, 24):
            house.tick(at(date(2027, month, day), 10))
    january, february = (house.sheet_of(market, day) for day in (date(2027, 1, 1), FEBRUARY))
    assert {row.subject_id for row in tasks(house, TaskKind.CALL_COMPANY)} == {january, february}
    stop(house, market, date(2027, 3, 25), from_on=FEBRUARY)
    assert {row.subject_id for row in tasks(house, TaskKind.CALL_COMPANY)} == {january}


def written_on(house: House) -> list[date]:
    """The days on which a sheet was asked for."""
    return [date.fromisoformat(day) for kind, day in sheet_mails(house) if kind != "receipt"]


def test_a_stop_or_a_resumption_that_was_only_announced_waits_for_its_day(house: House) -> None:
    market = house.under_way(START)
    for day in (date(2027, 2, 9), date(2027, 2, 10)):
        ahead = day < date(2027, 2, 10)
        with pytest.raises(InvalidInput, match="future") if ahead else nullcontext():
            stop(house, market, day, from_on=date(2027, 2, 10))
    with pytest.raises(InvalidInput, match="future"):
        resume(house, market, date(2027, 2, 15), on=date(2027, 3, 1))
    resume(house, market, date(2027, 2, 22))  # earlier than was announced
    assert market_row(house, market).planned_end_on == date(2027, 7, 3) + timedelta(days=12)

"""Stops and resumptions: what is expected, asked and counted of the months that they touch."""

import json
from datetime import date, timedelta
from typing import Any

from cases.changework import CHANGE
from cases.commands.amendments import record_amendment
from cases.queries.plan import plan_of
from cases.rules.curve import plan_total
from cases.statements import DEADLINE, JOURNAL, MAIL
from models.vocabulary import DeadlineStatus, SheetStatus, Stage
from tests.cases.changing import APRIL_1, TOLD, asking, do, hours_by_month, owed
from tests.cases.scenes import FEBRUARY, SHEET, START, market_row, resume, rows, stop, terminate
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

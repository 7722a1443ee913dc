"""What a change makes of hours, dates and curve: by hand, then for any market."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.curve import MonthHours, expected_by, linear_plan, plan_total
from cases.rules.market_changes import (
    Ordered,
    Owed,
    Terms,
    Underway,
    amended,
    end_after,
    order_issued,
    resumed,
    shared_out,
    stopped,
    tranche_confirmed,
)
from cases.rules.months import Span, active_days, month_of
from cases.rules.spreading import Works, redrawn, spread

JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE = (date(2027, month, 1) for month in range(1, 7))
START, END = JANUARY, date(2027, 4, 30)
WORKS = Underway(START)
FLAT = tuple(MonthHours(month, Decimal(100)) for month in (JANUARY, FEBRUARY, MARCH, APRIL))
MARKET = Owed(
    required_hours=Decimal(360),
    committed_hours=Decimal(400),
    qpv_hours=Decimal(18),
    local_hours=Decimal(36),
    planned_end_on=END,
    shares=((1, Decimal(300)), (2, Decimal(100))),
    curve=FLAT,
)


def told(owed: Owed) -> list[str]:
    return [f"{each.month:%m}:{each.hours.normalize():f}" for each in owed.curve]


def test_more_hours_are_spread_over_the_months_that_remain() -> None:
    after = amended(MARKET, Terms(required_hours=Decimal(540)), WORKS, MARCH)
    assert after.committed_hours == 600
    assert (after.qpv_hours, after.local_hours) == (27, 54)
    assert after.shares == ((1, Decimal(450)), (2, Decimal(150)))
    assert told(after) == ["01:100", "02:100", "03:200", "04:200"]


def test_a_prolongation_stretches_what_remains_and_leaves_the_months_gone() -> None:
    after = amended(MARKET, Terms(planned_end_on=date(2027, 6, 30)), WORKS, MARCH)
    assert told(after)[:2] == ["01:100", "02:100"]
    assert [each.month for each in after.curve] == [JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE]
    assert plan_total(after.curve) == 400
    assert (after.required_hours, after.committed_hours) == (360, 400)


def test_a_prolongation_once_the_end_has_passed_leaves_nothing_to_spread() -> None:
    after = amended(MARKET, Terms(planned_end_on=date(2027, 7, 31)), WORKS, MAY)
    assert after.curve[:4] == FLAT
    assert plan_total(after.curve) == 400
    more = amended(MARKET, Terms(required_hours=Decimal(450), planned_end_on=JUNE), WORKS, MAY)
    assert told(more) == ["01:100", "02:100", "03:100", "04:100", "05:96.88", "06:3.12"]


def test_more_hours_without_a_day_left_are_expected_in_the_month_of_the_change() -> None:
    after = amended(MARKET, Terms(required_hours=Decimal(450)), WORKS, JUNE)
    assert told(after)[-1] == "06:100"


def test_fewer_hours_than_the_months_gone_expected_cut_the_last_of_them() -> None:
    after = amended(MARKET, Terms(required_hours=Decimal(135)), WORKS, MARCH)
    assert after.committed_hours == 150
    assert told(after) == ["01:100", "02:50"]


def test_a_promise_agreed_otherwise_is_kept_as_agreed() -> None:
    terms = Terms(required_hours=Decimal(540), committed_hours=Decimal(550), qpv_hours=Decimal(20))
    after = amended(MARKET, terms, WORKS, MARCH)
    assert (after.committed_hours, after.qpv_hours) == (550, 20)
    assert plan_total(after.curve) == 550


def test_a_market_whose_end_becomes_known_gets_its_curve() -> None:
    market = replace(MARKET, planned_end_on=None, curve=())
    after = amended(market, Terms(planned_end_on=END), WORKS, MARCH)
    assert after.curve == linear_plan(Decimal(400), START, END)


def test_before_the_kickoff_there_is_no_curve_to_change() -> None:
    market = replace(MARKET, curve=())
    after = amended(market, Terms(required_hours=Decimal(720)), Underway(None), MARCH)
    assert (after.committed_hours, after.curve) == (800, ())


def test_a_tranche_brings_its_hours_on_its_own_days() -> None:
    tranche = Ordered(Decimal(61), APRIL, date(2027, 5, 31), qpv_hours=Decimal(3))
    after = tranche_confirmed(MARKET, tranche, WORKS)
    assert (after.required_hours, after.committed_hours, after.qpv_hours) == (421, 461, 21)
    assert after.planned_end_on == date(2027, 5, 31)
    assert told(after) == ["01:100", "02:100", "03:100", "04:130", "05:31"]


def test_an_order_draws_on_its_framework_before_it_asks_for_more() -> None:
    order = Ordered(Decimal(200), MARCH, END)
    first = order_issued(MARKET, order, Decimal(0), WORKS, MARCH)
    assert first == MARKET
    second = order_issued(first, order, Decimal(200), WORKS, MARCH)
    assert (second.required_hours, second.committed_hours) == (400, 440)
    assert plan_total(second.curve) == 440
    assert second.qpv_hours == 20


def test_a_framework_without_hours_asks_those_of_its_orders() -> None:
    market = Owed(planned_end_on=END)
    after = order_issued(market, Ordered(Decimal(90), MARCH, END), Decimal(0), WORKS, MARCH)
    assert (after.required_hours, after.committed_hours) == (90, 90)
    assert plan_total(after.curve) == 90


STOP = Span(FEBRUARY, MARCH)


def test_a_month_stopped_gets_no_hours_and_what_was_expected_comes_later() -> None:
    assert stopped(MARKET, FEBRUARY).curve == FLAT
    after = resumed(stopped(MARKET, FEBRUARY), STOP, WORKS)
    assert after.planned_end_on == date(2027, 5, 28)
    assert after.stopped_on is None
    hours = dict(after.curve)
    assert (hours[JANUARY], hours[FEBRUARY]) == (100, 0)
    assert plan_total(after.curve) == 400


def test_a_stop_and_a_resumption_within_a_month_leave_that_month_its_other_days() -> None:
    stop = Span(date(2027, 2, 8), date(2027, 2, 15))
    after = resumed(stopped(MARKET, stop.from_on), stop, WORKS)
    hours = dict(after.curve)
    assert hours[FEBRUARY] == 75  # 21 of its 28 days
    assert plan_total(after.curve) == 400


def test_a_resumption_on_the_very_day_changes_nothing() -> None:
    assert resumed(stopped(MARKET, MARCH), Span(MARCH, MARCH), WORKS) == MARKET


def test_a_stop_after_the_planned_end_moves_nothing() -> None:
    after = resumed(stopped(MARKET, MAY), Span(MAY, JUNE), WORKS)
    assert after == MARKET


def test_a_curve_without_a_planned_end_shifts_too() -> None:
    market = replace(MARKET, planned_end_on=None)
    after = resumed(stopped(market, FEBRUARY), STOP, WORKS)
    assert after.planned_end_on is None
    assert dict(after.curve)[FEBRUARY] == 0
    assert plan_total(after.curve) == 400


def test_a_stop_without_an_end_shifts_nothing_yet() -> None:
    with pytest.raises(ValueError, match="has not ended"):
        resumed(MARKET, Span(MARCH), WORKS)


def test_a_duration_is_counted_without_the_days_stopped() -> None:
    assert end_after(START, 4, ()) == END
    assert end_after(START, 4, (STOP,)) == END + timedelta(days=28)


def test_days_of_work_leave_out_stops_that_overlap_once() -> None:
    stops = (Span(date(2027, 1, 10), date(2027, 1, 20)), Span(date(2027, 1, 15), date(2027, 1, 25)))
    assert active_days(JANUARY, FEBRUARY, stops) == 16
    assert active_days(JANUARY, FEBRUARY, (Span(date(2027, 1, 10)),)) == 9
    assert active_days(JANUARY, FEBRUARY, (Span(MARCH),)) == 31
    assert active_days(FEBRUARY, JANUARY, ()) == 0


def test_nothing_is_expected_of_days_stopped_within_a_month() -> None:
    stops = (Span(date(2027, 1, 11), date(2027, 1, 22)),)
    plan = (MonthHours(JANUARY, Decimal(200)),)
    by = [expected_by(plan, date(2027, 1, day), START, END, stops) for day in (10, 15, 21, 22, 31)]
    assert by == [100, 100, 100, 110, 200]


def test_hours_of_days_that_are_all_stopped_wait_in_the_first_month() -> None:
    assert spread(Decimal(50), MARCH, date(2027, 3, 20), (Span(FEBRUARY, APRIL),)) == (
        MonthHours(MARCH, Decimal(50)),
    )


def test_shares_that_were_not_agreed_stay_unsaid() -> None:
    shares = ((1, None), (2, Decimal(100)))
    assert shared_out(shares, Decimal(400), Decimal(600)) == ((1, None), (2, Decimal(150)))


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
HOURS = st.decimals(0, 90_000, places=2)


@st.composite
def markets(draw: st.DrawFn) -> tuple[Owed, Underway]:
    """A market under way with some stops behind it and a curve of any shape that adds up."""
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(0, 700)))
    stops = []
    for _ in range(draw(st.integers(0, 2))):
        from_on = start + timedelta(days=draw(st.integers(0, 700)))
        stops.append(Span(from_on, from_on + timedelta(days=draw(st.integers(0, 90)))))
    months = [each.month for each in linear_plan(Decimal(0), start, end)]
    hours = draw(st.lists(HOURS, min_size=len(months), max_size=len(months)))
    curve = tuple(MonthHours(*each) for each in zip(months, hours, strict=True))
    total = plan_total(curve)
    required = draw(st.sampled_from([total, (total * Decimal("0.9")).quantize(Decimal("0.01"))]))
    shares = ((1, total - hours[-1]), (2, hours[-1]))
    market = Owed(required, total, Decimal(5), Decimal(7), planned_end_on=end, shares=shares, curve=curve)
    return market, Underway(start, tuple(stops))


ENDS = st.one_of(st.none(), st.integers(0, 400))
TERMS = st.tuples(st.one_of(st.none(), HOURS), st.one_of(st.none(), HOURS), ENDS)


@given(markets(), TERMS, st.integers(0, 900))
def test_any_amended_curve_adds_up_and_leaves_the_months_gone(
    known: tuple[Owed, Underway], terms: tuple[Decimal | None, Decimal | None, int | None], later: int
) -> None:
    market, works = known
    assert works.starts_on is not None
    required, committed, days = terms
    end = None if days is None else works.starts_on + timedelta(days=days)
    from_on = works.starts_on + timedelta(days=later)
    after = amended(market, Terms(required, committed, planned_end_on=end), works, from_on)
    assert plan_total(after.curve) == after.committed_hours
    assert all(each.hours >= 0 for each in after.curve)
    gone = [each for each in market.curve if each.month < month_of(from_on)]
    assert after.committed_hours is not None
    if plan_total(gone) <= after.committed_hours:
        assert list(after.curve[: len(gone)]) == gone
    assert sum(hours for _, hours in after.shares if hours is not None) == after.committed_hours or (
        market.committed_hours == 0
    )


@given(markets(), st.integers(-30, 800), st.integers(0, 120))
def test_a_stop_and_its_resumption_keep_the_total_and_give_nothing_to_the_days_stopped(
    known: tuple[Owed, Underway], after_days: int, length: int
) -> None:
    market, works = known
    assert works.starts_on is not None
    from_on = max(works.starts_on, works.starts_on + timedelta(days=after_days))
    stop = Span(from_on, from_on + timedelta(days=length))
    after = resumed(stopped(market, from_on), stop, works)
    assert plan_total(after.curve) == market.committed_hours
    gone = [each for each in market.curve if each.month < month_of(from_on)]
    assert list(after.curve[: len(gone)]) == gone
    if length == 0:
        kept = [each for each in after.curve if each.hours]
        days = Works(works.starts_on, market.planned_end_on, works.stops)
        if all(days.days_of(each.month) for each in market.curve):
            assert kept == [each for each in market.curve if each.hours]


@given(markets(), st.permutations(range(3)), st.lists(HOURS, min_size=3, max_size=3), st.data())
def test_tranches_confirmed_in_any_order_give_the_same_end(
    known: tuple[Owed, Underway], order: list[int], hours: list[Decimal], data: st.DataObject
) -> None:
    market, works = known
    assert works.starts_on is not None
    tranches = []
    for each in hours:
        start = works.starts_on + timedelta(days=data.draw(st.integers(0, 300)))
        tranches.append(Ordered(each, start, start + timedelta(days=data.draw(st.integers(0, 300)))))
    straight = shuffled = market
    for number in range(3):
        straight = tranche_confirmed(straight, tranches[number], works)
        shuffled = tranche_confirmed(shuffled, tranches[order[number]], works)
    assert plan_total(straight.curve) == straight.committed_hours
    apart = {"local_hours": None, "shares": ()}  # rounded in turn: a hundredth may fall elsewhere
    assert replace(straight, **apart) == replace(shuffled, **apart)
    assert straight.local_hours is not None and shuffled.local_hours is not None
    if market.required_hours:
        assert abs(straight.local_hours - shuffled.local_hours) <= straight.local_hours / 100 + Decimal("0.1")


@given(markets(), st.integers(0, 500))
def test_a_curve_drawn_anew_over_the_same_days_is_the_same(known: tuple[Owed, Underway], later: int) -> None:
    market, works = known
    assert works.starts_on is not None
    days = Works(works.starts_on, market.planned_end_on, works.stops)
    if not all(days.days_of(each.month) for each in market.curve):
        return
    from_on = works.starts_on + timedelta(days=later)
    total = market.committed_hours or Decimal(0)
    again = redrawn(market.curve, total, from_on, days, days)
    assert [each for each in again if each.hours] == [each for each in market.curve if each.hours]

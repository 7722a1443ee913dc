"""One market from drafting to closed, and the ladder as a table of (day -> mails so far)."""

from datetime import date

import pytest

from cases.refusals import MoveForbidden, MoveIncomplete
from models.vocabulary import Stage
from tests.support.people import House, at

JANUARY, FEBRUARY, MARCH = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)


def test_a_market_lives_from_drafting_to_closed(house: House) -> None:
    market = house.register(date(2026, 11, 2))
    assert house.stage(market) is Stage.DRAFTING
    house.publish(market, date(2026, 11, 12))
    house.award(market, date(2026, 12, 15))
    house.kick_off(market, date(2027, 1, 11))
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    house.answer(market, JANUARY, "120.50", date(2027, 2, 3))
    house.validate(market, JANUARY, date(2027, 2, 4))
    house.live(date(2027, 3, 1), date(2027, 3, 2))
    house.answer(market, FEBRUARY, "180", date(2027, 3, 3))
    house.validate(market, FEBRUARY, date(2027, 3, 4))
    house.receive(market, date(2027, 3, 12))
    house.live(date(2027, 4, 1), date(2027, 4, 1))
    house.answer(market, MARCH, None, date(2027, 4, 2))
    house.validate(market, MARCH, date(2027, 4, 2))
    house.issue(market, date(2027, 4, 6))
    assert house.stage(market) is Stage.CLOSED
    assert house.mails() == [
        ("opinion", "2026-11-12"),
        ("award_notice", "2026-12-15"),
        ("kickoff_minutes", "2027-01-11"),
        ("kickoff_minutes", "2027-01-11"),
        ("sheet_opened", "2027-02-01"),
        ("sheet_receipt", "2027-02-03"),
        ("sheet_opened", "2027-03-01"),
        ("sheet_receipt", "2027-03-03"),
        ("sheet_opened", "2027-04-01"),
        ("sheet_receipt", "2027-04-02"),
        ("statement", "2027-04-06"),
        ("certificate", "2027-04-06"),
    ]
    assert house.open_tasks() == []


def test_a_silent_company_climbs_the_ladder_one_step_at_a_time(house: House) -> None:
    house.under_way(date(2027, 1, 4))
    so_far = {
        date(2027, 2, 1): ["sheet_opened"],
        date(2027, 2, 2): ["sheet_opened"],
        date(2027, 2, 3): ["sheet_opened", "sheet_reminder"],
        date(2027, 2, 8): ["sheet_opened", "sheet_reminder"],
        date(2027, 2, 9): ["sheet_opened", "sheet_reminder", "sheet_first_chase"],
        date(2027, 2, 15): ["sheet_opened", "sheet_reminder", "sheet_first_chase"],
        date(2027, 2, 16): ["sheet_opened", "sheet_reminder", "sheet_first_chase", "sheet_second_chase"],
    }
    for day in (date(2027, 2, n) for n in range(1, 17)):
        house.tick(at(day, 10))
        if day in so_far:
            assert [kind for kind, _ in house.mails("sheet_")] == so_far[day], day
    house.live(date(2027, 2, 17), date(2027, 2, 23))
    assert "call_company" in house.open_tasks()
    house.live(date(2027, 2, 24), date(2027, 2, 28))
    assert "sheet_missing_buyer" not in [kind for kind, _ in house.mails("sheet_")]
    house.tick(at(date(2027, 3, 5), 10))
    assert [kind for kind, _ in house.mails("sheet_")].count("sheet_missing_buyer") == 1


def test_running_the_clock_often_says_nothing_twice(house: House) -> None:
    house.under_way(date(2027, 1, 4))
    for _ in range(3):
        house.tick(at(date(2027, 2, 9), 10))
    assert [kind for kind, _ in house.mails("sheet_")] == ["sheet_opened"]


def test_the_ladder_stops_the_moment_the_sheet_arrives_even_for_a_mail_that_waits(house: House) -> None:
    market = house.under_way(date(2027, 1, 4))
    house.live(date(2027, 2, 1), date(2027, 2, 8))
    house.tick(at(date(2027, 2, 9), 10), deliver=False)
    waiting = [kind for kind, _ in house.mails("sheet_")]
    assert "sheet_first_chase" in waiting
    house.answer(market, JANUARY, "10", date(2027, 2, 9))
    left = [kind for kind, _ in house.mails("sheet_")]
    assert "sheet_first_chase" not in left
    house.live(date(2027, 2, 10), date(2027, 2, 28))
    assert [kind for kind, _ in house.mails("sheet_")][-1] == "sheet_receipt"


def test_a_month_of_outage_is_followed_by_one_message_to_a_company_with_several_sheets(house: House) -> None:
    for number in range(3):
        house.under_way(date(2027, 1, 4), f"M-{number}")
    house.live(date(2027, 2, 1), date(2027, 2, 3))
    before = len(house.mails())
    house.tick(at(date(2027, 3, 3), 10))
    after = house.mails()[before:]
    assert after == [("sheet_second_chase", "2027-03-03")]


def test_no_mail_is_dated_on_a_weekend_or_a_holiday(house: House) -> None:
    house.under_way(date(2027, 4, 1))
    house.live(date(2027, 5, 1), date(2027, 5, 31))
    days = [date.fromisoformat(day) for _, day in house.mails()]
    assert days
    for day in days:
        assert day.weekday() < 5
        assert day not in {date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 8), date(2027, 5, 17)}


def test_an_incomplete_move_lists_all_that_is_missing(house: House) -> None:
    market = house.under_way(date(2027, 1, 4))
    house.receive(market, date(2027, 1, 20))
    with pytest.raises(MoveIncomplete) as refusal:
        house.issue(market, date(2027, 1, 21))
    assert [need.name for need in refusal.value.missing] == ["months_opened", "shortfall_decided"]


def test_a_forbidden_move_is_refused_and_changes_nothing(house: House) -> None:
    market = house.register(date(2027, 1, 4))
    with pytest.raises(MoveForbidden):
        house.receive(market, date(2027, 1, 20))
    assert house.stage(market) is Stage.DRAFTING

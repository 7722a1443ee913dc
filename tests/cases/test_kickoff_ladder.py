"""A kickoff that is missing, lived day by day: the company chased, then the buyer told, as tables."""

from datetime import date

import pytest
from sqlalchemy import delete

from cases.messages import MailKind
from models.vocabulary import MailStatus, Stage, TaskKind
from tests.cases.gatherings import cancel, letters, message_of, move, propose
from tests.cases.scenes import (
    MEMBER,
    at_stage,
    deadlines,
    events,
    forget_address,
    resume,
    stop,
    tasks,
    terminate,
)
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

# Awarded on Monday 4 January 2027: ten working days on, the 18th; fifteen, the 25th.
CHASE, BUYER = ("kickoff_chase", "2027-01-18"), ("kickoff_missing_buyer", "2027-01-25")
LATER_CHASE = ("kickoff_chase", "2027-01-21")


def about_kickoff(house: House) -> list[tuple[str, str]]:
    return house.mails("kickoff_")


ON_TIME = [
    (date(2027, 1, 15), []),
    (date(2027, 1, 17), []),
    (date(2027, 1, 18), [CHASE]),
    (date(2027, 1, 24), [CHASE]),
    (date(2027, 1, 25), [CHASE, BUYER]),
    (date(2027, 3, 31), [CHASE, BUYER]),
]


@pytest.mark.parametrize(("until", "mails"), ON_TIME)
def test_the_lead_is_chased_after_two_weeks_then_the_buyer_is_told(
    house: House, until: date, mails: list[tuple[str, str]]
) -> None:
    at_stage(house, Stage.KICKOFF)
    house.live(date(2027, 1, 5), until)
    assert about_kickoff(house) == mails


def test_the_chase_goes_to_the_lead_with_the_facilitator_in_copy_and_opens_the_task(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    house.live(date(2027, 1, 5), date(2027, 1, 25))
    (chase,), (told,) = letters(house, MailKind.KICKOFF_CHASE), letters(house, MailKind.KICKOFF_MISSING_BUYER)
    assert (chase.to_email, told.to_email) == (BUILDER_EMAIL, BUYER_EMAIL)
    assert (chase.cc_email, told.cc_email) == (f"{house.territory_id}alice@territoire.example", None)
    assert len(tasks(house, TaskKind.KICKOFF_OVERDUE)) == 1
    assert events(house, market)[-2:] == ["kickoff_chased", "kickoff_buyer_informed"]


OUTAGES = [
    (date(2027, 1, 20), [("kickoff_chase", "2027-01-20"), ("kickoff_missing_buyer", "2027-01-27")]),
    (date(2027, 2, 15), [("kickoff_chase", "2027-02-15"), ("kickoff_missing_buyer", "2027-02-22")]),
    (date(2027, 1, 23), [("kickoff_chase", "2027-01-25"), ("kickoff_missing_buyer", "2027-02-01")]),
]


@pytest.mark.parametrize(("back_on", "mails"), OUTAGES)
def test_after_an_outage_one_message_leaves_and_the_next_keeps_its_distance(
    house: House, back_on: date, mails: list[tuple[str, str]]
) -> None:
    at_stage(house, Stage.KICKOFF)
    house.tick(at(back_on, 10))
    house.tick(at(back_on, 11))
    house.live(back_on, date(2027, 3, 31))
    assert about_kickoff(house) == mails


MEETINGS = [
    (date(2027, 1, 13), [CHASE, BUYER]),  # in time, but nothing recorded of it
    (date(2027, 1, 18), [("kickoff_chase", "2027-01-19"), ("kickoff_missing_buyer", "2027-01-26")]),
    (date(2027, 1, 29), [("kickoff_chase", "2027-02-01"), ("kickoff_missing_buyer", "2027-02-08")]),
]


@pytest.mark.parametrize(("meeting_on", "mails"), MEETINGS)
def test_a_meeting_ahead_puts_the_chase_off_until_the_working_day_after_it(
    house: House, meeting_on: date, mails: list[tuple[str, str]]
) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, date(2027, 1, 6), meeting_on)
    house.live(date(2027, 1, 6), date(2027, 3, 31))
    assert about_kickoff(house) == mails
    assert message_of(letters(house, MailKind.KICKOFF_CHASE)[0]).meeting_on == meeting_on


def test_a_meeting_proposed_after_the_chase_puts_the_buyer_off(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    house.live(date(2027, 1, 5), date(2027, 1, 18))
    propose(house, market, date(2027, 1, 19), date(2027, 2, 3))
    house.live(date(2027, 1, 19), date(2027, 3, 31))
    assert about_kickoff(house) == [CHASE, ("kickoff_missing_buyer", "2027-02-04")]


def test_a_meeting_moved_earlier_brings_the_chase_back(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, date(2027, 1, 6), date(2027, 2, 12))
    move(house, market, meeting, date(2027, 1, 7), on=date(2027, 1, 20))
    house.live(date(2027, 1, 7), date(2027, 1, 31))
    assert about_kickoff(house)[0] == LATER_CHASE


def test_a_cancelled_meeting_leaves_the_time_to_find_another_day(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, date(2027, 1, 6), date(2027, 2, 12))
    cancel(house, market, meeting, date(2027, 1, 14))
    house.live(date(2027, 1, 14), date(2027, 1, 31))
    assert about_kickoff(house)[0] == LATER_CHASE
    assert message_of(letters(house, MailKind.KICKOFF_CHASE)[0]).meeting_on is None


def test_a_kickoff_that_is_held_ends_the_ladder_at_once(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    house.live(date(2027, 1, 5), date(2027, 1, 18))
    house.kick_off(market, date(2027, 1, 19))
    house.live(date(2027, 1, 19), date(2027, 1, 31))
    assert [kind for kind, _ in about_kickoff(house)] == [
        "kickoff_chase",
        "kickoff_minutes",
        "kickoff_minutes",
    ]
    assert tasks(house, TaskKind.KICKOFF_OVERDUE) == []


def test_a_suspension_pauses_the_ladder_and_the_resumption_goes_on_with_it(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    house.live(date(2027, 1, 5), date(2027, 1, 11))
    stop(house, market, date(2027, 1, 12))
    house.live(date(2027, 1, 12), date(2027, 1, 31))
    assert about_kickoff(house) == []
    resume(house, market, date(2027, 2, 1))  # twenty days later, so is the chase: Sunday 7 February
    house.live(date(2027, 2, 1), date(2027, 3, 31))
    assert about_kickoff(house) == [("kickoff_chase", "2027-02-08"), ("kickoff_missing_buyer", "2027-02-15")]


def test_a_terminated_market_is_not_chased(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    terminate(house, market, date(2027, 1, 12))
    house.live(date(2027, 1, 12), date(2027, 2, 28))
    assert about_kickoff(house) == []


def test_without_an_address_a_task_asks_for_one_and_the_next_step_still_comes(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    builder = forget_address(house, BUILDER_EMAIL)
    house.live(date(2027, 1, 5), date(2027, 1, 25))
    assert about_kickoff(house) == [BUYER]
    assert [task.subject_id for task in tasks(house, TaskKind.MISSING_CONTACT)] == [builder]
    assert "kickoff_overdue" in events(house, market)


def test_a_market_without_a_lead_is_a_task_alone(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    with house.database.write() as session:
        session.connection().execute(delete(MEMBER).where(MEMBER.c.market_id == market))
    house.live(date(2027, 1, 5), date(2027, 1, 18))
    assert about_kickoff(house) == []
    assert len(tasks(house, TaskKind.KICKOFF_OVERDUE)) == 1


def test_nothing_is_said_twice_however_often_the_clock_goes_round(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    for hour in (8, 9, 10, 11):
        house.tick(at(date(2027, 1, 18), hour), deliver=False)
    assert about_kickoff(house) == [CHASE]
    assert {mail.status for mail in letters(house, MailKind.KICKOFF_CHASE)} == {MailStatus.PENDING}
    ladder = [row for row in deadlines(house, market) if row[0] == "kickoff_overdue"]
    assert [row[1:] for row in ladder] == [
        ("overdue", "2027-01-18", "fired"),
        ("inform_buyer", "2027-01-25", "pending"),
    ]

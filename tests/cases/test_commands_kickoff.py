"""The kickoff as it was held: minutes to everyone, who came, what was agreed, and the plan that is kept."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.commands import kickoff
from cases.inputs import Attendance, CompanyAgreement, Kickoff, PlannedMonth
from cases.messages import MailKind, MeetingEnd
from cases.queries.plan import plan_of
from cases.refusals import InvalidInput, MoveIncomplete
from cases.rules.curve import plan_total
from cases.statements import JOURNAL
from models.vocabulary import MeetingStatus, Modality, Stage, TaskKind
from tests.cases.gatherings import guests, letters, meeting_row, message_of, propose
from tests.cases.scenes import (
    JANUARY,
    MEMBER,
    PARTY,
    at_stage,
    forget_address,
    market_row,
    one,
    rows,
    tasks,
)
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

HELD = date(2027, 1, 20)
MINUTES = MailKind.KICKOFF_MINUTES


def record(house: House, market: int, day: date = HELD, **changes: Any) -> None:
    values = {"held_on": day, "minutes": "Obligations rappelées.", "starts_on": day} | changes
    with house.database.write() as session:
        kickoff.record_kickoff(session, house.alice, market, Kickoff(**values), now=at(day))


def kept(house: House, market: int) -> list[tuple[str, str]]:
    with house.database.read() as session:
        plan = plan_of(session, house.alice, market, at(HELD))
    assert plan is not None
    return [(each.month.isoformat()[:7], f"{each.hours.normalize():f}") for each in plan.months]


def builder(house: House, market: int) -> int:
    return int(one(house, MEMBER, market_id=market).party_id)


def test_without_a_plan_the_commitment_is_spread_evenly_over_the_contract(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    record(house, market, starts_on=date(2027, 2, 1))
    row = market_row(house, market)
    assert row.planned_end_on == date(2027, 7, 31)  # six months
    assert kept(house, market) == [
        ("2027-02", "46.41"),
        ("2027-03", "51.38"),
        ("2027-04", "49.72"),
        ("2027-05", "51.39"),
        ("2027-06", "49.72"),
        ("2027-07", "51.38"),
    ]
    payload = next(
        each for each in rows(house, JOURNAL, market_id=market) if each.event == "kickoff_held"
    ).payload
    assert '"expected_hours":"300.00"' in payload.replace(" ", "")


def test_the_plan_given_is_kept_as_it_is(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    months = [(date(2027, 3, 1), "250.5"), (date(2027, 1, 1), "49.5")]
    plan = tuple(PlannedMonth(month=month, hours=Decimal(hours)) for month, hours in months)
    record(house, market, plan=plan, planned_end_on=date(2027, 3, 31))
    assert kept(house, market) == [("2027-01", "49.5"), ("2027-03", "250.5")]


WRONG = [
    ([("2027-01-01", "299.99")], "Le plan totalise 299,99 h pour 300 h engagées"),
    ([("2027-01-01", "100"), ("2027-01-01", "200")], "deux fois"),
    ([("2026-12-01", "300")], "sort des travaux"),
    ([("2027-04-01", "300")], "sort des travaux"),
]


@pytest.mark.parametrize(("months", "words"), WRONG)
def test_a_plan_that_does_not_hold_is_refused_in_words(
    house: House, months: list[tuple[str, str]], words: str
) -> None:
    market = at_stage(house, Stage.KICKOFF)
    plan = tuple(PlannedMonth(month=date.fromisoformat(day), hours=Decimal(hours)) for day, hours in months)
    with pytest.raises(InvalidInput) as refused:
        record(house, market, plan=plan, planned_end_on=date(2027, 3, 31))
    assert words in refused.value.message_fr
    assert [place.field for place in refused.value.places] == ["plan"]
    assert house.stage(market) is Stage.KICKOFF


def test_a_planned_end_before_the_start_is_refused(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    with pytest.raises(InvalidInput) as refused:
        record(house, market, planned_end_on=HELD - timedelta(days=1))
    assert [place.field for place in refused.value.places] == ["planned_end_on"]


def test_who_came_is_kept_and_said_in_the_minutes(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, date(2027, 1, 6), HELD)
    house.live(date(2027, 1, 6), date(2027, 1, 19))
    company, buyer, alice = guests(house, meeting)
    came = (Attendance(guest_id=company.id, present=True), Attendance(guest_id=buyer.id))
    record(house, market, attendance=came)
    assert [guest.is_present for guest in guests(house, meeting)] == [True, False, None]
    assert meeting_row(house, meeting).status is MeetingStatus.HELD
    minutes = letters(house, MINUTES)
    assert [mail.to_email for mail in minutes] == [BUILDER_EMAIL, BUYER_EMAIL, alice.email]
    message = message_of(minutes[0])
    assert (message.present, message.absent) == ((company.name,), (buyer.name,))
    assert plan_total(message.plan) == Decimal(300)
    assert message.first_sheet_on == date(2027, 2, 1)


def test_modality_and_contact_of_each_company_are_kept(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    agreed = CompanyAgreement(
        party_id=builder(house, market),
        modality=Modality.SECONDMENT,
        contact_name="Dina Fictive",
        email="Fiches@batisseur.example",
    )
    record(house, market, companies=(agreed,))
    assert one(house, MEMBER, market_id=market).modality is Modality.SECONDMENT
    party = one(house, PARTY, id=agreed.party_id)
    assert (party.contact_name, party.email) == ("Dina Fictive", "fiches@batisseur.example")
    message = message_of(letters(house, MINUTES)[0])
    assert message.companies[0].modality is Modality.SECONDMENT
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    assert letters(house, MailKind.SHEET_OPENED)[0].to_email == "fiches@batisseur.example"


def test_a_contact_given_at_the_kickoff_is_what_was_missing(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    party = forget_address(house, BUILDER_EMAIL)
    with pytest.raises(MoveIncomplete):
        record(house, market)
    record(house, market, companies=(CompanyAgreement(party_id=party, email="b@batisseur.example"),))
    assert house.stage(market) is Stage.FOLLOW_UP
    assert tasks(house, TaskKind.MISSING_CONTACT) == []


def test_a_buyer_without_an_address_is_a_task_and_gets_no_minutes(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    buyer = forget_address(house, BUYER_EMAIL)
    record(house, market)
    assert [mail.to_email for mail in letters(house, MINUTES)] == [BUILDER_EMAIL]
    assert [task.subject_id for task in tasks(house, TaskKind.MISSING_CONTACT)] == [buyer]


def test_a_meeting_still_ahead_leaves_the_calendars_when_the_kickoff_was_held_before(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, date(2027, 1, 6), date(2027, 2, 3))
    house.live(date(2027, 1, 6), date(2027, 1, 19))
    record(house, market)
    assert meeting_row(house, meeting).status is MeetingStatus.CANCELLED
    off = letters(house, MailKind.MEETING_CANCELLED)
    assert {message_of(mail).why for mail in off} == {MeetingEnd.HELD_ALREADY}
    house.live(HELD, date(2027, 2, 3))
    assert letters(house, MailKind.MEETING_REMINDER) == []


@pytest.mark.parametrize("with_meeting", [True, False])
def test_someone_who_was_not_invited_did_not_come(house: House, with_meeting: bool) -> None:
    market = at_stage(house, Stage.KICKOFF)
    if with_meeting:
        propose(house, market, date(2027, 1, 6), HELD)
    with pytest.raises(InvalidInput) as refused:
        record(house, market, attendance=(Attendance(guest_id=999, present=True),))
    assert [place.field for place in refused.value.places] == ["attendance"]


def test_a_company_of_another_market_agrees_to_nothing(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    with pytest.raises(InvalidInput):
        record(house, market, companies=(CompanyAgreement(party_id=market_row(house, market).buyer_id),))


def test_expected_and_counted_hours_stand_beside_each_other(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    record(house, market, date(2027, 1, 4), planned_end_on=date(2027, 3, 31))
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, "80", date(2027, 2, 2))
    house.validate(market, JANUARY, date(2027, 2, 3))
    with house.database.read() as session:
        plan = plan_of(session, house.alice, market, at(date(2027, 1, 31)))
    assert plan is not None
    assert plan.expected_so_far == Decimal("96.55")  # 28 of 87 days
    assert (plan.counted_so_far, plan.months[0].counted) == (Decimal(80), Decimal(80))
    assert plan.months[-1].expected_in_all == plan.total == Decimal(300)

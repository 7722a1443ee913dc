"""The site meeting of each quarter: asked for, proposed, held, minuted; silent while works are stopped."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert

from cases.commands import meetings
from cases.inputs import ActionInput, Attendance, MeetingCancellation
from cases.messages import KeptMinutes, MailKind, MeetingEnd
from cases.refusals import (
    InvalidInput,
    MeetingAlreadyProposed,
    MeetingOver,
    MeetingStillAhead,
    NoMeetingAhead,
)
from cases.statements import TASK, table_of
from models.tables import HourLine, HourSheet, Party, WorkContract
from models.vocabulary import (
    ContractKind,
    MeetingKind,
    MeetingStatus,
    PartyKind,
    Stage,
    StructureKind,
    TaskKind,
    TaskStatus,
)
from tests.cases.gatherings import (
    calendar_of,
    guests,
    hold,
    hold_on_the_spot,
    letters,
    meeting_row,
    message_of,
    move,
    propose,
)
from tests.cases.scenes import at_stage, deadlines, events, resume, rows, stop, tasks, terminate
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

START, ASKED, HELD_BY = date(2027, 1, 4), date(2027, 3, 12), date(2027, 4, 5)
TOLD, MEETING_ON = date(2027, 3, 15), date(2027, 4, 1)
INVITED, OFF, REMINDED = MailKind.MEETING_INVITATION, MailKind.MEETING_CANCELLED, MailKind.MEETING_REMINDER
MINUTED = MailKind.MEETING_MINUTES
ASKS = TaskKind.HOLD_SITE_MEETING


def clocks(house: House, market: int) -> list[tuple[str, str]]:
    """(local day, status) of the clocks of site meetings."""
    return [(day, status) for rule, _, day, status in deadlines(house, market) if rule == "site_meeting"]


def proposed(house: House) -> tuple[int, int]:
    """A market under way and its site meeting, proposed once it was asked for."""
    market = house.under_way(START)
    house.live(ASKED, ASKED)
    return market, propose(house, market, TOLD, MEETING_ON)


def test_a_meeting_is_asked_for_some_weeks_before_the_quarter_is_over(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 3, 11), date(2027, 3, 11))
    assert tasks(house, ASKS) == []
    house.live(ASKED, ASKED)
    (task,) = tasks(house, ASKS)
    assert (task.market_id, task.due_on, task.assignee_id) == (market, HELD_BY, house.alice.id)
    assert events(house, market).count("site_meeting_due") == 1


def test_companies_buyer_and_facilitator_are_invited_for_their_calendars(house: House) -> None:
    _, meeting = proposed(house)
    alice = f"{house.territory_id}alice@territoire.example"
    mails = letters(house, INVITED)
    assert [mail.to_email for mail in mails] == [BUILDER_EMAIL, BUYER_EMAIL, alice]
    calendar, event = calendar_of(mails[0])
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("REQUEST", 0)
    assert event["SUMMARY"] == "Réunion de suivi – Chantier M-1"
    assert event["UID"] == meeting_row(house, meeting).uid
    assert [mail.document_id for mail in mails] == [None] * 3  # obligations are a kickoff's
    row = meeting_row(house, meeting)
    assert (row.kind, row.quarter) == (MeetingKind.SITE_MEETING, date(2027, 4, 1))


def test_structures_that_employ_people_there_are_invited(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, date(2027, 1, 1), "70", date(2027, 2, 2))
    line = rows(house, table_of(HourLine))[0]
    with house.database.write() as session:
        connection = session.connection()
        structure = {
            "territory_id": house.territory_id,
            "kind": PartyKind.INSERTION_STRUCTURE,
            "structure_kind": StructureKind.GEIQ,
            "name": "GEIQ Fictif",
            "email": "geiq@geiq.example",
            "locale": "fr",
            "created_at": at(START),
        }
        number = connection.execute(insert(table_of(Party)).values(**structure)).inserted_primary_key[0]
        company = next(row.id for row in rows(house, table_of(Party)) if row.email == BUILDER_EMAIL)
        contract = {
            "participant_id": line.participant_id,
            "employer_id": number,
            "company_id": company,
            "kind": ContractKind.PROFESSIONALISATION,
            "starts_on": START,
            "created_at": at(START),
        }
        connection.execute(insert(table_of(WorkContract)).values(**contract))
    meeting = propose(house, market, TOLD, MEETING_ON)
    assert "geiq@geiq.example" in [guest.email for guest in guests(house, meeting)]


def test_a_moved_meeting_keeps_its_identity_and_is_reminded_once(house: House) -> None:
    market, meeting = proposed(house)
    house.tick(at(TOLD, 10))
    move(house, market, meeting, date(2027, 3, 16), on=date(2027, 4, 2))
    _, event = calendar_of(letters(house, INVITED)[-1])
    assert (event["SEQUENCE"], event["UID"]) == (1, meeting_row(house, meeting).uid)
    house.live(date(2027, 3, 17), date(2027, 4, 5))
    assert [mail.release_at.date() for mail in letters(house, REMINDED)] == [date(2027, 3, 30)] * 3


def test_the_minutes_leave_for_all_and_the_task_ends(house: House) -> None:
    market, meeting = proposed(house)
    first, *_ = guests(house, meeting)
    action = ActionInput(what="Accueillir deux personnes", who="Bob Inventé", by_on=date(2027, 4, 30))
    hold(
        house,
        market,
        meeting,
        MEETING_ON,
        difficulties="Transport.",
        actions=(action,),
        attendance=(Attendance(guest_id=first.id, present=True),),
    )
    mails = letters(house, MINUTED)
    assert [mail.to_email for mail in mails[:2]] == [BUILDER_EMAIL, BUYER_EMAIL]
    assert len(mails) == 3
    said = message_of(mails[0])
    assert (said.meeting_kind, said.held_on) == (MeetingKind.SITE_MEETING, MEETING_ON)
    assert said.minutes.actions[0].who == "Bob Inventé"
    assert said.present == (first.name,)
    row = meeting_row(house, meeting)
    assert (row.status, row.held_on) == (MeetingStatus.HELD, MEETING_ON)
    assert KeptMinutes.model_validate_json(row.minutes) == said.minutes
    assert tasks(house, ASKS) == []
    assert len(tasks(house, ASKS, TaskStatus.DONE)) == 1
    assert events(house, market)[-1] == "meeting_held"


def test_the_figures_of_the_day_are_kept_with_the_minutes(house: House) -> None:
    market, meeting = proposed(house)
    hold(house, market, meeting, MEETING_ON)
    figures = message_of(letters(house, MINUTED)[0]).minutes.figures
    # 300 h over six months from 4 January: three months less three days are over.
    assert figures.until == MEETING_ON
    assert Decimal(140) < figures.expected_hours < Decimal(155)
    assert (figures.counted_hours, figures.committed_hours) == (0, 300)
    assert figures.sheets_missing == len(rows(house, table_of(HourSheet), status="awaited"))


def test_the_next_meeting_is_counted_from_the_last_one(house: House) -> None:
    market, meeting = proposed(house)
    hold(house, market, meeting, MEETING_ON)
    assert clocks(house, market)[-1] == ("2027-06-10", "pending")
    house.live(date(2027, 6, 9), date(2027, 6, 10))
    (task,) = tasks(house, ASKS)
    assert task.due_on == date(2027, 7, 1)


def test_a_meeting_held_on_the_spot_counts_and_only_its_minutes_leave(house: House) -> None:
    market = house.under_way(START)
    house.live(ASKED, ASKED)
    company = next(row.id for row in rows(house, table_of(Party)) if row.email == BUILDER_EMAIL)
    more = {"name": "Carole Exemple", "email": "carole@geiq.example"}
    came = [{"party_id": company, "present": True}]
    meeting = hold_on_the_spot(house, market, TOLD, guests=[more], attendance=came)
    row = meeting_row(house, meeting)
    assert (row.status, row.held_on, row.quarter) == (MeetingStatus.HELD, TOLD, date(2027, 1, 1))
    assert letters(house, INVITED) == []
    alice = f"{house.territory_id}alice@territoire.example"
    minutes = letters(house, MINUTED)
    assert {mail.to_email for mail in minutes} == {BUILDER_EMAIL, BUYER_EMAIL, alice, "carole@geiq.example"}
    assert len(message_of(minutes[0]).present) == 2
    (task,) = rows(house, TASK, kind=ASKS)
    assert task.status is TaskStatus.DONE
    assert clocks(house, market)[-1][1] == "pending"


def test_a_meeting_told_after_a_later_one_moves_no_clock(house: House) -> None:
    market = house.under_way(START)
    hold_on_the_spot(house, market, MEETING_ON)
    known = clocks(house, market)
    hold_on_the_spot(house, market, TOLD, told=MEETING_ON)
    assert clocks(house, market) == known
    assert len(letters(house, MINUTED)) == 6


def test_a_meeting_on_the_spot_is_no_double_no_invitation_and_no_kickoff(house: House) -> None:
    market, _ = proposed(house)
    later = date(2027, 3, 20)
    with pytest.raises(InvalidInput, match="in the future"):
        hold_on_the_spot(house, market, later, told=TOLD)
    hold_on_the_spot(house, market, TOLD)
    with pytest.raises(InvalidInput, match="already has its minutes"):
        hold_on_the_spot(house, market, TOLD)
    with pytest.raises(InvalidInput, match="not invited"):
        hold_on_the_spot(house, market, later, attendance=[{"party_id": 999, "present": True}])
    with pytest.raises(MeetingAlreadyProposed):
        hold_on_the_spot(house, market, date(2027, 3, 31), told=MEETING_ON)
    with pytest.raises(NoMeetingAhead):
        hold_on_the_spot(house, at_stage(house, Stage.KICKOFF, "M-2"), TOLD)


def test_a_meeting_never_held_is_asked_for_once_and_not_again(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 3, 10), date(2027, 6, 30))
    assert len(rows(house, TASK, kind=ASKS)) == 1
    assert "site_meeting_still_due" in events(house, market)


def test_nothing_is_asked_while_works_are_stopped(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 3, 1))
    house.live(date(2027, 3, 2), date(2027, 5, 3))
    assert rows(house, TASK, kind=ASKS) == []
    resume(house, market, date(2027, 5, 3))
    assert clocks(house, market) == [("2027-05-14", "pending")]


def test_a_task_that_the_stop_took_away_comes_back_with_the_works(house: House) -> None:
    market = house.under_way(START)
    house.live(ASKED, ASKED)
    stop(house, market, date(2027, 3, 15))
    assert tasks(house, ASKS) == []
    resume(house, market, date(2027, 4, 12))
    house.live(date(2027, 4, 13), date(2027, 4, 13))
    (task,) = tasks(house, ASKS)
    assert task.due_on == date(2027, 5, 3)
    assert [status for _, status in clocks(house, market)].count("pending") == 1


def test_a_meeting_may_be_called_off_while_works_are_stopped(house: House) -> None:
    market, meeting = proposed(house)
    house.tick(at(TOLD, 10))
    stop(house, market, date(2027, 3, 22))
    with house.database.write() as session:
        reason = MeetingCancellation(reason="Chantier arrêté.")
        meetings.cancel_meeting(session, house.alice, market, meeting, reason, now=at(date(2027, 3, 22)))
    assert len(letters(house, OFF)) == 3


@pytest.mark.parametrize("end", [House.receive, terminate])
def test_the_end_of_the_works_ends_their_meetings(
    house: House, end: Callable[[House, int, date], None]
) -> None:
    market, meeting = proposed(house)
    house.tick(at(TOLD, 10))
    end(house, market, date(2027, 3, 22))
    assert {message_of(mail).why for mail in letters(house, OFF)} == {MeetingEnd.MARKET_ENDED}
    assert meeting_row(house, meeting).status is MeetingStatus.CANCELLED
    house.live(date(2027, 3, 23), date(2027, 7, 30))
    assert tasks(house, ASKS) == []
    assert letters(house, REMINDED) == []


def test_refusals(house: House) -> None:
    market, meeting = proposed(house)
    with pytest.raises(MeetingStillAhead):
        hold(house, market, meeting, date(2027, 3, 16))
    with pytest.raises(InvalidInput) as refused:
        hold(house, market, meeting, MEETING_ON, attendance=(Attendance(guest_id=999, present=True),))
    assert [place.field for place in refused.value.places] == ["attendance"]
    hold(house, market, meeting, MEETING_ON)
    with pytest.raises(MeetingOver):
        hold(house, market, meeting, MEETING_ON)
    awarded = at_stage(house, Stage.KICKOFF, "M-2")
    kickoff = propose(house, awarded, TOLD, MEETING_ON)
    with pytest.raises(NoMeetingAhead):
        hold(house, awarded, kickoff, MEETING_ON)

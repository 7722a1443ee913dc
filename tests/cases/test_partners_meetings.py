"""The territory's partners meet each quarter: asked for once, invited, reminded with a pack, minuted."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from cases.actors import Actor
from cases.commands.accounts import choose_language
from cases.commands.amendments import record_amendment
from cases.commands.change_cancelling import cancel_last_change, correct_last_amendment
from cases.commands.partners import add_partner, change_partner
from cases.commands.tasks import complete_task
from cases.documents import PartnersPackFigures, document_figures
from cases.inputs import AmendmentCorrection, TaskOutcome
from cases.inputs.recruitment import PartnerInput
from cases.messages import MailKind
from cases.partners_round import go_round
from cases.queries.paging import Slice
from cases.queries.partners_page import pack_preview
from cases.queries.work_records import frozen_figures, list_documents
from cases.refusals import MeetingAlreadyProposed, NotAllowed, NotFound
from cases.statements import JOURNAL, MARKET, TASK, table_of
from models.tables import Document, HourLine, MarketChange
from models.vocabulary import (
    ActorKind,
    ChangeKind,
    ContractKind,
    MeetingKind,
    PartyKind,
    Role,
    StructureKind,
    TaskKind,
    TaskStatus,
    Trade,
)
from tests.cases.changing import WHY, amendment, asking, do
from tests.cases.gatherings import (
    calendar_of,
    cancel,
    guests,
    hold,
    hold_on_the_spot,
    letters,
    meeting_row,
    message_of,
    move,
    propose,
)
from tests.cases.scenes import rows, stop, tasks
from tests.cases.test_recruitment import need
from tests.support.people import House, at

START, QUARTER = date(2027, 1, 4), date(2027, 4, 1)
TOLD, MEETING_ON = date(2027, 4, 6), date(2027, 4, 22)
ASKS = TaskKind.HOLD_PARTNERS_MEETING
INVITED, OFF, REMINDED = MailKind.MEETING_INVITATION, MailKind.MEETING_CANCELLED, MailKind.MEETING_REMINDER
MINUTED = MailKind.MEETING_MINUTES
DOCUMENT = table_of(Document)


def welcome(house: House, name: str, email: str | None) -> int:
    partner = PartnerInput(
        kind=PartyKind.INSERTION_STRUCTURE,
        structure_kind=StructureKind.ACI,
        name=name,
        email=email,
        trades=(Trade.PAINTING,),
    )
    with house.database.write() as session:
        return add_partner(session, house.alice, partner, now=at(START))


def days(house: House, first: date, last: date) -> None:
    """The round is made each day, and the mails of the day leave."""
    while first <= last:
        go_round(house.database, now=at(first, 8))
        house.tick(at(first, 10))
        first += timedelta(days=1)


def pack_of(house: House, document_id: int) -> PartnersPackFigures:
    with house.database.read() as session:
        figures = frozen_figures(session, house.alice, document_id)
    assert isinstance(figures, PartnersPackFigures)
    return figures


@pytest.fixture
def territory(house: House) -> House:
    """Two partners with an address, one without, and a market under way."""
    house.under_way(START)
    for name, email in (("Chantier École", "a@aci.example"), ("PLIE d’Essai", "b@plie.example")):
        welcome(house, name, email)
    welcome(house, "Sans Adresse", None)
    return house


def test_a_quarter_asks_for_its_meeting_once_however_often_the_round_is_made(territory: House) -> None:
    for hour in (6, 7, 7, 12):
        go_round(territory.database, now=at(QUARTER, hour))
    days(territory, date(2027, 4, 2), date(2027, 4, 10))
    (task,) = rows(territory, TASK, kind=ASKS)
    assert (task.market_id, task.subject_id, task.assignee_id) == (None, territory.territory_id, None)
    assert task.due_on == date(2027, 6, 30)
    assert json.loads(task.details) == {"quarter": "2027-04-01"}


def test_a_territory_without_works_is_asked_for_nothing(house: House) -> None:
    days(house, QUARTER, date(2027, 4, 2))
    assert rows(house, TASK, kind=ASKS) == []


def test_a_task_ended_by_hand_does_not_come_back_before_the_next_quarter(territory: House) -> None:
    days(territory, QUARTER, QUARTER)
    with territory.database.write() as session:
        number = tasks(territory, ASKS)[0].id
        complete_task(session, territory.alice, number, TaskOutcome(note="Reportée"), now=at(QUARTER))
    days(territory, date(2027, 4, 2), date(2027, 7, 1))
    assert [row.status for row in rows(territory, TASK, kind=ASKS)] == [TaskStatus.DONE, TaskStatus.OPEN]


def test_partners_and_staff_are_invited_for_their_calendars(territory: House) -> None:
    with territory.database.write() as session:
        choose_language(session, territory.alice_id, "en")
    meeting = propose(territory, None, TOLD, MEETING_ON)
    alice = f"{territory.territory_id}alice@territoire.example"
    mails = letters(territory, INVITED)
    languages = {"a@aci.example": "fr", "b@plie.example": "fr", alice: "en"}
    assert {mail.to_email: mail.locale for mail in mails} == languages
    assert {mail.market_id for mail in mails} == {None}
    calendar, event = calendar_of(mails[0])
    assert calendar["METHOD"] == "REQUEST"
    assert event["SUMMARY"].startswith("Réunion des partenaires – ")
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert len(guests(territory, meeting)) == 4
    row = meeting_row(territory, meeting)
    assert (row.kind, row.market_id, row.quarter) == (MeetingKind.PARTNERS_MEETING, None, QUARTER)
    with pytest.raises(MeetingAlreadyProposed):
        propose(territory, None, TOLD, MEETING_ON)


def test_a_meeting_moves_and_is_called_off_as_any_other(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    days(territory, TOLD, TOLD)
    move(territory, None, meeting, date(2027, 4, 7), on=date(2027, 4, 23))
    _, event = calendar_of(letters(territory, INVITED)[-1])
    assert (event["SEQUENCE"], message_of(letters(territory, INVITED)[-1]).before.on) == (1, MEETING_ON)
    cancel(territory, None, meeting, date(2027, 4, 8))
    calendar, event = calendar_of(letters(territory, OFF)[0])
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("CANCEL", 2)
    days(territory, date(2027, 4, 9), date(2027, 4, 26))
    assert letters(territory, REMINDED) == []


def test_a_partner_whose_address_changes_is_invited_there(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    territory.tick(at(TOLD, 10))
    known = letters(territory, INVITED)
    school = next(guest.party_id for guest in guests(territory, meeting) if guest.email == "a@aci.example")
    partner = PartnerInput(
        kind=PartyKind.INSERTION_STRUCTURE,
        structure_kind=StructureKind.ACI,
        name="Chantier École",
        email="accueil@aci.example",
    )
    for _ in range(2):
        with territory.database.write() as session:
            change_partner(session, territory.alice, school or 0, partner, now=at(date(2027, 4, 7)))
    (again,) = letters(territory, INVITED)[len(known) :]
    _, event = calendar_of(again)
    assert (again.to_email, event["SEQUENCE"]) == ("accueil@aci.example", 1)
    assert event["UID"] == meeting_row(territory, meeting).uid
    assert letters(territory, OFF) == []


def test_partners_are_reminded_once_with_the_pack_frozen(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    days(territory, TOLD, date(2027, 4, 21))
    reminders = letters(territory, REMINDED)
    assert {mail.release_at.date() for mail in reminders} == {date(2027, 4, 19)}
    assert len(reminders) == 3
    (paper,) = [row for row in rows(territory, DOCUMENT) if row.market_id is None]
    assert (
        {mail.document_id for mail in reminders}
        == {paper.id}
        == {meeting_row(territory, meeting).document_id}
    )
    assert message_of(reminders[0]).brings_pack


def test_a_meeting_told_that_late_is_not_reminded(territory: House) -> None:
    propose(territory, None, date(2027, 4, 20), MEETING_ON)
    days(territory, date(2027, 4, 20), date(2027, 4, 26))
    assert letters(territory, REMINDED) == []


def test_the_minutes_bring_the_pack_to_all_and_end_the_task(territory: House) -> None:
    days(territory, QUARTER, date(2027, 4, 5))
    meeting = propose(territory, None, TOLD, MEETING_ON)
    hold(territory, None, meeting, MEETING_ON, minutes="Besoins du printemps passés en revue.")
    mails = letters(territory, MINUTED)
    assert len(mails) == 3
    row = meeting_row(territory, meeting)
    assert {mail.document_id for mail in mails} == {row.document_id}
    assert message_of(mails[0]).brings_pack
    assert [task.status for task in rows(territory, TASK, kind=ASKS)] == [TaskStatus.DONE]
    days(territory, date(2027, 4, 23), date(2027, 6, 30))
    assert tasks(territory, ASKS) == []
    days(territory, date(2027, 7, 1), date(2027, 7, 1))
    assert len(tasks(territory, ASKS)) == 1


def test_a_meeting_held_late_is_that_of_the_quarter_that_asked(territory: House) -> None:
    days(territory, date(2027, 3, 31), date(2027, 3, 31))
    days(territory, QUARTER, date(2027, 4, 5))
    meeting = propose(territory, None, TOLD, MEETING_ON)
    assert meeting_row(territory, meeting).quarter == date(2027, 1, 1)
    hold(territory, None, meeting, MEETING_ON)
    days(territory, date(2027, 4, 23), date(2027, 4, 23))
    (task,) = tasks(territory, ASKS)
    assert json.loads(task.details) == {"quarter": "2027-04-01"}


def test_partners_met_on_the_spot_read_the_minutes_with_the_pack_and_the_quarter_is_done(
    territory: House,
) -> None:
    days(territory, QUARTER, TOLD)
    meeting = hold_on_the_spot(territory, None, TOLD)
    assert letters(territory, INVITED) == []
    assert {mail.document_id for mail in letters(territory, MINUTED)} == {
        meeting_row(territory, meeting).document_id
    }
    (task,) = rows(territory, TASK, kind=ASKS)
    assert task.status is TaskStatus.DONE


def test_a_meeting_of_the_quarter_before_told_late_leaves_this_ones_task(territory: House) -> None:
    hold_on_the_spot(territory, None, date(2027, 3, 10))
    days(territory, QUARTER, date(2027, 4, 2))
    meeting = hold_on_the_spot(territory, None, date(2027, 3, 20), told=date(2027, 4, 2))
    assert meeting_row(territory, meeting).quarter == date(2027, 1, 1)
    (task,) = rows(territory, TASK, kind=ASKS)
    assert task.status is TaskStatus.OPEN


def test_the_pack_says_hours_needs_and_adjustments(territory: House) -> None:
    market = rows(territory, MARKET)[0].id
    need(territory, market, positions=3, contract_kind=ContractKind.FIXED_TERM)
    change: dict[str, Any] = {
        "market_id": market,
        "number": 1,
        "kind": ChangeKind.AMENDMENT,
        "effective_on": date(2027, 4, 12),
        "before": json.dumps({"committed_hours": "300", "planned_end_on": "2027-07-03"}),
        "after": json.dumps({"committed_hours": "420.5", "planned_end_on": "2027-09-03"}),
        "made_at": at(TOLD),
    }
    with territory.database.write() as session:
        session.connection().execute(insert(table_of(MarketChange)).values(**change))
    stopped = territory.under_way(date(2027, 2, 1), "M-2", 500)
    stop(territory, stopped, date(2027, 4, 2))
    with territory.database.read() as session:
        pack = pack_preview(session, territory.alice, at(MEETING_ON))
    assert pack.months == (date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1))
    first, second = pack.markets
    assert (first.committed_hours, first.remaining_hours, first.counted_hours) == (300, 300, 0)
    assert first.expected_hours is not None
    assert first.late_hours == first.expected_hours > 150
    assert [line.coming_hours for line in pack.trades] == [first.coming_hours]  # what is stopped is not ahead
    assert sum(first.coming_hours) < Decimal(150)
    assert [(line.positions, line.trade) for line in pack.needs] == [(3, Trade.PAINTING)]
    assert [line.kind for line in pack.changes] == [ChangeKind.SUSPENSION, ChangeKind.AMENDMENT]
    assert (pack.changes[1].hours_before, pack.changes[1].hours_after) == (300, Decimal("420.5"))
    assert [line.since for line in pack.stops] == [date(2027, 4, 2)]
    assert second.title in [line.market_title for line in pack.stops]


def changes_told(house: House, day: date) -> list[tuple[date, Decimal | None]]:
    with house.database.read() as session:
        pack = pack_preview(session, house.alice, at(day))
    return [(line.effective_on, line.hours_after) for line in pack.changes]


def test_an_amendment_signed_before_the_meeting_and_told_after_is_in_the_next_pack_alone(
    territory: House,
) -> None:
    signed = asking(450)
    hold_on_the_spot(territory, None, date(2027, 4, 15))
    do(territory, record_amendment, 1, signed, day=date(2027, 5, 3))
    assert changes_told(territory, date(2027, 7, 10)) == [(date(2027, 4, 1), Decimal(450))]

    hold_on_the_spot(territory, None, date(2027, 7, 12))
    assert changes_told(territory, date(2027, 7, 13)) == []


def test_what_was_shown_and_cancelled_since_is_announced_in_the_next_pack_alone(territory: House) -> None:
    do(territory, record_amendment, 1, asking(450), day=date(2027, 4, 12))
    do(territory, cancel_last_change, 1, WHY, day=date(2027, 4, 13))
    do(territory, record_amendment, 1, asking(400), day=date(2027, 4, 14))
    dearer = amendment(required_hours=Decimal(400), amount_excl_tax=Decimal(9000), reason="Prix révisés.")
    do(territory, record_amendment, 1, dearer, day=date(2027, 4, 14))
    assert changes_told(territory, date(2027, 4, 14)) == [(date(2027, 4, 1), 400)]
    hold_on_the_spot(territory, None, date(2027, 4, 15))
    for _ in range(2):
        do(territory, cancel_last_change, 1, WHY, day=date(2027, 5, 3))
    with territory.database.read() as session:
        (told,) = pack_preview(session, territory.alice, at(date(2027, 7, 10))).changes
    assert (told.is_cancelled, told.hours_before, told.hours_after) == (True, 400, 300)
    hold_on_the_spot(territory, None, date(2027, 7, 12))
    assert changes_told(territory, date(2027, 7, 13)) == []


def test_what_is_recorded_between_the_pack_and_its_meeting_is_in_the_next_one(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    days(territory, TOLD, date(2027, 4, 20))
    frozen = meeting_row(territory, meeting).document_id
    do(
        territory,
        record_amendment,
        1,
        asking(450),
        day=date(2027, 4, 21),
    )
    hold(territory, None, meeting, MEETING_ON)
    assert pack_of(territory, frozen).changes == ()
    assert [hours for _, hours in changes_told(territory, date(2027, 7, 10))] == [Decimal(450)]


def test_an_amendment_corrected_is_told_once_as_it_stands(territory: House) -> None:
    do(territory, record_amendment, 1, asking(4500))
    right = asking(450).model_dump(exclude={"number"})
    do(territory, correct_last_amendment, 1, AmendmentCorrection(**right, why="Un zéro de trop."))
    assert [hours for _, hours in changes_told(territory, date(2027, 4, 10))] == [Decimal(450)]


def test_what_was_presented_stays_as_it_was(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    days(territory, TOLD, date(2027, 4, 19))
    before = pack_of(territory, meeting_row(territory, meeting).document_id)
    territory.under_way(date(2027, 4, 20), "M-2")
    hold(territory, None, meeting, MEETING_ON)
    assert pack_of(territory, meeting_row(territory, meeting).document_id) == before


def test_no_participant_is_named_in_the_pack(territory: House) -> None:
    territory.live(date(2027, 2, 1), date(2027, 2, 1))
    market = rows(territory, MARKET)[0].id
    territory.answer(market, date(2027, 1, 1), "70", date(2027, 2, 2))
    assert rows(territory, table_of(HourLine))
    with territory.database.read() as session:
        content = pack_preview(session, territory.alice, at(MEETING_ON)).model_dump_json()
    assert "Dino" not in content
    assert "Fictif" not in content


def test_the_walls_stand_around_what_is_of_no_market(territory: House) -> None:
    meeting = propose(territory, None, TOLD, MEETING_ON)
    hold(territory, None, meeting, MEETING_ON)
    number = meeting_row(territory, meeting).document_id
    buyer = Actor(ActorKind.ACCOUNT, territory.territory_id, 99, Role.BUYER, 1)
    partner = Actor(ActorKind.ACCOUNT, territory.territory_id, 98, Role.PARTNER, 3)
    elsewhere = Actor(ActorKind.ACCOUNT, territory.territory_id + 1, 97, Role.DIRECTOR)
    with territory.database.read() as session:
        for outsider in (buyer, partner, elsewhere):
            with pytest.raises(NotFound):
                frozen_figures(session, outsider, number)
            shown = list_documents(session, outsider, None, Slice()).items
            assert number not in [item["id"] for item in shown]
        with pytest.raises(NotAllowed):
            pack_preview(session, buyer, at(MEETING_ON))
        shown = list_documents(session, territory.alice, None, Slice()).items
        assert number in [item["id"] for item in shown]


def test_a_territory_has_no_journal_and_its_meeting_is_the_record(territory: House) -> None:
    before = len(rows(territory, JOURNAL))
    meeting = propose(territory, None, TOLD, MEETING_ON)
    hold(territory, None, meeting, MEETING_ON)
    assert len(rows(territory, JOURNAL)) == before
    row = meeting_row(territory, meeting)
    content = rows(territory, DOCUMENT, id=row.document_id)[0].figures
    assert isinstance(document_figures.validate_json(content), PartnersPackFigures)
    assert row.minutes

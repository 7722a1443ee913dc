"""The kickoff meeting proposed, moved, called off: who is told what, once, and what their calendar takes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

import pytest
from pydantic import ValidationError
from pypdf import PdfReader

from cases.actors import Actor
from cases.commands import award_correction, meetings, parties
from cases.documents import ObligationsFigures, document_figures
from cases.inputs import Award, CompanyInput, ContactInput, GuestInput, MeetingInput
from cases.messages import MailKind, MeetingEnd
from cases.refusals import InvalidInput, MeetingAlreadyProposed, MeetingOver, NoMeetingAhead, NotAllowed
from cases.statements import table_of
from exchange.documents import render
from models.tables import Document
from models.vocabulary import ActorKind, CompanyRole, MeetingStatus, Role, Stage, TaskKind
from tests.cases.gatherings import (
    calendar_of,
    cancel,
    guests,
    letters,
    meeting_row,
    message_of,
    move,
    propose,
)
from tests.cases.scenes import (
    LEAD,
    at_stage,
    deadlines,
    events,
    forget_address,
    rows,
    stop,
    tasks,
    terminate,
)
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

AWARDED, TOLD, MEETING_ON = date(2027, 1, 4), date(2027, 1, 6), date(2027, 1, 20)
INVITED, OFF, REMINDED = MailKind.MEETING_INVITATION, MailKind.MEETING_CANCELLED, MailKind.MEETING_REMINDER
DOCUMENT = table_of(Document)


def test_company_buyer_and_facilitator_are_invited_each_at_its_own_address(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON, agenda="Obligations")
    mails = letters(house, INVITED)
    alice = f"{house.territory_id}alice@territoire.example"
    assert [mail.to_email for mail in mails] == [BUILDER_EMAIL, BUYER_EMAIL, alice]
    for mail in mails:
        calendar, event = calendar_of(mail)
        assert calendar["METHOD"] == "REQUEST"
        assert event["ATTENDEE"] == f"mailto:{mail.to_email}"
        assert event["ATTENDEE"].params["RSVP"] == "TRUE"
        assert event["DTSTART"].dt == datetime(2027, 1, 20, 9, tzinfo=UTC)
        assert event["SEQUENCE"] == 0
        assert event["UID"] == meeting_row(house, meeting).uid
    assert events(house, market)[-1] == "meeting_proposed"


@pytest.mark.parametrize(
    ("on", "hour", "instant"),
    [
        (date(2027, 3, 26), time(10), datetime(2027, 3, 26, 9, tzinfo=UTC)),
        (date(2027, 3, 29), time(10), datetime(2027, 3, 29, 8, tzinfo=UTC)),  # summer since the 28th
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # an hour that is not
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # twice: the first
        (date(2027, 11, 2), time(10), datetime(2027, 11, 2, 9, tzinfo=UTC)),
    ],
)
def test_the_local_hour_is_kept_across_changes_of_hour(
    house: House, on: date, hour: time, instant: datetime
) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, on, at=hour, duration_minutes=90)
    row = meeting_row(house, meeting)
    assert row.starts_at == instant
    assert (row.ends_at - row.starts_at).total_seconds() == 90 * 60
    _, event = calendar_of(letters(house, INVITED)[0])
    assert event["DTSTART"].dt == instant


def test_the_obligations_go_to_companies_and_buyer_and_not_to_the_facilitator(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, TOLD, MEETING_ON)
    builder, buyer, alice = letters(house, INVITED)
    papers = {row.id: row for row in rows(house, DOCUMENT)}
    assert papers[builder.document_id].party_id == builder.party_id
    assert papers[buyer.document_id].party_id == buyer.party_id
    assert alice.document_id is None
    figures = document_figures.validate_json(papers[builder.document_id].figures)
    assert isinstance(figures, ObligationsFigures)
    assert (figures.required_hours, figures.committed_hours) == (Decimal(300), Decimal(300))
    assert [line.company_name for line in figures.companies] == ["Bâtisseur d’Essai"]


def test_the_obligations_sheet_says_what_is_owed_and_when(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, TOLD, MEETING_ON)
    paper = document_figures.validate_json(rows(house, DOCUMENT)[0].figures)
    assert isinstance(paper, ObligationsFigures)
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(render(paper))).pages)
    plain = " ".join(said.split())
    for word in ("Chantier M-1", "Bâtisseur d’Essai", "300 h", "Alice Exemple", "jour ouvré", "50,00 €"):
        assert word in plain, plain


def test_a_change_says_what_was_told_before_and_keeps_the_identity(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    move(house, market, meeting, date(2027, 1, 8), on=date(2027, 1, 22), place="Chantier")
    first, later = letters(house, INVITED)[0], letters(house, INVITED)[3]
    assert message_of(later).before.on == MEETING_ON
    assert message_of(later).before.place == "Mairie d’Essai"
    _, before = calendar_of(first)
    _, after = calendar_of(later)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert later.document_id == first.document_id  # the same sheet, frozen once


def test_a_move_takes_back_what_still_waits_and_is_then_a_first_invitation(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    move(house, market, meeting, TOLD, on=date(2027, 1, 21))
    assert len(letters(house, INVITED, withdrawn=True)) == 3
    left = letters(house, INVITED)
    assert [message_of(mail).meeting.on for mail in left] == [date(2027, 1, 21)] * 3
    assert [message_of(mail).before for mail in left] == [None] * 3


def test_a_change_of_nothing_says_nothing(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(
        house, market, TOLD, MEETING_ON, guests=(GuestInput(name="Carole", email="c@geiq.example"),)
    )
    move(
        house,
        market,
        meeting,
        TOLD,
        on=MEETING_ON,
        at=time(10),
        guests=(GuestInput(name="Carole", email="C@geiq.example"),),
    )
    assert meeting_row(house, meeting).sequence == 0
    assert len(letters(house, INVITED)) == 4


def test_a_cancellation_goes_to_those_who_were_told(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    move(house, market, meeting, date(2027, 1, 8), on=date(2027, 1, 22))
    cancel(house, market, meeting, date(2027, 1, 8))
    calendar, event = calendar_of(letters(house, OFF)[0])
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 2
    assert event["UID"] == meeting_row(house, meeting).uid
    assert len(letters(house, OFF)) == 3
    assert message_of(letters(house, OFF)[0]).reason == "Salle indisponible."
    assert meeting_row(house, meeting).status is MeetingStatus.CANCELLED
    propose(house, market, date(2027, 1, 11), date(2027, 1, 25))


def test_nobody_hears_of_a_meeting_cancelled_before_its_invitations_left(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    cancel(house, market, meeting, TOLD)
    assert letters(house, INVITED) == letters(house, OFF) == []


def test_guests_are_reminded_once_three_working_days_before(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, TOLD, MEETING_ON)
    house.live(TOLD, date(2027, 1, 14))
    assert letters(house, REMINDED) == []
    house.live(date(2027, 1, 15), date(2027, 1, 25))
    reminders = letters(house, REMINDED)
    assert [mail.release_at.date() for mail in reminders] == [date(2027, 1, 15)] * 3
    assert events(house, market).count("meeting_reminded") == 1


REMINDERS = [
    (date(2027, 1, 27), "2027-01-22"),  # moved a week later: reminded a week later
    (date(2027, 1, 18), "2027-01-13"),
    (date(2027, 1, 12), None),  # the change itself leaves that late
]


@pytest.mark.parametrize(("moved_to", "day"), REMINDERS)
def test_a_moved_meeting_moves_its_reminder(house: House, moved_to: date, day: str | None) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.live(TOLD, date(2027, 1, 7))
    move(house, market, meeting, date(2027, 1, 8), on=moved_to)
    house.live(date(2027, 1, 8), date(2027, 1, 31))
    assert {mail.release_at.date().isoformat() for mail in letters(house, REMINDED)} == (
        {day} if day else set()
    )
    pending = [
        row for row in deadlines(house, market) if row[0] == "meeting_reminder" and row[3] == "pending"
    ]
    assert pending == []


def test_a_cancelled_meeting_is_not_recalled(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.live(TOLD, date(2027, 1, 7))
    cancel(house, market, meeting, date(2027, 1, 8))
    house.live(date(2027, 1, 8), date(2027, 1, 25))
    assert letters(house, REMINDED) == []


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (datetime(2027, 1, 19, 9, tzinfo=UTC), 3),
        (datetime(2027, 1, 20, 9, tzinfo=UTC), 0),
        (datetime(2027, 1, 21, 9, tzinfo=UTC), 0),
    ],
)
def test_a_late_clock_says_nothing_of_a_meeting_that_has_begun(
    house: House, late: datetime, said: int
) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    house.tick(late)
    assert len(letters(house, REMINDED)) == said


def test_a_party_without_an_address_is_a_task_and_is_invited_once_it_has_one(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    builder = forget_address(house, BUILDER_EMAIL)
    meeting = propose(house, market, TOLD, MEETING_ON)
    assert [task.subject_id for task in tasks(house, TaskKind.MISSING_CONTACT)] == [builder]
    assert len(letters(house, INVITED)) == 2
    give_contact(house, market, builder, "chantier@batisseur.example")
    (late,) = letters(house, INVITED)[2:]
    assert late.to_email == "chantier@batisseur.example"
    assert late.document_id is not None
    assert guests(house, meeting)[0].email == "chantier@batisseur.example"
    give_contact(house, market, builder, "chantier@batisseur.example")
    assert len(letters(house, INVITED)) == 3


def test_a_new_address_gets_the_invitation_with_a_grown_sequence_and_the_old_one_nothing_more(
    house: House,
) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    builder = next(guest.party_id for guest in guests(house, meeting) if guest.email == BUILDER_EMAIL)
    assert builder is not None
    for _ in range(2):
        give_contact(house, market, builder, "travaux@batisseur.example")
    (again,) = letters(house, INVITED)[3:]
    _, event = calendar_of(again)
    assert again.to_email == "travaux@batisseur.example"
    assert (event["SEQUENCE"], event["UID"]) == (1, meeting_row(house, meeting).uid)
    assert letters(house, OFF) == []
    move(house, market, meeting, date(2027, 1, 12), on=date(2027, 1, 21))
    assert {mail.to_email for mail in letters(house, INVITED)[4:]}.isdisjoint({BUILDER_EMAIL})
    assert {calendar_of(mail)[1]["SEQUENCE"] for mail in letters(house, INVITED)[4:]} == {2}


def test_an_invitation_that_waits_leaves_to_the_new_address_alone(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    builder = next(guest.party_id for guest in guests(house, meeting) if guest.email == BUILDER_EMAIL)
    give_contact(house, market, builder or 0, "travaux@batisseur.example")
    assert len(letters(house, INVITED)) == 3
    assert meeting_row(house, meeting).sequence == 0


def give_contact(house: House, market: int, party: int, email: str) -> None:
    with house.database.write() as session:
        contact = ContactInput(contact_name="Boris Inventé", email=email)
        parties.set_contact(session, house.alice, market, party, contact, now=at(TOLD))


def test_a_corrected_award_invites_who_joins_and_tells_who_leaves(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    other = CompanyInput(name="Autre d’Essai", siret="44306184100047", email="a@autre.example")
    award = Award(awarded_on=AWARDED, committed_hours=Decimal(300), companies=(other,))
    with house.database.write() as session:
        award_correction.correct_award(session, house.alice, market, award, now=at(date(2027, 1, 8)))
    assert letters(house, INVITED)[-1].to_email == "a@autre.example"
    (gone,) = letters(house, OFF)
    assert (gone.to_email, message_of(gone).why) == (BUILDER_EMAIL, MeetingEnd.NOT_INVITED)


def test_someone_named_is_invited_once_and_told_when_left_out(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    carole = GuestInput(name="Carole Exemple", email="carole@geiq.example")
    again = GuestInput(name="Boris", email=BUILDER_EMAIL)
    meeting = propose(house, market, TOLD, MEETING_ON, guests=(carole, again))
    assert [mail.to_email for mail in letters(house, INVITED)].count(BUILDER_EMAIL) == 1
    house.tick(at(TOLD, 10))
    move(house, market, meeting, date(2027, 1, 8), guests=())
    (gone,) = letters(house, OFF)
    assert gone.to_email == "carole@geiq.example"


def test_a_terminated_market_takes_its_meeting_out_of_the_calendars(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    house.tick(at(TOLD, 10))
    terminate(house, market, date(2027, 1, 8))
    assert {message_of(mail).why for mail in letters(house, OFF)} == {MeetingEnd.MARKET_ENDED}
    assert meeting_row(house, meeting).status is MeetingStatus.CANCELLED
    house.live(date(2027, 1, 11), date(2027, 1, 25))
    assert letters(house, REMINDED) == []


def test_a_suspension_keeps_the_meeting_and_silences_its_reminder(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    meeting = propose(house, market, TOLD, MEETING_ON)
    stop(house, market, date(2027, 1, 8))
    house.live(date(2027, 1, 8), date(2027, 1, 25))
    assert letters(house, REMINDED) == []
    assert meeting_row(house, meeting).status is MeetingStatus.PROPOSED


def test_refusals(house: House) -> None:
    drafted, market = at_stage(house, Stage.DRAFTING, "M-0"), at_stage(house, Stage.KICKOFF)
    with pytest.raises(NoMeetingAhead):
        propose(house, drafted, TOLD, MEETING_ON)
    for on in (TOLD, date(2027, 1, 5)):
        with pytest.raises(InvalidInput) as refused:
            propose(house, market, TOLD, on, hour=9)
        assert [place.field for place in refused.value.places] == ["on"]
    meeting = propose(house, market, TOLD, MEETING_ON)
    with pytest.raises(MeetingAlreadyProposed):
        propose(house, market, TOLD, MEETING_ON)
    cancel(house, market, meeting, TOLD)
    with pytest.raises(MeetingOver):
        move(house, market, meeting, TOLD, on=date(2027, 1, 22))
    with pytest.raises(ValidationError):
        MeetingInput(on=MEETING_ON, at=time(10, tzinfo=UTC), place="Ici")
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 99, Role.BUYER, 1)
    with house.database.write() as session, pytest.raises(NotAllowed):
        values = MeetingInput(on=MEETING_ON, at=time(10), place="Ici")
        meetings.propose_meeting(session, buyer, market, values, now=at(TOLD))


def test_subcontractors_are_invited_too(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    helper = CompanyInput(
        name="Aide d’Essai", siret="44306184100047", email="x@aide.example", role=CompanyRole.SUBCONTRACTOR
    )
    award = Award(awarded_on=AWARDED, committed_hours=Decimal(300), companies=(LEAD, helper))
    with house.database.write() as session:
        award_correction.correct_award(session, house.alice, market, award, now=at(TOLD))
    propose(house, market, TOLD, MEETING_ON)
    assert "x@aide.example" in [mail.to_email for mail in letters(house, INVITED)]

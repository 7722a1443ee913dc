"""The meetings of the territory's partners, and their pack."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.meeting_shapes import MeetingRecord
from cases.commands import held_meetings, meetings, minutes
from cases.documents import PartnersPackFigures
from cases.inputs import HeldMeetingInput, MeetingCancellation, MeetingChange, MeetingInput, MinutesInput
from cases.queries.meetings import MeetingSeen, meetings_of, one_meeting
from cases.queries.partners_page import pack_preview

router = APIRouter(
    prefix="/api/v1/partners-meetings", tags=["Meetings"], generate_unique_id_function=operation_id
)


@router.get("", summary="List the partners’ meetings", response_model=list[MeetingRecord], responses=READS)
def list_partners_meetings(session: Reading, actor: Staff, now: Now) -> list[MeetingSeen]:
    """Latest first, with their guests and minutes."""
    return meetings_of(session, actor, None, now)


@router.get(
    "/pack",
    summary="Read the partners’ pack as of today",
    response_model=PartnersPackFigures,
    responses=READS,
)
def read_partners_pack(session: Reading, actor: Staff, now: Now) -> PartnersPackFigures:
    """Hours by market, needs ahead, adjustments. It is frozen when the partners are reminded."""
    return pack_preview(session, actor, now)


@router.post(
    "",
    summary="Propose the partners’ meeting",
    response_model=MeetingRecord,
    status_code=201,
    responses=WRITES,
)
def propose_partners_meeting(
    session: Writing, actor: Staff, now: Now, input: Annotated[MeetingInput, body(examples.MEETING)]
) -> MeetingSeen:
    """Invites every insertion structure, prescriber and member of staff of the territory.

    A retry is safe: one proposal lives at a time, and a second call answers 409.
    """
    meeting_id = meetings.propose_meeting(session, actor, None, input, now=now)
    return one_meeting(session, actor, None, meeting_id, now)


@router.post(
    "/held",
    summary="Record a partners’ meeting held on the spot",
    response_model=MeetingRecord,
    status_code=201,
    responses=WRITES,
)
def record_held_partners_meeting(
    session: Writing, actor: Staff, now: Now, input: Annotated[HeldMeetingInput, body(examples.HELD_MEETING)]
) -> MeetingSeen:
    """It was never proposed: nobody is invited, the minutes leave with the pack as of today.

    A retry is safe: a second meeting of the same day is refused.
    """
    meeting_id = held_meetings.record_held_meeting(session, actor, None, input, now=now)
    return one_meeting(session, actor, None, meeting_id, now)


@router.patch(
    "/{meeting_id}", summary="Change a partners’ meeting", response_model=MeetingRecord, responses=WRITES
)
def move_partners_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    meeting_id: Number,
    input: Annotated[MeetingChange, body(examples.MEETING_CHANGE)],
) -> MeetingSeen:
    """What is not given stays; each guest is sent the change, unless nothing changes."""
    meetings.move_meeting(session, actor, None, meeting_id, input, now=now)
    return one_meeting(session, actor, None, meeting_id, now)


@router.post(
    "/{meeting_id}/cancel",
    summary="Cancel a partners’ meeting",
    response_model=MeetingRecord,
    responses=WRITES,
)
def cancel_partners_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    meeting_id: Number,
    input: Annotated[MeetingCancellation, body(examples.MEETING_CANCELLATION)],
) -> MeetingSeen:
    """It leaves the calendars of those who were invited."""
    meetings.cancel_meeting(session, actor, None, meeting_id, input, now=now)
    return one_meeting(session, actor, None, meeting_id, now)


@router.post(
    "/{meeting_id}/minutes",
    summary="Record the minutes of a partners’ meeting",
    response_model=MeetingRecord,
    responses=WRITES,
)
def record_partners_minutes(
    session: Writing,
    actor: Staff,
    now: Now,
    meeting_id: Number,
    input: Annotated[MinutesInput, body(examples.MINUTES)],
) -> MeetingSeen:
    """The minutes leave for all who were invited, with the pack that they were shown."""
    minutes.record_minutes(session, actor, None, meeting_id, input, now=now)
    return one_meeting(session, actor, None, meeting_id, now)

"""The meetings of a market: proposed, moved, called off, minuted; and the plan agreed at its kickoff."""

from typing import Annotated, Any

from fastapi import APIRouter

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.meeting_shapes import EvenMonth, MeetingRecord, PlanRecord
from cases.commands import held_meetings, meetings, minutes
from cases.inputs import Day, HeldMeetingInput, MeetingCancellation, MeetingChange, MeetingInput, MinutesInput
from cases.queries.kickoff_page import even_plan
from cases.queries.meetings import MeetingSeen, meetings_of, one_meeting
from cases.queries.plan import Plan, plan_of

router = APIRouter(
    prefix="/api/v1/markets/{market_id}", tags=["Meetings"], generate_unique_id_function=operation_id
)


@router.get(
    "/meetings", summary="List a market’s meetings", response_model=list[MeetingRecord], responses=READS
)
def list_meetings(session: Reading, actor: MarketReader, now: Now, market_id: Number) -> list[MeetingSeen]:
    """Latest first, with their guests."""
    return meetings_of(session, actor, market_id, now)


@router.post(
    "/meetings",
    summary="Propose a meeting",
    response_model=MeetingRecord,
    status_code=201,
    responses=WRITES,
)
def propose_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[MeetingInput, body(examples.MEETING)],
) -> MeetingSeen:
    """At its kickoff, or on site during the follow-up; those whom it concerns are invited.

    A retry is safe: one proposal lives at a time, and a second call answers 409.
    """
    meeting_id = meetings.propose_meeting(session, actor, market_id, input, now=now)
    return one_meeting(session, actor, market_id, meeting_id, now)


@router.post(
    "/meetings/held",
    summary="Record a site meeting held on the spot",
    response_model=MeetingRecord,
    status_code=201,
    responses=WRITES,
)
def record_held_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[HeldMeetingInput, body(examples.HELD_MEETING)],
) -> MeetingSeen:
    """It was never proposed: nobody is invited, the minutes leave, and it counts like any other.

    A retry is safe: a second meeting of the same day is refused.
    """
    meeting_id = held_meetings.record_held_meeting(session, actor, market_id, input, now=now)
    return one_meeting(session, actor, market_id, meeting_id, now)


@router.patch(
    "/meetings/{meeting_id}", summary="Change a meeting", response_model=MeetingRecord, responses=WRITES
)
def move_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    meeting_id: Number,
    input: Annotated[MeetingChange, body(examples.MEETING_CHANGE)],
) -> MeetingSeen:
    """What is not given stays; each guest is sent the change, unless nothing changes."""
    meetings.move_meeting(session, actor, market_id, meeting_id, input, now=now)
    return one_meeting(session, actor, market_id, meeting_id, now)


@router.post(
    "/meetings/{meeting_id}/cancel",
    summary="Cancel a meeting",
    response_model=MeetingRecord,
    responses=WRITES,
)
def cancel_meeting(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    meeting_id: Number,
    input: Annotated[MeetingCancellation, body(examples.MEETING_CANCELLATION)],
) -> MeetingSeen:
    """It leaves the calendars of those who were invited."""
    meetings.cancel_meeting(session, actor, market_id, meeting_id, input, now=now)
    return one_meeting(session, actor, market_id, meeting_id, now)


@router.post(
    "/meetings/{meeting_id}/minutes",
    summary="Record the minutes of a site meeting",
    response_model=MeetingRecord,
    responses=WRITES,
)
def record_minutes(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    meeting_id: Number,
    input: Annotated[MinutesInput, body(examples.MINUTES)],
) -> MeetingSeen:
    """The minutes leave for all who were invited. A kickoff’s are recorded with the kickoff itself."""
    minutes.record_minutes(session, actor, market_id, meeting_id, input, now=now)
    return one_meeting(session, actor, market_id, meeting_id, now)


@router.get(
    "/even-plan",
    summary="Spread the committed hours evenly",
    response_model=list[EvenMonth],
    responses=READS,
)
def read_even_plan(
    session: Reading,
    actor: Staff,
    market_id: Number,
    starts_on: Day | None = None,
    ends_on: Day | None = None,
) -> list[dict[str, Any]]:
    """By month, over the days of the works: what a kickoff may record as its plan. Nothing is kept.

    Without a start, the market's own; without an end, the planned one, else the contract's duration. Empty
    while they are not known.
    """
    return [each._asdict() for each in even_plan(session, actor, market_id, starts_on, ends_on)]


@router.get(
    "/expected-hours",
    summary="Read a market’s plan of hours",
    response_model=PlanRecord | None,
    responses=READS,
)
def read_expected_hours(session: Reading, actor: MarketReader, now: Now, market_id: Number) -> Plan | None:
    """The curve agreed at kickoff beside the hours counted; null for a market without one."""
    return plan_of(session, actor, market_id, now)

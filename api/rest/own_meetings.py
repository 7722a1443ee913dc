"""The meetings that a partner is invited to, for its programs."""

from typing import Annotated

from fastapi import APIRouter

from api.dependencies import Now, Reading
from api.permissions import allow
from api.rest.documentation import READS, Number, operation_id
from api.rest.meeting_shapes import MeetingRecord, OwnMeetingRecord
from cases.actors import Actor
from cases.documents import PartnersPackFigures
from cases.queries.own_meetings import OwnMeeting, own_meetings, own_pack
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1/own-meetings", tags=["Meetings"], generate_unique_id_function=operation_id)
Partner = Annotated[Actor, allow(Role.PARTNER)]


@router.get("", summary="List one’s meetings", response_model=list[OwnMeetingRecord], responses=READS)
def list_own_meetings(session: Reading, actor: Partner, now: Now) -> list[OwnMeetingRecord]:
    """Those ahead and those held that the partner is invited to, latest first, with their minutes."""
    return [_record(each) for each in own_meetings(session, actor, now)]


@router.get(
    "/{meeting_id}/pack",
    summary="Read the pack of one’s meeting",
    response_model=PartnersPackFigures,
    responses=READS,
)
def read_own_pack(session: Reading, actor: Partner, meeting_id: Number) -> PartnersPackFigures:
    """As it was frozen for the meeting; not found while none was made."""
    return own_pack(session, actor, meeting_id)


def _record(own: OwnMeeting) -> OwnMeetingRecord:
    meeting = MeetingRecord.model_validate(own.meeting, from_attributes=True)
    return OwnMeetingRecord(**meeting.model_dump(), market_id=own.market_id, market_title=own.market_title)

"""A partner's meetings: when and where, for its calendar, the pack that was made for it, the minutes."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.calendar_files import calendar_response
from api.dependencies import Now, Reading
from api.pages.partners_meetings import pack_response
from api.permissions import allow
from api.rendering import page
from api.rest.documentation import Number
from cases.actors import Actor
from cases.queries.own_meetings import own_meeting_to_keep, own_meetings, own_pack
from exchange.documents.formats import Format
from models.vocabulary import Role

router = APIRouter(prefix="/mes-reunions", include_in_schema=False)
Partner = Annotated[Actor, allow(Role.PARTNER)]


@router.get("")
def meetings(request: Request, actor: Partner, session: Reading, now: Now) -> Response:
    """Those ahead first, then those held with their minutes."""
    found = own_meetings(session, actor, now)
    ahead = [each for each in reversed(found) if each.meeting.is_live]
    held = [each for each in found if not each.meeting.is_live]
    return page(request, "own_meetings.html", ahead=ahead, held=held)


@router.get("/{meeting_id}.ics")
def calendar(request: Request, actor: Partner, meeting_id: Number, session: Reading, now: Now) -> Response:
    """One of them as a file for the calendar."""
    return calendar_response(request, own_meeting_to_keep(session, actor, meeting_id, now))


@router.get("/{meeting_id}/dossier.pdf")
def pack(request: Request, actor: Partner, meeting_id: Number, session: Reading) -> Response:
    """The pack that was made for it."""
    return pack_response(request, own_pack(session, actor, meeting_id), Format.PDF)


@router.get("/{meeting_id}/dossier.xlsx")
def pack_workbook(request: Request, actor: Partner, meeting_id: Number, session: Reading) -> Response:
    """The same, to work with."""
    return pack_response(request, own_pack(session, actor, meeting_id), Format.XLSX)

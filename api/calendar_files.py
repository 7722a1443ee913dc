"""A meeting as a file for one's calendar."""

from fastapi import Request
from fastapi.responses import Response

from api.house import house_of
from api.visits import locale_of
from cases.meetings import KeptForCalendar
from exchange.calendar import Person, meeting_file


def calendar_response(request: Request, kept: KeptForCalendar) -> Response:
    """The file: the meeting enters the calendar, and leaves it once it is called off."""
    sender = Person(house_of(request).settings.mail_from)
    content = meeting_file(kept, sender, locale_of(request))
    headers = {"content-disposition": 'attachment; filename="reunion.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

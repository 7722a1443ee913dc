"""A meeting as a file for one's calendar."""

from fastapi import Request
from fastapi.responses import Response

from api.house import house_of
from api.visits import locale_of
from cases.messages import MeetingFacts
from exchange.calendar import Person, meeting_file
from models.vocabulary import MeetingKind


def calendar_response(request: Request, kept: tuple[MeetingFacts, MeetingKind, str]) -> Response:
    """The file: what the calendar takes of the meeting, its kind and its subject."""
    facts, kind, title = kept
    sender = Person(house_of(request).settings.mail_from)
    content = meeting_file(facts, kind, title, sender, locale_of(request))
    headers = {"content-disposition": 'attachment; filename="reunion.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

"""Meetings as files for calendars (iCalendar, RFC 5545; by mail, RFC 5546 and 6047)."""

from exchange.calendar.files import CalendarEvent, Method, Person, calendar_file
from exchange.calendar.meetings import invitation_file, meeting_file, method_of

__all__ = [
    "CalendarEvent",
    "Method",
    "Person",
    "calendar_file",
    "invitation_file",
    "meeting_file",
    "method_of",
]

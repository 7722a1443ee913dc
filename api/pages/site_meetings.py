"""The page of a market's site meetings, with an agenda that begins with its figures."""

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.formats import formats
from api.forms import FormState
from api.house import house_of
from api.language import catalog
from api.pages.market_sections import section
from api.visits import locale_of
from cases.actors import Actor
from cases.messages import SiteFigures
from cases.queries.site_meetings import site_meetings_page


def show_site_meetings(
    request: Request, session: Session, actor: Actor, market_id: int, form: FormState
) -> Response:
    """The page, with a form of it as it was sent."""
    found = site_meetings_page(session, actor, market_id, house_of(request).clock())
    agenda = agenda_of(found.figures, locale_of(request))
    context = {"found": found, "form": form, "form_for": form.named, "agenda": agenda}
    return section(request, session, actor, market_id, "site_meetings.html", **context)


def agenda_of(figures: SiteFigures, locale: str) -> str:
    """What a site meeting talks about, a line each: the hours, what is missing, then what comes next."""
    words, say = formats(locale), catalog(locale)
    counted, until = words.hours(figures.counted_hours), words.day(figures.until)
    if figures.expected_hours is None:
        hours = say.gettext("Hours: {counted} counted on {day}", counted=counted, day=until)
    else:
        expected = words.hours(figures.expected_hours)
        hours = say.gettext(
            "Hours: {counted} counted for {expected} expected on {day}",
            counted=counted,
            expected=expected,
            day=until,
        )
    missing, needs = figures.sheets_missing, figures.needs_open
    return "\n".join(
        (
            hours,
            say.ngettext("{count} sheet missing", "{count} sheets missing", missing),
            say.ngettext("{count} need open", "{count} needs open", needs),
            say.gettext("Difficulties, actions, next recruitments"),
        )
    )

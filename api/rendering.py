"""Pages from templates: a whole page, or one of its blocks when htmx asks for a part."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block

from api import words
from api.formats import formats
from api.house import house_of
from api.language import LANGUAGES, catalog
from api.navigation import menu
from api.static_files import static_url
from api.visits import locale_of

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates, compiled once; an undefined name is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals.update(static=static_url, words=words, languages=LANGUAGES)
    return made


def is_fragment_wanted(request: Request) -> bool:
    """Whether htmx asks for a part of the page (and not for the page itself, as on a return)."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-request-type") == "partial"
        and "hx-history-restore-request" not in headers
    )


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The whole page."""
    said = environment().get_template(template).render(common(request), **context)
    return _html(said, status)


def part(request: Request, template: str, block: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """One block of the page when htmx asks for a part, else the whole page."""
    if not is_fragment_wanted(request):
        return page(request, template, status=status, **context)
    return _html(render_block(environment(), template, block, common(request), **context), status)


def _html(said: str, status: int) -> HTMLResponse:
    return HTMLResponse(said, status, {"vary": "HX-Request, HX-Request-Type, Cookie, Accept-Language"})


def common(request: Request) -> dict[str, Any]:
    """What every template may name: `_`, `ngettext`, `f` (formats), `visit`, `menu`, `now`."""
    house = house_of(request)
    locale = locale_of(request)
    messages = catalog(locale)
    visit = getattr(request.state, "visit", None)
    now, settings = house.clock(), house.settings
    return {
        "_": messages.gettext,
        "ngettext": messages.ngettext,
        "f": formats(locale),
        "locale": locale,
        "path": request.url.path,
        "visit": visit,
        "menu": menu(visit.actor.role, settings.production or bool(settings.smtp_url)) if visit else (),
        "clocks_are_late": bool(visit and visit.actor.is_staff and house.clock_watch.look(now)),
        "is_demo": house.settings.demo,
        "now": now,
        "form": None,
        "done": request.query_params.get("fait"),
    }


def see_other(request: Request, path: str) -> Response:
    """Go on to another page after a form: a 303, or for htmx the header that does the same."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=200, headers={"hx-redirect": path})
    return RedirectResponse(path, status_code=303)


def own_path(path: str) -> str:
    """The path to go back to, when it is one of ours: never another site's."""
    is_ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if is_ours and path.isprintable() else "/"

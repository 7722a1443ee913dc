"""A market's clause text: as it reads now, as a draft to download, sent to the buyer, and what was sent."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.market_sections import section
from api.paper_files import draft_file
from api.permissions import Staff
from api.rendering import see_other
from api.rest.documentation import Number
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.clause_text import send_clause_text
from cases.inputs import ClauseSending
from cases.queries.clause import ClausePage, clause_page
from cases.rules.clause_values import VALUES
from exchange.documents.clause import filled_articles, plain_article
from exchange.documents.formats import PAPERS, Format
from models.vocabulary import DocumentKind
from notifications.site_links import site_links

router = APIRouter(prefix="/marches/{market_id}/clause", include_in_schema=False)


@router.get("")
def clause(request: Request, actor: Staff, market_id: Number, session: Reading) -> Response:
    """The text of each article, or what is missing for it; the versions sent."""
    return _show(request, session, actor, market_id, FormState("clause"))


@router.post("/envoi")
def send(
    request: Request, actor: Staff, market_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Send the text to the buyer, as it reads now."""
    on_refusal(request, "clause", lambda form: _again(request, actor, market_id, form))
    send_clause_text(session, actor, market_id, submission.read(ClauseSending), now=now)
    return see_other(request, f"/marches/{market_id}/clause?fait=clause")


@router.get("/projet.{format}")
def draft(
    request: Request, actor: Staff, market_id: Number, format: Format, session: Reading, now: Now
) -> Response:
    """The draft as a file, marked as one. Raises ClauseTextIncomplete."""
    return draft_file(request, session, actor, market_id, format, now)


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    found = clause_page(session, actor, market_id, house_of(request).clock())
    locale = locale_of(request)
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "articles": _articles(request, found),
        "missing": [_label(name, locale) for name in found.missing],
        "changed": [_label(_name_of(fact), locale) for fact in found.changed],
        "kinds": PAPERS,
        "formats": PAPERS[DocumentKind.CLAUSE_TEXT].offered,
    }
    return section(request, session, actor, market_id, "clause.html", **context)


def _articles(request: Request, found: ClausePage) -> list[tuple[Any, ...]]:
    """Each article with its lines, and as plain text to copy; none while something is missing."""
    if found.draft is None or found.missing:
        return []
    filled = filled_articles(found.draft, site_links(house_of(request).settings))
    return [(article, lines, plain_article(lines)) for article, lines in filled]


def _name_of(fact: str) -> str:
    return next(name for name, value in VALUES.items() if value.fact == fact)


def _label(name: str, locale: str) -> str:
    return VALUES[name].label_fr if locale == "fr" else VALUES[name].label_en

"""The territory's clause templates: read by staff, worded by a director, tried on an invented market."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import Director, Staff
from api.rendering import page, see_other
from api.visits import locale_of, visit_of
from cases.actors import Actor
from cases.clause_sample import sample_clause
from cases.commands.clause_templates import adopt_clause_template, readable
from cases.inputs import ClauseTemplateInput
from cases.packs import pack_at
from cases.queries.clause import list_templates, template_version, template_versions
from cases.rules.clause_values import LISTS, VALUES
from exchange.documents.clause import filled_articles
from models.vocabulary import ClauseArticle, Lever, Role
from notifications.site_links import site_links

router = APIRouter(prefix="/territoire/clauses", include_in_schema=False)
FORM = "template"
VersionAsked = Annotated[int | None, Query(ge=0, le=100_000)]


@router.get("")
def list_all(request: Request, actor: Staff, session: Reading) -> Response:
    """Each lever with its articles, and which of them the territory has worded itself."""
    templates = list_templates(session, actor)
    by_lever = {lever: [each for each in templates if each.lever is lever] for lever in Lever}
    return page(request, "clause_templates.html", by_lever=by_lever)


@router.get("/{lever}/{article}")
def one(
    request: Request,
    actor: Staff,
    lever: Lever,
    article: ClauseArticle,
    session: Reading,
    version: VersionAsked = None,
) -> Response:
    """One template with its versions; a director edits it."""
    return _show(request, session, actor, lever, article, FormState(FORM), version=version)


@router.post("/{lever}/{article}/apercu")
def preview(
    request: Request,
    actor: Staff,
    lever: Lever,
    article: ClauseArticle,
    submission: Submitted,
    session: Reading,
) -> Response:
    """The text as written, tried on the invented market; nothing is kept."""
    on_refusal(request, FORM, lambda form: _again(request, actor, lever, article, form))
    text = readable(submission.get("text"))
    form = FormState(FORM, {"text": text})
    return _show(request, session, actor, lever, article, form, tried=text)


@router.post("/{lever}/{article}")
def adopt(
    request: Request,
    actor: Director,
    lever: Lever,
    article: ClauseArticle,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Adopt the text as a new version."""
    on_refusal(request, FORM, lambda form: _again(request, actor, lever, article, form))
    text = readable(submission.get("text"))
    adopt_clause_template(
        session, actor, ClauseTemplateInput(lever=lever, article=article, text=text), now=now
    )
    return see_other(request, f"/territoire/clauses/{lever}/{article}?fait=modele")


@router.post("/{lever}/{article}/defaut")
def back_to_default(
    request: Request, actor: Director, lever: Lever, article: ClauseArticle, session: Writing, now: Now
) -> Response:
    """Take the house's wording again."""
    adopt_clause_template(session, actor, ClauseTemplateInput(lever=lever, article=article), now=now)
    return see_other(request, f"/territoire/clauses/{lever}/{article}?fait=modele-defaut")


def _again(request: Request, actor: Actor, lever: Lever, article: ClauseArticle, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, lever, article, form)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    lever: Lever,
    article: ClauseArticle,
    form: FormState,
    *,
    version: int | None = None,
    tried: str | None = None,
) -> Response:
    versions = template_versions(session, actor, lever, article)
    shown = template_version(versions, version)
    house, visit, locale = house_of(request), visit_of(request), locale_of(request)
    assert visit is not None  # the route lets nobody else in
    pack = pack_at(session, actor.territory_id, house.clock())
    sample = sample_clause(visit.territory_name, pack, lever, article, tried or shown.text, house.clock())
    ((_, lines),) = filled_articles(sample, site_links(house.settings))
    context: dict[str, Any] = {
        "lever": lever,
        "article": article,
        "versions": versions,
        "shown": shown,
        "lines": lines,
        "is_tried": tried is not None,
        "form": form,
        "may_edit": actor.role is Role.DIRECTOR,
        "names": [
            (name, value.label_fr if locale == "fr" else value.label_en, name in LISTS)
            for name, value in VALUES.items()
        ],
    }
    return page(request, "clause_template.html", **context)

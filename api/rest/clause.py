"""A market's clause text, and the territory's templates that it is written from."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.house import house_of
from api.paper_files import draft_file
from api.permissions import Director, Staff
from api.rest import examples
from api.rest.clause_shapes import (
    ArticleTried,
    ClauseTemplateRecord,
    ClauseTextRecord,
    TemplateVersionRecord,
)
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.documents import FILE
from api.visits import visit_of
from cases.actors import Actor
from cases.clause_sample import sample_clause
from cases.clause_templates import TemplateInForce
from cases.commands.clause_templates import adopt_clause_template, readable
from cases.commands.clause_text import send_clause_text
from cases.inputs import ClauseSending, ClauseTemplateInput
from cases.packs import pack_at
from cases.queries.clause import (
    ClausePage,
    TemplateVersion,
    clause_page,
    list_templates,
    template_version,
    template_versions,
)
from cases.rules.clause_values import VALUES
from exchange.documents.clause import filled_articles, plain_article
from exchange.documents.formats import Format
from models.vocabulary import ClauseArticle, Lever
from notifications.site_links import site_links

router = APIRouter(prefix="/api/v1", tags=["Clause text"], generate_unique_id_function=operation_id)


@router.get(
    "/markets/{market_id}/clause-text",
    summary="Read the clause text",
    response_model=ClauseTextRecord,
    responses=READS,
)
def read_clause_text(
    request: Request, session: Reading, actor: Staff, now: Now, market_id: Number
) -> dict[str, Any]:
    """The text as it reads now or what it misses, and the versions sent to the buyer."""
    return _record(request, session, actor, market_id, now)


@router.post(
    "/markets/{market_id}/clause-text",
    summary="Send the clause text to the buyer",
    response_model=ClauseTextRecord,
    status_code=201,
    responses=WRITES,
)
def send_text(
    request: Request,
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    input: Annotated[ClauseSending, body(examples.CLAUSE_SENDING)],
) -> dict[str, Any]:
    """Freezes the text as a new version and mails it with its files. Each call sends another version."""
    send_clause_text(session, actor, market_id, input, now=now)
    return _record(request, session, actor, market_id, now)


@router.get(
    "/markets/{market_id}/clause-text/draft/{format}",
    summary="Read the draft of the clause text as a file",
    response_class=Response,
    responses=WRITES | FILE,
)
def read_draft(
    request: Request, session: Reading, actor: Staff, now: Now, market_id: Number, format: Format
) -> Response:
    """As it reads now, marked as a draft; 409 while something is missing, as the text itself says."""
    return draft_file(request, session, actor, market_id, format, now)


@router.post(
    "/clause-templates/preview",
    summary="Try a clause template",
    response_model=ArticleTried,
    responses=WRITES,
)
def preview_clause_template(
    request: Request,
    session: Reading,
    actor: Staff,
    now: Now,
    input: Annotated[ClauseTemplateInput, body(examples.CLAUSE_TEMPLATE)],
) -> dict[str, Any]:
    """How the text would read on an invented market; nothing is kept. Without a text, the one in force."""
    versions = template_versions(session, actor, input.lever, input.article)
    text = template_version(versions, None).text if input.text is None else readable(input.text)
    pack, visit = pack_at(session, actor.territory_id, now), visit_of(request)
    assert visit is not None  # the route lets nobody else in
    sample = sample_clause(visit.territory_name, pack, input.lever, input.article, text, now)
    ((_, lines),) = filled_articles(sample, site_links(house_of(request).settings))
    return {"article": input.article, "text": plain_article(lines)}


@router.get(
    "/clause-templates",
    summary="List the clause templates",
    response_model=list[ClauseTemplateRecord],
    responses=READS,
)
def list_clause_templates(session: Reading, actor: Staff) -> tuple[TemplateInForce, ...]:
    """The template in force for each lever and article: the territory's own, else the default."""
    return list_templates(session, actor)


@router.put(
    "/clause-templates",
    summary="Adopt a clause template",
    response_model=ClauseTemplateRecord,
    responses=WRITES,
)
def put_clause_template(
    session: Writing,
    actor: Director,
    now: Now,
    input: Annotated[ClauseTemplateInput, body(examples.CLAUSE_TEMPLATE)],
) -> TemplateInForce:
    """A new version for one lever and article; without a text, back to the default."""
    adopt_clause_template(session, actor, input, now=now)
    templates = list_templates(session, actor)
    return next(each for each in templates if (each.lever, each.article) == (input.lever, input.article))


@router.get(
    "/clause-templates/{lever}/{article}/versions",
    summary="List the versions of a clause template",
    response_model=list[TemplateVersionRecord],
    responses=READS,
)
def list_template_versions(
    session: Reading, actor: Staff, lever: Lever, article: ClauseArticle
) -> list[TemplateVersion]:
    """The one in force first, the default text last."""
    return template_versions(session, actor, lever, article)


def _record(request: Request, session: Session, actor: Actor, market_id: int, now: Now) -> dict[str, Any]:
    found = clause_page(session, actor, market_id, now)
    return {
        "lever": found.market.lever,
        "missing": [
            {"name": name, "label_fr": VALUES[name].label_fr, "label_en": VALUES[name].label_en}
            for name in found.missing
        ],
        "articles": _articles(request, found),
        "sent": [
            {
                "document_id": text.document_id,
                "sent_at": text.sent_at,
                **text.figures.model_dump(include={"version", "lever", "required_hours"}),
            }
            for text in found.sent
        ],
        "changed": list(found.changed),
    }


def _articles(request: Request, found: ClausePage) -> list[dict[str, Any]]:
    if found.draft is None or found.missing:
        return []
    versions = {each.article: each.template_version for each in found.draft.articles}
    filled = filled_articles(found.draft, site_links(house_of(request).settings))
    return [
        {"article": article, "template_version": versions[article], "text": plain_article(lines)}
        for article, lines in filled
    ]

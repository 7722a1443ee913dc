"""The clause templates in force: a territory's own latest wording, else the house's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from cases.clauses import default_text
from cases.documents import ArticleText
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import ClauseTemplate
from models.vocabulary import ClauseArticle, Lever

TEMPLATE = table_of(ClauseTemplate)
BACK_TO_DEFAULT = ""
"""The text of a version that took the house's wording again."""


@dataclass(frozen=True, slots=True)
class TemplateInForce:
    """One article's template; version 0 and no date while the territory has adopted none."""

    lever: Lever
    article: ClauseArticle
    version: int
    text: str
    is_default: bool
    adopted_at: datetime | None


LATEST = (
    select(TEMPLATE.c.lever, TEMPLATE.c.article, func.max(TEMPLATE.c.version).label("version"))
    .where(TEMPLATE.c.territory_id == bindparam("territory"))
    .group_by(TEMPLATE.c.lever, TEMPLATE.c.article)
    .subquery()
)
IN_FORCE = Prepared(
    select(TEMPLATE.c.lever, TEMPLATE.c.article, TEMPLATE.c.version, TEMPLATE.c.text, TEMPLATE.c.adopted_at)
    .join(
        LATEST,
        (LATEST.c.lever == TEMPLATE.c.lever)
        & (LATEST.c.article == TEMPLATE.c.article)
        & (LATEST.c.version == TEMPLATE.c.version),
    )
    .where(TEMPLATE.c.territory_id == bindparam("territory"))
)


def templates_in_force(session: Session, territory_id: int) -> tuple[TemplateInForce, ...]:
    """The template of each lever and article, in the order of their words."""
    adopted = {(row[0], row[1]): row[2:] for row in IN_FORCE.rows(session, {"territory": territory_id})}
    found = []
    for lever in Lever:
        for article in ClauseArticle:
            version, text, adopted_at = adopted.get((lever, article), (0, BACK_TO_DEFAULT, None))
            is_default = text == BACK_TO_DEFAULT
            written = default_text(lever, article) if is_default else text
            found.append(TemplateInForce(lever, article, version, written, is_default, adopted_at))
    return tuple(found)


def articles_of(session: Session, territory_id: int, lever: Lever) -> tuple[ArticleText, ...]:
    """The lever's articles, as a clause text freezes them."""
    return tuple(
        ArticleText(article=each.article, template_version=each.version, template=each.text)
        for each in templates_in_force(session, territory_id)
        if each.lever is lever
    )

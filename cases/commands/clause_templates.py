"""Adopting a territory's own wording of an article of the clause; earlier versions stay readable."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlmodel import Session

from cases.actors import Actor
from cases.clause_templates import BACK_TO_DEFAULT, TEMPLATE
from cases.inputs import ClauseTemplateInput
from cases.refusals import ClauseTemplateFaulty, NotAllowed
from cases.rules.clause_text import TemplateFaulty, read_template
from models.vocabulary import ActorKind, Role


def adopt_clause_template(
    session: Session, actor: Actor, input: ClauseTemplateInput, *, now: datetime
) -> int:
    """Keep a new version, used by texts drafted from now on; its number. Texts already sent keep their own.

    Without a text the house's wording is taken again. Raises NotAllowed for others than a director, and
    ClauseTemplateFaulty with every fault and its line.
    """
    if actor.role is not Role.DIRECTOR and actor.kind is not ActorKind.CONSOLE:
        raise NotAllowed
    if input.text is not None:
        readable(input.text)
    connection = session.connection()
    same = (
        TEMPLATE.c.territory_id == actor.territory_id,
        TEMPLATE.c.lever == input.lever,
        TEMPLATE.c.article == input.article,
    )
    newest = select(func.coalesce(func.max(TEMPLATE.c.version), 0)).where(*same)
    version = int(connection.execute(newest).scalar_one()) + 1
    values = {
        "territory_id": actor.territory_id,
        "lever": input.lever,
        "article": input.article,
        "version": version,
        "text": input.text or BACK_TO_DEFAULT,
        "adopted_by": actor.id,
        "adopted_at": now,
    }
    connection.execute(insert(TEMPLATE).values(**values))
    return version


def readable(text: str) -> str:
    """The text, when it is a template. Raises ClauseTemplateFaulty with every fault and its line."""
    try:
        read_template(text)
    except TemplateFaulty as faulty:
        raise ClauseTemplateFaulty(faulty.problems) from faulty
    return text

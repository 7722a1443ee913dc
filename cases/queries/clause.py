"""The clause text of a market and what was sent of it; a territory's templates and their versions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.clause_drafting import SENT_IN, SentText, draft_clause, texts_sent
from cases.clause_templates import BACK_TO_DEFAULT, TEMPLATE, TemplateInForce, templates_in_force
from cases.clauses import default_text
from cases.correspondence import correspondents
from cases.documents import ClauseTextFigures
from cases.packs import pack_at
from cases.queries.market_head import market_head
from cases.refusals import NotAllowed, NotFound
from cases.rules.market_state import MarketState
from cases.statements import table_of
from models.tables import Account
from models.vocabulary import ClauseArticle, Lever

ACCOUNT = table_of(Account)


@dataclass(frozen=True, slots=True)
class ClausePage:
    """The text as it reads now, what it misses, and every version sent, latest first.

    `changed` are the facts by which the last text sent is out of date; `draft` is None without a lever.
    """

    market: MarketState
    draft: ClauseTextFigures | None
    missing: tuple[str, ...]
    sent: list[SentText]
    changed: tuple[str, ...]
    buyer_email: str | None
    is_open: bool


def clause_page(session: Session, actor: Actor, market_id: int, now: datetime) -> ClausePage:
    """All that the clause's page of a market shows to staff. Raises NotFound outside the actor's walls."""
    if not actor.is_staff:
        raise NotAllowed
    market = market_head(session, actor, market_id).market
    draft = draft_clause(session, market, pack_at(session, market.territory_id, now), now)
    sent = texts_sent(session, market_id)
    return ClausePage(
        market=market,
        draft=draft,
        missing=("levier",) if draft is None else draft.missing,
        sent=sent,
        changed=_changed(draft, sent),
        buyer_email=correspondents(session, [market.buyer_id])[market.buyer_id].email,
        is_open=market.stage in SENT_IN,
    )


def _changed(draft: ClauseTextFigures | None, sent: list[SentText]) -> tuple[str, ...]:
    if not sent:
        return ()
    return ("lever",) if draft is None else draft.changes_since(sent[0].figures)


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version of a template, with who adopted it; 0 is the house's own text."""

    version: int
    text: str
    is_default: bool
    adopted_at: datetime | None
    adopted_by: str | None


def list_templates(session: Session, actor: Actor) -> tuple[TemplateInForce, ...]:
    """The template in force for each lever and article."""
    if not actor.is_staff:
        raise NotAllowed
    return templates_in_force(session, actor.territory_id)


def template_versions(
    session: Session, actor: Actor, lever: Lever, article: ClauseArticle
) -> list[TemplateVersion]:
    """Every version, the one in force first; the house's own text stands last."""
    if not actor.is_staff:
        raise NotAllowed
    query = (
        select(TEMPLATE.c.version, TEMPLATE.c.text, TEMPLATE.c.adopted_at, ACCOUNT.c.name)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == TEMPLATE.c.adopted_by)
        .where(
            TEMPLATE.c.territory_id == actor.territory_id,
            TEMPLATE.c.lever == lever,
            TEMPLATE.c.article == article,
        )
        .order_by(TEMPLATE.c.version.desc())
    )
    house = default_text(lever, article)
    found = [
        TemplateVersion(version, text or house, text == BACK_TO_DEFAULT, adopted_at, name)
        for version, text, adopted_at, name in session.connection().execute(query)
    ]
    return [*found, TemplateVersion(0, house, True, None, None)]


def template_version(versions: list[TemplateVersion], number: int | None) -> TemplateVersion:
    """That version, else the one in force. Raises NotFound."""
    if number is None:
        return versions[0]
    for version in versions:
        if version.version == number:
            return version
    raise NotFound

"""The clause text of a market as it would read now: its facts gathered, its templates chosen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.ask_links import ask_link_of
from cases.clause_templates import articles_of
from cases.correspondence import correspondents, letterhead_of
from cases.documents import ClauseTextFigures, CriterionWeight, LotHours
from cases.rules.market_state import MarketState
from cases.rules.policy import RulePack
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import Document, MarketPart, OfferCriterion
from models.vocabulary import DocumentKind, PartKind, Stage

DOCUMENT, PART, CRITERION = table_of(Document), table_of(MarketPart), table_of(OfferCriterion)
SENT_IN = (Stage.DRAFTING, Stage.TENDER_ANALYSIS)
"""The stages in which a text is sent: an awarded contract holds its clause already."""

FACTS = ("qpv_hours", "publication_planned_on", "works_planned_on")
MORE_FACTS = Prepared(select(*(MARKET.c[name] for name in FACTS)).where(MARKET.c.id == bindparam("market")))
LOTS = Prepared(
    select(PART.c.number, PART.c.title, PART.c.required_hours)
    .where(PART.c.market_id == bindparam("market"), PART.c.kind == PartKind.LOT)
    .order_by(PART.c.id)
)
GRID = Prepared(
    select(CRITERION.c.label, CRITERION.c.weight)
    .where(CRITERION.c.market_id == bindparam("market"), CRITERION.c.tender_round == bindparam("round"))
    .order_by(CRITERION.c.position, CRITERION.c.id)
)
SENT = Prepared(
    select(DOCUMENT.c.id, DOCUMENT.c.created_at, DOCUMENT.c.figures)
    .where(DOCUMENT.c.market_id == bindparam("market"), DOCUMENT.c.kind == DocumentKind.CLAUSE_TEXT)
    .order_by(DOCUMENT.c.id.desc())
)


def draft_clause(
    session: Session, market: MarketState, pack: RulePack, now: datetime
) -> ClauseTextFigures | None:
    """The text's templates and facts as of now; `missing` tells what it still asks for. None: no lever.

    The weights are those of the market's own grid of analysis, else of the pack.
    """
    if market.lever is None:
        return None
    about = {"market": market.id}
    facts = MORE_FACTS.first(session, about)
    assert facts is not None  # markets are never deleted
    return ClauseTextFigures(
        **letterhead_of(session, market.id).fields(),
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=correspondents(session, [market.buyer_id])[market.buyer_id].name,
        pack_version=pack.version,
        frozen_on=pack.calendar.local_date(now),
        version=0,
        lever=market.lever,
        required_hours=market.required_hours,
        **dict(zip(FACTS, facts, strict=True)),
        duration_months=market.duration_months,
        lots=tuple(LotHours(number=row[0], title=row[1], hours=row[2]) for row in LOTS.rows(session, about)),
        sheet_due_working_day=pack.sheet_due_working_day,
        penalty_hourly_rate=pack.penalty_hourly_rate,
        criteria=_criteria(session, market, pack),
        question_link_id=ask_link_of(session, market.id),
        articles=articles_of(session, market.territory_id, market.lever),
    )


def _criteria(session: Session, market: MarketState, pack: RulePack) -> tuple[CriterionWeight, ...]:
    asked: dict[str, Any] = {"market": market.id, "round": market.tender_round}
    grid = [(row[0], row[1]) for row in GRID.rows(session, asked)]
    shared = [(criterion.label_fr, criterion.weight) for criterion in pack.scoring_criteria]
    return tuple(CriterionWeight(label=label, weight=weight) for label, weight in grid or shared)


@dataclass(frozen=True, slots=True)
class SentText:
    """A text as it was sent to the buyer: its document, and when it was frozen."""

    document_id: int
    sent_at: datetime
    figures: ClauseTextFigures


def texts_sent(session: Session, market_id: int) -> list[SentText]:
    """Every version that was sent to the buyer, latest first."""
    return [
        SentText(number, sent_at, ClauseTextFigures.model_validate_json(content))
        for number, sent_at, content in SENT.rows(session, {"market": market_id})
    ]

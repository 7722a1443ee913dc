"""The study of a planned market: its facts as values, and its opinions as they are kept."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlmodel import Session

from cases.rules.planned_market import PlannedMarket
from cases.rules.said import Said
from cases.rules.suggestion import Suggestion
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import MarketPart, Opinion
from models.vocabulary import PartKind

OPINION, PART = table_of(Opinion), table_of(MarketPart)


def _lots() -> ColumnElement[int]:
    lots = select(func.count()).where(PART.c.market_id == MARKET.c.id, PART.c.kind == PartKind.LOT)
    return lots.scalar_subquery()


FACTS = Prepared(
    select(
        MARKET.c.publication_planned_on,
        MARKET.c.cpv,
        MARKET.c.trade,
        MARKET.c.amount_excl_tax,
        MARKET.c.duration_months,
        _lots(),
    ).where(MARKET.c.id == bindparam("market"))
)
LAST_NUMBER = Prepared(
    select(func.coalesce(func.max(OPINION.c.number), 0)).where(OPINION.c.market_id == bindparam("market"))
)


def planned_market(session: Session, market_id: int, today: date) -> PlannedMarket:
    """The facts of a market as the study looks at them; the caller has passed the walls."""
    found = FACTS.first(session, {"market": market_id})
    assert found is not None  # markets are never deleted
    planned_on, cpv, trade, amount, duration, lots = found
    return PlannedMarket(
        launched_on=planned_on or today,
        cpv=cpv,
        trade=trade,
        amount_excl_tax=amount,
        duration_months=duration,
        lots=max(1, lots),
    )


def last_number(session: Session, market_id: int) -> int:
    """The number of the opinion in force; 0 when none was given."""
    found = LAST_NUMBER.first(session, {"market": market_id})
    return 0 if found is None else int(found[0])


def suggested_values(suggestion: Suggestion) -> dict[str, Any]:
    """What an opinion keeps of the suggestion that stood beside it, in columns of `opinion`."""
    return {
        "suggested_advice": suggestion.advice,
        "suggested_lever": suggestion.lever,
        "score": suggestion.potential.score,
        "score_details": score_details(suggestion),
    }


def score_details(suggestion: Suggestion) -> str:
    """The contributions and the reasons as JSON, in both languages: they are read again as they were said."""
    return json.dumps(
        {
            "is_obliged": suggestion.is_obliged,
            "contributions": [
                {"name": each.name, "points": each.points, "most": each.most, **said_of(each.said)}
                for each in suggestion.potential.contributions
            ],
            "why": [said_of(each) for each in suggestion.why],
        },
        ensure_ascii=False,
    )


def said_of(said: Said) -> dict[str, str]:
    """A sentence as JSON keeps it."""
    return {"fr": said.text("fr"), "en": said.text("en")}

"""A market's study, as read: its facts, what they suggest, levers with their objections, opinions."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.opinions import OPINION, planned_market
from cases.packs import pack_at
from cases.queries.paging import Row
from cases.refusals import NotAllowed, NotFound
from cases.rules.lever_objections import Objection
from cases.rules.levers import GUIDES, LeverGuide, objections
from cases.rules.planned_market import PlannedMarket
from cases.rules.suggestion import Suggestion, suggest
from cases.statements import MARKET, table_of
from models.tables import Account

ACCOUNT = table_of(Account)
OPINION_LINE = (
    "id",
    "market_id",
    "number",
    "advice",
    "lever",
    "ground",
    "reason",
    "suggested_advice",
    "suggested_lever",
    "score",
    "pack_version",
    "given_by",
    "given_at",
)


@dataclass(frozen=True, slots=True)
class LeverSeen:
    """A lever explained, with what this market's facts say against it."""

    guide: LeverGuide
    objections: tuple[Objection, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether the law speaks against it, as far as the facts say."""
        return any(each.is_blocking for each in self.objections)


@dataclass(frozen=True, slots=True)
class Study:
    """The study of a planned market, as of now."""

    facts: PlannedMarket
    expected_hours: Decimal | None
    labour_share: Decimal
    suggestion: Suggestion
    levers: tuple[LeverSeen, ...]


def study_of(session: Session, actor: Actor, market_id: int, now: datetime) -> Study:
    """What the facts suggest. Raises NotFound outside the actor's walls, NotAllowed for others than staff."""
    _check(session, actor, market_id)
    pack = pack_at(session, actor.territory_id, now)
    facts = planned_market(session, market_id, pack.calendar.local_date(now))
    return Study(
        facts=facts,
        expected_hours=facts.expected_hours(pack),
        labour_share=facts.labour_share(pack),
        suggestion=suggest(facts, pack),
        levers=tuple(LeverSeen(guide, objections(guide.lever, facts, pack)) for guide in GUIDES.values()),
    )


def opinions_of(session: Session, actor: Actor, market_id: int) -> list[Row]:
    """The opinions on a market, the one in force first, each with what was suggested beside it.

    Raises NotFound outside the actor's walls, NotAllowed for others than staff.
    """
    _check(session, actor, market_id)
    query = (
        select(
            *(OPINION.c[name] for name in OPINION_LINE), OPINION.c.score_details, ACCOUNT.c.name.label("by")
        )
        .outerjoin(ACCOUNT, ACCOUNT.c.id == OPINION.c.given_by)
        .where(OPINION.c.market_id == market_id)
        .order_by(OPINION.c.number.desc())
    )
    rows = session.connection().execute(query).mappings()
    return [{**row, **_details(row["score_details"])} for row in rows]


def _details(written: str) -> dict[str, Any]:
    details: dict[str, Any] = json.loads(written)
    return details


def _check(session: Session, actor: Actor, market_id: int) -> None:
    query = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
    if session.connection().execute(query).first() is None:
        raise NotFound
    if not actor.is_staff:
        raise NotAllowed

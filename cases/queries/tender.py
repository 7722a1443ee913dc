"""A tender as companies see it, and its questions: all of them for staff, the published ones for others."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import Letterhead, letterhead_of
from cases.markets import STATE_COLUMNS, visible
from cases.packs import pack_at
from cases.queries.walls import PARTY
from cases.refusals import NotFound
from cases.rules.market_state import MarketState
from cases.rules.tender import takes_questions
from cases.statements import MARKET, table_of
from models.tables import MarketPart, Question
from models.vocabulary import PartKind

QUESTION, PART = table_of(Question), table_of(MarketPart)
PUBLIC = ("number", "tender_round", "published_text", "answer", "answered_at")
PRIVATE = ("id", "company_name", "asker_name", "asker_email", "text", "asked_at", "due_on", "set_apart_at")


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A question as it was published, with its answer."""

    number: int
    tender_round: int
    published_text: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionSeen:
    """A question as staff see it, with who asked; nothing is published of it until it is answered."""

    number: int
    tender_round: int
    published_text: str | None
    answer: str | None
    answered_at: datetime | None
    id: int
    company_name: str
    asker_name: str | None
    asker_email: str
    text: str
    asked_at: datetime
    due_on: date
    set_apart_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether someone still has to answer it."""
        return self.answered_at is None and self.set_apart_at is None


@dataclass(frozen=True, slots=True)
class Part:
    """A lot, a tranche or a purchase order, with its own hours when it has some."""

    kind: PartKind
    number: str
    title: str
    required_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class PublicTender:
    """What the tender's page says to companies; `answer_days` are working days."""

    market: MarketState
    buyer_name: str
    works_planned_on: date | None
    parts: tuple[Part, ...]
    answers: tuple[PublishedAnswer, ...]
    letterhead: Letterhead
    answer_days: int

    @property
    def is_open(self) -> bool:
        """Whether a company may still ask."""
        return takes_questions(self.market)


def public_tender(session: Session, actor: Actor, market_id: int, now: datetime) -> PublicTender:
    """The tender's page. Raises NotFound outside the actor's walls."""
    query = visible(actor, *STATE_COLUMNS, PARTY.c.name, MARKET.c.works_planned_on)
    query = query.join(PARTY, PARTY.c.id == MARKET.c.buyer_id).where(MARKET.c.id == market_id)
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    *state, buyer_name, works_planned_on = row
    market = MarketState(*state)
    return PublicTender(
        market=market,
        buyer_name=buyer_name,
        works_planned_on=works_planned_on,
        parts=_parts(session, market_id),
        answers=_published(session, actor, market),
        letterhead=letterhead_of(session, market_id),
        answer_days=pack_at(session, market.territory_id, now).question_answer_days,
    )


def _parts(session: Session, market_id: int) -> tuple[Part, ...]:
    query = select(PART.c.kind, PART.c.number, PART.c.title, PART.c.required_hours)
    rows = session.connection().execute(query.where(PART.c.market_id == market_id).order_by(PART.c.id))
    return tuple(Part(*row) for row in rows)


def _questions(actor: Actor, market_id: int, *names: str) -> Select[Any]:
    columns = (QUESTION.c[name] for name in names)
    joined = MARKET.join(QUESTION, QUESTION.c.market_id == MARKET.c.id)
    query = select(*columns).select_from(joined).where(actor.sees_market(), MARKET.c.id == market_id)
    return query.order_by(QUESTION.c.tender_round.desc(), QUESTION.c.number)


def _published(session: Session, actor: Actor, market: MarketState) -> tuple[PublishedAnswer, ...]:
    """The answers of this round."""
    query = _questions(actor, market.id, *PUBLIC).where(
        QUESTION.c.answered_at.is_not(None), QUESTION.c.tender_round == market.tender_round
    )
    return tuple(PublishedAnswer(*row) for row in session.connection().execute(query))


def questions_of(session: Session, actor: Actor, market_id: int) -> list[QuestionSeen]:
    """Every question of the market with who asked, latest round first; none for others than staff."""
    if not actor.is_staff:
        return []
    rows = session.connection().execute(_questions(actor, market_id, *PUBLIC, *PRIVATE))
    return [QuestionSeen(*row) for row in rows]


def question_records(session: Session, actor: Actor, market_id: int) -> list[dict[str, Any]]:
    """The questions as records: for others than staff those answered, without who asked. Raises NotFound."""
    seen = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
    if session.connection().execute(seen).first() is None:
        raise NotFound
    query = _questions(actor, market_id, *PUBLIC, *(PRIVATE if actor.is_staff else ()))
    if not actor.is_staff:
        query = query.where(QUESTION.c.answered_at.is_not(None))
    nothing = dict.fromkeys((*PUBLIC, *PRIVATE))
    return [{**nothing, **row} for row in session.connection().execute(query).mappings()]


def question_record(session: Session, actor: Actor, market_id: int, number: int) -> dict[str, Any]:
    """One question of the current round. Raises NotFound."""
    for record in question_records(session, actor, market_id):
        if record["number"] == number:
            return record
    raise NotFound

"""Planned markets as those who announced them read them back: the receipt, and the latest ones."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import Letterhead, letterhead_of
from cases.markets import visible
from cases.messages import MailKind
from cases.queries.parts import PartLine, parts_of
from cases.refusals import NotFound
from cases.statements import MAIL, MARKET, table_of
from models.tables import Operation, Party
from models.vocabulary import Advice, Origin, Stage, Trade, UrbanRenewal

PARTY, OPERATION = table_of(Party), table_of(Operation)
FACTS = (
    "id",
    "reference",
    "title",
    "stage",
    "advice",
    "study_due_on",
    "created_at",
    "description",
    "trade",
    "cpv",
    "amount_excl_tax",
    "duration_months",
    "is_framework",
    "urban_renewal",
    "publication_planned_on",
    "works_planned_on",
    "buyer_id",
    "operation_id",
)
LATEST = 10


@dataclass(frozen=True, slots=True)
class AnnouncedMarket:
    """One market as it was announced, and where its study stands."""

    id: int
    reference: str
    title: str
    stage: Stage
    advice: Advice | None
    study_due_on: date | None
    announced_at: datetime
    description: str | None
    trade: Trade | None
    cpv: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    is_framework: bool
    urban_renewal: UrbanRenewal
    publication_planned_on: date | None
    works_planned_on: date | None
    buyer_id: int
    operation_id: int | None
    buyer_name: str
    operation_title: str | None
    parts: tuple[PartLine, ...]
    letterhead: Letterhead
    is_acknowledged: bool

    @property
    def is_awaited(self) -> bool:
        """Whether its opinion is still to come."""
        return self.stage is Stage.DRAFTING and self.advice is None


@dataclass(frozen=True, slots=True)
class AnnouncedLine:
    """One of the buyer's latest announcements."""

    id: int
    title: str
    reference: str
    stage: Stage
    advice: Advice | None
    study_due_on: date | None


def announced_market(session: Session, actor: Actor, market_id: int) -> AnnouncedMarket:
    """The receipt of a market. Raises NotFound outside the actor's walls."""
    query = (
        visible(actor, *(MARKET.c[name] for name in FACTS), PARTY.c.name, OPERATION.c.title)
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .outerjoin(OPERATION, OPERATION.c.id == MARKET.c.operation_id)
        .where(MARKET.c.id == market_id, MARKET.c.origin == Origin.HAND)
    )
    connection = session.connection()
    row = connection.execute(query).first()
    if row is None:
        raise NotFound
    receipt = select(MAIL.c.id).where(
        MAIL.c.market_id == market_id, MAIL.c.kind == MailKind.ANNOUNCEMENT_RECEIPT
    )
    is_acknowledged = connection.execute(receipt.limit(1)).first() is not None
    more = (parts_of(session, market_id), letterhead_of(session, market_id), is_acknowledged)
    return AnnouncedMarket(*(*row, *more))


def latest_announced(session: Session, actor: Actor) -> list[AnnouncedLine]:
    """The buyer's latest markets that were not published yet, latest first."""
    names = ("id", "title", "reference", "stage", "advice", "study_due_on")
    query = visible(actor, *(MARKET.c[name] for name in names)).where(
        MARKET.c.origin == Origin.HAND, MARKET.c.stage == Stage.DRAFTING
    )
    rows = session.connection().execute(query.order_by(MARKET.c.id.desc()).limit(LATEST))
    return [AnnouncedLine(*row) for row in rows]

"""The offers of a tender for its staff: one round with its ranking, and the rounds that came before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import STATE_COLUMNS, state_of, visible
from cases.offerwork import OfferSeen, OfferTable, offer_table, offers_of
from cases.packs import pack_at
from cases.queries.walls import DOCUMENT
from cases.refusals import NotFound
from cases.rules.market_state import MarketState
from cases.statements import JOURNAL, MARKET, table_of
from models.tables import Offer, Party
from models.vocabulary import DocumentKind

OFFER, PARTY = table_of(Offer), table_of(Party)
OFFER_EVENTS = ("offer_recorded", "offer_changed", "offer_removed", "grid_set", "offer_marked")


@dataclass(frozen=True, slots=True)
class AnalysisSeen:
    """An analysis that was recorded."""

    document_id: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Tenderer:
    """A company's own facts, as the award's form starts from them."""

    name: str
    siret: str | None
    contact_name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class TenderOffers:
    """A market's offers: the round's table, the analyses recorded, the rounds before by their number.

    `is_outdated`: an offer, the grid or a mark changed since the last analysis of the round.
    """

    market: MarketState
    table: OfferTable
    analyses: tuple[AnalysisSeen, ...]
    before: dict[int, OfferTable]
    today: date
    is_outdated: bool

    @property
    def best(self) -> OfferSeen | None:
        """The offer that the award would start from: the first of a complete ranking."""
        placings = self.table.ranking.placings
        return self.table.by_id[placings[0].offer_id] if placings else None


def tender_offers(session: Session, actor: Actor, market_id: int, now: datetime) -> TenderOffers:
    """The offers, for staff. Raises NotFound for others, and outside the walls."""
    row = session.connection().execute(visible(actor, *STATE_COLUMNS).where(MARKET.c.id == market_id)).first()
    if row is None or not actor.is_staff:
        raise NotFound
    market = state_of(row)
    pack = pack_at(session, market.territory_id, now)
    tables = {
        number: offer_table(session, market_id, number, market.required_hours, pack)
        for number in range(1, market.tender_round + 1)
    }
    return TenderOffers(
        market=market,
        table=tables.pop(market.tender_round),
        analyses=_analyses(session, market_id),
        before={number: table for number, table in tables.items() if table.offers},
        today=pack.calendar.local_date(now),
        is_outdated=market.offers_analysed_on is not None and _changed_since_analysis(session, market_id),
    )


def _changed_since_analysis(session: Session, market_id: int) -> bool:
    query = select(JOURNAL.c.event).where(
        JOURNAL.c.market_id == market_id, JOURNAL.c.event.in_(("analysis_recorded", *OFFER_EVENTS))
    )
    last = session.connection().execute(query.order_by(JOURNAL.c.position.desc()).limit(1)).scalar()
    return last in OFFER_EVENTS


def _analyses(session: Session, market_id: int) -> tuple[AnalysisSeen, ...]:
    query = select(DOCUMENT.c.id, DOCUMENT.c.created_at).where(
        DOCUMENT.c.market_id == market_id, DOCUMENT.c.kind == DocumentKind.OFFER_ANALYSIS
    )
    rows = session.connection().execute(query.order_by(DOCUMENT.c.id.desc()))
    return tuple(AnalysisSeen(*row) for row in rows)


def tenderer(session: Session, actor: Actor, market_id: int, offer_id: int) -> tuple[Tenderer, OfferSeen]:
    """The company of an offer of the market, and its offer. Raises NotFound."""
    columns = (OFFER.c.tender_round, *(PARTY.c[name] for name in Tenderer.__slots__))
    joined = OFFER.join(MARKET, MARKET.c.id == OFFER.c.market_id).join(PARTY, PARTY.c.id == OFFER.c.party_id)
    query = select(*columns).select_from(joined).where(actor.sees_market(), MARKET.c.id == market_id)
    row = session.connection().execute(query.where(OFFER.c.id == offer_id)).first()
    if row is None or not actor.is_staff:
        raise NotFound
    tender_round, *facts = row
    offer = next(each for each in offers_of(session, market_id, tender_round) if each.id == offer_id)
    return Tenderer(*facts), offer

"""Offers, grid and ranking as records for programs, for staff alone."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from cases.actors import Actor
from cases.offerwork import OfferSeen, OfferTable
from cases.queries.offers import tender_offers
from cases.refusals import NotFound
from cases.rules.scoring import Criterion, is_irregular

Record = dict[str, Any]


def offer_records(session: Session, actor: Actor, market_id: int, now: datetime) -> list[Record]:
    """The offers of the current round. Raises NotFound outside the walls."""
    found = tender_offers(session, actor, market_id, now)
    return [_offer(offer, found.market.required_hours) for offer in found.table.offers]


def offer_record(session: Session, actor: Actor, market_id: int, offer_id: int, now: datetime) -> Record:
    """One of them. Raises NotFound."""
    for record in offer_records(session, actor, market_id, now):
        if record["id"] == offer_id:
            return record
    raise NotFound


def _offer(offer: OfferSeen, required: Any) -> Record:
    facts = {name: getattr(offer, name) for name in OfferSeen.__slots__ if name != "marks"}
    marks = [
        {"criterion": code, "mark": given.mark, "comment": given.comment}
        for code, given in offer.marks.items()
    ]
    return {**facts, "is_irregular": is_irregular(offer.promised_hours, required), "marks": marks}


def grid_records(session: Session, actor: Actor, market_id: int, now: datetime) -> list[Record]:
    """The criteria of the current round, in their order. Raises NotFound outside the walls."""
    return [_criterion(each) for each in tender_offers(session, actor, market_id, now).table.grid]


def _criterion(each: Criterion) -> Record:
    return {
        "code": each.code,
        "label": each.label,
        "percent": each.weight * 100,
        "is_computed": each.is_computed,
    }


def ranking_record(session: Session, actor: Actor, market_id: int, now: datetime) -> Record:
    """The ranking of the current round. Raises NotFound outside the walls."""
    table: OfferTable = tender_offers(session, actor, market_id, now).table
    names = {offer.id: offer.company_name for offer in table.offers}
    return {
        "placings": [
            {
                "offer_id": each.offer_id,
                "company_name": names[each.offer_id],
                "rank": each.rank,
                "is_tied": each.is_tied,
                "total": each.total,
            }
            for each in table.ranking.placings
        ],
        "irregular": [
            {
                "offer_id": each.offer_id,
                "company_name": names[each.offer_id],
                "missing_hours": each.missing_hours,
            }
            for each in table.ranking.irregular
        ],
        "missing": [{"offer_id": gap.offer_id, "criterion": gap.code} for gap in table.ranking.missing],
    }

"""The offers of a tender: recorded, corrected, removed until the award.

The journal says their numbers alone: those who lost are nobody's business.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.parties import find_or_add_party
from cases.decisions import Decision
from cases.inputs import OfferChange, OfferInput, PartyInput
from cases.offerwork import MARK, OFFER
from cases.refusals import InvalidInput, NotAllowed, NotFound, OffersClosed, Place
from cases.rules.tender import takes_offers
from models.vocabulary import PartyKind

PARTY_FIELDS = set(PartyInput.model_fields)


def take_up_offers(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    """The market, while its offers may be worked on. Raises NotAllowed, NotFound, OffersClosed."""
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if not takes_offers(case.market):
        raise OffersClosed
    return case


def record_offer(session: Session, actor: Actor, market_id: int, offer: OfferInput, *, now: datetime) -> int:
    """Record what a company offers for the clause; the offer's number.

    Raises InvalidInput when the company already has an offer in this round.
    """
    case = take_up_offers(session, actor, market_id, now)
    _refuse_day_to_come(case, offer.received_on)
    company = PartyInput(**offer.model_dump(include=PARTY_FIELDS))
    territory_id = case.market.territory_id
    party_id = find_or_add_party(session, territory_id, PartyKind.COMPANY, company, now=now)
    _refuse_second_offer(case, party_id)
    values = {
        "market_id": market_id,
        "tender_round": case.market.tender_round,
        "party_id": party_id,
        "created_at": now,
        **_facts(offer),
    }
    added = session.connection().execute(insert(OFFER).values(**values).returning(OFFER.c.id))
    offer_id = int(added.scalar_one())
    case.decide(Decision("offer_recorded", {"offer": offer_id}))
    return offer_id


def change_offer(
    session: Session, actor: Actor, market_id: int, offer_id: int, change: OfferChange, *, now: datetime
) -> None:
    """Correct an offer. Raises NotFound when it is not one of this round."""
    case = take_up_offers(session, actor, market_id, now)
    _find(case, offer_id)
    _refuse_day_to_come(case, change.received_on)
    session.connection().execute(update(OFFER).where(OFFER.c.id == offer_id).values(**_facts(change)))
    case.decide(Decision("offer_changed", {"offer": offer_id}))


def remove_offer(session: Session, actor: Actor, market_id: int, offer_id: int, *, now: datetime) -> None:
    """Take an offer out, with its marks. Raises NotFound when it is not one of this round."""
    case = take_up_offers(session, actor, market_id, now)
    _find(case, offer_id)
    session.connection().execute(delete(MARK).where(MARK.c.offer_id == offer_id))
    session.connection().execute(delete(OFFER).where(OFFER.c.id == offer_id))
    case.decide(Decision("offer_removed", {"offer": offer_id}))


def _facts(offer: OfferInput | OfferChange) -> dict[str, Any]:
    return {
        "promised_hours": offer.promised_hours,
        "modality": offer.modality,
        "note": offer.note,
        "received_on": offer.received_on,
    }


def _find(case: Casework, offer_id: int) -> None:
    market = case.market
    query = select(OFFER.c.id).where(
        OFFER.c.id == offer_id,
        OFFER.c.market_id == market.id,
        OFFER.c.tender_round == market.tender_round,
    )
    if case.session.connection().execute(query).first() is None:
        raise NotFound


def _refuse_second_offer(case: Casework, party_id: int) -> None:
    market = case.market
    query = select(OFFER.c.id).where(
        OFFER.c.party_id == party_id,
        OFFER.c.market_id == market.id,
        OFFER.c.tender_round == market.tender_round,
    )
    if case.session.connection().execute(query).first() is not None:
        raise InvalidInput(
            Place(
                "name",
                "Cette entreprise a déjà une offre : corrigez-la, ou retirez-la.",
                "This company already has an offer: correct it, or remove it.",
            )
        )


def _refuse_day_to_come(case: Casework, received_on: date) -> None:
    if received_on > case.today:
        raise InvalidInput(
            Place(
                "received_on",
                "Cette date est à venir : une offre a été reçue aujourd’hui ou avant.",
                "This day is to come: an offer was received today or before.",
            )
        )

"""Planned markets announced by their buyers, or by staff for them."""

from typing import Annotated

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.permissions import allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.intake_shapes import AnnouncementRecord, PartRecord
from cases.actors import STAFF, Actor
from cases.commands.announcing import announce_market
from cases.inputs import BuyersAnnouncement
from cases.queries.announcements import announced_market
from cases.refusals import InvalidInput, NotFound, Place
from models.vocabulary import Role

router = APIRouter(
    prefix="/api/v1/announcements", tags=["Announcements"], generate_unique_id_function=operation_id
)
Announcer = Annotated[Actor, allow(*STAFF, Role.BUYER)]


@router.post(
    "",
    summary="Announce a planned market",
    response_model=AnnouncementRecord,
    status_code=201,
    responses=WRITES,
)
def announce(
    session: Writing,
    actor: Announcer,
    now: Now,
    announcement: Annotated[BuyersAnnouncement, body(examples.ANNOUNCEMENT)],
    response: Response,
) -> AnnouncementRecord:
    """Opens a case to be studied; the buyer is sent an acknowledgement with the day of the opinion.

    A retry is safe with a reference: it is unique in the territory, and a second call answers 422.
    """
    buyer_id = _buyer(actor, announcement.buyer_id)
    market_id = announce_market(session, actor, buyer_id, announcement.announcement, now=now)
    response.headers["location"] = f"/api/v1/announcements/{market_id}"
    return _record(session, actor, market_id)


@router.get(
    "/{market_id}", summary="Read an announcement", response_model=AnnouncementRecord, responses=READS
)
def read_announcement(session: Reading, actor: Announcer, market_id: Number) -> AnnouncementRecord:
    """What was announced, and where its study stands."""
    return _record(session, actor, market_id)


def _record(session: Session, actor: Actor, market_id: int) -> AnnouncementRecord:
    market = announced_market(session, actor, market_id)
    known = {name: getattr(market, name) for name in AnnouncementRecord.model_fields}
    parts = [PartRecord.model_validate(part) for part in market.parts]
    return AnnouncementRecord(**known | {"parts": parts})


def _buyer(actor: Actor, buyer_id: int | None) -> int:
    """A buyer announces its own markets; staff say whose."""
    if not actor.is_staff:
        if actor.party_id is None or buyer_id not in (None, actor.party_id):
            raise NotFound
        return actor.party_id
    if buyer_id is None:
        raise InvalidInput(Place("buyer_id", "Donnez le numéro de l’acheteur.", "Give the buyer’s number."))
    return buyer_id

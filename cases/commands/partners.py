"""The partners of a territory: insertion structures and prescribers, and the trades they are told about."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, delete, insert, literal, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.moved_guests import follow_to_meetings, hold_meetings_of
from cases.commands.parties import contact_found, redirect_mails
from cases.correspondence import correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision
from cases.hours_requests import requests_unsent
from cases.inputs.recruitment import PartnerInput
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place
from cases.statements import TASK, table_of
from cases.territorywork import Territorywork, take_up_territory
from models.tables import PartnerTrade, Party
from models.vocabulary import PARTNERS, PartyKind, TaskKind, TaskStatus, Trade

PARTY, TRADE = table_of(Party), table_of(PartnerTrade)


def add_partner(session: Session, actor: Actor, partner: PartnerInput, *, now: datetime) -> int:
    """Add a partner; its number. Raises InvalidInput when the territory has one with its SIRET."""
    if not actor.is_staff:
        raise NotAllowed
    values = _values(partner)
    _refuse_known_siret(session, actor, partner.kind, values["siret"])
    row = {"territory_id": actor.territory_id, "kind": partner.kind, "locale": "fr", "created_at": now}
    added = session.connection().execute(insert(PARTY).values(**{**row, **values}).returning(PARTY.c.id))
    party_id = int(added.scalar_one())
    _link_trades(session, party_id, partner.trades)
    return party_id


def change_partner(
    session: Session, actor: Actor, party_id: int, partner: PartnerInput, *, now: datetime
) -> None:
    """Replace what is known of a partner; a new address is written to again, one taken away is looked for.

    What waits for it, the months that it could not be asked about, and its invitations to meetings ahead
    leave to a new address.

    Raises NotFound outside the territory, InvalidInput when its kind would change or its SIRET is another's.
    """
    if not actor.is_staff:
        raise NotAllowed
    meetings = hold_meetings_of(session, party_id, now)
    desk = _desk(session, actor, party_id, now)
    here = (PARTY.c.id == party_id, PARTY.c.territory_id == actor.territory_id)
    query = select(PARTY.c.kind, PARTY.c.email).where(*here, PARTY.c.kind.in_(PARTNERS))
    row = session.connection().execute(query.with_for_update()).first()
    if row is None:
        raise NotFound
    if row.kind is not partner.kind:
        raise InvalidInput(
            Place("kind", "Un partenaire ne change pas de nature.", "A partner keeps its kind.")
        )
    values = _values(partner)
    _refuse_known_siret(session, actor, partner.kind, values["siret"], but=party_id)
    if values["email"] != row.email:
        values["email_refused_at"] = None
    session.connection().execute(update(PARTY).where(*here).values(**values))
    session.connection().execute(delete(TRADE).where(TRADE.c.party_id == party_id))
    _link_trades(session, party_id, partner.trades)
    if values["email"] == row.email:
        return
    if values["email"] is None:
        desk.decide(_address_missing(desk, party_id))
    else:
        redirect_mails(session, party_id, values["email"], now)
        says = requests_unsent(desk, party_id)
        desk.decide(Decision("contact_set", {"party": party_id}, ends=contact_found(party_id), says=says))
    follow_to_meetings(session, actor, party_id, meetings, now=now)


def _address_missing(desk: Casework | Territorywork, party_id: int) -> Decision:
    """One task to find an address again: those that ended give up their key, which is the next one's."""
    ended = update(TASK).where(
        TASK.c.kind == TaskKind.MISSING_CONTACT,
        TASK.c.subject_id == party_id,
        TASK.c.status != TaskStatus.OPEN,
    )
    kept = TASK.c.unique_key + literal(":") + cast(TASK.c.id, String)
    desk.session.connection().execute(ended.values(unique_key=kept))
    found = correspondents(desk.session, (party_id,))[party_id]
    task = missing_contact(found, desk.pack, desk.today)
    return Decision("contact_set", {"party": party_id}, ends=contact_found(party_id), opens=(task,))


def _desk(session: Session, actor: Actor, party_id: int, now: datetime) -> Casework | Territorywork:
    """The market where someone looks for the partner's address, whose journal tells of it; else no market."""
    looked_for = select(TASK.c.market_id).where(
        TASK.c.territory_id == actor.territory_id,
        TASK.c.kind == TaskKind.MISSING_CONTACT,
        TASK.c.subject_id == party_id,
        TASK.c.status == TaskStatus.OPEN,
        TASK.c.market_id.is_not(None),
    )
    market_id = session.connection().execute(looked_for.order_by(TASK.c.id).limit(1)).scalar()
    if market_id is None:
        return take_up_territory(session, actor, now)
    return take_up(session, actor, market_id, now)


def _values(partner: PartnerInput) -> dict[str, Any]:
    given = partner.model_dump(exclude={"kind", "trades"})
    given["siret"] = "".join(partner.siret.split()) or None if partner.siret else None
    given["email"] = partner.email.lower() if partner.email else None
    if partner.locale is None:
        del given["locale"]
    return given


def _refuse_known_siret(
    session: Session, actor: Actor, kind: PartyKind, siret: str | None, but: int = 0
) -> None:
    if siret is None:
        return
    same = (PARTY.c.territory_id == actor.territory_id, PARTY.c.kind == kind, PARTY.c.siret == siret)
    if session.connection().execute(select(PARTY.c.id).where(*same, PARTY.c.id != but)).first() is not None:
        raise InvalidInput(
            Place(
                "siret",
                "Un partenaire du territoire a déjà ce SIRET.",
                "A partner of the territory already has this SIRET.",
            )
        )


def _link_trades(session: Session, party_id: int, trades: tuple[Trade, ...]) -> None:
    rows = [{"party_id": party_id, "trade": trade} for trade in dict.fromkeys(trades)]
    if rows:
        session.connection().execute(insert(TRADE), rows)

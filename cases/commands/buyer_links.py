"""A buyer's own link, by which it announces the markets that it plans: sent, renewed, revoked."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from cases.access import LINK, add_link, open_link, revoke_links
from cases.actors import Actor
from cases.commands.parties import find_or_add_party
from cases.correspondence import Correspondent, correspondents, staff_letterhead
from cases.decisions import NewMail
from cases.inputs import PartyInput
from cases.ledger import mail_row
from cases.messages import AnnouncementInvitation, MailKind
from cases.packs import pack_at
from cases.refusals import BuyerUnreachable, NotAllowed, NotFound
from cases.rules.policy import RulePack
from cases.statements import hot_writes, table_of
from models.tables import Party
from models.vocabulary import LinkAct, PartyKind

PARTY = table_of(Party)


def add_buyer(session: Session, actor: Actor, buyer: PartyInput, *, now: datetime) -> int:
    """Have the territory know a buyer; one already known keeps its number, and gains an address it lacked."""
    if not actor.is_staff:
        raise NotAllowed
    return find_or_add_party(session, actor.territory_id, PartyKind.BUYER, buyer, now=now)


def send_announcement_link(session: Session, actor: Actor, party_id: int, *, now: datetime) -> int:
    """Send the buyer its link; the link's number. One that is still good stays the same and lives on.

    Raises NotFound outside the territory, BuyerUnreachable when no address of it works.
    """
    buyer = _buyer(session, actor, party_id)
    if buyer.email is None:
        raise BuyerUnreachable
    pack = pack_at(session, actor.territory_id, now)
    link_id = open_link(session, LinkAct.ANNOUNCE, now=now, party_id=party_id)
    if link_id is None:
        days = pack.link_validity_days
        link_id = add_link(
            session, actor.territory_id, LinkAct.ANNOUNCE, valid_days=days, now=now, party_id=party_id
        )
    else:
        renew_link(session, link_id, pack, now=now)
    mail = _invitation(session, actor, buyer, link_id, pack, now)
    writes = hot_writes(session.connection().dialect.name)
    writes.add_mail.write(session, [mail_row(mail, actor.territory_id, None, now)])
    return link_id


def renew_link(session: Session, link_id: int, pack: RulePack, *, now: datetime) -> None:
    """A link that is sent again, or used, lives its whole life from now on: it never dies in use."""
    until = now + timedelta(days=pack.link_validity_days)
    session.connection().execute(update(LINK).where(LINK.c.id == link_id).values(expires_at=until))


def revoke_announcement_link(session: Session, actor: Actor, party_id: int, *, now: datetime) -> None:
    """End the buyer's link: whoever holds it can no longer announce. Raises NotFound."""
    _buyer(session, actor, party_id)
    revoke_links(session, LinkAct.ANNOUNCE, now=now, party_id=party_id)


def _buyer(session: Session, actor: Actor, party_id: int) -> Correspondent:
    if not actor.is_staff:
        raise NotAllowed
    query = select(PARTY.c.id).where(
        PARTY.c.id == party_id,
        PARTY.c.territory_id == actor.territory_id,
        PARTY.c.kind == PartyKind.BUYER,
    )
    if session.connection().execute(query).first() is None:
        raise NotFound
    return correspondents(session, (party_id,))[party_id]


def _invitation(
    session: Session, actor: Actor, buyer: Correspondent, link_id: int, pack: RulePack, now: datetime
) -> NewMail:
    assert buyer.email is not None
    valid_until = pack.calendar.local_date(now + timedelta(days=pack.link_validity_days))
    message = AnnouncementInvitation(
        **staff_letterhead(session, actor.territory_id, actor.id).fields(),
        buyer_name=buyer.name,
        link_id=link_id,
        study_days=pack.study_days,
        valid_until=valid_until,
    )
    return NewMail(
        kind=MailKind.ANNOUNCEMENT_INVITATION,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=message,
        # A button pressed twice sends once; pressed again a minute later, it sends again.
        unique_key=f"announcement_link:{link_id}:{now:%Y-%m-%dT%H:%M}",
        release_at=pack.calendar.next_sending_instant(now, pack.mail_opens_at, pack.mail_closes_at),
        locale=buyer.locale,
        party_id=buyer.party_id,
    )

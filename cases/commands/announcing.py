"""A buyer announces a planned market: the case opens, its study is due, and the buyer is told so."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from cases.access import can_sign_in, open_link
from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.buyer_links import renew_link
from cases.commands.drafting import insert_market, referent_for, refuse_known_reference
from cases.commands.operations import find_or_add_operation
from cases.commands.parts import write_parts
from cases.commands.references import free_reference
from cases.commands.studying import opinion_deadline, study_due_on, study_task
from cases.correspondence import correspondents
from cases.decisions import Decision, NewMail
from cases.inputs import Announcement, PartInput
from cases.messages import AnnouncedPart, AnnouncementReceipt, MailKind
from cases.packs import pack_at
from cases.refusals import NotAllowed, NotFound
from cases.statements import MARKET, table_of
from models.tables import Account, Party
from models.vocabulary import ActorKind, LinkAct, Origin, PartyKind, Role, Stage

PARTY, ACCOUNT = table_of(Party), table_of(Account)
SENT_TWICE_WITHIN = timedelta(minutes=10)


def announce_market(
    session: Session,
    actor: Actor,
    buyer_id: int,
    announcement: Announcement,
    *,
    now: datetime,
    acknowledges: bool = True,
) -> int:
    """Open a case for a market that its buyer plans, with a task to study it and a deadline; its number.

    `actor` is the buyer (signed in or by its link), or staff for a buyer that the territory knows. The buyer
    gets an acknowledgement, unless it has no address or `acknowledges` is false (many at once: the caller
    writes one message for all). Raises NotAllowed for another's buyer, NotFound for an unknown one, and
    InvalidInput when the territory already has this reference.
    """
    refuse_others_buyer(session, actor, buyer_id)
    if announcement.reference is not None:
        refuse_known_reference(session, actor.territory_id, announcement.reference)
    market_id = _insert(session, actor, buyer_id, announcement, now)
    write_parts(session, market_id, announcement.parts, now=now)
    case = take_up(session, actor, market_id, now)
    if actor.kind is ActorKind.LINK and actor.id is not None:
        renew_link(session, actor.id, case.pack, now=now)
    _open_study(case, announcement, acknowledges=acknowledges)
    return market_id


def _open_study(case: Casework, announcement: Announcement, *, acknowledges: bool) -> None:
    """The case begins: its study is due, the buyer would be told that it is late, and reads the receipt."""
    due_on = study_due_on(case)
    receipt = _receipt(case, announcement, due_on) if acknowledges else ()
    payload = {
        "stage": Stage.DRAFTING,
        "parts": len(announcement.parts),
        "study_due_on": due_on,
        "acknowledged": bool(receipt),
    }
    case.decide(
        Decision(
            "announced",
            payload,
            changes={"study_due_on": due_on},
            opens=(study_task(case, due_on, "1"),),
            sets=(opinion_deadline(case, due_on),),
            says=receipt,
        )
    )


def announce_once(
    session: Session, actor: Actor, buyer_id: int, announcement: Announcement, *, now: datetime
) -> int:
    """The same, for a form that a person may send twice: what was just announced is not announced again."""
    refuse_others_buyer(session, actor, buyer_id)
    connection = session.connection()
    # Two clicks at the same instant are told apart by the lock on their buyer.
    locked = select(PARTY.c.id).where(PARTY.c.id == buyer_id).with_for_update(key_share=True)
    connection.execute(locked).one()
    twin = select(MARKET.c.id).where(
        MARKET.c.buyer_id == buyer_id,
        MARKET.c.stage == Stage.DRAFTING,
        MARKET.c.title == announcement.title,
        MARKET.c.created_at > now - SENT_TWICE_WITHIN,
    )
    if announcement.reference is not None:
        twin = twin.where(MARKET.c.reference == announcement.reference)
    found = connection.execute(twin.order_by(MARKET.c.id.desc()).limit(1)).scalar()
    if found is not None:
        return int(found)
    return announce_market(session, actor, buyer_id, announcement, now=now)


def refuse_others_buyer(session: Session, actor: Actor, buyer_id: int) -> None:
    """Raises NotAllowed when the actor does not announce for this buyer, NotFound when there is none."""
    if not actor.is_staff and (actor.role is not Role.BUYER or actor.party_id != buyer_id):
        raise NotAllowed
    query = select(PARTY.c.id).where(
        PARTY.c.id == buyer_id,
        PARTY.c.territory_id == actor.territory_id,
        PARTY.c.kind == PartyKind.BUYER,
    )
    if session.connection().execute(query).first() is None:
        raise NotFound


def _insert(session: Session, actor: Actor, buyer_id: int, announcement: Announcement, now: datetime) -> int:
    territory_id = actor.territory_id
    today = pack_at(session, territory_id, now).calendar.local_date(now)
    facts = announcement.model_dump(exclude={"reference", "operation_reference", "operation_title", "parts"})
    operation = (announcement.operation_reference, announcement.operation_title)
    made = announcement.reference or free_reference(session, MARKET, territory_id, f"{today.year}-A-")
    return insert_market(
        session,
        {
            "territory_id": territory_id,
            "reference": made,
            "origin": Origin.HAND,
            "stage": Stage.DRAFTING,
            "buyer_id": buyer_id,
            "referent_id": referent_for(actor) or usual_referent(session, buyer_id),
            "operation_id": find_or_add_operation(session, territory_id, *operation, now=now),
            "created_at": now,
            **facts,
        },
    )


def usual_referent(session: Session, buyer_id: int) -> int | None:
    """Who follows the buyer's latest market: its new one too, as long as that person works here."""
    query = (
        select(MARKET.c.referent_id)
        .join(ACCOUNT, ACCOUNT.c.id == MARKET.c.referent_id)
        .where(MARKET.c.buyer_id == buyer_id, ACCOUNT.c.active)
        .order_by(MARKET.c.id.desc())
        .limit(1)
    )
    found = session.connection().execute(query).scalar()
    return None if found is None else int(found)


def _receipt(case: Casework, announcement: Announcement, due_on: date) -> tuple[NewMail, ...]:
    """What was announced, by when the opinion comes, and who studies it; nothing without an address."""
    market = case.market
    buyer = correspondents(case.session, [market.buyer_id])[market.buyer_id]
    if buyer.email is None:
        return ()
    message = AnnouncementReceipt(
        **case.letterhead.fields(),
        buyer_name=buyer.name,
        market_title=market.title,
        market_reference=market.reference,
        announced_on=case.today,
        opinion_by=due_on,
        amount_excl_tax=announcement.amount_excl_tax,
        duration_months=announcement.duration_months,
        publication_planned_on=announcement.publication_planned_on,
        parts=tuple(_told(part) for part in announcement.parts),
        market_id=market.id,
        link_id=open_link(case.session, LinkAct.ANNOUNCE, now=case.now, party_id=buyer.party_id),
        can_sign_in=can_sign_in(case.session, buyer.party_id),
    )
    return (
        NewMail(
            kind=MailKind.ANNOUNCEMENT_RECEIPT,
            to_email=buyer.email,
            to_name=buyer.contact_name or buyer.name,
            message=message,
            unique_key=f"announced:{market.id}",
            release_at=case.release_at,
            locale=buyer.locale,
            party_id=buyer.party_id,
        ),
    )


def _told(part: PartInput) -> AnnouncedPart:
    return AnnouncedPart(
        kind=part.kind, number=part.number, title=part.title, amount_excl_tax=part.amount_excl_tax
    )

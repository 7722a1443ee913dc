"""Buyers and companies of a territory: found or added, and their contact kept right."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.moved_guests import follow_to_meetings, hold_meetings_of
from cases.decisions import Decision, NewMail, TaskEnd
from cases.hours_requests import requests_unsent
from cases.inputs import ContactInput, PartyInput
from cases.invitations import invite_anew
from cases.meetings import live_meeting
from cases.messages import MailKind
from cases.opinion_mail import opinion_unsent
from cases.papers import papers_unsent
from cases.refusals import NotAllowed, NotFound
from cases.statements import MAIL, table_of
from models.prepared import Prepared
from models.tables import Market, MarketParty, Party
from models.vocabulary import MailPhase, MailStatus, PartyKind, TaskKind

PARTY, MARKET, MEMBER = table_of(Party), table_of(Market), table_of(MarketParty)


def _known(*same: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(PARTY.c.id, PARTY.c.email)
        .where(PARTY.c.territory_id == bindparam("territory"), PARTY.c.kind == bindparam("of_kind"), *same)
        .limit(1)
    )


BY_SIRET = _known(PARTY.c.siret == bindparam("value"))
BY_NAME = _known(func.lower(PARTY.c.name) == bindparam("value"), PARTY.c.siret.is_(None))


def find_or_add_party(
    session: Session, territory_id: int, kind: PartyKind, party: PartyInput, *, now: datetime
) -> int:
    """The party's number: the one with its SIRET (or, without one, its exact name), else a new one.

    An address given for a party that had none is kept; a known address is never replaced here.
    """
    siret = party.siret.replace(" ", "") if party.siret else None
    known, value = (BY_SIRET, siret) if siret else (BY_NAME, party.name.lower())
    found = known.first(session, {"territory": territory_id, "of_kind": kind, "value": value})
    if found is not None:
        party_id, email = found
        if email is None and party.email:
            contact = {"email": party.email.lower(), "contact_name": party.contact_name}
            change = update(PARTY).where(PARTY.c.id == party_id).values(**contact)
            session.connection().execute(change)
        return int(party_id)
    return _add(session, territory_id, kind, party, siret, now)


def _add(
    session: Session, territory_id: int, kind: PartyKind, party: PartyInput, siret: str | None, now: datetime
) -> int:
    values = {
        "territory_id": territory_id,
        "kind": kind,
        "name": party.name,
        "siret": siret,
        "contact_name": party.contact_name,
        "email": party.email.lower() if party.email else None,
        "phone": party.phone,
        "locale": "fr",
        "created_at": now,
    }
    added = session.connection().execute(insert(PARTY).values(**values).returning(PARTY.c.id))
    return int(added.scalar_one())


def set_contact(
    session: Session, actor: Actor, market_id: int, party_id: int, contact: ContactInput, *, now: datetime
) -> None:
    """Give a party of this market its contact and its language; a refused address is written to again.

    What waits for the party, the papers that never reached it, and the invitations to meetings ahead leave to
    the new address.

    Raises NotFound when the party is not on the market, NotAllowed for others than staff.
    """
    if not actor.is_staff:
        raise NotAllowed
    meetings = hold_meetings_of(session, party_id, now, market_id=market_id)
    case = take_up(session, actor, market_id, now)
    members = select(MEMBER.c.party_id).where(MEMBER.c.market_id == market_id)
    if party_id != case.market.buyer_id and party_id not in session.connection().execute(members).scalars():
        raise NotFound
    payload = {"party": party_id, **_language_set(case, party_id, contact)}
    ends, says = keep_contact(case, party_id, contact)
    case.decide(Decision("contact_set", payload, ends=ends, says=says))
    elsewhere = (meeting for meeting in meetings if meeting.market_id != market_id)
    follow_to_meetings(session, actor, party_id, elsewhere, now=now)


def _language_set(case: Casework, party_id: int, contact: ContactInput) -> dict[str, Any]:
    """The language of the party's mails before and after, when it changes."""
    query = select(PARTY.c.locale).where(PARTY.c.id == party_id)
    before = case.session.connection().execute(query).scalar_one()
    if contact.locale in (None, before):
        return {}
    return {"locale": {"before": before, "after": contact.locale}}


def keep_contact(
    case: Casework, party_id: int, contact: ContactInput
) -> tuple[tuple[TaskEnd, ...], tuple[NewMail, ...]]:
    """Write to the party there from now on; the tasks that ends, and what it had not been sent yet."""
    values: dict[str, Any] = {
        "contact_name": contact.contact_name,
        "email": contact.email.lower(),
        "phone": contact.phone,
        "email_refused_at": None,
    }
    if contact.locale is not None:
        values["locale"] = contact.locale
    case.session.connection().execute(update(PARTY).where(PARTY.c.id == party_id).values(**values))
    redirect_mails(case.session, party_id, values["email"], case.now)
    meeting = live_meeting(case.session, case.market.id)
    unsent = (
        *opinion_unsent(case, party_id),
        *papers_unsent(case, party_id),
        *requests_unsent(case, party_id),
    )
    invited = () if meeting is None else invite_anew(case, meeting, party_id)
    return contact_found(party_id), (*unsent, *invited)


def contact_found(party_id: int) -> tuple[TaskEnd, ...]:
    """Nobody needs to look for the party's address any more."""
    return TaskEnd(TaskKind.MISSING_CONTACT, party_id), TaskEnd(TaskKind.WRONG_CONTACT, party_id)


def redirect_mails(session: Session, party_id: int, email: str, now: datetime) -> None:
    """What waits leaves to the new address; a paper that failed to reach the old one leaves again."""
    connection = session.connection()
    waits = update(MAIL).where(MAIL.c.party_id == party_id, MAIL.c.status == MailStatus.PENDING)
    connection.execute(waits.values(to_email=email))
    failed = update(MAIL).where(
        MAIL.c.party_id == party_id,
        MAIL.c.status == MailStatus.FAILED,
        MAIL.c.document_id.is_not(None),
        MAIL.c.kind != MailKind.MEETING_INVITATION,  # written anew, when its meeting is still ahead
    )
    again = {"to_email": email, "status": MailStatus.PENDING, "attempts": 0, "first_attempt_at": None}
    connection.execute(
        failed.values(**again, phase=MailPhase.NONE, release_at=now, finished_at=None, error=None)
    )

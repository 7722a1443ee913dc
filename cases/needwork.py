"""One recruitment need on the desk with its market: what its commands read, and how they write to a party."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.correspondence import Correspondent
from cases.decisions import NewMail
from cases.messages import MailKind, Message
from cases.refusals import NeedClosed, NotFound
from cases.statements import table_of
from models.tables import NeedPartner, RecruitmentNeed
from models.vocabulary import ContractKind, NeedStatus, Role, Trade

NEED, ASKED = table_of(RecruitmentNeed), table_of(NeedPartner)


@dataclass(frozen=True, slots=True)
class NeedState:
    """A need as its commands see it, locked with its market."""

    id: int
    market_id: int
    party_id: int
    trade: Trade
    positions: int
    contract_kind: ContractKind
    hours: Decimal | None
    starts_on: date
    place: str | None
    profile: str
    status: NeedStatus


def take_up_need(session: Session, actor: Actor, need_id: int, now: datetime) -> tuple[Casework, NeedState]:
    """The need and its market on the desk; the market is locked first.

    Raises NotFound outside the actor's walls: a partner has the needs sent to it, a company its own.
    """
    connection = session.connection()
    market_id = connection.execute(select(NEED.c.market_id).where(NEED.c.id == need_id)).scalar()
    if market_id is None:
        raise NotFound
    case = take_up(session, actor, market_id, now)
    query = select(*(NEED.c[name] for name in NeedState.__slots__)).where(NEED.c.id == need_id)
    need = NeedState(*connection.execute(query).one())
    if not actor.is_staff and not _concerns(case, need):
        raise NotFound
    return case, need


def _concerns(case: Casework, need: NeedState) -> bool:
    actor = case.actor
    if actor.role is Role.COMPANY:
        return need.party_id == actor.party_id
    sent = select(ASKED.c.need_id).where(ASKED.c.need_id == need.id, ASKED.c.party_id == actor.party_id)
    is_partner = actor.role is Role.PARTNER and actor.party_id is not None
    return is_partner and case.session.connection().execute(sent).first() is not None


def take_up_open_need(
    session: Session, actor: Actor, need_id: int, now: datetime
) -> tuple[Casework, NeedState]:
    """The same, for what only an open need allows. Raises NotFound or NeedClosed."""
    case, need = take_up_need(session, actor, need_id, now)
    if need.status is not NeedStatus.OPEN:
        raise NeedClosed
    return case, need


def need_mail(case: Casework, kind: MailKind, party: Correspondent, message: Message, key: str) -> NewMail:
    """A message about a need to a party that has an address; `key` names it among those of its kind."""
    assert party.email is not None
    return NewMail(
        kind=kind,
        to_email=party.email,
        to_name=party.contact_name or party.name,
        message=message,
        unique_key=f"{kind}:{key}",
        release_at=case.release_at,
        locale=party.locale,
        party_id=party.party_id,
    )

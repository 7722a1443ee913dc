"""One recruitment need on the desk with its market: what its commands read, and how they write to a party."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlmodel import Session

from cases.access import revoke_links
from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.correspondence import Correspondent
from cases.decisions import DeadlineEnd, NewDeadline, NewMail, TaskEnd
from cases.messages import MailKind, Message
from cases.refusals import NeedClosed, NotFound
from cases.rules.months import add_months
from cases.statements import table_of
from models.tables import NeedPartner, RecruitmentNeed
from models.vocabulary import (
    ContractKind,
    DeadlineRule,
    LinkAct,
    NeedStatus,
    Role,
    TaskKind,
    TaskStatus,
    Trade,
)

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


@dataclass(frozen=True, slots=True)
class NeedsEnd:
    """What follows for tasks and deadlines when needs end."""

    ends: tuple[TaskEnd, ...] = ()
    cancels: tuple[DeadlineEnd, ...] = ()
    sets: tuple[NewDeadline, ...] = ()


def end_need(case: Casework, need_id: int, status: NeedStatus) -> NeedsEnd:
    """A need ends: its links stop, its tasks too, and the names proposed go after the retention delay."""
    ended = update(NEED).where(NEED.c.id == need_id).values(status=status)
    case.session.connection().execute(ended)
    revoke_links(case.session, LinkAct.PROPOSE, now=case.now, need_id=need_id)
    kept_until = add_months(case.today, case.pack.candidate_retention_months)
    erased_at = case.deadline_at(case.pack.calendar.first_working_day(kept_until))
    kinds = (TaskKind.REVIEW_CANDIDATES, TaskKind.NEED_UNANSWERED)
    return NeedsEnd(
        ends=tuple(TaskEnd(kind, need_id, TaskStatus.CANCELLED) for kind in kinds),
        cancels=(DeadlineEnd(DeadlineRule.NEED_ANSWER, need_id),),
        sets=(NewDeadline(DeadlineRule.ERASE_CANDIDATES, need_id, "erase", "", erased_at),),
    )


def end_open_needs(case: Casework) -> NeedsEnd:
    """The works are over: nobody is looked for any more."""
    still_open = select(NEED.c.id).where(NEED.c.market_id == case.market.id, NEED.c.status == NeedStatus.OPEN)
    numbers = case.session.connection().execute(still_open.order_by(NEED.c.id)).scalars().all()
    each = [end_need(case, number, NeedStatus.CANCELLED) for number in numbers]
    return NeedsEnd(
        ends=tuple(end for need in each for end in need.ends),
        cancels=tuple(end for need in each for end in need.cancels),
        sets=tuple(deadline for need in each for deadline in need.sets),
    )


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

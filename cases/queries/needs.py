"""Recruitment needs, each reader within its walls: staff, the company that needs, the partners asked."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import Candidate, NeedPartner, Party, RecruitmentNeed
from models.vocabulary import CandidateStatus, ContractKind, NeedStatus, Role, Trade

NEED, ASKED, CANDIDATE, PARTY = (
    table_of(model) for model in (RecruitmentNeed, NeedPartner, Candidate, Party)
)
SHOWN_TO_COMPANY = (CandidateStatus.PRESENTED, CandidateStatus.HIRED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A partner that a need was sent to, and whether it has answered."""

    party_id: int
    name: str
    sent_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """Someone proposed, and by whom."""

    id: int
    party_id: int
    partner: str
    first_name: str
    last_name: str
    phone: str | None
    note: str | None
    status: CandidateStatus
    proposed_at: datetime

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Need:
    """A need with what its reader may see of it."""

    id: int
    market_id: int
    market_title: str
    party_id: int
    company: str
    trade: Trade
    positions: int
    contract_kind: ContractKind
    hours: Decimal | None
    starts_on: date
    place: str | None
    profile: str
    status: NeedStatus
    created_at: datetime
    sent_at: datetime | None
    partners: tuple[Asked, ...]
    candidates: tuple[Proposed, ...]

    @property
    def hired(self) -> int:
        """How many of the positions are taken."""
        return sum(each.status is CandidateStatus.HIRED for each in self.candidates)

    @property
    def is_open(self) -> bool:
        return self.status is NeedStatus.OPEN

    @property
    def waiting(self) -> tuple[Proposed, ...]:
        """Those whom somebody must still look at."""
        return tuple(each for each in self.candidates if each.status is CandidateStatus.PROPOSED)


def list_needs(session: Session, actor: Actor, market_id: int | None = None) -> list[Need]:
    """The needs that the actor may see, latest first; of one market.

    Raises NotFound for a market outside its walls.
    """
    query = _needs_seen(actor)
    if market_id is not None:
        here = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
        if session.connection().execute(here).first() is None:
            raise NotFound
        query = query.where(NEED.c.market_id == market_id)
    return _read(session, actor, query)


def one_need(session: Session, actor: Actor, need_id: int) -> Need:
    """One need. Raises NotFound outside the actor's walls."""
    found = _read(session, actor, _needs_seen(actor).where(NEED.c.id == need_id))
    if not found:
        raise NotFound
    return found[0]


def _read(session: Session, actor: Actor, query: Select[Any]) -> list[Need]:
    rows = session.connection().execute(query.order_by(NEED.c.id.desc())).all()
    numbers = [row.id for row in rows]
    partners, candidates = _partners(session, actor, numbers), _candidates(session, actor, numbers)
    return [Need(*(*row, tuple(partners[row.id]), tuple(candidates[row.id]))) for row in rows]


def _needs_seen(actor: Actor) -> Select[Any]:
    names = ("trade", "positions", "contract_kind", "hours", "starts_on", "place", "profile", "status")
    columns = (
        NEED.c.id,
        NEED.c.market_id,
        MARKET.c.title,
        NEED.c.party_id,
        PARTY.c.name,
        *(NEED.c[name] for name in (*names, "created_at", "sent_at")),
    )
    joined = NEED.join(MARKET, MARKET.c.id == NEED.c.market_id).join(PARTY, PARTY.c.id == NEED.c.party_id)
    return select(*columns).select_from(joined).where(actor.sees_market(), _own(actor))


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.is_staff:
        return true()
    if actor.party_id is None:
        return false()
    if actor.role is Role.COMPANY:
        return NEED.c.party_id == actor.party_id
    if actor.role is Role.PARTNER:
        return NEED.c.id.in_(select(ASKED.c.need_id).where(ASKED.c.party_id == actor.party_id))
    return false()


def _partners(session: Session, actor: Actor, needs: Collection[int]) -> dict[int, list[Asked]]:
    query = (
        select(ASKED.c.need_id, ASKED.c.party_id, PARTY.c.name, ASKED.c.sent_at, ASKED.c.answered_at)
        .join(PARTY, PARTY.c.id == ASKED.c.party_id)
        .where(ASKED.c.need_id.in_(needs))
        .order_by(PARTY.c.name)
    )
    if not actor.is_staff:
        query = query.where(ASKED.c.party_id == actor.party_id)
    found: dict[int, list[Asked]] = defaultdict(list)
    for need_id, *asked in session.connection().execute(query):
        found[need_id].append(Asked(*asked))
    return found


def _candidates(session: Session, actor: Actor, needs: Collection[int]) -> dict[int, list[Proposed]]:
    names = ("first_name", "last_name", "phone", "note", "status", "proposed_at")
    query = (
        select(
            CANDIDATE.c.need_id,
            CANDIDATE.c.id,
            CANDIDATE.c.party_id,
            PARTY.c.name,
            *(CANDIDATE.c[name] for name in names),
        )
        .join(PARTY, PARTY.c.id == CANDIDATE.c.party_id)
        .where(CANDIDATE.c.need_id.in_(needs), _may_see_candidate(actor))
        .order_by(CANDIDATE.c.id)
    )
    found: dict[int, list[Proposed]] = defaultdict(list)
    for need_id, *proposed in session.connection().execute(query):
        found[need_id].append(Proposed(*proposed))
    return found


def _may_see_candidate(actor: Actor) -> ColumnElement[bool]:
    """Staff: all; a partner: its own; a company: those presented to it, and not those it declined."""
    if actor.is_staff:
        return true()
    if actor.role is Role.COMPANY:
        return CANDIDATE.c.status.in_(SHOWN_TO_COMPANY)
    return CANDIDATE.c.party_id == actor.party_id

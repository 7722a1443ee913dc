"""One person, for the territory's staff: records, contracts, criteria, hours, and the records joined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.criteria import OWN_LIST, first_hire
from cases.hour_facts import CONTRACT, LINE, PERSON, ROOT, SHEET
from cases.packs import pack_at, pack_when_hired
from cases.queries.people import PARTY, Claimed, claims_of
from cases.queries.standing import stands
from cases.recognition import MERGE, Twin, find_twins
from cases.refusals import NotAllowed, NotFound
from cases.rules.eligibility_criteria import EligibilityCriterion
from cases.rules.standing import PersonStanding
from cases.statements import MARKET, table_of
from models.tables import CountedHours
from models.vocabulary import ContractKind, CountingRule, Gender, SetAside, Trade

PART = table_of(CountedHours)
EMPLOYER, COMPANY = PARTY.alias("employer"), PARTY.alias("company")


@dataclass(frozen=True, slots=True)
class RecordKnown:
    """The person as one company knows them."""

    id: int
    party_id: int
    company: str
    first_name: str
    last_name: str
    birth_date: date | None
    gender: Gender | None
    commune: str | None
    in_priority_district: bool | None
    email: str | None
    locale: str
    merged_into_id: int | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class ContractKnown:
    """A contract, and who employs for whom."""

    id: int
    participant_id: int
    employer_id: int
    employer: str
    company_id: int
    company: str
    kind: ContractKind
    trade: Trade | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class HoursKnown:
    """Hours of a month with one fate; `reason` is None when they count for the market."""

    month: date
    market_id: int
    market: str
    hours: Decimal
    reason: SetAside | None
    rule: CountingRule
    agreement_id: int | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A time that records were said to be of one person."""

    id: int
    merged_id: int
    into_id: int
    is_automatic: bool
    merged_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCriterion:
    """A criterion of a buyer's own list."""

    id: int
    buyer_id: int
    buyer: str
    code: str
    label: str
    proof: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that the territory knows of someone. `first_hire`: the day from which an eligibility would hold."""

    id: int
    records: tuple[RecordKnown, ...]
    contracts: tuple[ContractKnown, ...]
    claims: tuple[Claimed, ...]
    hours: tuple[HoursKnown, ...]
    merges: tuple[Joined, ...]
    twins: tuple[Twin, ...]
    standing: PersonStanding
    until: date | None
    first_hire: date | None
    criteria: tuple[EligibilityCriterion, ...]
    own_criteria: tuple[OwnCriterion, ...]

    @property
    def name(self) -> str:
        """As the root has it."""
        return next(record.name for record in self.records if record.id == self.id)

    @property
    def counted(self) -> Decimal:
        """Hours that count, all markets together."""
        return sum((each.hours for each in self.hours if each.reason is None), Decimal(0))

    @property
    def aside(self) -> Decimal:
        """Hours set aside."""
        return sum((each.hours for each in self.hours if each.reason is not None), Decimal(0))


def person_page(session: Session, actor: Actor, participant_id: int, now: datetime) -> PersonPage:
    """The person that a record is of. Raises NotAllowed, NotFound outside the territory."""
    if not actor.is_staff:
        raise NotAllowed
    root = root_here(session, actor, participant_id)
    records = _records(session, root)
    numbers = [record.id for record in records]
    claims = tuple(claims_of(session, numbers))
    pack = pack_at(session, actor.territory_id, now)
    found = stands(claims, pack.calendar.local_date(now))
    hired_on = first_hire(session, numbers)
    held_to = pack if hired_on is None else pack_when_hired(session, actor.territory_id, hired_on)
    return PersonPage(
        id=root,
        records=records,
        contracts=contracts_of(session, numbers),
        claims=claims,
        hours=_hours(session, numbers),
        merges=_merges(session, numbers),
        twins=tuple(find_twins(session, actor.territory_id, numbers)),
        standing=found.standing,
        until=found.until,
        first_hire=hired_on,
        criteria=held_to.eligibility_criteria,
        own_criteria=_own_criteria(session, numbers),
    )


def root_here(session: Session, actor: Actor, participant_id: int) -> int:
    """The root of a record of the actor's territory. Raises NotFound."""
    query = select(ROOT).where(PERSON.c.id == participant_id, PERSON.c.territory_id == actor.territory_id)
    root = session.connection().execute(query).scalar()
    if root is None:
        raise NotFound
    return int(root)


def _records(session: Session, root: int) -> tuple[RecordKnown, ...]:
    names = RecordKnown.__slots__[3:]
    query = (
        select(PERSON.c.id, PERSON.c.party_id, PARTY.c.name, *(PERSON.c[name] for name in names))
        .join(PARTY, PARTY.c.id == PERSON.c.party_id)
        .where(or_(PERSON.c.id == root, PERSON.c.merged_into_id == root))
        .order_by(PERSON.c.id)
    )
    return tuple(RecordKnown(*row) for row in session.connection().execute(query))


def contracts_of(
    session: Session,
    records: Collection[int],
    *,
    company_id: int | None = None,
    employer_id: int | None = None,
) -> tuple[ContractKnown, ...]:
    """The contracts of these records, latest first; those for a company, or of an employer, when given."""
    query = (
        select(
            CONTRACT.c.id,
            CONTRACT.c.participant_id,
            CONTRACT.c.employer_id,
            EMPLOYER.c.name,
            CONTRACT.c.company_id,
            COMPANY.c.name,
            *(CONTRACT.c[name] for name in ("kind", "trade", "starts_on", "ends_on")),
        )
        .join(EMPLOYER, EMPLOYER.c.id == CONTRACT.c.employer_id)
        .join(COMPANY, COMPANY.c.id == CONTRACT.c.company_id)
        .where(CONTRACT.c.participant_id.in_(records))
        .order_by(CONTRACT.c.starts_on.desc(), CONTRACT.c.id.desc())
    )
    if company_id is not None:
        query = query.where(CONTRACT.c.company_id == company_id)
    if employer_id is not None:
        query = query.where(CONTRACT.c.employer_id == employer_id)
    return tuple(ContractKnown(*row) for row in session.connection().execute(query))


def _hours(session: Session, records: Collection[int]) -> tuple[HoursKnown, ...]:
    query = (
        select(
            SHEET.c.month,
            MARKET.c.id,
            MARKET.c.title,
            *(PART.c[name] for name in ("hours", "reason", "rule", "agreement_id")),
        )
        .join(SHEET, SHEET.c.id == PART.c.sheet_id)
        .join(MARKET, MARKET.c.id == PART.c.market_id)
        .where(PART.c.participant_id.in_(records))
        .order_by(SHEET.c.month.desc(), MARKET.c.id, PART.c.id)
    )
    return tuple(HoursKnown(*row) for row in session.connection().execute(query))


def _merges(session: Session, records: Collection[int]) -> tuple[Joined, ...]:
    """Those that stand, and those undone that these records had part in."""
    query = select(*(MERGE.c[name] for name in Joined.__slots__)).where(
        or_(MERGE.c.merged_id.in_(records), MERGE.c.into_id.in_(records))
    )
    return tuple(Joined(*row) for row in session.connection().execute(query.order_by(MERGE.c.id.desc())))


def _own_criteria(session: Session, records: Collection[int]) -> tuple[OwnCriterion, ...]:
    """The own lists of the buyers for whose markets the person works, and what was claimed from one."""
    buyers = (
        select(MARKET.c.buyer_id)
        .join(SHEET, SHEET.c.market_id == MARKET.c.id)
        .join(LINE, LINE.c.sheet_id == SHEET.c.id)
        .where(LINE.c.participant_id.in_(records))
    )
    return read_own_criteria(session, buyers)


def read_own_criteria(session: Session, buyers: Select[Any] | Collection[int]) -> tuple[OwnCriterion, ...]:
    """The criteria of these buyers' own lists, withdrawn ones too."""
    names = ("code", "label", "proof", "withdrawn_at")
    query = (
        select(OWN_LIST.c.id, OWN_LIST.c.buyer_id, PARTY.c.name, *(OWN_LIST.c[name] for name in names))
        .join(PARTY, PARTY.c.id == OWN_LIST.c.buyer_id)
        .where(OWN_LIST.c.buyer_id.in_(buyers))
        .order_by(OWN_LIST.c.buyer_id, OWN_LIST.c.id)
    )
    return tuple(OwnCriterion(*row) for row in session.connection().execute(query))


def criterion_labels(found: PersonPage, locale: str) -> Mapping[tuple[str, int | None], str]:
    """How each criterion that may be claimed is said, by its code and its buyer."""
    labels: dict[tuple[str, int | None], str] = {
        (each.code, None): each.label(locale) for each in found.criteria
    }
    labels |= {(each.code, each.buyer_id): f"{each.label} ({each.buyer})" for each in found.own_criteria}
    return labels

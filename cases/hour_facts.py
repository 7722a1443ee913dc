"""The facts that decide about people's hours, read month by month for the counting rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import func, or_, select
from sqlmodel import Session

from cases.rules.months import Span
from cases.rules.person_month import Agreement, Claim, Contract, Line, PersonMonth, Works
from cases.statements import MARKET, table_of
from models.prepared import PreparedList
from models.tables import (
    BuyerCriterion,
    Eligibility,
    Globalisation,
    GlobalisationPerson,
    GlobalisationShare,
    HourLine,
    HourSheet,
    Participant,
    Suspension,
    WorkContract,
)

PERSON, SHEET, LINE = table_of(Participant), table_of(HourSheet), table_of(HourLine)
CLAIM, CONTRACT, OWN_LIST = table_of(Eligibility), table_of(WorkContract), table_of(BuyerCriterion)
AGREEMENT, SHARE, COVERED = (
    table_of(Globalisation),
    table_of(GlobalisationShare),
    table_of(GlobalisationPerson),
)
STOP = table_of(Suspension)
ROOT = func.coalesce(PERSON.c.merged_into_id, PERSON.c.id)
"""The person that a record is of: the record it was merged into, else itself."""

ROOTS = PreparedList(lambda records: select(ROOT).where(PERSON.c.id.in_(records)).distinct())
RECORDS = PreparedList(
    lambda roots: (
        select(PERSON.c.id, ROOT, PERSON.c.in_priority_district, PERSON.c.commune)
        .where(or_(PERSON.c.id.in_(roots), PERSON.c.merged_into_id.in_(roots)))
        .order_by(PERSON.c.id)
    )
)
LINES = PreparedList(
    lambda records: (
        select(
            SHEET.c.month,
            LINE.c.sheet_id,
            LINE.c.participant_id,
            SHEET.c.market_id,
            SHEET.c.party_id,
            SHEET.c.status,
            LINE.c.hours,
            LINE.c.training_hours,
            LINE.c.is_distinct,
        )
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(LINE.c.participant_id.in_(records))
    )
)
CLAIMS = PreparedList(
    lambda records: select(
        CLAIM.c.participant_id,
        CLAIM.c.criterion,
        CLAIM.c.status,
        CLAIM.c.buyer_id,
        CLAIM.c.valid_from,
        CLAIM.c.valid_until,
    ).where(CLAIM.c.participant_id.in_(records))
)
CONTRACTS = PreparedList(
    lambda records: select(
        CONTRACT.c.participant_id,
        CONTRACT.c.company_id,
        CONTRACT.c.kind,
        CONTRACT.c.starts_on,
        CONTRACT.c.ends_on,
    ).where(CONTRACT.c.participant_id.in_(records))
)
AGREEMENTS = PreparedList(
    lambda records: (
        select(
            COVERED.c.participant_id,
            AGREEMENT.c.id,
            AGREEMENT.c.company_id,
            AGREEMENT.c.first_month,
            AGREEMENT.c.last_month,
            SHARE.c.market_id,
            SHARE.c.share,
        )
        .join(AGREEMENT, AGREEMENT.c.id == COVERED.c.agreement_id)
        .join(SHARE, SHARE.c.agreement_id == AGREEMENT.c.id)
        .where(COVERED.c.participant_id.in_(records))
        .order_by(AGREEMENT.c.id, SHARE.c.market_id)
    )
)
WORKS = PreparedList(
    lambda markets: select(
        MARKET.c.id,
        MARKET.c.territory_id,
        MARKET.c.buyer_id,
        MARKET.c.starts_on,
        func.coalesce(MARKET.c.received_on, MARKET.c.terminated_on),
        MARKET.c.local_commune,
        select(OWN_LIST.c.id)
        .where(OWN_LIST.c.buyer_id == MARKET.c.buyer_id, OWN_LIST.c.withdrawn_at.is_(None))
        .exists(),
    ).where(MARKET.c.id.in_(markets))
)
STOPS = PreparedList(
    lambda markets: (
        select(STOP.c.market_id, STOP.c.from_on, STOP.c.to_on)
        .where(STOP.c.market_id.in_(markets))
        .order_by(STOP.c.from_on)
    )
)


@dataclass(frozen=True, slots=True)
class Record:
    """A participant's row, with the person it is of."""

    id: int
    root: int
    in_priority_district: bool | None
    commune: str | None


@dataclass(frozen=True, slots=True)
class _Covered:
    """An agreement with the months that it covers."""

    agreement: Agreement
    first_month: date
    last_month: date | None

    def covers(self, month: date) -> bool:
        return self.first_month <= month and (self.last_month is None or month <= self.last_month)


@dataclass(frozen=True, slots=True)
class HourFacts:
    """Months to decide, the records that they are about, and the territory whose pack decides."""

    months: tuple[PersonMonth, ...]
    records: frozenset[int]
    territory_id: int | None


def records_of(session: Session, people: Collection[int]) -> list[Record]:
    """Every record of the persons that these records are of."""
    roots = [root for (root,) in ROOTS.rows(session, people)] if people else []
    return [Record(*row) for row in RECORDS.rows(session, roots)]


def markets_of(session: Session, people: Collection[int]) -> set[int]:
    """The markets that a count of these people may change: where they worked, and their agreements'."""
    records = [record.id for record in records_of(session, people)]
    worked = {row[3] for row in LINES.rows(session, records)}
    return worked | {row[5] for row in AGREEMENTS.rows(session, records)}


def facts_about(
    session: Session, people: Collection[int], months: Collection[date] | None = None
) -> HourFacts:
    """All that decides about the hours of these people; of these months only, when given."""
    return facts_of(session, records_of(session, people), months)


def facts_of(
    session: Session, records: Sequence[Record], months: Collection[date] | None = None
) -> HourFacts:
    """The same for callers that know every record of these persons."""
    facts = _Facts.of(session, records)
    lines: dict[tuple[int, date], list[Line]] = defaultdict(list)
    for month, *line in LINES.rows(session, facts.root_of):
        if months is None or month in months:
            lines[facts.root_of[line[1]], month].append(Line(*line))
    markets = {line.market_id for found in lines.values() for line in found} | facts.markets_agreed
    works, territory_id = _works(session, markets)
    known = tuple(
        facts.month(root, month, tuple(found), works) for (root, month), found in sorted(lines.items())
    )
    return HourFacts(known, frozenset(facts.root_of), territory_id)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of each person, whatever the month."""

    root_of: Mapping[int, int]
    homes: Mapping[int, tuple[bool, str | None]]
    claims: Mapping[int, list[Claim]]
    contracts: Mapping[int, list[Contract]]
    covered: Mapping[int, list[_Covered]]

    @classmethod
    def of(cls, session: Session, records: Sequence[Record]) -> Self:
        root_of = {record.id: record.root for record in records}
        claims: dict[int, list[Claim]] = defaultdict(list)
        for person, *claim in CLAIMS.rows(session, root_of):
            claims[root_of[person]].append(Claim(*claim))
        contracts: dict[int, list[Contract]] = defaultdict(list)
        for person, *contract in CONTRACTS.rows(session, root_of):
            contracts[root_of[person]].append(Contract(*contract))
        covered = _covered(AGREEMENTS.rows(session, root_of), root_of)
        return cls(root_of, _homes(records), claims, contracts, covered)

    @property
    def markets_agreed(self) -> set[int]:
        """The markets of every agreement."""
        found = (each.agreement for agreements in self.covered.values() for each in agreements)
        return {market for agreement in found for market, _ in agreement.shares}

    def month(
        self, root: int, month: date, lines: tuple[Line, ...], works: Mapping[int, Works]
    ) -> PersonMonth:
        in_priority_district, commune = self.homes[root]
        agreements = tuple(each.agreement for each in self.covered.get(root, ()) if each.covers(month))
        credited = {market for agreement in agreements for market, _ in agreement.shares}
        return PersonMonth(
            month=month,
            lines=lines,
            works={market: works[market] for market in credited | {line.market_id for line in lines}},
            claims=tuple(self.claims.get(root, ())),
            contracts=tuple(self.contracts.get(root, ())),
            agreements=agreements,
            in_priority_district=in_priority_district,
            commune=commune,
        )


def _covered(rows: Iterable[Sequence[Any]], root_of: Mapping[int, int]) -> dict[int, list[_Covered]]:
    """Each person's agreements, whichever of its records they name."""
    shares: dict[int, dict[int, Any]] = defaultdict(dict)
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for person, agreement_id, company_id, first_month, last_month, market_id, share in rows:
        shares[agreement_id][market_id] = share
        found[root_of[person], agreement_id] = (company_id, first_month, last_month)
    covered: dict[int, list[_Covered]] = defaultdict(list)
    for (root, agreement_id), (company_id, first_month, last_month) in found.items():
        agreement = Agreement(agreement_id, company_id, tuple(shares[agreement_id].items()))
        covered[root].append(_Covered(agreement, first_month, last_month))
    return covered


def _homes(records: Iterable[Record]) -> dict[int, tuple[bool, str | None]]:
    """Where each person lives, as the first of its records that says so has it."""
    homes: dict[int, tuple[bool, str | None]] = {}
    for record in sorted(records, key=lambda record: (record.id != record.root, record.id)):
        district, commune = homes.get(record.root, (False, None))
        homes[record.root] = (district or bool(record.in_priority_district), commune or record.commune)
    return homes


def _works(session: Session, markets: Collection[int]) -> tuple[dict[int, Works], int | None]:
    stops: dict[int, list[Span]] = defaultdict(list)
    for market_id, from_on, to_on in STOPS.rows(session, markets):
        stops[market_id].append(Span(from_on, to_on))
    works: dict[int, Works] = {}
    territories = set()
    for market_id, territory_id, buyer_id, starts_on, ends_on, commune, own_list in WORKS.rows(
        session, markets
    ):
        territories.add(territory_id)
        works[market_id] = Works(
            buyer_id, starts_on, ends_on, tuple(stops.get(market_id, ())), bool(own_list), commune
        )
    return works, min(territories, default=None)

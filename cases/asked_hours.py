"""Who else may say how many hours someone worked: the structure that employs, and the person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlmodel import Session

from cases.hour_facts import ROOT
from cases.rules.months import last_day
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import HourLine, HourSheet, HoursReport, Participant, Party, WorkContract
from models.vocabulary import ANSWERED, HoursSource, SheetStatus

SHEET, LINE, PERSON, PARTY = (table_of(model) for model in (HourSheet, HourLine, Participant, Party))
CONTRACT, REPORT = table_of(WorkContract), table_of(HoursReport)
LENT = and_(CONTRACT.c.employer_id != CONTRACT.c.company_id, PERSON.c.party_id == CONTRACT.c.company_id)
"""A structure employs someone whom the company knows: its own employees are on its own sheets."""


def _covers(first: Any, last: Any) -> ColumnElement[bool]:
    ends = or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= first)
    return and_(CONTRACT.c.starts_on <= last, ends)


FIRST, LAST = bindparam("first", type_=SHEET.c.month.type), bindparam("last", type_=SHEET.c.month.type)
EMPLOYERS = Prepared(
    select(CONTRACT.c.employer_id, ROOT)
    .join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
    .where(CONTRACT.c.company_id == bindparam("company"), LENT, _covers(FIRST, LAST))
    .distinct()
    .order_by(CONTRACT.c.employer_id)
)
ASKS_SOMEBODY = Prepared(
    select(
        MARKET.c.asks_attestation,
        exists().where(
            CONTRACT.c.company_id == bindparam("company"),
            CONTRACT.c.employer_id != bindparam("company"),
            _covers(FIRST, LAST),
        ),
    ).where(MARKET.c.id == bindparam("market"))
)


@dataclass(frozen=True, slots=True)
class ReportedPerson:
    """Someone whose hours a structure may report, on one market; `hours`: what it said before."""

    participant_id: int
    name: str
    company_id: int
    company_name: str
    market_id: int
    market_title: str
    market_reference: str
    sheet_id: int
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class AttestedHours:
    """A person's own hours on one market, as the company declared them; `hours`: what the person said."""

    participant_id: int
    company_id: int
    company_name: str
    market_id: int
    market_title: str
    sheet_id: int
    declared_hours: Decimal
    hours: Decimal | None


def employers_for(session: Session, company_id: int, month: date) -> dict[int, list[int]]:
    """The persons (their own records) whom each other structure employs for this company that month."""
    found: dict[int, list[int]] = defaultdict(list)
    span = {"company": company_id, "first": month, "last": last_day(month)}
    for employer, root in EMPLOYERS.rows(session, span):
        found[employer].append(root)
    return dict(found)


def asks_somebody(session: Session, market_id: int, company_id: int, month: date) -> bool:
    """Whether someone else may say hours of this company on this market that month."""
    given = {"market": market_id, "company": company_id, "first": month, "last": last_day(month)}
    found = ASKS_SOMEBODY.first(session, given)
    return found is not None and any(found)


def _said(source: HoursSource, person: Any, *of_whom: ColumnElement[bool]) -> Any:
    """What that source said of the person's hours, beside the sheet in hand."""
    return (
        select(REPORT.c.hours)
        .where(
            REPORT.c.market_id == SHEET.c.market_id,
            REPORT.c.participant_id == person,
            REPORT.c.month == SHEET.c.month,
            REPORT.c.source == source,
            *of_whom,
        )
        .correlate(SHEET, person.table)
        .scalar_subquery()
    )


def reported_people(
    session: Session, territory_id: int, structure_id: int, month: date
) -> list[ReportedPerson]:
    """Those whom the structure employs that month for companies of the territory, market by market.

    Someone who was declared by the company is shown on the markets where that was; someone who never was, on
    all of the company's.
    """
    rows = session.connection().execute(_employed(territory_id, structure_id, month))
    found = [ReportedPerson(row[0], f"{row[1]} {row[2]}", *row[3:]) for row in rows]
    worked = _declared(session, {each.participant_id for each in found})
    return [
        each
        for each in found
        if each.market_id in worked[each.participant_id] or not worked[each.participant_id]
    ]


def _employed(territory_id: int, structure_id: int, month: date) -> Select[Any]:
    """The structure's people that month, with the sheets of the companies that they are lent to."""
    person = (PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name)
    market = (MARKET.c.id, MARKET.c.title, MARKET.c.reference)
    said = _said(HoursSource.STRUCTURE, PERSON.c.id, REPORT.c.party_id == structure_id)
    return (
        select(*person, PARTY.c.id, PARTY.c.name, *market, SHEET.c.id, said)
        .select_from(
            CONTRACT.join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
            .join(SHEET, SHEET.c.party_id == CONTRACT.c.company_id)
            .join(MARKET, MARKET.c.id == SHEET.c.market_id)
            .join(PARTY, PARTY.c.id == CONTRACT.c.company_id)
        )
        .where(
            CONTRACT.c.employer_id == structure_id,
            LENT,
            _covers(month, last_day(month)),
            SHEET.c.month == month,
            SHEET.c.status != SheetStatus.CANCELLED,
            MARKET.c.territory_id == territory_id,
        )
        .distinct()
        .order_by(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id, MARKET.c.title, MARKET.c.id)
    )


def _declared(session: Session, people: Collection[int]) -> dict[int, set[int]]:
    """The markets where each of them was ever declared."""
    found: dict[int, set[int]] = defaultdict(set)
    query = (
        select(LINE.c.participant_id, SHEET.c.market_id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(LINE.c.participant_id.in_(people))
        .distinct()
    )
    for person, market in session.connection().execute(query):
        found[person].add(market)
    return found


def attested_hours(
    session: Session, territory_id: int, participant_id: int, month: date
) -> list[AttestedHours]:
    """A person's own hours of the month, on the markets that ask the person about them."""
    root = select(ROOT).where(PERSON.c.id == participant_id).scalar_subquery()
    query = (
        select(
            PERSON.c.id,
            PARTY.c.id,
            PARTY.c.name,
            MARKET.c.id,
            MARKET.c.title,
            SHEET.c.id,
            LINE.c.hours,
            _said(HoursSource.PARTICIPANT, LINE.c.participant_id),
        )
        .select_from(
            LINE.join(SHEET, SHEET.c.id == LINE.c.sheet_id)
            .join(PERSON, PERSON.c.id == LINE.c.participant_id)
            .join(MARKET, MARKET.c.id == SHEET.c.market_id)
            .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        )
        .where(
            root == ROOT,
            SHEET.c.month == month,
            SHEET.c.status.in_(ANSWERED),
            MARKET.c.asks_attestation,
            MARKET.c.territory_id == territory_id,
        )
        .order_by(MARKET.c.title, SHEET.c.id)
    )
    return [AttestedHours(*row) for row in session.connection().execute(query)]

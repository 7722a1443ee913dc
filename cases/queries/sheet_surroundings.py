"""What submitted sheets are compared with: the months before, the people's other hours, those like them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlmodel import Session

from cases.hour_facts import facts_about, records_of
from cases.queries.walls import SHEET
from cases.rules.months import add_months
from cases.rules.person_month import PersonMonth
from cases.rules.same_person import Identity, Likeness, compare, name_key
from cases.statements import table_of
from models.prepared import PreparedList
from models.tables import DistinctPeople, HourLine, Participant
from models.vocabulary import ANSWERED

LINE, PERSON, DISTINCT = table_of(HourLine), table_of(Participant), table_of(DistinctPeople)
LOOKS_BACK_MONTHS = 3
SHEETS_AROUND = PreparedList(
    lambda markets: select(
        SHEET.c.id, SHEET.c.market_id, SHEET.c.party_id, SHEET.c.month, SHEET.c.declared_hours
    ).where(SHEET.c.market_id.in_(markets), SHEET.c.status.in_(ANSWERED))
)
LINES = PreparedList(
    lambda sheets: select(LINE.c.sheet_id, LINE.c.participant_id, LINE.c.hours).where(
        LINE.c.sheet_id.in_(sheets)
    )
)
FIRST_MONTHS = PreparedList(
    lambda people: (
        select(LINE.c.participant_id, func.min(SHEET.c.month, type_=SHEET.c.month.type))
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(LINE.c.participant_id.in_(people), SHEET.c.status.in_(ANSWERED))
        .group_by(LINE.c.participant_id)
    )
)
IDENTITIES = PreparedList(
    lambda people: select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name, PERSON.c.birth_date).where(
        PERSON.c.id.in_(people)
    )
)
TOLD_APART = PreparedList(
    lambda people: select(DISTINCT.c.first_id, DISTINCT.c.second_id).where(DISTINCT.c.first_id.in_(people))
)


class Submitted(Protocol):
    """A sheet, by what its surroundings are looked up."""

    @property
    def id(self) -> int: ...
    @property
    def market_id(self) -> int: ...
    @property
    def party_id(self) -> int: ...
    @property
    def month(self) -> date: ...


class Surroundings:
    """What the sheets are compared with, read a table at a time for all of them."""

    def __init__(self, session: Session, sheets: Sequence[Submitted]) -> None:
        self.session = session
        markets = {sheet.market_id for sheet in sheets}
        rows: list[Any] = SHEETS_AROUND.rows(session, markets)
        self.sheets: dict[tuple[int, int, date], tuple[int, Decimal]] = {
            (market, party, month): (number, hours) for number, market, party, month, hours in rows
        }
        read = {sheet.id for sheet in sheets} | {
            before[0] for sheet in sheets if (before := self.before(sheet))
        }
        self.lines: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for number, person, hours in LINES.rows(session, read):
            self.lines[number][person] = hours
        self.people = {person for lines in self.lines.values() for person in lines}
        self.root_of = {record.id: record.root for record in records_of(session, self.people)}
        months = {month for sheet in sheets for month in (sheet.month, add_months(sheet.month, -1))}
        self.months: dict[tuple[int, date], PersonMonth] = {}
        for known in facts_about(session, self.people, months).months:
            self.months[self.root_of[known.lines[0].participant_id], known.month] = known

    def before(self, sheet: Submitted) -> tuple[int, Decimal] | None:
        """The answered sheet of the month before: its number and its hours."""
        return self.sheets.get((sheet.market_id, sheet.party_id, add_months(sheet.month, -1)))

    @cached_property
    def first_months(self) -> dict[int, date]:
        """By person, the first month for which anybody declared hours."""
        found: dict[int, date] = {}
        for person, month in FIRST_MONTHS.rows(self.session, self.root_of):
            root = self.root_of[person]
            found[root] = min(found.get(root, month), month)
        return found

    @cached_property
    def identities(self) -> dict[int, Identity]:
        return {row[0]: Identity(*row[1:]) for row in IDENTITIES.rows(self.session, self.people)}

    @cached_property
    def told_apart(self) -> set[tuple[int, int]]:
        """Records that someone said are two people."""
        return {(first, second) for first, second in TOLD_APART.rows(self.session, self.people)}

    def months_with_hours(self, sheet: Submitted) -> int:
        """How many months in a row had hours, up to the one before."""
        count, month = 0, add_months(sheet.month, -1)
        while count < LOOKS_BACK_MONTHS:
            found = self.sheets.get((sheet.market_id, sheet.party_id, month))
            if found is None or not found[1]:
                break
            count, month = count + 1, add_months(month, -1)
        return count


def doubles_of(around: Surroundings, lines: Mapping[int, Decimal]) -> dict[int, tuple[int, ...]]:
    """Who on the sheet may be who else on it, and was not said to be somebody else."""
    groups: dict[object, list[int]] = defaultdict(list)
    for person in sorted(lines):
        who = around.identities[person]
        groups[name_key(who.first_name, who.last_name)].append(person)
        if who.birth_date is not None:
            groups[who.birth_date].append(person)
    found: dict[int, set[int]] = defaultdict(set)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if _may_be_one(around, one, other):
                found[one].add(other)
    return {person: tuple(sorted(others)) for person, others in found.items()}


def _may_be_one(around: Surroundings, one: int, other: int) -> bool:
    if around.root_of[one] == around.root_of[other] or (one, other) in around.told_apart:
        return False
    return compare(around.identities[one], around.identities[other]).likeness is not Likeness.NONE

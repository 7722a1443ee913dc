"""The people of a territory, for its staff: found by name, those to confirm, those whose time is ending."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import CLAIM, LINE, PERSON, ROOT, SHEET
from cases.packs import pack_at
from cases.queries.paging import Page, Slice, take
from cases.queries.standing import stands
from cases.refusals import NotAllowed
from cases.rules.same_person import name_key
from cases.rules.standing import PersonStanding
from cases.statements import table_of
from models.tables import Party
from models.vocabulary import EligibilityStatus

PARTY = table_of(Party)
RECORD = PERSON.alias("record")
PAGE = 50


class Only(StrEnum):
    """Whom to show."""

    TO_CONFIRM = "a-confirmer"
    EXPIRING = "fin-proche"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A criterion claimed, and what was decided of it."""

    id: int
    participant_id: int
    criterion: str
    buyer_id: int | None
    status: EligibilityStatus
    proof_seen_on: date | None
    valid_from: date | None
    valid_until: date | None
    reason: str | None
    pack_version: str
    claimed_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list, whichever companies know them."""

    id: int
    first_name: str
    last_name: str
    companies: tuple[str, ...]
    last_month: date | None
    standing: PersonStanding
    until: date | None
    waiting: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whom the reader asked for: whose name holds the words; those to confirm; those whose time is ending."""

    name: str = ""
    only: Only | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A page of the list, and how many people the filter holds."""

    lines: list[PersonLine]
    count: int
    has_next: bool


def list_people(session: Session, actor: Actor, wanted: PeopleFilter, *, now: datetime) -> PeopleList:
    """The people that the filter keeps, by name. Raises NotAllowed for others than the territory's staff."""
    kept, today = _kept(session, actor, wanted, now)
    by_name = (func.lower(PERSON.c.last_name), func.lower(PERSON.c.first_name), PERSON.c.id)
    shown = kept.order_by(*by_name).limit(PAGE + 1).offset((wanted.page - 1) * PAGE)
    connection = session.connection()
    rows = connection.execute(shown).all()
    count = connection.execute(select(func.count()).select_from(kept.subquery())).scalar_one()
    people = {row.id: (row.first_name, row.last_name) for row in rows[:PAGE]}
    return PeopleList(_lines(session, people, today), count, len(rows) > PAGE)


def people_slice(session: Session, actor: Actor, wanted: PeopleFilter, part: Slice, *, now: datetime) -> Page:
    """The people that the filter keeps, as records for programs. Raises NotAllowed."""
    kept, today = _kept(session, actor, wanted, now)
    found = take(session, kept, PERSON.c.id, part)
    people = {row["id"]: (row["first_name"], row["last_name"]) for row in found.items}
    return Page([asdict(line) for line in _lines(session, people, today)], found.next_after)


def _kept(session: Session, actor: Actor, wanted: PeopleFilter, now: datetime) -> tuple[Select[Any], date]:
    """The people that the filter keeps, and the day that it is in the territory."""
    if not actor.is_staff:
        raise NotAllowed
    pack = pack_at(session, actor.territory_id, now)
    today = pack.calendar.local_date(now)
    query = select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name).where(
        PERSON.c.territory_id == actor.territory_id,
        PERSON.c.merged_into_id.is_(None),
        *(_named(word) for word in wanted.name.split()),
    )
    if wanted.only is Only.TO_CONFIRM:
        query = query.where(_to_confirm())
    elif wanted.only is Only.EXPIRING:
        query = query.where(_ending(today, today + timedelta(days=pack.eligibility_warning_days)))
    return query, today


def _theirs() -> ColumnElement[bool]:
    """The records of the person that the list is at."""
    return or_(RECORD.c.id == PERSON.c.id, RECORD.c.merged_into_id == PERSON.c.id)


def _named(word: str) -> ColumnElement[bool]:
    """Some record holds the word, or a name that is spelled like it."""
    key = name_key(word, "").strip()
    like = f"%{word}%"
    spelled = or_(RECORD.c.name_key.like(f"{key} %"), RECORD.c.name_key.like(f"% {key}"))
    holds = or_(RECORD.c.first_name.ilike(like), RECORD.c.last_name.ilike(like), *((spelled,) if key else ()))
    return exists().where(_theirs(), holds)


def _claims(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    joined = and_(CLAIM.c.participant_id == RECORD.c.id, _theirs())
    return exists().where(joined, *conditions)


def _to_confirm() -> ColumnElement[bool]:
    confirmed = _claims(CLAIM.c.status == EligibilityStatus.CONFIRMED)
    return and_(~confirmed, or_(~_claims(), _claims(CLAIM.c.status == EligibilityStatus.CLAIMED)))


def _ending(today: date, last: date) -> ColumnElement[bool]:
    is_confirmed = CLAIM.c.status == EligibilityStatus.CONFIRMED
    ends_soon = _claims(is_confirmed, CLAIM.c.valid_until >= today, CLAIM.c.valid_until <= last)
    return and_(ends_soon, ~_claims(is_confirmed, CLAIM.c.valid_until > last))


def _lines(session: Session, people: Mapping[int, tuple[str, str]], today: date) -> list[PersonLine]:
    connection = session.connection()
    records = select(ROOT.label("root"), PERSON.c.id, PARTY.c.name).join(
        PARTY, PARTY.c.id == PERSON.c.party_id
    )
    companies: dict[int, set[str]] = defaultdict(set)
    root_of: dict[int, int] = {}
    for row in connection.execute(records.where(is_record_of(people))):
        companies[row.root].add(row.name)
        root_of[row.id] = row.root
    months = _last_months(session, root_of)
    claims: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims_of(session, root_of):
        claims[root_of[claim.participant_id]].append(claim)
    return [
        _line(number, names, companies[number], months.get(number), claims[number], today)
        for number, names in people.items()
    ]


def is_record_of(roots: Collection[int]) -> ColumnElement[bool]:
    """The condition on `participant` that it is a record of one of these people."""
    return or_(PERSON.c.id.in_(roots), PERSON.c.merged_into_id.in_(roots))


def _line(
    number: int,
    names: tuple[str, str],
    companies: Collection[str],
    last_month: date | None,
    claims: Collection[Claimed],
    today: date,
) -> PersonLine:
    found = stands(claims, today)
    waiting = tuple(claim.id for claim in claims if claim.status is EligibilityStatus.CLAIMED)
    return PersonLine(
        number, *names, tuple(sorted(companies)), last_month, found.standing, found.until, waiting
    )


def _last_months(session: Session, root_of: Mapping[int, int]) -> dict[int, date]:
    query = (
        select(LINE.c.participant_id, func.max(SHEET.c.month).label("month"))
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(LINE.c.participant_id.in_(root_of))
        .group_by(LINE.c.participant_id)
    )
    found: dict[int, date] = {}
    for row in session.connection().execute(query):
        root = root_of[row.participant_id]
        found[root] = max(found.get(root, row.month), row.month)
    return found


def claims_of(session: Session, records: Collection[int]) -> list[Claimed]:
    """Every criterion claimed on these records, in the order in which they were."""
    query = select(*(CLAIM.c[name] for name in Claimed.__slots__)).where(CLAIM.c.participant_id.in_(records))
    return [Claimed(*row) for row in session.connection().execute(query.order_by(CLAIM.c.id))]

"""Finding the records that may be of one person, and joining those that surely are (DOMAIN.md rule 2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlmodel import Session

from cases.decisions import NewTask
from cases.hour_facts import PERSON, ROOT
from cases.personwork import PersonCase
from cases.rules.same_person import Identity, Likeness, Sign, compare, day_and_month_swapped
from cases.statements import TASK, table_of
from models.tables import DistinctPeople, PersonMerge
from models.vocabulary import TaskKind, TaskStatus

DISTINCT, MERGE = table_of(DistinctPeople), table_of(PersonMerge)
REVIEW_DAYS = 10
LIKELIEST_FIRST = tuple(Likeness)
IDENTITY = (
    PERSON.c.id,
    ROOT,
    *(PERSON.c[name] for name in ("first_name", "last_name", "birth_date", "party_id")),
)


@dataclass(frozen=True, slots=True)
class Twin:
    """Someone else who may be the same person: their root, the two records that are alike, and why."""

    root: int
    record_id: int
    other_id: int
    likeness: Likeness
    signs: tuple[Sign, ...]


def find_twins(session: Session, territory_id: int, records: Collection[int]) -> list[Twin]:
    """People of the territory who may be the one whose records these are; one twin for each, the likeliest.

    Looked up by the key of the names, by the birth date, and where one is missing by one word of the key:
    never by reading everybody. Those who were said to be someone else are left out.
    """
    connection = session.connection()
    mine = connection.execute(
        select(*IDENTITY, PERSON.c.name_key).where(PERSON.c.id.in_(records)).order_by(PERSON.c.id)
    ).all()
    alike = [or_(*(_may_be(row.name_key, row.birth_date) for row in mine))] if mine else []
    query = select(*IDENTITY).where(
        PERSON.c.territory_id == territory_id, PERSON.c.id.not_in(records), *alike
    )
    others = connection.execute(query.order_by(PERSON.c.id)).all() if mine else []
    apart = _said_distinct(session, records)
    twins: dict[int, Twin] = {}
    for other in others:
        for row in mine:
            verdict = compare(Identity(*row[2:6]), Identity(*other[2:6]))
            known = twins.get(other[1])
            best = Likeness.NONE if known is None else known.likeness
            if LIKELIEST_FIRST.index(verdict.likeness) < LIKELIEST_FIRST.index(best):
                twins[other[1]] = Twin(other[1], row[0], other[0], verdict.likeness, verdict.signs)
    return [twin for twin in twins.values() if twin.root not in apart]


def _may_be(name_key: str, born: date | None) -> ColumnElement[bool]:
    same_key = PERSON.c.name_key == name_key
    shares_a_word = or_(
        *(
            condition
            for word in name_key.split()
            for condition in (
                PERSON.c.name_key.startswith(f"{word} "),
                PERSON.c.name_key.endswith(f" {word}"),
            )
        )
    )
    if born is None:
        return or_(same_key, shares_a_word)
    dates = [day for day in (born, day_and_month_swapped(born)) if day is not None]
    undated = and_(PERSON.c.birth_date.is_(None), shares_a_word)
    return or_(same_key, PERSON.c.birth_date.in_(dates), undated)


def _said_distinct(session: Session, records: Collection[int]) -> set[int]:
    """The roots of those who were said to be someone else than the person of these records."""
    root = select(ROOT).join(
        DISTINCT,
        or_(
            and_(DISTINCT.c.first_id == PERSON.c.id, DISTINCT.c.second_id.in_(records)),
            and_(DISTINCT.c.second_id == PERSON.c.id, DISTINCT.c.first_id.in_(records)),
        ),
    )
    return set(session.connection().execute(root).scalars())


def join_records(case: PersonCase, other_root: int, *, is_automatic: bool) -> tuple[int, int, int]:
    """Make one person of two: the lower root stays the root. The merge's number, the root, who joined it."""
    kept, joined = sorted((case.root, other_root))
    connection = case.session.connection()
    row = {
        "merged_id": joined,
        "into_id": kept,
        "is_automatic": is_automatic,
        "merged_at": case.now,
        "merged_by": case.actor.id,
    }
    merge_id = connection.execute(insert(MERGE).values(**row).returning(MERGE.c.id)).scalar_one()
    branch = or_(PERSON.c.id == joined, PERSON.c.merged_into_id == joined)
    connection.execute(update(PERSON).where(branch).values(merged_into_id=kept, merged_at=case.now))
    return int(merge_id), kept, joined


def ask_about(case: PersonCase, twins: Iterable[Twin]) -> tuple[NewTask, ...]:
    """A task for each pair of people to be looked at, asked once."""
    due_on = case.pack.calendar.shift(case.today, REVIEW_DAYS)
    pairs = [sorted((case.root, twin.root)) for twin in twins]
    return tuple(
        NewTask(TaskKind.SAME_PERSON, low, due_on, str(high), {"other": high}) for low, high in pairs
    )


def end_questions(
    session: Session, one: Collection[int], other: Collection[int], now: datetime, by: int | None
) -> None:
    """The tasks that asked whether a record of the one and a record of the other are one person are done."""
    keys = [
        f"{TaskKind.SAME_PERSON}:{min(first, second)}:{max(first, second)}"
        for first in one
        for second in other
        if first != second
    ]
    still_open = update(TASK).where(TASK.c.unique_key.in_(keys), TASK.c.status == TaskStatus.OPEN)
    session.connection().execute(still_open.values(status=TaskStatus.DONE, closed_at=now, closed_by=by))

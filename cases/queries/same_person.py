"""The records that may be one person, and two of them side by side with what speaks for one."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import PERSON
from cases.queries.people import PAGE
from cases.queries.person_page import PersonPage, RecordKnown, person_page
from cases.refusals import NotAllowed
from cases.rules.same_person import Identity, Likeness, Sign, compare
from cases.statements import TASK
from models.vocabulary import TaskKind, TaskStatus


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that someone must look at."""

    one: int
    one_name: str
    other: int
    other_name: str


@dataclass(frozen=True, slots=True)
class PairList:
    """A page of the pairs, and how many there are."""

    pairs: list[Pair]
    count: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The two, and the signs of the two records that are the most alike."""

    one: PersonPage
    other: PersonPage
    likeness: Likeness
    signs: tuple[Sign, ...]


def compared(session: Session, actor: Actor, one_id: int, other_id: int, now: datetime) -> Compared:
    """Raises NotAllowed, NotFound outside the territory."""
    one = person_page(session, actor, one_id, now)
    other = person_page(session, actor, other_id, now)
    verdicts = [compare(_identity(a), _identity(b)) for a in one.records for b in other.records]
    order = list(Likeness)
    best = min(verdicts, key=lambda verdict: order.index(verdict.likeness))
    return Compared(one, other, best.likeness, best.signs)


def _identity(record: RecordKnown) -> Identity:
    return Identity(record.first_name, record.last_name, record.birth_date, record.party_id)


def pairs_to_review(session: Session, actor: Actor, page: int = 1) -> PairList:
    """Records that may be one person, as the open tasks ask. Raises NotAllowed."""
    if not actor.is_staff:
        raise NotAllowed
    connection = session.connection()
    asked = (
        TASK.c.territory_id == actor.territory_id,
        TASK.c.kind == TaskKind.SAME_PERSON,
        TASK.c.status == TaskStatus.OPEN,
    )
    query = select(TASK.c.subject_id, TASK.c.details).where(*asked).order_by(TASK.c.due_on, TASK.c.id)
    rows = connection.execute(query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    count = connection.execute(select(func.count()).select_from(TASK).where(*asked)).scalar_one()
    numbers = [(int(row.subject_id), int(json.loads(row.details)["other"])) for row in rows[:PAGE]]
    names = select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name).where(
        PERSON.c.id.in_({number for pair in numbers for number in pair})
    )
    known = {row.id: f"{row.first_name} {row.last_name}" for row in connection.execute(names)}
    pairs = [Pair(one, known[one], other, known[other]) for one, other in numbers]
    return PairList(pairs, count, len(rows) > PAGE)

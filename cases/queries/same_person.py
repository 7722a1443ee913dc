"""Two people looked at side by side, and what speaks for one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.queries.person_page import PersonPage, RecordKnown, person_page
from cases.rules.same_person import Identity, Likeness, Sign, compare


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

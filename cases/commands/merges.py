"""Two records looked at by a person: of one person, or of two. Either may be undone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, tuple_, update
from sqlmodel import Session

from cases.actors import Actor
from cases.compared_again import compare_again
from cases.decisions import Decision, NewTask
from cases.double_agreements import double_agreement
from cases.hour_facts import PERSON
from cases.newcomers import is_confirmed, join_and_tell, to_confirm
from cases.personwork import PersonCase, open_person, take_up_person
from cases.recognition import DISTINCT, MERGE, end_questions
from cases.refusals import AlreadyOnePerson, MergeAlreadyUndone, NotAllowed, NotFound, UnderTwoAgreements


def merge_people(session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime) -> int:
    """Say that two records are of one person: the root that both have from now on.

    Every rule follows the person; lines, contracts and proofs stay where they were written. Raises
    NotAllowed, NotFound, AlreadyOnePerson, UnderTwoAgreements.
    """
    case, other = _two(session, actor, one_id, other_id, now)
    if (names := double_agreement(session, case.records, other.records)) is not None:
        raise UnderTwoAgreements(*names)
    pairs = _pairs(case.records, other.records)
    forgotten = delete(DISTINCT).where(tuple_(DISTINCT.c.first_id, DISTINCT.c.second_id).in_(pairs))
    session.connection().execute(forgotten)
    one = join_and_tell(case, other.root, is_automatic=False)
    end_questions(session, one.records, one.records, now, actor.id)
    return one.root


def tell_apart(session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime) -> None:
    """Say that two records are of two people: they are not proposed again.

    Raises NotAllowed, NotFound, AlreadyOnePerson (undo the merge instead).
    """
    case, other = _two(session, actor, one_id, other_id, now)
    _keep_apart(case, one_id, other_id)
    end_questions(session, case.records, other.records, now, actor.id)
    payload = {"participant": case.root, "other": other.root}
    case.decide("people_told_apart", payload)


def undo_merge(session: Session, actor: Actor, merge_id: int, *, now: datetime) -> tuple[int, int]:
    """Give back the branch of records that had joined, whole; both are counted anew. The two roots.

    The two are then said to be two people. Raises NotAllowed, NotFound, MergeAlreadyUndone.
    """
    if not actor.is_staff:
        raise NotAllowed
    connection = session.connection()
    merge = connection.execute(select(MERGE).where(MERGE.c.id == merge_id).with_for_update()).first()
    if merge is None:
        raise NotFound
    both = take_up_person(session, actor, merge.into_id, now)
    if merge.undone_at is not None:
        raise MergeAlreadyUndone
    undone = update(MERGE).where(MERGE.c.id == merge_id).values(undone_at=now, undone_by=actor.id)
    connection.execute(undone)
    branch = _branch(session, merge.merged_id)
    alone = {"merged_into_id": None, "merged_at": None}
    connection.execute(update(PERSON).where(PERSON.c.id == merge.merged_id).values(**alone))
    followers = update(PERSON).where(PERSON.c.id.in_(branch - {merge.merged_id}))
    connection.execute(followers.values(merged_into_id=merge.merged_id, merged_at=now))
    _keep_apart(both, merge.merged_id, merge.into_id)
    payload = {"merge": merge_id, "participant": both.root, "separated": merge.merged_id}
    both.decide("merge_undone", payload, _asked_again(session, actor, both.root, merge, now))
    compare_again(session, actor, both.records, now=now)
    return both.root, int(merge.merged_id)


def _asked_again(session: Session, actor: Actor, root: int, merge: Row[Any], now: datetime) -> Decision:
    """Whoever was confirmed by the other's proof only is to be confirmed again."""
    tasks: list[NewTask] = []
    for number in (root, merge.merged_id):
        case = open_person(session, actor, number, now)
        if not is_confirmed(case):
            tasks += to_confirm(case, (number,), f"undone-{merge.id}")
    return Decision("", opens=tuple(tasks))


def _two(
    session: Session, actor: Actor, one_id: int, other_id: int, now: datetime
) -> tuple[PersonCase, PersonCase]:
    case = take_up_person(session, actor, one_id, now)
    other = take_up_person(session, actor, other_id, now)
    if case.root == other.root:
        raise AlreadyOnePerson
    return open_person(session, actor, case.root, now), other


def _branch(session: Session, root: int) -> set[int]:
    """The record and all that joined it, directly or not, by merges that still stand."""
    found, added = {root}, {root}
    while added:
        query = select(MERGE.c.merged_id).where(MERGE.c.into_id.in_(added), MERGE.c.undone_at.is_(None))
        added = set(session.connection().execute(query).scalars()) - found
        found |= added
    return found


def _keep_apart(case: PersonCase, one: int, other: int) -> None:
    first, second = sorted((one, other))
    row = {"first_id": first, "second_id": second, "decided_at": case.now, "decided_by": case.actor.id}
    connection = case.session.connection()
    known = select(DISTINCT.c.first_id).where(DISTINCT.c.first_id == first, DISTINCT.c.second_id == second)
    if connection.execute(known).first() is None:
        connection.execute(insert(DISTINCT).values(**row))


def _pairs(one: Collection[int], other: Collection[int]) -> list[tuple[int, int]]:
    return [(min(first, second), max(first, second)) for first in one for second in other]

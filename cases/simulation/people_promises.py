"""What is promised of people: one root each, all asked about, nobody's hours spread twice."""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from cases.hour_facts import AGREEMENT, CLAIM, COVERED, PERSON, ROOT, SHARE
from cases.recognition import MERGE
from cases.statements import TASK
from models.vocabulary import EligibilityStatus, TaskKind, TaskStatus

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked


def merges_astray(looked: "Looked") -> int:
    """Records that joined one that itself joined another, or that no merge still standing explains."""
    rows = looked.connection.execute(
        select(PERSON.c.id, PERSON.c.merged_into_id).where(PERSON.c.territory_id == looked.territory_id)
    ).all()
    root_of = {row.id: row.merged_into_id for row in rows}
    standing = {
        row.merged_id: row.into_id
        for row in looked.connection.execute(
            select(MERGE.c.merged_id, MERGE.c.into_id).where(MERGE.c.undone_at.is_(None))
        )
    }
    return sum(root_of[number] != _last(standing, number) for number in root_of)


def _last(standing: dict[int, int], number: int) -> int | None:
    """Where the standing merges lead; None for whoever joined nobody."""
    root = number
    while root in standing:
        root = standing[root]
    return None if root == number else root


def newcomers_nobody_asked_about(looked: "Looked") -> int:
    """Records with neither a criterion, nor a task to confirm them, nor someone they joined."""
    asked = select(TASK.c.subject_id).where(TASK.c.kind == TaskKind.CONFIRM_ELIGIBILITY)
    forgotten = select(PERSON.c.id).where(
        PERSON.c.territory_id == looked.territory_id,
        PERSON.c.merged_into_id.is_(None),
        PERSON.c.id.not_in(asked),
        PERSON.c.id.not_in(select(CLAIM.c.participant_id)),
    )
    return len(looked.connection.execute(forgotten).all())


def confirmed_while_asked(looked: "Looked") -> int:
    """Records confirmed for which a task to confirm is still open."""
    waiting = select(TASK.c.subject_id).where(
        TASK.c.kind == TaskKind.CONFIRM_ELIGIBILITY, TASK.c.status == TaskStatus.OPEN
    )
    confirmed = select(CLAIM.c.participant_id).where(
        CLAIM.c.status == EligibilityStatus.CONFIRMED, CLAIM.c.participant_id.in_(waiting)
    )
    return len(looked.connection.execute(confirmed.distinct()).all())


def agreements_not_whole(looked: "Looked") -> int:
    """Agreements whose shares do not make one."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    query = select(SHARE.c.agreement_id, SHARE.c.share).join(
        AGREEMENT, AGREEMENT.c.id == SHARE.c.agreement_id
    )
    for number, share in looked.connection.execute(
        query.where(AGREEMENT.c.territory_id == looked.territory_id)
    ):
        totals[number] += share
    return sum(total != 1 for total in totals.values())


def people_shared_twice(looked: "Looked") -> int:
    """Months in which two agreements of one company spread the hours of one person."""
    query = (
        select(ROOT.label("root"), AGREEMENT.c.company_id, AGREEMENT.c.first_month, AGREEMENT.c.last_month)
        .select_from(COVERED.join(AGREEMENT, AGREEMENT.c.id == COVERED.c.agreement_id))
        .join(PERSON, PERSON.c.id == COVERED.c.participant_id)
        .where(AGREEMENT.c.territory_id == looked.territory_id)
        .distinct()
        .order_by(ROOT, AGREEMENT.c.company_id, AGREEMENT.c.first_month)
    )
    rows = looked.connection.execute(query).all()
    return sum(
        (one.root, one.company_id) == (next_.root, next_.company_id)
        and (one.last_month is None or one.last_month >= next_.first_month)
        for one, next_ in pairwise(rows)
    )

"""A validity that follows the first hire, moved once another first day is known (DOMAIN.md rule 2).

A late sheet, a contract, a merge or its undoing may tell another first day than the one known when the proof
was seen. What holds "from the first hire on" follows it, so that the order in which facts came in does not
matter. A first day that the facilitator wrote does not move.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session

from cases.criteria import default_end, first_hire
from cases.hour_facts import CLAIM, PERSON, Record
from cases.packs import pack_when_hired
from cases.rules.policy import RulePack
from cases.statements import DEADLINE, hot_writes
from models.prepared import PreparedList
from models.vocabulary import DeadlineRule, DeadlineStatus, EligibilityStatus

FOLLOWING = PreparedList(
    lambda records: (
        select(
            CLAIM.c.id,
            CLAIM.c.participant_id,
            PERSON.c.territory_id,
            CLAIM.c.valid_from,
            CLAIM.c.valid_until,
        )
        .join(PERSON, PERSON.c.id == CLAIM.c.participant_id)
        .where(
            CLAIM.c.participant_id.in_(records),
            CLAIM.c.follows_hire.is_(True),
            CLAIM.c.status == EligibilityStatus.CONFIRMED,
        )
        .order_by(CLAIM.c.id)
    )
)


class _Following(NamedTuple):
    id: int
    participant_id: int
    territory_id: int
    valid_from: date
    valid_until: date


def warning_due(until: date, pack: RulePack) -> datetime:
    """When the facilitator is told that a validity ends on that day."""
    on = pack.calendar.first_working_day(until - timedelta(days=pack.eligibility_warning_days))
    return pack.calendar.at(on, pack.mail_opens_at)


def follow_first_hires(session: Session, records: Collection[Record]) -> bool:
    """Move the validities of the persons of these records, all of theirs; whether any moved.

    The warning of a validity's end moves with it.
    """
    root_of = {record.id: record.root for record in records}
    following = [_Following(*row) for row in FOLLOWING.rows(session, root_of)] if root_of else []
    by_root: dict[int, list[int]] = defaultdict(list)
    for record in records:
        by_root[record.root].append(record.id)
    roots = {root_of[claim.participant_id] for claim in following}
    hired = {root: first_hire(session, by_root[root]) for root in roots}
    moved = [_follow(session, claim, hired[root_of[claim.participant_id]]) for claim in following]
    return any(moved)


def _follow(session: Session, claim: _Following, hired_on: date | None) -> bool:
    if hired_on is None or hired_on == claim.valid_from:
        return False
    before = pack_when_hired(session, claim.territory_id, claim.valid_from)
    pack = pack_when_hired(session, claim.territory_id, hired_on)
    is_written = claim.valid_until != default_end(claim.valid_from, before)
    until = max(claim.valid_until, hired_on) if is_written else default_end(hired_on, pack)
    moved = {"valid_from": hired_on, "valid_until": until, "pack_version": pack.version}
    session.connection().execute(update(CLAIM).where(CLAIM.c.id == claim.id).values(**moved))
    _move_warning(session, claim.id, until, warning_due(until, pack))
    return True


def _move_warning(session: Session, claim_id: int, until: date, due_at: datetime) -> None:
    """Cancel the one that waits and set one for the new day, which an earlier one may have had already."""
    rule = DeadlineRule.ELIGIBILITY_EXPIRING
    names = ("territory_id", "market_id", "party_id", "step")
    waiting = select(*(DEADLINE.c[name] for name in names)).where(
        DEADLINE.c.rule == rule,
        DEADLINE.c.subject_id == claim_id,
        DEADLINE.c.status.in_((DeadlineStatus.PENDING, DeadlineStatus.PAUSED)),
    )
    found = session.connection().execute(waiting).first()
    if found is None:
        return
    writes = hot_writes(session.connection().dialect.name)
    writes.cancel_deadlines.write(session, [{"of_rule": rule, "of_subject": claim_id}])
    moved = {"rule": rule, "subject_id": claim_id, "period": until.isoformat(), "due_at": due_at}
    writes.set_deadline.write(session, [{**found._mapping, **moved, "status": DeadlineStatus.PENDING}])

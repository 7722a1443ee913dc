"""Confirming that someone may be counted: a criterion met, its proof seen and dated (DOMAIN.md rule 2)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.criteria import default_end, first_hire, refuse_unknown
from cases.decisions import DeadlineEnd, Decision, NewDeadline, TaskEnd
from cases.eligibility_mail import decision_told
from cases.hour_facts import CLAIM
from cases.inputs import Confirmation, EligibilityRefusal, ManyConfirmations
from cases.packs import pack_when_hired
from cases.personwork import PersonCase, take_up_person
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place, in_the_future
from cases.validity import warning_due
from models.vocabulary import DeadlineRule, EligibilityStatus, TaskKind

LATEST_FIRST = CLAIM.c.id.desc()


def confirm_eligibility(
    session: Session, actor: Actor, participant_id: int, input: Confirmation, *, now: datetime
) -> int:
    """The proof was seen: the person's hours count from the first hire on; the eligibility's number.

    A criterion already claimed, confirmed or refused is confirmed anew; another one is added. The companies
    that know the person are told. Raises NotAllowed, NotFound, UnknownCriterion, or InvalidInput when the
    proof would be seen in the future, or the validity end before it starts.
    """
    case = take_up_person(session, actor, participant_id, now)
    if input.proof_seen_on > case.today:
        raise in_the_future("proof_seen_on")
    valid_from = input.valid_from or first_hire(session, case.records) or case.today
    pack = pack_when_hired(session, actor.territory_id, valid_from)
    refuse_unknown(session, input.criterion, input.buyer_id, pack)
    valid_until = input.valid_until or default_end(valid_from, pack)
    if valid_until < valid_from:
        raise InvalidInput(
            Place(
                "valid_until",
                "La validité ne peut pas finir avant de commencer.",
                "The validity cannot end before it starts.",
            )
        )
    values = {
        "status": EligibilityStatus.CONFIRMED,
        "proof_seen_on": input.proof_seen_on,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "follows_hire": input.valid_from is None,
        "reason": None,
        "pack_version": pack.version,
        "decided_at": now,
        "decided_by": actor.id,
    }
    number = _write(case, participant_id, input, values)
    payload = {"participant": participant_id, "eligibility": number}
    case.decide("eligibility_confirmed", payload, _what_follows(case, number, valid_until, None))
    return number


def confirm_many(session: Session, actor: Actor, input: ManyConfirmations, *, now: datetime) -> int:
    """Confirm criteria claimed whose proofs were all seen that day; how many there were.

    Raises NotAllowed, NotFound, InvalidInput.
    """
    if not actor.is_staff:
        raise NotAllowed
    query = select(CLAIM.c.participant_id, CLAIM.c.criterion, CLAIM.c.buyer_id).where(
        CLAIM.c.id.in_(input.eligibilities), CLAIM.c.status == EligibilityStatus.CLAIMED
    )
    waiting = session.connection().execute(query.order_by(CLAIM.c.participant_id, CLAIM.c.id)).all()
    for row in waiting:
        seen = Confirmation(criterion=row.criterion, buyer_id=row.buyer_id, proof_seen_on=input.proof_seen_on)
        confirm_eligibility(session, actor, row.participant_id, seen, now=now)
    return len(waiting)


def refuse_eligibility(
    session: Session, actor: Actor, eligibility_id: int, input: EligibilityRefusal, *, now: datetime
) -> None:
    """The criterion is not met, or no longer believed: its hours are set aside, the companies read why.

    Raises NotAllowed, NotFound.
    """
    query = select(CLAIM.c.participant_id).where(CLAIM.c.id == eligibility_id)
    participant_id = session.connection().execute(query).scalar()
    if participant_id is None:
        raise NotFound
    case = take_up_person(session, actor, participant_id, now)
    values = {
        "status": EligibilityStatus.REFUSED,
        "reason": input.reason,
        "decided_at": now,
        "decided_by": actor.id,
    }
    session.connection().execute(update(CLAIM).where(CLAIM.c.id == eligibility_id).values(**values))
    payload = {"participant": participant_id, "eligibility": eligibility_id}
    case.decide("eligibility_refused", payload, _what_follows(case, eligibility_id, None, input.reason))


def _write(case: PersonCase, participant_id: int, input: Confirmation, values: Mapping[str, Any]) -> int:
    """The person's row for this criterion, whichever of their records it was claimed on; else a new one."""
    connection = case.session.connection()
    same = select(CLAIM.c.id).where(
        CLAIM.c.participant_id.in_(case.records),
        CLAIM.c.criterion == input.criterion,
        CLAIM.c.buyer_id.is_(None) if input.buyer_id is None else CLAIM.c.buyer_id == input.buyer_id,
    )
    if (known := connection.execute(same.order_by(LATEST_FIRST)).scalar()) is not None:
        connection.execute(update(CLAIM).where(CLAIM.c.id == known).values(**values))
        return int(known)
    row = {
        "participant_id": participant_id,
        "criterion": input.criterion,
        "buyer_id": input.buyer_id,
        "claimed_at": case.now,
        **values,
    }
    return int(connection.execute(insert(CLAIM).values(**row).returning(CLAIM.c.id)).scalar_one())


def _what_follows(case: PersonCase, number: int, until: date | None, reason: str | None) -> Decision:
    """Nobody is asked any more, the companies are told, and the end of a validity is seen coming."""
    mails, contacts = decision_told(case, reason)
    theirs = select(CLAIM.c.id).where(CLAIM.c.participant_id.in_(case.records))
    ending = case.session.connection().execute(theirs).scalars()
    return Decision(
        "",
        opens=contacts,
        ends=(
            *(TaskEnd(TaskKind.CONFIRM_ELIGIBILITY, record) for record in case.records),
            *(TaskEnd(TaskKind.ELIGIBILITY_EXPIRING, claim) for claim in ending if until is not None),
        ),
        cancels=(DeadlineEnd(DeadlineRule.ELIGIBILITY_EXPIRING, number),),
        sets=() if until is None or until < case.today else (_ending_told(case, number, until),),
        says=mails,
    )


def _ending_told(case: PersonCase, number: int, until: date) -> NewDeadline:
    due_at = warning_due(until, case.pack)
    return NewDeadline(DeadlineRule.ELIGIBILITY_EXPIRING, number, "ahead", until.isoformat(), due_at)

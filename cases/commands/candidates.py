"""What a partner answers to a need: someone proposed, someone taken back, or nobody."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.decisions import Decision, NewTask, TaskEnd
from cases.inputs.recruitment import CandidateInput
from cases.needwork import ASKED, NeedState, take_up_open_need
from cases.refusals import (
    CandidateAlreadyDecided,
    CandidateAlreadyProposed,
    NotAllowed,
    NotFound,
)
from cases.statements import TASK, table_of
from models.tables import Candidate
from models.vocabulary import CandidateStatus, Role, TaskKind, TaskStatus

CANDIDATE = table_of(Candidate)
REVIEW_DAYS = 3
"""Working days that the facilitator gives itself to look at candidates."""


def propose_candidate(
    session: Session, actor: Actor, need_id: int, candidate: CandidateInput, *, now: datetime
) -> int:
    """A partner proposes someone for a need that was sent to it; the candidate's number.

    Raises NotFound, NotAllowed for others than partners, NeedClosed, CandidateAlreadyProposed.
    """
    case, _ = _answering(session, actor, need_id, now)
    values = {
        "need_id": need_id,
        "party_id": actor.party_id,
        "status": CandidateStatus.PROPOSED,
        "proposed_at": now,
        **candidate.model_dump(),
    }
    same = select(CANDIDATE.c.id).where(
        *(CANDIDATE.c[name] == values[name] for name in ("need_id", "party_id", "first_name", "last_name"))
    )
    if session.connection().execute(same).first() is not None:
        raise CandidateAlreadyProposed
    added = session.connection().execute(insert(CANDIDATE).values(**values).returning(CANDIDATE.c.id))
    candidate_id = int(added.scalar_one())
    _answered(session, need_id, actor.party_id, now)
    case.decide(
        Decision(
            "candidate_proposed",
            {"need": need_id, "candidate": candidate_id, "partner": actor.party_id},
            opens=_review(case, need_id, candidate_id),
            ends=(TaskEnd(TaskKind.NEED_UNANSWERED, need_id, TaskStatus.CANCELLED),),
        )
    )
    return candidate_id


def _answering(session: Session, actor: Actor, need_id: int, now: datetime) -> tuple[Casework, NeedState]:
    if actor.role is not Role.PARTNER:
        raise NotAllowed
    return take_up_open_need(session, actor, need_id, now)


def _answered(session: Session, need_id: int, party_id: int | None, now: datetime) -> None:
    mine = update(ASKED).where(ASKED.c.need_id == need_id, ASKED.c.party_id == party_id)
    session.connection().execute(mine.values(answered_at=now))


def _review(case: Casework, need_id: int, candidate_id: int) -> tuple[NewTask, ...]:
    """One task for all the candidates that wait, not one each."""
    waiting = select(TASK.c.id).where(
        TASK.c.kind == TaskKind.REVIEW_CANDIDATES,
        TASK.c.subject_id == need_id,
        TASK.c.status == TaskStatus.OPEN,
    )
    if case.session.connection().execute(waiting).first() is not None:
        return ()
    due_on = case.pack.calendar.shift(case.today, REVIEW_DAYS)
    return (NewTask(TaskKind.REVIEW_CANDIDATES, need_id, due_on, str(candidate_id)),)


def withdraw_candidate(
    session: Session, actor: Actor, need_id: int, candidate_id: int, *, now: datetime
) -> None:
    """A partner takes back someone whom nobody has decided on yet: the name is erased.

    Raises NotFound, NotAllowed, NeedClosed, CandidateAlreadyDecided once presented or decided.
    """
    case, _ = _answering(session, actor, need_id, now)
    mine = (
        CANDIDATE.c.id == candidate_id,
        CANDIDATE.c.need_id == need_id,
        CANDIDATE.c.party_id == actor.party_id,
    )
    status = session.connection().execute(select(CANDIDATE.c.status).where(*mine)).scalar()
    if status is None:
        raise NotFound
    if status is not CandidateStatus.PROPOSED:
        raise CandidateAlreadyDecided
    session.connection().execute(delete(CANDIDATE).where(*mine))
    ends = () if still_waits(session, need_id) else (TaskEnd(TaskKind.REVIEW_CANDIDATES, need_id),)
    case.decide(Decision("candidate_withdrawn", {"need": need_id, "candidate": candidate_id}, ends=ends))


def answer_nobody(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """A partner says that it has nobody to propose. Raises NotFound, NotAllowed, NeedClosed."""
    case, _ = _answering(session, actor, need_id, now)
    _answered(session, need_id, actor.party_id, now)
    case.decide(Decision("nobody_proposed", {"need": need_id, "partner": actor.party_id}))


def still_waits(session: Session, need_id: int) -> bool:
    """Whether someone proposed for the need has not been looked at."""
    waiting = select(CANDIDATE.c.id).where(
        CANDIDATE.c.need_id == need_id, CANDIDATE.c.status == CandidateStatus.PROPOSED
    )
    return session.connection().execute(waiting).first() is not None

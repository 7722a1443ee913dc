"""People declared for the first time: are they known already, and who confirms that they may be counted?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.compared_again import compare_again
from cases.decisions import Decision, NewTask, TaskEnd
from cases.double_agreements import double_agreement
from cases.hour_facts import CLAIM, PERSON, records_of
from cases.personwork import PersonCase, open_person
from cases.recognition import Twin, ask_about, find_twins, join_records
from cases.rules.same_person import Likeness
from cases.statements import table_of
from models.tables import Party
from models.vocabulary import EligibilityStatus, TaskKind, TaskStatus

PARTY = table_of(Party)
CONFIRM_DAYS = 5


def welcome(
    session: Session,
    actor: Actor,
    market_id: int,
    newcomers: Collection[int],
    *,
    now: datetime,
    better_known: Collection[int] = (),
) -> None:
    """Look whether these records, just declared on the market, are of people known already.

    Exactly the same names and birth date: one person, at once. Likely so: a task. Each newcomer is to be
    confirmed by a facilitator, unless they turn out to be someone who is. `better_known`: earlier records of
    which a birth date was learned. Call it after the command's own decision.
    """
    if newcomers:
        case = take_up(session, actor, market_id, now)
        payload = {"participants": list(newcomers)}
        case.decide(Decision("people_added", payload, opens=to_confirm(case, newcomers, "new")))
    for number in (*newcomers, *better_known):
        recognise(open_person(session, actor, number, now, market_id))


def recognise(case: PersonCase) -> None:
    """Join those who surely are this person, and ask about those who may be.

    Whom two agreements would cover once joined is asked about too: a person settles that first. What is only
    possible is said on the page of each, where their proofs are looked at.
    """
    twins = find_twins(case.session, case.actor.territory_id, case.records)
    likely = []
    for twin in twins:
        if twin.likeness is Likeness.CERTAIN and not _is_covered_twice(case, twin):
            case = join_and_tell(case, twin.root, is_automatic=True)
        elif twin.likeness is not Likeness.POSSIBLE:
            likely.append(twin)
    if likely:
        _ask(case, likely)


def _is_covered_twice(case: PersonCase, twin: Twin) -> bool:
    theirs = [record.id for record in records_of(case.session, {twin.root})]
    return double_agreement(case.session, case.records, theirs) is not None


def join_and_tell(case: PersonCase, other_root: int, *, is_automatic: bool) -> PersonCase:
    """Make one person of two, journalled where either works, and their hours counted anew."""
    merge_id, kept, joined = join_records(case, other_root, is_automatic=is_automatic)
    one = open_person(case.session, case.actor, kept, case.now, case.home)
    payload = {"merge": merge_id, "participant": kept, "joined": joined, "automatic": is_automatic}
    one.decide("people_merged", payload, Decision("", ends=_settled(one)))
    compare_again(case.session, case.actor, one.records, now=case.now)
    return one


def _settled(case: PersonCase) -> tuple[TaskEnd, ...]:
    """Nobody needs to confirm a record of someone who is confirmed."""
    if not is_confirmed(case):
        return ()
    return tuple(
        TaskEnd(TaskKind.CONFIRM_ELIGIBILITY, record, TaskStatus.CANCELLED) for record in case.records
    )


def is_confirmed(case: PersonCase) -> bool:
    """Whether a proof was seen for any record of the person."""
    confirmed = select(CLAIM.c.id).where(
        CLAIM.c.participant_id.in_(case.records), CLAIM.c.status == EligibilityStatus.CONFIRMED
    )
    return case.session.connection().execute(confirmed.limit(1)).first() is not None


def _ask(case: PersonCase, twins: Collection[Twin]) -> None:
    tasks = ask_about(case, twins)
    payload = {"participant": case.root, "others": [twin.root for twin in twins]}
    case.decide("same_person_asked", payload, Decision("", opens=tasks))


def tell_claim(case: PersonCase, participant_id: int, number: int) -> None:
    """Have someone confirm the criterion that a record is said to meet, instead of an earlier ask."""
    tasks = to_confirm(case, (participant_id,), f"claim-{number}")
    asked = TaskEnd(TaskKind.CONFIRM_ELIGIBILITY, participant_id, TaskStatus.CANCELLED)
    payload = {"participant": participant_id, "eligibility": number}
    case.decide("eligibility_claimed", payload, Decision("", opens=tasks, ends=(asked,)))


def to_confirm(case: Casework | PersonCase, people: Collection[int], occasion: str) -> tuple[NewTask, ...]:
    """A task for each of these records: someone sees the proof. Asked once for each occasion."""
    query = (
        select(PERSON.c.id, PARTY.c.name)
        .join(PARTY, PARTY.c.id == PERSON.c.party_id)
        .where(PERSON.c.id.in_(people))
        .order_by(PERSON.c.id)
    )
    due_on = case.pack.calendar.shift(case.today, CONFIRM_DAYS)
    return tuple(
        NewTask(TaskKind.CONFIRM_ELIGIBILITY, row.id, due_on, occasion, {"company": row.name})
        for row in case.session.connection().execute(query)
    )

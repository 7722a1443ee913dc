"""A criterion that someone says they meet: claimed by the company that declares them, or by staff."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.criteria import first_hire, refuse_unknown
from cases.hour_facts import CLAIM, PERSON
from cases.inputs import ClaimInput
from cases.newcomers import tell_claim
from cases.packs import pack_when_hired
from cases.people import add_claim
from cases.personwork import open_person
from cases.refusals import NotFound
from models.vocabulary import ActorKind, EligibilityStatus, Role


def claim_eligibility(
    session: Session, actor: Actor, participant_id: int, input: ClaimInput, *, now: datetime
) -> int:
    """Keep the claim and ask a facilitator to confirm it; the eligibility's number.

    A company claims for its own people only. What it has claimed and nobody has decided on yet is not asked
    again. Raises NotFound, UnknownCriterion.
    """
    _refuse_stranger(session, actor, participant_id)
    if (known := _waiting(session, participant_id, input)) is not None:
        return known
    case = open_person(session, actor, participant_id, now)
    hired_on = first_hire(session, case.records) or case.today
    pack = pack_when_hired(session, actor.territory_id, hired_on)
    refuse_unknown(session, input.criterion, input.buyer_id, pack)
    number = add_claim(
        session,
        participant_id,
        input.criterion,
        buyer_id=input.buyer_id,
        pack_version=pack.version,
        now=now,
    )
    tell_claim(case, participant_id, number)
    return number


def _waiting(session: Session, participant_id: int, input: ClaimInput) -> int | None:
    """The same claim on this record, while it waits."""
    query = select(CLAIM.c.id).where(
        CLAIM.c.participant_id == participant_id,
        CLAIM.c.criterion == input.criterion,
        CLAIM.c.buyer_id.is_not_distinct_from(input.buyer_id),
        CLAIM.c.status == EligibilityStatus.CLAIMED,
    )
    return session.connection().execute(query.limit(1)).scalar()


def _refuse_stranger(session: Session, actor: Actor, participant_id: int) -> None:
    """Staff may claim for anybody, a company for its own people. Raises NotFound."""
    query = select(PERSON.c.party_id).where(
        PERSON.c.id == participant_id, PERSON.c.territory_id == actor.territory_id
    )
    party_id = session.connection().execute(query).scalar()
    is_company = actor.role is Role.COMPANY or (actor.kind is ActorKind.LINK and actor.party_id is not None)
    if party_id is None or not (actor.is_staff or (is_company and party_id == actor.party_id)):
        raise NotFound

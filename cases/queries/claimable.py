"""What a company may say that one of its people meets: the rule pack's criteria, and its buyers' own."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.criteria import first_hire
from cases.hour_facts import records_of
from cases.markets import visible
from cases.packs import pack_at, pack_when_hired
from cases.queries.own_people import own_person
from cases.queries.person_page import read_own_criteria
from cases.statements import MARKET


@dataclass(frozen=True, slots=True)
class Claimable:
    """A criterion, and the proof that the facilitator will ask to see. `buyer`: whose own list it is of."""

    code: str
    buyer_id: int | None
    buyer: str | None
    label: str
    proof: str


def claimable_criteria(
    session: Session, actor: Actor, participant_id: int, locale: str, *, now: datetime
) -> list[Claimable]:
    """Those of the pack in force when the person was hired, and of the buyers for whom the company works.

    Raises NotAllowed, and NotFound for someone who is not the actor's own.
    """
    person = own_person(session, actor, participant_id, now=now)
    records = [record.id for record in records_of(session, {person.id})]
    hired_on, here = first_hire(session, records), actor.territory_id
    pack = pack_at(session, here, now) if hired_on is None else pack_when_hired(session, here, hired_on)
    listed = [
        Claimable(each.code, None, None, each.label(locale), each.proof(locale))
        for each in pack.eligibility_criteria
    ]
    own = read_own_criteria(session, visible(actor, MARKET.c.buyer_id))
    theirs = [
        Claimable(each.code, each.buyer_id, each.buyer, each.label, each.proof)
        for each in own
        if each.withdrawn_at is None
    ]
    return listed + theirs

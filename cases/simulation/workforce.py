"""People new on a sheet: companies say what they meet, facilitators see the proofs and look at doubles."""

from datetime import date
from functools import partial
from random import Random
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.claims import claim_eligibility
from cases.commands.contracts import add_contract
from cases.commands.eligibility import confirm_eligibility, refuse_eligibility
from cases.commands.merges import merge_people, tell_apart, undo_merge
from cases.criteria import first_hire
from cases.hour_facts import CLAIM, CONTRACT, PERSON
from cases.inputs import ClaimInput, Confirmation, ContractInput, EligibilityRefusal
from cases.recognition import MERGE
from cases.rules.eligibility_criteria import ELIGIBILITY_CRITERIA
from cases.rules.months import add_months
from cases.simulation.looking import structures_of
from cases.simulation.world import Happening, World
from models.prepared import Prepared
from models.vocabulary import ActorKind, ContractKind, EligibilityStatus, Role

CLAIMED_SHARE, CONTRACT_SHARE, REFUSED_SHARE = 0.7, 0.4, 0.04
SAME_SHARE, MISTAKEN_SHARE, ENDED_SHARE, PERMANENT_SHARE = 0.85, 0.2, 0.15, 0.05
SHORT_CONTRACTS = (ContractKind.FIXED_TERM, ContractKind.TEMPORARY, ContractKind.INSERTION_FIXED_TERM)
RECORD = Prepared(
    select(PERSON.c.id, PERSON.c.party_id, PERSON.c.merged_into_id).where(PERSON.c.id == bindparam("number"))
)
WAITING = Prepared(
    select(CLAIM.c.id, CLAIM.c.criterion, CLAIM.c.status).where(CLAIM.c.participant_id == bindparam("number"))
)
OF_PERSON = select(PERSON.c.id).where(
    or_(PERSON.c.id == bindparam("number"), PERSON.c.merged_into_id == bindparam("number"))
)
EMPLOYED = Prepared(
    select(CONTRACT.c.id).where(
        CONTRACT.c.participant_id.in_(OF_PERSON),
        CONTRACT.c.employer_id == bindparam("employer"),
        CONTRACT.c.company_id == bindparam("company"),
    )
)
STANDING_MERGE = Prepared(
    select(MERGE.c.id)
    .where(MERGE.c.merged_id == bindparam("number"), MERGE.c.undone_at.is_(None))
    .order_by(MERGE.c.id.desc())
)


class Known(NamedTuple):
    """A record, its company, and the record that it joined."""

    id: int
    party_id: int
    merged_into_id: int | None

    @property
    def root(self) -> int:
        return self.merged_into_id or self.id


def welcome_newcomers(world: World, session: Session, happening: Happening) -> None:
    """The company says what each meets; the facilitator sees the proof within the fortnight."""
    for number in happening.payload["participants"]:
        chance = world.chance("newcomer", number)
        if chance.random() < CLAIMED_SHARE:
            world.plan(world.in_days(chance, 0), partial(_claim, world, number))
        if chance.random() < CONTRACT_SHARE:
            act = partial(_write_contract, world, happening.market_id, number)
            world.plan(world.in_days(chance, chance.randrange(1, 5)), act)
        if not (world.leaves_to_visitors("proof") or world.leaves_undone(chance)):
            act = partial(_look_at_proof, world, happening.market_id, number)
            world.plan(world.in_days(chance, chance.randrange(0, 10)), act)


def _record(session: Session, number: int) -> Known:
    (row,) = RECORD.rows(session, {"number": number})
    return Known(*row)


def _criterion(world: World, number: int) -> str:
    return world.chance("criterion", number).choice(ELIGIBILITY_CRITERIA).code


def _claim(world: World, number: int, session: Session) -> None:
    known = _record(session, number)
    if known.merged_into_id is None and not WAITING.rows(session, {"number": number}):
        company = Actor(ActorKind.LINK, world.territory_id, None, role=Role.COMPANY, party_id=known.party_id)
        input = ClaimInput(criterion=_criterion(world, number))
        claim_eligibility(session, company, number, input, now=world.now)


def _write_contract(world: World, market_id: int, number: int, session: Session) -> None:
    known, chance = _record(session, number), world.chance("contract", number)
    starts_on = first_hire(session, (number,))
    if starts_on is None or known.merged_into_id is not None:
        return
    input = _contract(chance, known, starts_on, list(structures_of(session, world.territory_id)))
    if _is_known(session, number, input):
        return
    add_contract(session, world.facilitator(market_id), number, input, now=world.now)


def _is_known(session: Session, number: int, input: ContractInput) -> bool:
    """Whether a file or a sheet said this contract before the facilitator came to it."""
    employed = EMPLOYED.rows(
        session, {"number": number, "employer": input.employer_id, "company": input.company_id}
    )
    return bool(employed)


def _contract(chance: Random, known: Known, starts_on: date, structures: list[int]) -> ContractInput:
    employer = chance.choice([known.party_id, *structures])
    is_permanent = employer == known.party_id and chance.random() < PERMANENT_SHARE
    ends = not is_permanent and chance.random() < ENDED_SHARE
    return ContractInput(
        kind=ContractKind.PERMANENT if is_permanent else chance.choice(SHORT_CONTRACTS),
        employer_id=employer,
        company_id=known.party_id,
        starts_on=starts_on,
        ends_on=add_months(starts_on, chance.randrange(4, 10)) if ends else None,
    )


def _look_at_proof(world: World, market_id: int, number: int, session: Session) -> None:
    """Confirmed, or refused now and then; someone who turned out to be known already needs no proof."""
    if _record(session, number).merged_into_id is not None:
        return
    claims = WAITING.rows(session, {"number": number})
    if any(status == EligibilityStatus.CONFIRMED for _, _, status in claims):
        return
    actor, chance = world.facilitator(market_id), world.chance("proof", number)
    if claims and chance.random() < REFUSED_SHARE:
        reason = EligibilityRefusal(reason="Le justificatif présenté n’est plus valable.")
        refuse_eligibility(session, actor, claims[0][0], reason, now=world.now)
        return
    code = claims[0][1] if claims else _criterion(world, number)
    seen = Confirmation(criterion=code, proof_seen_on=world.today)
    confirm_eligibility(session, actor, number, seen, now=world.now)


def compare_records(world: World, session: Session, happening: Happening) -> None:
    """Doubles to look at within two weeks."""
    for other in happening.payload["others"]:
        chance = world.chance("double", happening.number, other)
        if not (world.leaves_to_visitors("double") or world.leaves_undone(chance)):
            numbers = (happening.payload["participant"], other)
            act = partial(_compare, world, happening.market_id, numbers, chance)
            world.plan(world.in_days(chance, chance.randrange(1, 10)), act)


def _compare(
    world: World, market_id: int, numbers: tuple[int, int], chance: Random, session: Session
) -> None:
    one, other = (_record(session, number) for number in numbers)
    if one.root == other.root:
        return
    actor = world.facilitator(market_id)
    if chance.random() >= SAME_SHARE:
        tell_apart(session, actor, one.id, other.id, now=world.now)
        return
    merge_people(session, actor, one.id, other.id, now=world.now)
    if chance.random() < MISTAKEN_SHARE:
        joined = max(one.root, other.root)
        world.plan(world.in_days(chance, 2), partial(_separate, world, actor, joined))


def _separate(world: World, actor: Actor, joined: int, session: Session) -> None:
    """It was a mistake after all."""
    for (number,) in STANDING_MERGE.rows(session, {"number": joined})[:1]:
        undo_merge(session, actor, number, now=world.now)

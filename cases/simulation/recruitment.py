"""Companies that look for people: needs sent to partners, candidates proposed, met, hired or not."""

from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.candidate_decisions import decide_candidates
from cases.commands.candidates import answer_nobody, propose_candidate
from cases.commands.needs import ASKS_PEOPLE, close_need, record_need, send_need
from cases.commands.partners import add_partner
from cases.inputs.recruitment import (
    CandidateDecision,
    CandidateDecisions,
    CandidateInput,
    NeedClosing,
    NeedInput,
    NeedSending,
    PartnerInput,
)
from cases.queries.needs import NEED, Need, Proposed, one_need
from cases.queries.partners import list_partners
from cases.simulation import names
from cases.simulation.looking import lead_of, stage_of
from cases.simulation.plans import MarketPlan, Recruiting
from cases.simulation.world import Act, Happening, World
from models.prepared import Prepared
from models.vocabulary import (
    ActorKind,
    CandidateStatus,
    ContractKind,
    NeedStatus,
    PartyKind,
    Role,
    StructureKind,
    Trade,
)

UNREACHABLE = 3
"""Known by its telephone alone, until someone needs to write to it."""
PARTNERS = (
    ("Chantier École Fictif", StructureKind.ACI),
    ("Intérim d’Insertion Exemple", StructureKind.ETTI),
    ("GEIQ Bâtiment Imaginaire", StructureKind.GEIQ),
    ("Régie de Quartier Modèle", StructureKind.EI),
    ("Mission locale de Fictiville", None),
    ("PLIE d’Illusie", None),
)
TRADES = (
    Trade.STRUCTURAL_WORK,
    Trade.PAINTING,
    Trade.ROOFING,
    Trade.GREEN_SPACES,
    Trade.CLEANING,
    Trade.OTHER,
)
PROFILES = (
    "Préparation des supports et manutention, débutants acceptés.",
    "Pose et finitions, travail en équipe, permis B apprécié.",
    "Entretien courant, horaires du matin.",
)
RECRUITING_SHARE, ANSWERING_SHARE, NOBODY_SHARE, HIRED_SHARE = 0.4, 0.45, 0.25, 0.6
TOLD_AFTER_DAYS = range(2, 12)
TOLD_AFTER = {Recruiting.FILLED: 2, Recruiting.WAITING: 20}
"""Working days after the kickoff, where it is not left to chance."""

STATUS = Prepared(select(NEED.c.status).where(NEED.c.id == bindparam("need")))


def welcome_partners(session: Session, by: Actor, *, now: datetime) -> list[int]:
    """The partners of a territory, each told about several trades; their numbers."""
    return [_welcome(session, by, rank, now) for rank in range(len(PARTNERS))]


def _welcome(session: Session, by: Actor, rank: int, now: datetime) -> int:
    name, structure = PARTNERS[rank]
    partner = PartnerInput(
        kind=PartyKind.INSERTION_STRUCTURE if structure else PartyKind.PRESCRIBER,
        structure_kind=structure,
        name=name,
        contact_name=" ".join(names.person(9_000 + rank)),
        email=None if rank == UNREACHABLE else f"contact@partenaire-{rank}.example",
        trades=tuple(trade for place, trade in enumerate(TRADES) if (place + rank) % 2 == 0),
    )
    return add_partner(session, by, partner, now=now)


def look_for_people(world: World, session: Session, happening: Happening) -> None:
    """Some companies need help to find the people their hours ask for."""
    plan, chance = world.plans[happening.market_id], world.chance("recruits", happening.market_id)
    if plan.recruiting or chance.random() < RECRUITING_SHARE:
        days = TOLD_AFTER[plan.recruiting] if plan.recruiting else chance.choice(TOLD_AFTER_DAYS)
        world.plan(world.in_days(chance, days), partial(_tell_need, world, happening.market_id, chance))


def _tell_need(world: World, market_id: int, chance: Random, session: Session) -> None:
    if stage_of(session, market_id) not in ASKS_PEOPLE:
        return
    by, trade = world.facilitator(market_id), chance.choice(TRADES)
    need = NeedInput(
        party_id=lead_of(session, market_id),
        trade=trade,
        positions=1 if _is_filled(world.plans[market_id]) else chance.randrange(1, 4),
        contract_kind=chance.choice(list(ContractKind)),
        starts_on=world.calendar.shift(world.today, 15),
        profile=chance.choice(PROFILES),
    )
    need_id = record_need(session, by, market_id, need, now=world.now)
    asked = tuple(partner.id for partner in list_partners(session, by, trade))
    if asked:
        world.plan(world.in_days(chance, 1), partial(_send, world, market_id, need_id, asked))


def _send(world: World, market_id: int, need_id: int, asked: tuple[int, ...], session: Session) -> None:
    send_need(session, world.facilitator(market_id), need_id, NeedSending(partners=asked), now=world.now)


def receive_need(world: World, session: Session, happening: Happening) -> None:
    """Partners propose someone, say that they have nobody, or keep silent."""
    need_id, is_sure = happening.payload["need"], world.plans[happening.market_id].recruiting is not None
    for rank, party_id in enumerate(happening.payload["partners"]):
        chance = world.chance("proposes", need_id, party_id)
        partner = Actor(ActorKind.LINK, world.territory_id, None, Role.PARTNER, party_id)
        luck = 0.0 if is_sure and rank == 0 else chance.random()
        if luck < ANSWERING_SHARE:
            for number in range(1, chance.randrange(2, 4)):
                first, last = names.person(chance.randrange(5_000))
                who = CandidateInput(first_name=first, last_name=f"{last} {number}")
                _answers(world, chance, partial(_propose, world, partner, need_id, who))
        elif luck < ANSWERING_SHARE + NOBODY_SHARE:
            _answers(world, chance, partial(_has_nobody, world, partner, need_id))


def _answers(world: World, chance: Random, act: Act) -> None:
    world.plan(world.in_days(chance, chance.randrange(1, 9)), act)


def _is_open(session: Session, need_id: int) -> bool:
    """What the partner's page says first."""
    return STATUS.first(session, {"need": need_id}) == (NeedStatus.OPEN,)


def _propose(world: World, partner: Actor, need_id: int, who: CandidateInput, session: Session) -> None:
    if _is_open(session, need_id):
        propose_candidate(session, partner, need_id, who, now=world.now)


def _has_nobody(world: World, partner: Actor, need_id: int, session: Session) -> None:
    if _is_open(session, need_id):
        answer_nobody(session, partner, need_id, now=world.now)


def take_candidate(world: World, session: Session, happening: Happening) -> None:
    """Someone to present to the company; its decision comes a week or so later."""
    plan, chance = world.plans[happening.market_id], world.chance("meets", happening.number)
    if plan.recruiting is Recruiting.WAITING or world.leaves_undone(chance):
        return
    need_id, candidate_id = happening.payload["need"], happening.payload["candidate"]
    shown = partial(_decide, world, happening.market_id, need_id, candidate_id, CandidateStatus.PRESENTED)
    first = chance.randrange(0, 3)
    world.plan(world.in_days(chance, first), shown)
    met = partial(_after_meeting, world, happening.market_id, need_id, candidate_id, chance)
    world.plan(world.in_days(chance, first + chance.randrange(3, 9)), met)


def _decide(
    world: World,
    market_id: int,
    need_id: int,
    candidate_id: int,
    status: CandidateStatus,
    session: Session,
) -> None:
    decision = CandidateDecision(candidate_id=candidate_id, status=status)
    by, decisions = world.facilitator(market_id), CandidateDecisions(decisions=(decision,))
    if _stands(session, by, need_id, candidate_id) is not None:
        decide_candidates(session, by, need_id, decisions, now=world.now)


def _after_meeting(
    world: World, market_id: int, need_id: int, candidate_id: int, chance: Random, session: Session
) -> None:
    """The company has met the person: hired while a place is left, or declined."""
    by = world.facilitator(market_id)
    if _stands(session, by, need_id, candidate_id) is None:
        return
    need = one_need(session, by, need_id)
    is_wanted = _is_filled(world.plans[market_id]) or chance.random() < HIRED_SHARE
    hires = is_wanted and need.hired < need.positions
    status = CandidateStatus.HIRED if hires else CandidateStatus.DECLINED
    _decide(world, market_id, need_id, candidate_id, status, session)
    if hires and need.hired + 1 >= need.positions:
        world.plan(world.in_days(chance, 1), partial(_close, world, market_id, need_id, NeedStatus.FILLED))


def _is_filled(plan: MarketPlan) -> bool:
    return plan.recruiting is Recruiting.FILLED


def _stands(session: Session, by: Actor, need_id: int, candidate_id: int) -> Proposed | None:
    """The candidate, while its need is open and nothing is decided."""
    need: Need = one_need(session, by, need_id)
    for person in need.candidates if need.is_open else ():
        if person.id == candidate_id and person.status in (
            CandidateStatus.PROPOSED,
            CandidateStatus.PRESENTED,
        ):
            return person
    return None


def take_silence(world: World, session: Session, happening: Happening) -> None:
    """Nobody has anyone: the company looks elsewhere."""
    chance = world.chance("silence", happening.number)
    if not world.leaves_undone(chance):
        close = partial(_close, world, happening.market_id, happening.payload["need"], NeedStatus.CANCELLED)
        world.plan(world.in_days(chance, chance.randrange(1, 4)), close)


def _close(world: World, market_id: int, need_id: int, status: NeedStatus, session: Session) -> None:
    by = world.facilitator(market_id)
    if one_need(session, by, need_id).is_open:
        close_need(session, by, need_id, NeedClosing(status=status), now=world.now)

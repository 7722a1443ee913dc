"""What facilitators do before the works: study, publication, award or its failure."""

from functools import partial

from sqlmodel import Session

from cases.actors import Actor
from cases.commands.drafting import describe_market, register_market
from cases.commands.moves import abandon, record_award, restart
from cases.commands.parties import set_contact
from cases.commands.tasks import complete_task
from cases.inputs import (
    Abandonment,
    Award,
    CompanyInput,
    ContactInput,
    MarketDescription,
    NewMarket,
    PartyInput,
    TaskOutcome,
)
from cases.simulation import calibrations
from cases.simulation.looking import buyer_of, open_tasks
from cases.simulation.plans import MarketPlan, Organisation
from cases.simulation.world import Act, Happening, World
from models.vocabulary import Stage, TaskKind

VERIFIED_AFTER_DAYS = 3


def party(organisation: Organisation) -> PartyInput:
    """An organisation as a facilitator types it."""
    return PartyInput(
        name=organisation.name,
        siret=organisation.siret,
        email=organisation.email,
        contact_name=organisation.contact_name,
    )


def register(world: World, plan: MarketPlan, by: Actor, session: Session) -> None:
    """A buyer sends a planned market for study."""
    new = NewMarket(
        reference=plan.reference,
        title=plan.title,
        buyer=party(plan.buyer),
        trade=plan.trade,
        urban_renewal=plan.urban_renewal,
        amount_excl_tax=plan.amount,
        duration_months=plan.duration_months,
    )
    world.plans[register_market(session, by, new, now=world.now)] = plan


def study(world: World, session: Session, happening: Happening) -> None:
    """A market to study (again): calibrated, or given up. Its text and its publication: clause.py."""
    market_id, plan = happening.market_id, world.plans[happening.market_id]
    if plan.declines:
        return
    if plan.abandoned_at is Stage.DRAFTING:
        _after(world, happening, plan.study_days, partial(_abandon, world, market_id))
    elif plan.stays(Stage.DRAFTING):
        _after(world, happening, plan.study_days - 2, partial(calibrations.compare, world, market_id))
    else:
        _after(world, happening, plan.study_days - 1, partial(calibrations.calibrate, world, market_id))


def analyse(world: World, session: Session, happening: Happening) -> None:
    """A published market: awarded, without a winner, or given up."""
    market_id, plan = happening.market_id, world.plans[happening.market_id]
    if plan.abandoned_at is Stage.TENDER_ANALYSIS:
        _after(world, happening, plan.tender_days, partial(_abandon, world, market_id))
    elif plan.restarts and market_id not in world.restarted:
        world.restarted.add(market_id)
        _after(world, happening, plan.tender_days, partial(_restart, world, market_id))
    elif not plan.stays(Stage.TENDER_ANALYSIS):
        _after(world, happening, plan.tender_days, partial(_award, world, market_id))


def complete_import(world: World, session: Session, happening: Happening) -> None:
    """An imported market lacks its hours and its contacts: someone asks the buyer."""
    plan = world.imported[happening.payload["source"]]
    world.plans[happening.market_id] = plan
    if plan.is_doubtful and plan.stays(Stage.KICKOFF):
        return
    days = max(1, plan.kickoff_days - 2)
    organisations = [plan.buyer, *(member.company for member in plan.members)]
    parties = [buyer_of(session, happening.market_id), *happening.payload["companies"]]
    for party_id, organisation in zip(parties, organisations, strict=True):
        _after(world, happening, days, partial(_find, world, happening.market_id, party_id, organisation))
    _after(world, happening, days, partial(_complete, world, happening.market_id))
    _verify_all(world, session, happening, days)


def verify_again(world: World, session: Session, happening: Happening) -> None:
    """The open data changed an imported market: what is doubtful this time is asked of the buyer as well."""
    _verify_all(world, session, happening, VERIFIED_AFTER_DAYS)


def _verify_all(world: World, session: Session, happening: Happening, days: int) -> None:
    for task_id in open_tasks(session, happening.market_id, TaskKind.VERIFY_IMPORT):
        _after(world, happening, days, partial(_verify, world, happening.market_id, task_id))


def _after(world: World, happening: Happening, days: int, act: Act) -> None:
    world.plan(world.in_days(world.chance("after", happening.number), days), act)


def _restart(world: World, market_id: int, session: Session) -> None:
    restart(session, world.facilitator(market_id), market_id, now=world.now)


def _abandon(world: World, market_id: int, session: Session) -> None:
    input = Abandonment(reason="L’acheteur renonce : crédits non obtenus.")
    abandon(session, world.facilitator(market_id), market_id, input, now=world.now)


def _award(world: World, market_id: int, session: Session) -> None:
    plan = world.plans[market_id]
    companies = tuple(
        CompanyInput(**party(member.company).model_dump(), role=member.role, committed_hours=member.share)
        for member in plan.members
    )
    input = Award(awarded_on=world.today, committed_hours=plan.committed_hours, companies=companies)
    record_award(session, world.facilitator(market_id), market_id, input, now=world.now)


def _find(world: World, market_id: int, party_id: int, organisation: Organisation, session: Session) -> None:
    contact = ContactInput(contact_name=organisation.contact_name, email=organisation.email)
    set_contact(session, world.facilitator(market_id), market_id, party_id, contact, now=world.now)


def _complete(world: World, market_id: int, session: Session) -> None:
    plan = world.plans[market_id]
    facts = MarketDescription(
        lever=plan.lever, required_hours=plan.required_hours, committed_hours=plan.committed_hours
    )
    describe_market(session, world.facilitator(market_id), market_id, facts, now=world.now)


def _verify(world: World, market_id: int, task_id: int, session: Session) -> None:
    outcome = TaskOutcome(note="Vérifié auprès de l’acheteur.")
    complete_task(session, world.facilitator(market_id), task_id, outcome, now=world.now)

"""What happens during a tender: companies ask, facilitators answer, offers come, are marked and analysed."""

from decimal import Decimal
from functools import partial

from sqlmodel import Session

from cases.actors import Actor
from cases.ask_links import ask_link_of
from cases.commands.analysis import record_analysis
from cases.commands.marks import mark_offers
from cases.commands.offers import record_offer
from cases.commands.questions import answer_question, ask_question
from cases.inputs import AnalysisInput, AnswerInput, MarkInput, MarksInput, OfferInput, QuestionInput
from cases.rules.pack_parts import HOURS_CRITERION, SCORING_CRITERIA
from cases.rules.tender import BY_CRITERION
from cases.simulation import casting
from cases.simulation.looking import lever_of, stage_of
from cases.simulation.plans import MarketPlan, Organisation, Temperament
from cases.simulation.world import Happening, World
from models.vocabulary import ActorKind, Modality, Stage

OTHERS_FROM, OTHERS = 960, 96
"""The companies that answer tenders and never win: their numbers are beyond those of any cast."""

OFFERS_BEFORE_AWARD_DAYS, ANALYSIS_BEFORE_AWARD_DAYS = 5, 2
QUESTIONS = (
    (
        "Les heures d’un apprenti comptent-elles ?",
        "Oui, s’il remplit un critère d’éligibilité à l’embauche.",
    ),
    (
        "Peut-on confier toutes les heures à un GEIQ ?",
        "Oui : la modalité est libre, les heures sont dues par le titulaire.",
    ),
    (
        "Les heures peuvent-elles être faites sur un autre de nos chantiers ?",
        "Non, sauf accord de globalisation signé avec l’acheteur.",
    ),
)
JUDGED = tuple(each.code for each in SCORING_CRITERIA if each.code != HOURS_CRITERION)
COMMENTS = {True: "Tuteur nommé, parcours décrit.", False: "Peu de précisions."}


def open_tender(world: World, session: Session, happening: Happening) -> None:
    """A published market: questions come, then offers, then their analysis where a criterion asks for one."""
    market_id, plan = happening.market_id, world.plans[happening.market_id]
    chance = world.chance("tender", market_id, happening.number)
    asked = 2 if plan.stays(Stage.TENDER_ANALYSIS) else chance.choice((0, 0, 1, 1, 2))
    for rank in range(asked):
        day = 3 + rank * chance.randrange(4, 9)
        world.plan(world.in_days(chance, day), partial(_ask, world, market_id, rank))
    offers_on = plan.tender_days - OFFERS_BEFORE_AWARD_DAYS
    world.plan(world.in_days(chance, offers_on), partial(_receive_offers, world, market_id))
    if lever_of(session, market_id) in BY_CRITERION:
        analysed_on = plan.tender_days - ANALYSIS_BEFORE_AWARD_DAYS
        world.plan(world.in_days(chance, analysed_on), partial(_analyse, world, market_id))


def take_question(world: World, session: Session, happening: Happening) -> None:
    """The facilitator answers, nearly always in time; where the tender stays open, the second one waits."""
    market_id, number = happening.market_id, happening.payload["number"]
    chance = world.chance("question", happening.number)
    if world.leaves_undone(chance) or (world.plans[market_id].stays(Stage.TENDER_ANALYSIS) and number > 1):
        return
    days = chance.randrange(1, 5) if chance.random() < 0.9 else 8
    world.plan(world.in_days(chance, days), partial(_answer, world, market_id, number))


def _ask(world: World, market_id: int, rank: int, session: Session) -> None:
    if stage_of(session, market_id) is not Stage.TENDER_ANALYSIS:
        return
    chance = world.chance("asks", market_id, rank)
    company = _other(chance.randrange(OTHERS))
    question = QuestionInput(
        company_name=company.name,
        asker_name=company.contact_name,
        asker_email=company.email,
        text=QUESTIONS[(market_id + rank) % len(QUESTIONS)][0],
    )
    link = ask_link_of(session, market_id)
    by = Actor(ActorKind.LINK, world.territory_id, link, market_id=market_id)
    ask_question(session, by, market_id, question, now=world.now)


def _answer(world: World, market_id: int, number: int, session: Session) -> None:
    if stage_of(session, market_id) is not Stage.TENDER_ANALYSIS:
        return
    words = AnswerInput(answer=QUESTIONS[(market_id + number - 1) % len(QUESTIONS)][1])
    answer_question(session, world.facilitator(market_id), market_id, number, words, now=world.now)


def _receive_offers(world: World, market_id: int, session: Session) -> None:
    """The plan's company promises most and is marked best; now and then an offer promises too little."""
    if stage_of(session, market_id) is not Stage.TENDER_ANALYSIS:
        return
    plan, by = world.plans[market_id], world.facilitator(market_id)
    chance = world.chance("offers", market_id)
    others = [_other(number) for number in chance.sample(range(OTHERS), chance.choice((1, 2, 3)))]
    is_short = plan.stays(Stage.TENDER_ANALYSIS) or chance.random() < 0.2
    marks = _offer(world, by, market_id, plan.members[0].company, plan.committed_hours, "4.5", session)
    for rank, company in enumerate(others):
        hours = plan.required_hours * Decimal("0.8") if is_short and rank == 0 else plan.required_hours
        mark = Decimal(chance.randrange(2, 8)) / 2
        marks += _offer(world, by, market_id, company, hours.quantize(Decimal(1)), str(mark), session)
    mark_offers(session, by, market_id, MarksInput(marks=marks), now=world.now)


def _offer(
    world: World,
    by: Actor,
    market_id: int,
    company: Organisation,
    hours: Decimal,
    mark: str,
    session: Session,
) -> tuple[MarkInput, ...]:
    """An offer recorded, and the marks it deserves."""
    offer = OfferInput(
        name=company.name,
        siret=company.siret,
        contact_name=company.contact_name,
        email=company.email,
        promised_hours=hours,
        modality=list(Modality)[market_id % len(Modality)],
        received_on=world.today,
    )
    number = record_offer(session, by, market_id, offer, now=world.now)
    given, comment = Decimal(mark), COMMENTS[Decimal(mark) > 3]
    return tuple(MarkInput(offer_id=number, criterion=code, mark=given, comment=comment) for code in JUDGED)


def _analyse(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) is Stage.TENDER_ANALYSIS:
        words = AnalysisInput(conclusion=_conclusion(world.plans[market_id]))
        record_analysis(session, world.facilitator(market_id), market_id, words, now=world.now)


def _conclusion(plan: MarketPlan) -> str:
    return f"L’offre de {plan.members[0].company.name} est la plus engagée au titre de l’insertion."


def _other(number: int) -> Organisation:
    return casting.company(OTHERS_FROM + number, Temperament.PUNCTUAL)

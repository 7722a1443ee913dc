"""What facilitators do about the clause text: sent once the hours are known, and again when they change."""

from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from cases.commands.clause_text import send_clause_text
from cases.commands.drafting import describe_market
from cases.commands.moves import publish
from cases.inputs import ClauseSending, MarketDescription, Publication
from cases.partwork import counted_parts
from cases.refusals import MoveIncomplete
from cases.simulation.looking import stage_of
from cases.simulation.world import Act, Happening, World
from cases.statements import MARKET
from models.vocabulary import Stage

TRIMMED_HOURS = 10
PATIENCE = 5
"""How often a publication that lacks something is tried again."""

TRIMMED = 0.2
"""How many buyers drop a small piece of the work during the tender."""


def draft(world: World, session: Session, happening: Happening) -> None:
    """Hours were set on a market to be published: its text leaves the same day."""
    if _is_to_send(session, happening.market_id):
        _later(world, happening, 0, partial(_send, world, happening.market_id))


def draft_again(world: World, session: Session, happening: Happening) -> None:
    """A procedure starts again: the text is sent again once the market has been studied again."""
    plan = world.plans[happening.market_id]
    if not plan.stays(Stage.DRAFTING) and plan.abandoned_at is not Stage.DRAFTING:
        _later(world, happening, plan.study_days, partial(_send, world, happening.market_id))


def go_public(world: World, session: Session, happening: Happening) -> None:
    """The buyer has the text: the tender is published on the next working day."""
    if stage_of(session, happening.market_id) is Stage.DRAFTING:
        at = world.in_days(world.chance("public", happening.number), 1)
        world.schedule(at, partial(_go_public, world, happening.market_id, PATIENCE))


def drop_a_piece(world: World, session: Session, happening: Happening) -> None:
    """Some buyers drop a piece of the work while the tender runs: the text sent no longer matches.

    They are sent the text again, but where the tender is left as it is.
    """
    plan = world.plans[happening.market_id]
    is_left = plan.stays(Stage.TENDER_ANALYSIS)
    if not is_left and world.chance("trimmed", plan.reference).random() >= TRIMMED:
        return
    _later(world, happening, 2, partial(_trim, world, happening.market_id))
    if not is_left:
        _later(world, happening, 3, partial(_send_again, world, happening.market_id))


def _later(world: World, happening: Happening, days: int, act: Act) -> None:
    world.plan(world.in_days(world.chance("clause", happening.number, days), days), act)


def _is_to_send(session: Session, market_id: int) -> bool:
    columns = (MARKET.c.stage, MARKET.c.lever, MARKET.c.required_hours, MARKET.c.clause_text_sent_on)
    row = session.connection().execute(select(*columns).where(MARKET.c.id == market_id)).one()
    is_known = row.lever is not None and bool(row.required_hours)
    return row.stage is Stage.DRAFTING and is_known and row.clause_text_sent_on is None


def _send(world: World, market_id: int, session: Session) -> None:
    if _is_to_send(session, market_id):
        send_clause_text(session, world.facilitator(market_id), market_id, ClauseSending(), now=world.now)


def _send_again(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) is Stage.TENDER_ANALYSIS:
        again = ClauseSending(note="Les heures ont été revues : merci de remplacer le texte précédent.")
        send_clause_text(session, world.facilitator(market_id), market_id, again, now=world.now)


def _go_public(world: World, market_id: int, tries: int) -> None:
    """Publish; while something is still missing (the hours of a lot), try again some days later."""
    refusal = world.do(partial(_publish, world, market_id))
    if isinstance(refusal, MoveIncomplete) and tries:
        at = world.in_days(world.chance("public", market_id, world.now), 3)
        world.schedule(at, partial(_go_public, world, market_id, tries - 1))


def _publish(world: World, market_id: int, session: Session) -> None:
    if stage_of(session, market_id) is Stage.DRAFTING:
        input = Publication(published_on=world.today)
        publish(session, world.facilitator(market_id), market_id, input, now=world.now)


def _trim(world: World, market_id: int, session: Session) -> None:
    required = (
        session.connection()
        .execute(select(MARKET.c.required_hours).where(MARKET.c.id == market_id))
        .scalar_one()
    )
    if counted_parts(session, market_id):
        return  # calibrated lot by lot
    if stage_of(session, market_id) is Stage.TENDER_ANALYSIS and required > 2 * TRIMMED_HOURS:
        facts = MarketDescription(required_hours=required - TRIMMED_HOURS)
        describe_market(session, world.facilitator(market_id), market_id, facts, now=world.now)

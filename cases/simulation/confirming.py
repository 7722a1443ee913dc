"""Facilitators see the proofs of those who are new on a sheet before they check it."""

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.eligibility import confirm_eligibility
from cases.inputs import Confirmation
from cases.rules.eligibility_criteria import ELIGIBILITY_CRITERIA
from cases.simulation.world import World
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import Eligibility, HourLine

LINE, CLAIM = table_of(HourLine), table_of(Eligibility)
NEWCOMERS = Prepared(
    select(LINE.c.participant_id)
    .where(
        LINE.c.sheet_id == bindparam("sheet"),
        LINE.c.participant_id.not_in(select(CLAIM.c.participant_id)),
    )
    .order_by(LINE.c.participant_id)
)


def confirm_newcomers(world: World, session: Session, sheet_id: int, actor: Actor) -> None:
    """Each meets one of the criteria, whose proof was seen today."""
    for (person,) in NEWCOMERS.rows(session, {"sheet": sheet_id}):
        criterion = world.chance("criterion", person).choice(ELIGIBILITY_CRITERIA)
        input = Confirmation(criterion=criterion.code, proof_seen_on=world.today)
        confirm_eligibility(session, actor, person, input, now=world.now)

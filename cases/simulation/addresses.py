"""Partners that nobody can write to: facilitators ask for the address on the telephone."""

from functools import partial

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.commands.partners import change_partner
from cases.correspondence import PARTY
from cases.inputs.recruitment import PartnerInput
from cases.queries.partners import partner
from cases.simulation.world import Happening, World
from cases.statements import TASK
from models.prepared import Prepared
from models.vocabulary import PARTNERS, TaskKind, TaskStatus

LOOKED_FOR = Prepared(
    select(TASK.c.subject_id)
    .join(PARTY, PARTY.c.id == TASK.c.subject_id)
    .where(
        TASK.c.market_id == bindparam("market"),
        TASK.c.kind == TaskKind.MISSING_CONTACT,
        TASK.c.status == TaskStatus.OPEN,
        PARTY.c.kind.in_(PARTNERS),
    )
    .order_by(TASK.c.id)
)


def look_for_addresses(world: World, session: Session, happening: Happening) -> None:
    """Found within some days, and written where the task leads."""
    for (party_id,) in LOOKED_FOR.rows(session, {"market": happening.market_id}):
        chance = world.chance("address of", party_id)
        if not world.leaves_undone(chance):
            act = partial(_find, world, happening.market_id, party_id)
            world.plan(world.in_days(chance, chance.randrange(1, 4)), act)


def _find(world: World, market_id: int, party_id: int, session: Session) -> None:
    facilitator = world.facilitator(market_id)
    known = partner(session, facilitator, party_id)
    if known.email is None:
        names = ("kind", "structure_kind", "name", "siret", "contact_name", "phone", "trades")
        facts = {name: getattr(known, name) for name in names}
        found = PartnerInput(**facts, email=f"contact@structure-{party_id}.example")
        change_partner(session, facilitator, party_id, found, now=world.now)

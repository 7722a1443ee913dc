"""Correcting an award, or completing what an import did not know of it, until the kickoff is held."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.commands.meetings import follow_companies
from cases.commands.moves import MEMBER, award_notices, kickoff_task, set_companies
from cases.commands.moving import standing_for
from cases.decisions import Decision
from cases.inputs import Award
from cases.refusals import AwardNoLongerOpen, MoveIncomplete, NotAllowed
from cases.rules.lifecycle import BY_MOVE, Move, missing
from cases.rules.requirements import OFFERS_ANALYSED
from models.vocabulary import Stage


def correct_award(session: Session, actor: Actor, market_id: int, input: Award, *, now: datetime) -> None:
    """Replace the companies and the commitment; companies new to the market learn what the clause asks.

    Raises NotAllowed, AwardNoLongerOpen, or MoveIncomplete when there is not exactly one lead or too few
    hours without a reason.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage is not Stage.KICKOFF:
        raise AwardNoLongerOpen
    before = _companies(session, market_id)
    members = set_companies(case, input.companies)
    changes = input.facts
    award = BY_MOVE[Move.RECORD_AWARD]
    # What the award stands on was asked when it was made; an import does not know of it.
    gaps = missing(award, replace(case.market, **changes), standing_for(case, Move.RECORD_AWARD))
    if gaps := tuple(gap for gap in gaps if gap is not OFFERS_ANALYSED):
        raise MoveIncomplete(award, gaps)
    joined = [party_id for party_id in members if party_id not in before]
    kickoff_by = kickoff_task(case, input.awarded_on).due_on
    invited, opens = follow_companies(replace(case, market=replace(case.market, **changes)))
    case.decide(
        Decision(
            "award_corrected",
            {"companies": members, "before": before, "committed_hours": input.committed_hours},
            changes,
            opens=tuple(opens),
            says=(*award_notices(case, input, joined, kickoff_by), *invited),
        )
    )


def _companies(session: Session, market_id: int) -> list[int]:
    query = select(MEMBER.c.party_id).where(MEMBER.c.market_id == market_id).order_by(MEMBER.c.id)
    return list(session.connection().execute(query).scalars())

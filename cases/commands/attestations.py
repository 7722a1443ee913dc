"""Whether a market asks people to attest their own hours."""

from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.decisions import Decision
from cases.inputs.report import AttestationChoice
from cases.refusals import NotAllowed


def choose_attestation(
    session: Session, actor: Actor, market_id: int, input: AttestationChoice, *, now: datetime
) -> None:
    """Ask people from the next answered sheet on, or no longer. Raises NotAllowed, NotFound."""
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.asks_attestation == input.asks:
        return
    event = "attestation_chosen" if input.asks else "attestation_dropped"
    case.decide(Decision(event, changes={"asks_attestation": input.asks}))

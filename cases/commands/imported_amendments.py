"""Modifications that open data brings to a market under way: the same rule as an amendment by hand."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.changework import owed_by
from cases.commands.amendments import AMENDMENT, CHANGE, Published, amend, foreseen, is_uncertain
from cases.commands.changing import UNDER_WAY
from cases.imported import Doubt, ImportedAmendment, ImportedMarket
from cases.inputs import AmendmentInput
from cases.refusals import InvalidInput

NO_OBJECT = "Modification publiée en données ouvertes"
HOURS_UNSURE = Doubt(
    field="modifications",
    value="",
    message_fr="Un avenant change le montant sans qu’un calibrage permette de recalculer les heures : "
    "vérifiez celles du marché à la page « Changements ».",
    message_en="An amendment changes the amount and no calibration allows the hours to be computed again: "
    'check those of the market on the page "Changes".',
)


def changed_it() -> Select[Any]:
    """The amendments that a change stands on."""
    return select(CHANGE.c.amendment_id).where(CHANGE.c.amendment_id.is_not(None))


def amend_from_file(
    session: Session, actor: Actor, market_id: int, market: ImportedMarket, now: datetime
) -> tuple[Doubt, ...]:
    """Record the modifications that are new here as amendments; what a person must verify of them.

    A market whose hours are not known, or that is not under way, only keeps them with its other facts.
    """
    case = take_up(session, actor, market_id, now)
    if case.market.stage not in UNDER_WAY or case.market.required_hours is None:
        return ()
    unsure = False
    for amendment in _new_ones(session, market_id, market):
        case = take_up(session, actor, market_id, now)
        unsure |= is_uncertain(case, amendment.amount_excl_tax, owed_by(session, market_id))
        input = AmendmentInput(
            signed_on=amendment.signed_on or case.today,
            object=(amendment.object or NO_OBJECT)[:500],
            amount_excl_tax=amendment.amount_excl_tax,
            duration_months=amendment.duration_months,
        )
        try:
            amend(case, input, foreseen(case, input, knows_hours=False), as_published=Published.of(amendment))
        except InvalidInput:
            unsure = True
    return (HOURS_UNSURE,) if unsure else ()


def _new_ones(session: Session, market_id: int, market: ImportedMarket) -> list[ImportedAmendment]:
    query = select(AMENDMENT).where(AMENDMENT.c.market_id == market_id)
    known = Counter(Published.of(row) for row in session.connection().execute(query))
    found = []
    for amendment in market.amendments:
        if known[Published.of(amendment)]:
            known[Published.of(amendment)] -= 1
        else:
            found.append(amendment)
    return found

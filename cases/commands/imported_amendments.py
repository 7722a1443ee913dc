"""Modifications that open data brings to a market under way: the same rule as an amendment by hand."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import take_up
from cases.commands.amendments import AMENDMENT, CHANGE, Published, Standing, amend, foreseen, is_uncertain
from cases.commands.changing import UNDER_WAY
from cases.imported import Doubt, ImportedAmendment, ImportedMarket
from cases.inputs import AmendmentInput
from cases.refusals import InvalidInput
from cases.rules.curve import ZERO
from cases.rules.part_changes import known_amount
from cases.rules.said import NO_BREAK, french_spaces, number_en, number_fr

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
    doubts = []
    for amendment in _new_ones(session, market_id, market):
        case = take_up(session, actor, market_id, now)
        known = Standing.of(case)
        if is_uncertain(case, amendment.amount_excl_tax, known.owed):
            doubts.append(_doubt(known, amendment.amount_excl_tax))
        input = AmendmentInput(
            signed_on=amendment.signed_on or case.today,
            object=(amendment.object or NO_OBJECT)[:500],
            amount_excl_tax=amendment.amount_excl_tax,
            duration_months=amendment.duration_months,
        )
        try:
            amend(case, input, foreseen(case, input, knows_hours=False), as_published=Published.of(amendment))
        except InvalidInput:
            doubts.append(HOURS_UNSURE)
    return tuple(dict.fromkeys(doubts))


def _doubt(known: Standing, amount: Decimal | None) -> Doubt:
    """What a person must say: which lots the new amount touches, or what hours it makes."""
    if len(known.parts) < 2 or amount is None:
        return HOURS_UNSURE
    return _to_share(amount, len(known.parts), known_amount(known.parts), known.owed.required_hours or ZERO)


def _to_share(amount: Decimal, lots: int, of_lots: Decimal, hours: Decimal) -> Doubt:
    return Doubt(
        field="modifications",
        value=f"{amount.normalize():f}",
        message_fr=french_spaces(
            f"À répartir entre les lots : l’avenant porte le marché à {number_fr(amount)} €, "
            f"et ses {lots} lots en font {number_fr(of_lots)} € pour {number_fr(hours)}{NO_BREAK}h. "
            "Dites lesquels il touche à la page « Changements »."
        ),
        message_en=f"To share between the lots: the amendment brings the market to €{number_en(amount)}, "
        f"and its {lots} lots make €{number_en(of_lots)} for {number_en(hours)} h. "
        'Say which of them it touches on the page "Changes".',
    )


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

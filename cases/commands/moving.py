"""The one door through which a market changes stage: the lifecycle table is asked, then the ledger writes."""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.calibrating import parts_without_hours
from cases.casework import Casework
from cases.deadlines.opening import suspensions
from cases.decisions import Decision
from cases.markets import counts_of
from cases.refusals import MoveForbidden, MoveIncomplete, NotAllowed
from cases.rules.final_count import final_count
from cases.rules.lifecycle import BY_MOVE, Move, Transition, missing, target_of
from cases.rules.market_state import MarketState, Standing
from cases.rules.months import months_owed
from cases.rules.policy import RulePack
from cases.statements import MARKET, table_of
from models.tables import HourSheet
from models.vocabulary import Stage

SHEET = table_of(HourSheet)


def check_move(
    actor: Actor, market: MarketState, move: Move, changes: Mapping[str, Any], standing: Standing
) -> Stage:
    """Where the move leads once its input is applied. Raises NotAllowed, MoveForbidden or MoveIncomplete."""
    transition = allowed(actor, market, move)
    if gaps := missing(transition, replace(market, **changes), standing):
        raise MoveIncomplete(transition, gaps)
    return target_of(transition, market)


def allowed(actor: Actor, market: MarketState, move: Move) -> Transition:
    """The transition, when the actor's role and the market's stage allow it."""
    transition = BY_MOVE[move]
    if not actor.is_staff or (actor.role is not None and actor.role not in transition.roles):
        raise NotAllowed
    if market.stage not in transition.sources:
        raise MoveForbidden(transition, market)
    return transition


def apply(
    case: Casework,
    move: Move,
    effects: Decision,
    *,
    standing: Standing | None = None,
) -> None:
    """Make the move with its effects, all or nothing; `effects` holds the input's changes and what follows.

    Its event is the transition's own, its payload gains the stages left and entered. What its requirements
    look at is read here, unless the caller already has it.
    """
    changes = dict(effects.changes)
    target = check_move(case.actor, case.market, move, changes, standing or standing_for(case, move))
    payload = {"from": case.market.stage, "to": target, **effects.payload}
    changes["stage"] = target
    decision = replace(effects, event=BY_MOVE[move].event, payload=payload, changes=changes)
    case.decide(decision)


def standing_for(case: Casework, move: Move) -> Standing:
    """What the move's requirements look at in the other tables, and nothing else."""
    asked = {name for need in BY_MOVE[move].requires for name in need.reads}
    return _standing(case.session, case.market, case.pack, asked)


def full_standing(session: Session, market: MarketState, pack: RulePack) -> Standing:
    """Everything that requirements look at in the other tables, for pages that show every move."""
    return _standing(session, market, pack, {name for names, _ in READINGS for name in names})


def _standing(session: Session, market: MarketState, pack: RulePack, asked: Set[str]) -> Standing:
    known: dict[str, Any] = {}
    for names, read in READINGS:
        if not asked.isdisjoint(names):
            known |= read(session, market, pack)
    return Standing.of(known)


def _counts(session: Session, market: MarketState, _: RulePack) -> dict[str, Any]:
    return counts_of(session, market)


def _missing_hours(session: Session, market: MarketState, pack: RulePack) -> dict[str, Any]:
    required, committed = market.required_hours or Decimal(0), market.committed_hours or Decimal(0)
    count = final_count(required, committed, counted_hours(session, market.id), pack)
    return {"missing_hours": count.missing_hours}


def _months_to_open(session: Session, market: MarketState, _: RulePack) -> dict[str, Any]:
    if market.starts_on is None or market.ends_on is None:
        return {"months_to_open": 0}
    spans = suspensions(session, {market.id}).get(market.id, [])
    owed = months_owed(market.starts_on, market.ends_on, spans, market.ends_on)
    opened = select(SHEET.c.month).where(SHEET.c.market_id == market.id).distinct()
    return {"months_to_open": len(set(owed) - set(session.connection().execute(opened).scalars()))}


def _parts_without_hours(session: Session, market: MarketState, _: RulePack) -> dict[str, Any]:
    return {"parts_without_hours": parts_without_hours(session, market.id)}


Read = Callable[[Session, MarketState, RulePack], dict[str, Any]]
READINGS: tuple[tuple[frozenset[str], Read], ...] = (
    (frozenset({"leads", "companies_without_contact", "buyer_has_contact", "sheets_unsettled"}), _counts),
    (frozenset({"months_to_open"}), _months_to_open),
    (frozenset({"missing_hours"}), _missing_hours),
    (frozenset({"parts_without_hours"}), _parts_without_hours),
)
"""Which fields of a Standing each reading gives: a move pays only for those that its requirements name."""


def counted_hours(session: Session, market_id: int) -> Any:
    """The hours that count so far, as cases/recounting.py wrote them."""
    query = select(MARKET.c.counted_hours).where(MARKET.c.id == market_id)
    return session.connection().execute(query).scalar_one()

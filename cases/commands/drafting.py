"""A market's beginning and its facts: entered by hand, described, corrected."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.changework import COLUMNS
from cases.commands.correcting import correction, decide_correction
from cases.commands.operations import refuse_foreign_operation
from cases.commands.parties import find_or_add_party
from cases.commands.parts import PLANNED, refuse_contradictions
from cases.commands.studying import opinion_deadline, study_due_on, study_task
from cases.decisions import Decision
from cases.holding import hold_markets_around
from cases.inputs import MarketDescription, NewMarket
from cases.refusals import InvalidInput, MarketOver, NotAllowed, Place
from cases.rules.lifecycle import FINAL_STAGES
from cases.statements import MARKET, TASK, table_of
from models.tables import Account
from models.tables.market import EMPTY_CHAIN
from models.vocabulary import Origin, PartyKind, Role, Stage, TaskStatus

ACCOUNT = table_of(Account)


def insert_market(session: Session, values: dict[str, Any]) -> int:
    """Add the bare row of a market with an empty chain; the caller decides its first event at once."""
    row = {"version": 0, "journal_length": 0, "journal_head": EMPTY_CHAIN, "source_seen": "", **values}
    added = session.connection().execute(insert(MARKET).values(**row).returning(MARKET.c.id))
    return int(added.scalar_one())


def register_market(session: Session, actor: Actor, market: NewMarket, *, now: datetime) -> int:
    """Open a case at drafting, with a task to study it; its number.

    The buyer is not written to: it announced nothing here, and a facilitator may be entering old cases. It
    is told like any other should the opinion be late. Raises InvalidInput when the territory already has
    this reference, or has no such operation.
    """
    if not actor.is_staff:
        raise NotAllowed
    refuse_known_reference(session, actor.territory_id, market.reference)
    if market.operation_id is not None:
        refuse_foreign_operation(session, actor.territory_id, market.operation_id)
    buyer_id = find_or_add_party(session, actor.territory_id, PartyKind.BUYER, market.buyer, now=now)
    market_id = insert_market(
        session,
        {
            "territory_id": actor.territory_id,
            "origin": Origin.HAND,
            "stage": Stage.DRAFTING,
            "buyer_id": buyer_id,
            "referent_id": referent_for(actor),
            "created_at": now,
            **market.model_dump(exclude={"buyer"}),
        },
    )
    case = take_up(session, actor, market_id, now)
    due_on = study_due_on(case)
    case.decide(
        Decision(
            "registered",
            {"stage": Stage.DRAFTING},
            changes={"study_due_on": due_on},
            opens=(study_task(case, due_on, "1"),),
            sets=(opinion_deadline(case, due_on),),
        )
    )
    return market_id


def referent_for(actor: Actor) -> int | None:
    """The facilitator who enters a market becomes its referent."""
    return actor.id if actor.role is Role.FACILITATOR else None


def refuse_known_reference(session: Session, territory_id: int, reference: str) -> None:
    """Raises InvalidInput when a market of the territory bears this reference."""
    query = select(MARKET.c.id).where(MARKET.c.territory_id == territory_id, MARKET.c.reference == reference)
    if session.connection().execute(query).first() is not None:
        raise InvalidInput(
            Place(
                "reference",
                f"La référence « {reference} » existe déjà dans ce territoire.",
                f'The reference "{reference}" already exists in this territory.',
            )
        )


def describe_market(
    session: Session, actor: Actor, market_id: int, description: MarketDescription, *, now: datetime
) -> None:
    """Complete or correct facts; the journal keeps each before and after.

    Once the kickoff is held, figures of what is owed are corrected by a change, told like any other.
    Raises MarketOver once the market is closed, abandoned or without a clause, and InvalidInput when facts
    contradict each other.
    """
    if not actor.is_staff:
        raise NotAllowed
    given = description.model_dump(exclude_none=True)
    if not given.keys().isdisjoint(COLUMNS):
        hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    if case.market.stage in FINAL_STAGES:
        raise MarketOver
    if "referent_id" in given:
        _refuse_foreign_referent(session, actor.territory_id, given["referent_id"])
    before = _facts(case, given)
    changes = {name: value for name, value in given.items() if before[name] != value}
    if not changes:
        return
    if PLANNED & set(changes):
        refuse_contradictions(case, changes)
    if "referent_id" in changes:
        _hand_over(case, changes["referent_id"])
    payload = {
        name: {"before": _plain(before[name]), "after": _plain(value)} for name, value in changes.items()
    }
    change = correction(case, changes)
    if change is None:
        case.decide(Decision("described", payload, changes=changes))
    else:
        decide_correction(case, change, changes, payload)


def _facts(case: Casework, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the market says of these facts now."""
    if not given:
        return {}
    query = select(*(MARKET.c[name] for name in given)).where(MARKET.c.id == case.market.id)
    return dict(case.session.connection().execute(query).mappings().one())


def _hand_over(case: Casework, referent_id: int) -> None:
    """The former referent's open tasks go to the new one."""
    open_tasks = update(TASK).where(
        TASK.c.market_id == case.market.id,
        TASK.c.status == TaskStatus.OPEN,
        TASK.c.assignee_id.is_not_distinct_from(case.market.referent_id),
    )
    case.session.connection().execute(open_tasks.values(assignee_id=referent_id))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _refuse_foreign_referent(session: Session, territory_id: int, account_id: int) -> None:
    query = select(ACCOUNT.c.id).where(
        ACCOUNT.c.id == account_id,
        ACCOUNT.c.territory_id == territory_id,
        ACCOUNT.c.role.in_((Role.FACILITATOR, Role.DIRECTOR)),
    )
    if session.connection().execute(query).first() is None:
        raise InvalidInput(
            Place(
                "referent_id",
                "Ce référent n’est pas un facilitateur du territoire.",
                "This referent is not a facilitator of the territory.",
            )
        )

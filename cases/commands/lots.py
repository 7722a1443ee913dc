"""A lot becomes a case of its own: in law it is a market, with its own winner (docs/decisions/0010)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.drafting import insert_market, refuse_known_reference
from cases.commands.operations import find_or_add_operation
from cases.commands.parts import CALIBRATION, PART, part_row
from cases.commands.studying import opinion_deadline
from cases.decisions import Decision, NewDeadline, NewTask
from cases.refusals import LotNotApart, NotAllowed
from cases.statements import DEADLINE, MARKET, TASK, table_of
from models.tables import Opinion
from models.vocabulary import DeadlineRule, DeadlineStatus, PartKind, Stage, TaskKind, TaskStatus

OPINION = table_of(Opinion)
BEFORE_THE_AWARD = (Stage.DRAFTING, Stage.TENDER_ANALYSIS)
KEPT = (
    "territory_id",
    "buyer_id",
    "referent_id",
    "origin",
    "procedure",
    "description",
    "is_framework",
    "urban_renewal",
    "publication_planned_on",
    "works_planned_on",
    "study_due_on",
    "advice",
    "lever",
    "stage",
    "clause_text_sent_on",
    "published_on",
)
"""What the new case has in common with the one it comes from."""
OWN = ("trade", "cpv", "duration_months")
"""What the lot may say of itself; where it says nothing, the market's own value stands."""
MOVES = ("amount_excl_tax", "required_hours", "qpv_hours")
"""What the lot takes with it, and the market no longer counts."""
WORK = {Stage.DRAFTING: TaskKind.STUDY_MARKET, Stage.TENDER_ANALYSIS: TaskKind.ANALYSE_OFFERS}


def separate_lot(session: Session, actor: Actor, market_id: int, part_id: int, *, now: datetime) -> int:
    """Detach a lot into a market of its own, at the same stage and in the same operation; its number.

    The lot's amount, required hours and calibrations go with it; the journals of both tell it. Raises
    LotNotApart for what is no lot, for the last one, and from the award on, and InvalidInput when its
    reference is taken.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    lot = part_row(session, market_id, part_id)
    if case.market.stage not in BEFORE_THE_AWARD or not _is_one_of_several(session, market_id, lot):
        raise LotNotApart
    source = session.connection().execute(select(MARKET).where(MARKET.c.id == market_id)).mappings().one()
    operation_id = case.market.operation_id or _operation_for(case)
    refuse_known_reference(session, actor.territory_id, _reference(source, lot))
    lot |= {"qpv_hours": _qpv_hours(session, part_id)}
    new_id = insert_market(session, _new_market(source, lot, operation_id, now))
    _move(session, market_id, new_id, part_id)
    _open(take_up(session, actor, new_id, now), case, lot)
    less = {name: _less(source[name], lot[name]) for name in MOVES}
    changes = {"operation_id": operation_id, **less}
    payload = {"kind_of_part": PartKind.LOT, "number": lot["number"], "market": new_id}
    case.decide(Decision("lot_separated", payload, changes=changes))
    return new_id


def _is_one_of_several(session: Session, market_id: int, lot: dict[str, Any]) -> bool:
    query = select(func.count()).where(PART.c.market_id == market_id, PART.c.kind == PartKind.LOT)
    return lot["kind"] is PartKind.LOT and session.connection().execute(query).scalar_one() > 1


def _operation_for(case: Casework) -> int:
    """The lots of one market stay together: in an operation named after it."""
    market = case.market
    made = find_or_add_operation(
        case.session, market.territory_id, market.reference, market.title, now=case.now
    )
    assert made is not None  # a reference was given
    return made


def _new_market(source: Any, lot: dict[str, Any], operation_id: int, now: datetime) -> dict[str, Any]:
    return {
        **{name: source[name] for name in KEPT},
        **{name: lot[name] if lot[name] is not None else source[name] for name in OWN},
        "reference": _reference(source, lot),
        "title": f"{source['title'][:250]}, lot {lot['number']} : {lot['title'][:230]}",
        "operation_id": operation_id,
        **{name: lot[name] for name in MOVES},
        "created_at": now,
    }


def _reference(source: Any, lot: dict[str, Any]) -> str:
    return f"{source['reference'][:50]}-LOT {lot['number']}"


def _qpv_hours(session: Session, part_id: int) -> Decimal | None:
    """The lot's share of the hours for priority districts, as its own calibration retained them."""
    retained = (
        select(CALIBRATION.c.qpv_hours)
        .where(CALIBRATION.c.part_id == part_id, CALIBRATION.c.retained_at.is_not(None))
        .order_by(CALIBRATION.c.retained_at.desc(), CALIBRATION.c.id.desc())
    )
    found: Decimal | None = session.connection().execute(retained.limit(1)).scalar()
    return found


def _less(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    """What stays; never below nothing, as a market's estimate may be older than its lot's."""
    return whole if whole is None or part is None else max(whole - part, Decimal(0))


def _move(session: Session, market_id: int, new_id: int, part_id: int) -> None:
    """The lot's calibrations and the opinion in force follow; the lot itself has become the market."""
    connection = session.connection()
    scenarios = update(CALIBRATION).where(CALIBRATION.c.part_id == part_id)
    connection.execute(scenarios.values(market_id=new_id, part_id=None))
    latest = (
        select(OPINION).where(OPINION.c.market_id == market_id).order_by(OPINION.c.number.desc()).limit(1)
    )
    if (opinion := connection.execute(latest).mappings().first()) is not None:
        row = {name: value for name, value in opinion.items() if name != "id"}
        connection.execute(OPINION.insert().values(**row | {"market_id": new_id, "number": 1}))
    connection.execute(delete(PART).where(PART.c.id == part_id))


def _open(new: Casework, source: Casework, lot: dict[str, Any]) -> None:
    payload = {
        "stage": new.market.stage,
        "market": source.market.id,
        "kind_of_part": PartKind.LOT,
        "number": lot["number"],
    }
    decision = Decision("separated", payload, opens=_same_work(new, source), sets=_same_clock(new, source))
    new.decide(decision)


def _same_work(new: Casework, source: Casework) -> tuple[NewTask, ...]:
    """The study or the analysis still to do, due on the same day."""
    kind = WORK[new.market.stage]
    query = select(TASK.c.due_on).where(
        TASK.c.kind == kind, TASK.c.subject_id == source.market.id, TASK.c.status == TaskStatus.OPEN
    )
    due_on = new.session.connection().execute(query.limit(1)).scalar()
    if due_on is None:
        return ()
    return (NewTask(kind, new.market.id, due_on, "1"),)


def _same_clock(new: Casework, source: Casework) -> tuple[NewDeadline, ...]:
    """The buyer is told of a late opinion on the lot as on its market."""
    waiting = select(DEADLINE.c.id).where(
        DEADLINE.c.market_id == source.market.id,
        DEADLINE.c.rule == DeadlineRule.OPINION_LATE,
        DEADLINE.c.status == DeadlineStatus.PENDING,
    )
    due_on = new.market.study_due_on
    if due_on is None or new.session.connection().execute(waiting.limit(1)).first() is None:
        return ()
    return (opinion_deadline(new, due_on),)

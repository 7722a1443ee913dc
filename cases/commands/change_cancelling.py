"""The last change cancelled or corrected: what it changed is given back, and everyone told is told again."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.change_mail import Named, change_mails
from cases.changework import CHANGE, Change, LastChange, follow, last_change, owed_by
from cases.commands.amendments import AMENDMENT, Standing, foreseen, record_amendment, refuse_known_number
from cases.commands.changing import change_desk, reception_follows, refuse_early_end
from cases.commands.parts import PART
from cases.decisions import Decision
from cases.inputs import AmendmentCorrection, AmendmentInput, ChangeCancellation
from cases.partwork import figures_of, parts_moved_by, set_parts
from cases.recounting import recount_market
from cases.refusals import FiguresMovedSince, NoChangeToCancel, StopNotUndone
from cases.rules.part_changes import PartMoved, moved_between, with_moved
from models.vocabulary import ChangeKind

UNDONE_OTHERWISE = (ChangeKind.SUSPENSION, ChangeKind.RESUMPTION)


def cancel_last_change(
    session: Session, actor: Actor, market_id: int, input: ChangeCancellation, *, now: datetime
) -> int:
    """Give back what the market owed before its last change, and tell everyone; the change's number.

    A tranche is optional again, an order is no longer issued. Raises NoChangeToCancel, StopNotUndone,
    FiguresMovedSince, MarketNotUnderWay.
    """
    case = change_desk(session, actor, market_id, now)
    last = _cancellable(case)
    change = _back(last, _parts_moved(case, last), input.reason)
    session.connection().execute(update(CHANGE).where(CHANGE.c.id == last.id).values(cancelled_at=now))
    follow(session, market_id, change.before, change.after)
    named = _named(case, last)
    _give_part_back(case, last)
    set_parts(session, change.parts)
    says, opens = change_mails(case, change, last.number, named, is_cancelled=True)
    follows = reception_follows(case, change.before, change.after)
    case.decide(
        Decision(
            "change_cancelled",
            {"change": last.number, "kind": last.kind, "reason": input.reason, **change.payload},
            changes=change.changes,
            opens=(*opens, *follows.pop("opens", ())),
            says=says,
            **follows,
        )
    )
    recount_market(session, actor, market_id, why="change_cancelled", now=now)
    return last.number


def foresee_correction(
    session: Session, actor: Actor, market_id: int, input: AmendmentCorrection, *, now: datetime
) -> Change:
    """What the last amendment would change once corrected, from what the market owes now; nothing is written.

    Raises what correcting raises.
    """
    case = change_desk(session, actor, market_id, now)
    last = _correctable(case)
    if input.number not in (None, _amendment_number(case, last)):
        refuse_known_number(case, input.number)
    known = Standing.of(case)
    undone = tuple(each.back for each in _parts_moved(case, last))
    amended = foreseen(case, input, since=Standing(last.before, with_moved(known.parts, undone)))
    refuse_early_end(case, amended.after)
    parts = with_moved(known.parts, (*undone, *amended.parts))
    return replace(amended, before=known.owed, parts=moved_between(known.parts, parts))


def correct_last_amendment(
    session: Session, actor: Actor, market_id: int, input: AmendmentCorrection, *, now: datetime
) -> int:
    """The last change, an amendment, is cancelled and recorded again as it should have been; its number.

    Raises what cancelling and recording raise; NoChangeToCancel when the last change is no amendment.
    """
    case = change_desk(session, actor, market_id, now)
    last = _correctable(case)
    given = input.model_dump(exclude={"why"})
    given["number"] = input.number or _amendment_number(case, last)
    cancel_last_change(session, actor, market_id, ChangeCancellation(reason=input.why), now=now)
    return record_amendment(session, actor, market_id, AmendmentInput.model_validate(given), now=now)


def _correctable(case: Casework) -> LastChange:
    last = _cancellable(case)
    if last.kind is not ChangeKind.AMENDMENT:
        raise NoChangeToCancel
    return last


def _cancellable(case: Casework) -> LastChange:
    last = last_change(case.session, case.market.id)
    if last is None:
        raise NoChangeToCancel
    if last.kind in UNDONE_OTHERWISE:
        raise StopNotUndone
    if owed_by(case.session, case.market.id) != last.after:
        raise FiguresMovedSince
    moved = _parts_moved(case, last)
    figures = figures_of(case.session, [each.part.id for each in moved])
    if any(figures.get(each.part.id) != each.after for each in moved):
        raise FiguresMovedSince
    return last


def _parts_moved(case: Casework, last: LastChange) -> tuple[PartMoved, ...]:
    return parts_moved_by(case.session, [last.id]).get(last.id, ())


def _back(last: LastChange, parts: tuple[PartMoved, ...], reason: str) -> Change:
    """The change the other way round."""
    return Change(
        last.kind,
        last.effective_on,
        last.after,
        last.before,
        last.part_id,
        last.amendment_id,
        reason,
        tuple(each.back for each in parts),
    )


def _named(case: Casework, last: LastChange) -> Named:
    if last.part_id is None and last.amendment_id is None:
        return Named()
    connection = case.session.connection()
    if last.part_id is not None:
        query = select(PART.c.number, PART.c.title, PART.c.required_hours).where(PART.c.id == last.part_id)
        return Named(*connection.execute(query).one())
    amendment = select(AMENDMENT.c.number, AMENDMENT.c.object).where(AMENDMENT.c.id == last.amendment_id)
    row = connection.execute(amendment).one()
    return Named(str(row.number), row.object)


def _amendment_number(case: Casework, last: LastChange) -> int:
    query = select(AMENDMENT.c.number).where(AMENDMENT.c.id == last.amendment_id)
    return int(case.session.connection().execute(query).scalar_one())


def _give_part_back(case: Casework, last: LastChange) -> None:
    if last.part_id is None:
        return
    values: dict[str, object] = {"ordered_on": None}
    if last.kind is ChangeKind.TRANCHE_CONFIRMED:
        values["is_firm"] = False
    case.session.connection().execute(update(PART).where(PART.c.id == last.part_id).values(**values))

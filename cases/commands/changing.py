"""A change of a market under way, decided: its rows, journal line, deadlines and mails."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.change_mail import Named, change_mails
from cases.changework import Change, keep_change
from cases.commands.moves import reception_deadline
from cases.deadlines.reminders import TASK_DELAY_DAYS
from cases.decisions import DeadlineEnd, Decision, NewTask, TaskEnd
from cases.doubtful_hours import hours_said
from cases.holding import hold_markets_around
from cases.recounting import recount_market
from cases.refusals import InvalidInput, MarketNotUnderWay, NotAllowed, Place
from cases.rules.market_changes import Owed
from cases.statements import DEADLINE
from models.vocabulary import DeadlineRule, DeadlineStatus, Stage, TaskKind, TaskStatus

UNDER_WAY = (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED)
END_TOO_EARLY = Place(
    "planned_end_on",
    "La fin prévue précède le démarrage du marché.",
    "The planned end comes before the start of the market.",
)


def change_desk(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    """A market whose hours may change, on the desk. Raises NotFound, NotAllowed, MarketNotUnderWay."""
    if not actor.is_staff:
        raise NotAllowed
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    if case.market.stage not in UNDER_WAY:
        raise MarketNotUnderWay
    return case


def changes_from(case: Casework, owed: Owed, effective_on: date) -> date:
    """The first day whose month may change: no month that has gone, but for those that a stop froze."""
    first = max(effective_on, case.today)
    return first if owed.stopped_on is None else min(first, owed.stopped_on)


def decide_change(
    case: Casework, event: str, change: Change, named: Named, about: Mapping[str, Any] | None = None
) -> int:
    """Write the change with all that follows from it; its number.

    Raises InvalidInput when the end would come before the start.
    """
    refuse_early_end(case, change.after)
    rank = keep_change(case, change)
    says, opens = change_mails(case, change, rank, named)
    follows = reception_follows(case, change.before, change.after)
    verified = hours_said(case, change)
    payload = {"change": rank, "effective_on": change.effective_on, **(about or {}), **change.payload}
    if change.reason is not None:
        payload["reason"] = change.reason
    case.decide(
        Decision(
            event,
            payload,
            changes=change.changes,
            opens=(*opens, *verified[0], *follows.pop("opens", ())),
            ends=(*verified[1], *follows.pop("ends", ())),
            says=says,
            **follows,
        )
    )
    recount_market(case.session, case.actor, case.market.id, why=event, now=case.now)
    return rank


def refuse_early_end(case: Casework, after: Owed) -> None:
    """Raises InvalidInput when the works would end before they start."""
    start, end = case.market.starts_on, after.planned_end_on
    if start is not None and end is not None and end < start:
        raise InvalidInput(END_TOO_EARLY)


def reception_follows(case: Casework, before: Owed, after: Owed) -> dict[str, Any]:
    """The reception is planned for the new end: its reminder moves, and so does the task it had opened.

    A suspended market's moves when it resumes.
    """
    end = after.planned_end_on
    if end == before.planned_end_on or case.market.stage is not Stage.FOLLOW_UP:
        return {}
    market_id = case.market.id
    follows: dict[str, Any] = {
        "ends": (TaskEnd(TaskKind.PLAN_RECEPTION, market_id, TaskStatus.CANCELLED),),
        "cancels": (DeadlineEnd(DeadlineRule.RECEPTION_REMINDER, market_id),),
    }
    if end is None:
        return follows
    if _has_fired(case, end):
        due_on = case.pack.calendar.shift(case.today, TASK_DELAY_DAYS)
        again = NewTask(TaskKind.PLAN_RECEPTION, market_id, due_on, f"again:{case.market.version}")
        return follows | {"opens": (again,)}
    return follows | {"sets": (reception_deadline(case, end),)}


def _has_fired(case: Casework, end: date) -> bool:
    """Whether the reminder for this end was given once: the end comes back to it."""
    query = select(DEADLINE.c.id).where(
        DEADLINE.c.rule == DeadlineRule.RECEPTION_REMINDER,
        DEADLINE.c.subject_id == case.market.id,
        DEADLINE.c.period == end.isoformat(),
        DEADLINE.c.status == DeadlineStatus.FIRED,
    )
    return case.session.connection().execute(query).first() is not None

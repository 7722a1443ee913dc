"""Meetings and their clocks: the reminder of one that is ahead, the task of one to hold on site."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from cases.actors import clock
from cases.arrangements import kind_at
from cases.casework import Casework
from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewTask
from cases.invitations import remind
from cases.meetings import MEETING, meeting_numbered
from cases.rules.meetings import SiteMeetingStep
from cases.site_clock import next_site_meeting
from cases.statements import DEADLINE, TASK
from models.vocabulary import DeadlineRule, DeadlineStatus, MeetingStatus, Stage, TaskKind, TaskStatus


def meeting_reminder(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Remind the guests of each meeting; moot once it was called off, held, or about to begin."""
    return [_reminded(desk, due) for due in dues]


def _reminded(desk: Desk, due: Due) -> Outcome:
    meeting = meeting_numbered(desk.session, due.market_id, due.subject_id)
    market = desk.markets[due.market_id]
    if meeting is None or meeting.status is not MeetingStatus.PROPOSED or kind_at(market.stage) is None:
        return Outcome(due)
    case = Casework(desk.session, clock(due.territory_id), market, desk.packs[due.territory_id], desk.now)
    if case.release_at >= meeting.starts_at:
        return Outcome(due)  # a late clock says nothing of a meeting that has begun
    payload = {"meeting": meeting.id, "kind": meeting.kind, "on": meeting.held_on(case.pack)}
    decision = Decision("meeting_reminded", payload, says=remind(case, meeting))
    return Outcome(due, (desk.entry(due, decision),))


def site_meetings(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Open the task of each site meeting, and set the next; moot where the works are over.

    The task is not opened while one is open, or while a meeting is ahead: the clock only goes on.
    """
    markets = {due.market_id for due in dues}
    busy, set_already = _open_or_ahead(desk, markets), _set_already(desk, markets)
    outcomes = []
    for due in dues:
        if desk.markets[due.market_id].stage is not Stage.FOLLOW_UP:
            outcomes.append(Outcome(due))
            continue
        decision = _asked(desk, due, is_busy=due.market_id in busy)
        if due.market_id in set_already:
            decision = replace(decision, sets=())
        outcomes.append(Outcome(due, (desk.entry(due, decision),)))
    return outcomes


def _open_or_ahead(desk: Desk, market_ids: set[int]) -> set[int]:
    connection = desk.session.connection()
    tasks = select(TASK.c.market_id).where(
        TASK.c.market_id.in_(market_ids),
        TASK.c.kind == TaskKind.HOLD_SITE_MEETING,
        TASK.c.status == TaskStatus.OPEN,
    )
    meetings = select(MEETING.c.market_id).where(
        MEETING.c.market_id.in_(market_ids), MEETING.c.status == MeetingStatus.PROPOSED
    )
    return {*connection.execute(tasks).scalars(), *connection.execute(meetings).scalars()}


def _set_already(desk: Desk, market_ids: set[int]) -> set[int]:
    """The markets whose next clock is set: the stop that took a task away had only paused it."""
    ahead = select(DEADLINE.c.subject_id).where(
        DEADLINE.c.rule == DeadlineRule.SITE_MEETING,
        DEADLINE.c.subject_id.in_(market_ids),
        DEADLINE.c.status == DeadlineStatus.PENDING,
        DEADLINE.c.due_at > desk.now,
    )
    return set(desk.session.connection().execute(ahead).scalars())


def _asked(desk: Desk, due: Due, *, is_busy: bool) -> Decision:
    pack, held_by = desk.packs[due.territory_id], due.day
    following = next_site_meeting(
        due.market_id, SiteMeetingStep(due.step.partition("-")[0]), held_by, 0, pack
    )
    if is_busy:
        return Decision("site_meeting_still_due", {"held_by": held_by}, sets=(following,))
    occasion = f"{due.step}:{due.period}"
    task = NewTask(TaskKind.HOLD_SITE_MEETING, due.market_id, held_by, occasion)
    return Decision("site_meeting_due", {"held_by": held_by}, opens=(task,), sets=(following,))

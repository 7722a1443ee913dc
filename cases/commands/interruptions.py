"""Suspension, resumption, termination and reception: what they do to sheets and clocks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.change_mail import Named, change_mails
from cases.changework import Change, keep_change, owed_by, underway
from cases.commands.meetings import ended_with_works
from cases.commands.moves import reception_deadline
from cases.commands.moving import allowed, apply
from cases.decisions import DeadlineEnd, Decision, NewTask, TaskEnd
from cases.holding import hold_markets_around
from cases.inputs import Reception, Resumption, SuspensionOrder, Termination
from cases.needwork import end_open_needs
from cases.recounting import recount_market
from cases.refusals import InvalidInput, Place, in_the_future
from cases.requests import withdraw_requests
from cases.rules.lifecycle import Move
from cases.rules.market_changes import resumed, stopped
from cases.rules.months import Span
from cases.sheets_not_owed import calls_ended, cancel_sheets_after, cancel_stopped_sheets, stopped_sheets
from cases.site_clock import asked_for_again, no_more_site_meetings
from cases.statements import DEADLINE, table_of
from models.tables import HourSheet, Suspension
from models.vocabulary import UNANSWERED, ChangeKind, DeadlineRule, DeadlineStatus, TaskKind

SHEET, STOP = table_of(HourSheet), table_of(Suspension)
SETTLE_DAYS = 20
KEEP_THEIR_DAY = (
    DeadlineRule.OPEN_SHEETS,
    DeadlineRule.MEETING_REMINDER,
)
OF_PEOPLE = (DeadlineRule.ELIGIBILITY_EXPIRING,)
"""Written with a market, but about a person, who may work on another meanwhile."""


def suspend(session: Session, actor: Actor, market_id: int, input: SuspensionOrder, *, now: datetime) -> None:
    """A stop order: ladders and sheets pause, and what waits to leave about them is taken back.

    Recorded on its day or later, as its end is: one that was only announced may come on another day.
    """
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.SUSPEND)
    _refuse_future(case, input.from_on, "from_on")
    if case.market.starts_on is not None and input.from_on < case.market.starts_on:
        raise InvalidInput(
            Place(
                "from_on",
                "L’arrêt ne peut pas précéder le démarrage du marché.",
                "The stop cannot come before the start of the market.",
            )
        )
    connection = session.connection()
    stop = {"market_id": market_id, "from_on": input.from_on, "reason": input.reason}
    connection.execute(insert(STOP).values(**stop))
    pause_clocks(case)
    for sheet_id in _unanswered(case):
        withdraw_requests(session, sheet_id)
    before = replace(owed_by(session, market_id), stopped_on=None)
    change = Change(
        ChangeKind.SUSPENSION, input.from_on, before, stopped(before, input.from_on), reason=input.reason
    )
    rank = keep_change(case, change)
    says, opens = change_mails(case, change, rank, Named())
    payload = {"from_on": input.from_on, "reason": input.reason, "change": rank}
    # The clocks pause; the task of a site meeting comes back once work resumes.
    meetings, _ = no_more_site_meetings(market_id)
    ends = (*meetings, *calls_ended(stopped_sheets(case)))
    effects = Decision("", payload, {"resumes_to": case.market.stage}, opens=opens, ends=ends, says=says)
    apply(case, Move.SUSPEND, effects)
    recount_market(session, actor, market_id, why="suspended", now=now)


def pause_clocks(case: Casework) -> None:
    """Nothing of the market fires until it resumes; what is about people does."""
    case.session.connection().execute(
        update(DEADLINE)
        .where(
            DEADLINE.c.market_id == case.market.id,
            DEADLINE.c.status == DeadlineStatus.PENDING,
            DEADLINE.c.rule.not_in(OF_PEOPLE),
        )
        .values(status=DeadlineStatus.PAUSED)
    )


def _unanswered(case: Casework) -> list[int]:
    query = select(SHEET.c.id).where(SHEET.c.market_id == case.market.id, SHEET.c.status.in_(UNANSWERED))
    return list(case.session.connection().execute(query).scalars())


def resume(session: Session, actor: Actor, market_id: int, input: Resumption, *, now: datetime) -> None:
    """Work resumes: due days, ladders, the planned end and what is expected come later by the days stopped.

    Sheets of months that turn out to be wholly stopped are no longer owed.
    """
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.RESUME)
    _refuse_future(case, input.on, "on")
    before, works = owed_by(session, market_id), underway(session, case.market)
    stop = _end_suspension(case, input.on, "on")
    _shift_clocks(case, stop)
    change = Change(ChangeKind.RESUMPTION, input.on, before, resumed(before, stop, works))
    rank = keep_change(case, change)
    says, opens = change_mails(case, change, rank, Named())
    cancelled = cancel_stopped_sheets(case)
    end = change.after.planned_end_on
    payload = {"on": input.on, "stopped_days": (input.on - stop.from_on).days, "change": rank}
    apply(
        case,
        Move.RESUME,
        Decision(
            "",
            {**payload, **change.payload, "sheets_cancelled": cancelled},
            {"resumes_to": None, **change.changes},
            opens=opens,
            ends=calls_ended(cancelled),
            sets=(
                *asked_for_again(case, input.on),
                *(() if end is None else (reception_deadline(case, end),)),
            ),
            cancels=() if end is None else (DeadlineEnd(DeadlineRule.RECEPTION_REMINDER, market_id),),
            says=says,
        ),
    )
    recount_market(session, actor, market_id, why="resumed", now=now)


def _end_suspension(case: Casework, on: date, field: str) -> Span:
    """Close the open suspension on that day. Raises InvalidInput when the day comes before it began."""
    connection = case.session.connection()
    query = select(STOP.c.id, STOP.c.from_on).where(
        STOP.c.market_id == case.market.id, STOP.c.to_on.is_(None)
    )
    row = connection.execute(query).one()
    if on < row.from_on:
        raise InvalidInput(
            Place(
                field,
                "Cette date précède l’arrêt du chantier.",
                "This date comes before the work was stopped.",
            )
        )
    connection.execute(update(STOP).where(STOP.c.id == row.id).values(to_on=on))
    return Span(row.from_on, on)


def _shift_clocks(case: Casework, stopped: Span) -> None:
    """Wake the paused deadlines; those counted in days move by the days stopped, onto a working day.

    Openings keep their day: it is a month's end, and a month wholly stopped is passed over when it fires.
    So do reminders of a meeting, whose date stands until someone moves it.
    """
    assert stopped.to_on is not None
    length = stopped.to_on - stopped.from_on
    connection, calendar = case.session.connection(), case.pack.calendar
    query = select(DEADLINE.c.id, DEADLINE.c.rule, DEADLINE.c.due_at).where(
        DEADLINE.c.market_id == case.market.id, DEADLINE.c.status == DeadlineStatus.PAUSED
    )
    for row in connection.execute(query).all():
        due_at = row.due_at
        if row.rule not in KEEP_THEIR_DAY:
            due_at = case.deadline_at(calendar.first_working_day(calendar.local_date(due_at) + length))
        values = {"status": DeadlineStatus.PENDING, "due_at": due_at}
        connection.execute(update(DEADLINE).where(DEADLINE.c.id == row.id).values(**values))
    _shift_sheets(case, length)


def _shift_sheets(case: Casework, length: timedelta) -> None:
    connection = case.session.connection()
    query = select(SHEET.c.id, SHEET.c.due_on).where(
        SHEET.c.market_id == case.market.id, SHEET.c.status.in_(UNANSWERED)
    )
    for row in connection.execute(query).all():
        due_on = case.pack.calendar.first_working_day(row.due_on + length)
        connection.execute(update(SHEET).where(SHEET.c.id == row.id).values(due_on=due_on))


def record_reception(
    session: Session, actor: Actor, market_id: int, input: Reception, *, now: datetime
) -> None:
    """The works are received: the last sheets are asked for, then the count is settled."""
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.RECORD_RECEPTION)
    _refuse_future(case, input.received_on, "received_on")
    cancelled, needs = cancel_sheets_after(case, input.received_on), end_open_needs(case)
    says, meetings = ended_with_works(case)
    apply(
        case,
        Move.RECORD_RECEPTION,
        Decision(
            "",
            payload={"received_on": input.received_on, "sheets_cancelled": cancelled},
            changes={"received_on": input.received_on},
            ends=(
                TaskEnd(TaskKind.PLAN_RECEPTION, market_id),
                *calls_ended(cancelled),
                *needs.ends,
                *meetings.ends,
            ),
            opens=(_settle_task(case),),
            cancels=(
                DeadlineEnd(DeadlineRule.RECEPTION_REMINDER, market_id),
                *needs.cancels,
                *meetings.cancels,
            ),
            sets=needs.sets,
            says=says,
        ),
    )
    recount_market(session, actor, market_id, why="received", now=now)


def terminate(session: Session, actor: Actor, market_id: int, input: Termination, *, now: datetime) -> None:
    """The contract is terminated: months up to that day are still owed and a final count is made."""
    hold_markets_around(session, market_id)
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.TERMINATE)
    _refuse_future(case, input.on, "on")
    if case.market.resumes_to is not None:
        _shift_clocks(case, _end_suspension(case, input.on, "on"))
    cancelled = [*cancel_sheets_after(case, input.on), *cancel_stopped_sheets(case)]
    needs = end_open_needs(case)
    says, meetings = ended_with_works(case)
    kinds = (TaskKind.HOLD_KICKOFF, TaskKind.KICKOFF_OVERDUE, TaskKind.PLAN_RECEPTION)
    rules = (DeadlineRule.KICKOFF_OVERDUE, DeadlineRule.RECEPTION_REMINDER)
    apply(
        case,
        Move.TERMINATE,
        Decision(
            "",
            payload={"on": input.on, "reason": input.reason, "sheets_cancelled": cancelled},
            changes={"terminated_on": input.on, "resumes_to": None},
            ends=(
                *(TaskEnd(kind, market_id) for kind in kinds),
                *calls_ended(cancelled),
                *needs.ends,
                *meetings.ends,
            ),
            opens=(_settle_task(case),),
            cancels=(*(DeadlineEnd(rule, market_id) for rule in rules), *needs.cancels, *meetings.cancels),
            sets=needs.sets,
            says=says,
        ),
    )
    recount_market(session, actor, market_id, why="terminated", now=now)


def _refuse_future(case: Casework, day: date, field: str) -> None:
    if day > case.today:
        raise in_the_future(field)


def _settle_task(case: Casework) -> NewTask:
    due_on = case.pack.calendar.shift(case.today, SETTLE_DAYS)
    return NewTask(TaskKind.SETTLE_RECEPTION, case.market.id, due_on, "1")

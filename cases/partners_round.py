"""The daily round of a territory's partners: the task of the quarter, the reminder of their meeting.

It does whatever is to be done today and was not yet, so that it may go round each hour, twice or late:
tasks and mails have unique keys. The same under Prefect, `jalon tick` and the simulator.
"""

from datetime import date, datetime

from sqlalchemy import func, select

from cases.actors import clock
from cases.correspondence import TERRITORY
from cases.decisions import Decision, NewMail, NewTask
from cases.invitations import remind
from cases.meetings import Proposed, live_partners_meeting
from cases.messages import MailKind
from cases.partners_clock import is_held_or_ahead, open_period
from cases.partners_pack import UNDER_WAY, pack_presented
from cases.rules.kickoff import reminder_day
from cases.rules.meetings import period_of
from cases.rules.months import add_months
from cases.statements import MAIL, MARKET
from cases.territorywork import Territorywork, take_up_territory
from models.database import Database
from models.vocabulary import TaskKind


def go_round(database: Database, *, now: datetime) -> int:
    """Look after the partners of every territory; the number of those for which something was to be done."""
    with database.read() as session:
        territories = list(session.connection().execute(select(TERRITORY.c.id)).scalars())
    return sum(_look_after(database, territory_id, now) for territory_id in territories)


def _look_after(database: Database, territory_id: int, now: datetime) -> bool:
    with database.write() as session:
        work = take_up_territory(session, clock(territory_id), now)
        opens, says = _task_of_the_period(work), _reminders(work)
        if opens or says:
            work.decide(Decision("partners_round", opens=opens, says=says))
        return bool(opens or says)


def _task_of_the_period(work: Territorywork) -> tuple[NewTask, ...]:
    """The meeting to hold, unless one is asked for, ahead or held; a territory without works has no say."""
    months = work.pack.partners_meeting_months
    period = period_of(work.today, months)
    if open_period(work.session, work.territory_id) is not None:
        return ()
    if is_held_or_ahead(work.session, work.territory_id, period) or not _has_works(work):
        return ()
    calendar = work.pack.calendar
    due_on = calendar.shift(add_months(period, months), -1)
    details = {"quarter": period.isoformat()}
    return (NewTask(TaskKind.HOLD_PARTNERS_MEETING, work.territory_id, due_on, period.isoformat(), details),)


def _has_works(work: Territorywork) -> bool:
    query = select(MARKET.c.id).where(
        MARKET.c.territory_id == work.territory_id, MARKET.c.stage.in_(UNDER_WAY)
    )
    return work.session.connection().execute(query.limit(1)).first() is not None


def _reminders(work: Territorywork) -> tuple[NewMail, ...]:
    """Some working days before the meeting, with the pack: once for each day that it is moved to."""
    meeting = live_partners_meeting(work.session, work.territory_id)
    if meeting is None or work.release_at >= meeting.starts_at:
        return ()
    on, told_on = meeting.held_on(work.pack), _told_on(work, meeting)
    day = None if told_on is None else reminder_day(on, told_on, work.pack)
    if day is None or work.today < day or _is_reminded(work, meeting, on):
        return ()
    return remind(work, meeting, pack_presented(work, meeting))


def _told_on(work: Territorywork, meeting: Proposed) -> date | None:
    """When the last invitations leave, or left."""
    query = select(func.max(MAIL.c.release_at)).where(
        MAIL.c.territory_id == work.territory_id,
        MAIL.c.kind == MailKind.MEETING_INVITATION,
        MAIL.c.unique_key.startswith(f"meeting:{meeting.id}:"),
    )
    last = work.session.connection().execute(query).scalar()
    return None if last is None else work.pack.calendar.local_date(last)


def _is_reminded(work: Territorywork, meeting: Proposed, on: date) -> bool:
    query = select(MAIL.c.id).where(
        MAIL.c.territory_id == work.territory_id,
        MAIL.c.kind == MailKind.MEETING_REMINDER,
        MAIL.c.unique_key.like(f"meeting:{meeting.id}:%:reminder-{on.isoformat()}"),
    )
    return work.session.connection().execute(query.limit(1)).first() is not None

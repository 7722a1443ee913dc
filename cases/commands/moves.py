"""The moves from drafting to kickoff: each names its input, checks its door, and says what follows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session

from cases.access import revoke_links
from cases.actors import Actor
from cases.ask_links import ensure_ask_link
from cases.casework import Casework, take_up
from cases.commands.moving import allowed, apply
from cases.commands.parties import find_or_add_party
from cases.commands.questions import close_questions
from cases.commands.studying import (
    opinion_deadline,
    opinion_no_longer_late,
    study_due_on,
    study_task,
)
from cases.correspondence import correspondents
from cases.decisions import Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.inputs import Abandonment, Award, CompanyInput, Publication
from cases.messages import AwardNotice, MailKind
from cases.rules.kickoff import KickoffStep, step_day
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, TASK, table_of
from models.prepared import Prepared
from models.tables import MarketParty
from models.vocabulary import DeadlineRule, DeadlineStatus, LinkAct, PartyKind, TaskKind, TaskStatus

MEMBER = table_of(MarketParty)
REMOVE_MEMBERS = Prepared(delete(MEMBER).where(MEMBER.c.market_id == bindparam("market")))
ADD_MEMBER = Prepared(insert(MEMBER))


def publish(session: Session, actor: Actor, market_id: int, input: Publication, *, now: datetime) -> None:
    """The clause text was sent and the tender published: the study ends, the analysis begins."""
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.PUBLISH)
    ensure_ask_link(session, case.market, now)
    due_on = case.pack.calendar.shift(input.published_on, case.pack.study_days)
    apply(
        case,
        Move.PUBLISH,
        Decision(
            "",
            payload=input.model_dump(exclude_none=True, include={"clause_text_sent_on"}),
            changes=input.model_dump(exclude_none=True),
            ends=(TaskEnd(TaskKind.STUDY_MARKET, market_id),),
            cancels=(opinion_no_longer_late(market_id),),
            opens=(NewTask(TaskKind.ANALYSE_OFFERS, market_id, due_on, f"v{case.market.version}"),),
        ),
    )


def restart(session: Session, actor: Actor, market_id: int, *, now: datetime) -> None:
    """The procedure was unsuccessful: back to drafting, with a study to do again and another round to come.

    The questions and offers of this round are kept, set apart; its link no longer opens.
    """
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.RESTART)
    ends, cancels = close_questions(case)
    revoke_links(session, LinkAct.ASK, now=now, market_id=market_id)
    due_on = study_due_on(case)
    apply(
        case,
        Move.RESTART,
        Decision(
            "",
            changes={
                "advice": None,
                "clause_text_sent_on": None,
                "published_on": None,
                "offers_analysed_on": None,
                "study_due_on": due_on,
                "tender_round": case.market.tender_round + 1,
            },
            ends=(TaskEnd(TaskKind.ANALYSE_OFFERS, market_id, TaskStatus.CANCELLED), *ends),
            cancels=cancels,
            opens=(study_task(case, due_on, f"v{case.market.version}"),),
            sets=(opinion_deadline(case, due_on),),
        ),
    )


def abandon(session: Session, actor: Actor, market_id: int, input: Abandonment, *, now: datetime) -> None:
    """The procedure has no outcome: every task and deadline of the market ends."""
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.ABANDON)
    revoke_links(session, LinkAct.ASK, now=now, market_id=market_id)
    end_all_work(case)
    apply(case, Move.ABANDON, Decision("", {"reason": input.reason}))


def end_all_work(case: Casework) -> None:
    """Cancel the market's open tasks and its deadlines; set apart the questions that still waited."""
    close_questions(case)
    connection, market_id = case.session.connection(), case.market.id
    waiting = (DeadlineStatus.PENDING, DeadlineStatus.PAUSED)
    connection.execute(
        update(DEADLINE)
        .where(DEADLINE.c.market_id == market_id, DEADLINE.c.status.in_(waiting))
        .values(status=DeadlineStatus.CANCELLED)
    )
    connection.execute(
        update(TASK)
        .where(TASK.c.market_id == market_id, TASK.c.status == TaskStatus.OPEN)
        .values(status=TaskStatus.CANCELLED, closed_at=case.now, closed_by=case.actor.id)
    )


def record_award(session: Session, actor: Actor, market_id: int, input: Award, *, now: datetime) -> None:
    """The winner is known: its companies join the market, and the kickoff is to be held."""
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.RECORD_AWARD)
    members = set_companies(case, input.companies)
    ends, cancels = close_questions(case)
    apply(
        case,
        Move.RECORD_AWARD,
        Decision(
            "",
            payload={"companies": members, "committed_hours": input.committed_hours},
            changes=input.facts,
            ends=(TaskEnd(TaskKind.ANALYSE_OFFERS, market_id), *ends),
            cancels=cancels,
            opens=(task := kickoff_task(case, input.awarded_on),),
            sets=(kickoff_deadline(case, input.awarded_on),),
            says=tuple(award_notices(case, input, members, task.due_on)),
        ),
    )


def award_notices(case: Casework, award: Award, members: list[int], kickoff_by: date) -> Iterator[NewMail]:
    """Each of these companies that has an address learns what the clause asks of it."""
    market = case.market
    people = correspondents(case.session, [market.buyer_id, *members])
    for company in (people[party_id] for party_id in members):
        if company.email is None:
            continue
        message = AwardNotice(
            **case.letterhead.fields(),
            company_name=company.name,
            market_title=market.title,
            market_reference=market.reference,
            buyer_name=people[market.buyer_id].name,
            awarded_on=award.awarded_on,
            committed_hours=award.committed_hours,
            kickoff_by=kickoff_by,
        )
        yield NewMail(
            kind=MailKind.AWARD_NOTICE,
            to_email=company.email,
            to_name=company.contact_name or company.name,
            message=message,
            unique_key=f"award:{market.id}:{company.party_id}:v{market.version}",
            release_at=case.release_at,
            locale=company.locale,
            party_id=company.party_id,
        )


def kickoff_task(case: Casework, awarded_on: date) -> NewTask:
    """Hold the kickoff, within the pack's delay from the award."""
    due_on = case.pack.calendar.shift(max(awarded_on, case.today), case.pack.kickoff_reminder_days)
    return NewTask(TaskKind.HOLD_KICKOFF, case.market.id, due_on, awarded_on.isoformat())


def kickoff_deadline(case: Casework, awarded_on: date) -> NewDeadline:
    """When the company is chased for a kickoff still not held; its period is what the delay runs from."""
    since = max(awarded_on, case.today)
    overdue_on = step_day(KickoffStep.OVERDUE, since, None, case.pack)
    return NewDeadline(
        DeadlineRule.KICKOFF_OVERDUE,
        case.market.id,
        KickoffStep.OVERDUE,
        since.isoformat(),
        case.deadline_at(overdue_on),
    )


def set_companies(case: Casework, companies: tuple[CompanyInput, ...]) -> list[int]:
    """Make these the market's companies; their numbers."""
    market_id = case.market.id
    REMOVE_MEMBERS.write(case.session, [{"market": market_id}])
    rows = {}
    for company in companies:
        party_id = find_or_add_party(
            case.session, case.market.territory_id, PartyKind.COMPANY, company, now=case.now
        )
        rows[party_id] = {
            "market_id": market_id,
            "party_id": party_id,
            "role": company.role,
            "committed_hours": company.committed_hours,
        }
    ADD_MEMBER.write(case.session, list(rows.values()))
    return list(rows)


def reception_deadline(case: Casework, planned_end: date) -> NewDeadline:
    """When to plan the reception: the pack's days before the planned end."""
    ahead = planned_end - timedelta(days=case.pack.reception_reminder_days)
    on = case.pack.calendar.first_working_day(ahead)
    period = planned_end.isoformat()
    return NewDeadline(DeadlineRule.RECEPTION_REMINDER, case.market.id, "ahead", period, case.deadline_at(on))

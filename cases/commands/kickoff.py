"""The kickoff as it was held: minutes, attendance, what each company agreed to, and the plan by month."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.meetings import called_off
from cases.commands.moves import MEMBER, reception_deadline
from cases.commands.moving import allowed, apply
from cases.commands.parties import keep_contact
from cases.correspondence import correspondents
from cases.deadlines.opening import opening_deadline
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, TaskEnd
from cases.inputs import CompanyAgreement, ContactInput, Kickoff
from cases.kickoff_minutes import minutes_mails
from cases.meetings import Proposed, live_meeting, members_of
from cases.messages import MeetingEnd
from cases.minutes import note_held, refuse_guest
from cases.refusals import InvalidInput, Place
from cases.rules.curve import MonthHours, PlanFault, linear_plan, plan_fault, plan_total
from cases.rules.lifecycle import Move
from cases.rules.meetings import SiteMeetingStep
from cases.rules.months import add_months, month_of
from cases.site_clock import next_site_meeting
from cases.statements import table_of
from models.tables import ExpectedMonth
from models.vocabulary import DeadlineRule, TaskKind

EXPECTED = table_of(ExpectedMonth)
PREPARED = (TaskKind.HOLD_KICKOFF, TaskKind.KICKOFF_OVERDUE)
"""The tasks that end with the kickoff."""
FAULTS = {
    PlanFault.MONTH_TWICE: (
        "Un mois figure deux fois dans le plan.",
        "A month is in the plan twice.",
    ),
    PlanFault.OUTSIDE: (
        "Le plan sort des travaux : ses mois vont du démarrage à la fin prévue.",
        "The plan goes beyond the works: its months run from the start to the planned end.",
    ),
}


def record_kickoff(session: Session, actor: Actor, market_id: int, input: Kickoff, *, now: datetime) -> None:
    """The launch meeting was held: the monthly follow-up starts with the month of the start.

    The plan given by month, or else the committed hours spread evenly, becomes the market's curve; everyone
    invited, the companies and the buyer get the minutes. Raises MoveIncomplete, or InvalidInput when the plan
    does not add up or names someone who is not concerned.
    """
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.RECORD_KICKOFF)
    planned_end = _planned_end(case, input)
    plan = _plan(case, input, planned_end)
    ends, says = _agree(case, input.companies)
    meeting, called = _meeting_held(case, input)
    letters, opens = minutes_mails(case, input, meeting, plan, planned_end)
    effects = Decision(
        "",
        payload=_told(case, input, plan),
        changes=_facts(input, planned_end),
        ends=(*(TaskEnd(kind, market_id) for kind in PREPARED), *ends),
        opens=tuple(opens),
        cancels=(DeadlineEnd(DeadlineRule.KICKOFF_OVERDUE, market_id), *_no_reminder(meeting)),
        sets=tuple(_ahead(case, input, planned_end)),
        says=(*says, *called, *letters),
    )
    apply(case, Move.RECORD_KICKOFF, effects)


def _meeting_held(case: Casework, input: Kickoff) -> tuple[Proposed | None, list[NewMail]]:
    """The meeting proposed for this kickoff, its attendance noted; one still ahead is called off instead.

    Raises InvalidInput for guests of a meeting that nobody proposed.
    """
    meeting = live_meeting(case.session, case.market.id)
    if meeting is None:
        if input.attendance:
            refuse_guest()
        return None, []
    if meeting.held_on(case.pack) > case.today:
        return None, called_off(case, meeting, MeetingEnd.HELD_ALREADY)
    note_held(case, meeting, input.attendance)
    return meeting, []


def _told(case: Casework, input: Kickoff, plan: Sequence[MonthHours]) -> dict[str, Any]:
    """What the journal says of it."""
    return {
        "starts_on": input.starts_on,
        "committed_hours": case.market.committed_hours,
        "expected_hours": plan_total(plan),
        "months": len(plan),
        **_attestation(input),
    }


def _facts(input: Kickoff, planned_end: date | None) -> dict[str, Any]:
    """What the market is from then on."""
    return {
        "kickoff_held_on": input.held_on,
        "kickoff_minutes": input.minutes,
        "starts_on": input.starts_on,
        "planned_end_on": planned_end,
        **_attestation(input),
    }


def _attestation(input: Kickoff) -> dict[str, bool]:
    """Whether people attest their own hours, when it was said."""
    return {} if input.asks_attestation is None else {"asks_attestation": input.asks_attestation}


def _ahead(case: Casework, input: Kickoff, planned_end: date | None) -> Iterator[NewDeadline]:
    """The first month's sheets, the first site meeting, and the reception to plan once the end is known."""
    yield opening_deadline(case.market.id, month_of(input.starts_on), case.pack)
    yield next_site_meeting(case.market.id, SiteMeetingStep.START, input.starts_on, 0, case.pack)
    if planned_end is not None:
        yield reception_deadline(case, planned_end)


def _planned_end(case: Casework, input: Kickoff) -> date | None:
    """As given, else as known, else after the contract's duration; None when nothing tells it."""
    if input.planned_end_on is not None:
        if input.planned_end_on < input.starts_on:
            raise InvalidInput(
                Place(
                    "planned_end_on",
                    "La fin prévue précède le démarrage.",
                    "The planned end comes before the start.",
                )
            )
        return input.planned_end_on
    known, months = case.market.planned_end_on, case.market.duration_months
    if known is not None and known >= input.starts_on:
        return known
    return None if months is None else add_months(input.starts_on, months) - timedelta(days=1)


def _plan(case: Casework, input: Kickoff, planned_end: date | None) -> tuple[MonthHours, ...]:
    """Keep the plan by month; none can be made without an end or a commitment."""
    committed, plan = case.market.committed_hours, input.curve
    if plan:
        _refuse_fault(plan, committed or Decimal(0), input.starts_on, planned_end)
    elif committed is not None and planned_end is not None:
        plan = linear_plan(committed, input.starts_on, planned_end)
    connection = case.session.connection()
    connection.execute(delete(EXPECTED).where(EXPECTED.c.market_id == case.market.id))
    rows = [{"market_id": case.market.id, "month": each.month, "hours": each.hours} for each in plan]
    if rows:
        connection.execute(insert(EXPECTED), rows)
    return plan


def _refuse_fault(plan: Sequence[MonthHours], owed: Decimal, starts_on: date, ends: date | None) -> None:
    fault = plan_fault(plan, owed, starts_on, ends)
    if fault is PlanFault.NOT_THE_COMMITMENT:
        total = plan_total(plan)
        raise InvalidInput(
            Place(
                "plan",
                f"Le plan totalise {_said(total, ',')} h pour {_said(owed, ',')} h engagées : "
                "les deux doivent être égaux.",
                f"The plan adds up to {_said(total, '.')} h for {_said(owed, '.')} h committed: "
                "both must be equal.",
            )
        )
    if fault is not None:
        raise InvalidInput(Place("plan", *FAULTS[fault]))


def _agree(case: Casework, agreements: Sequence[CompanyAgreement]) -> tuple[list[TaskEnd], list[NewMail]]:
    """Keep each company's modality and contact; what that ends, and the mails that waited for an address."""
    known = {member.party_id for member in members_of(case.session, case.market.id)}
    people = correspondents(case.session, known)
    ends: list[TaskEnd] = []
    says: list[NewMail] = []
    for agreed in agreements:
        if agreed.party_id not in known:
            raise InvalidInput(
                Place(
                    "companies",
                    "Une de ces entreprises n’est pas sur ce marché.",
                    "One of these companies is not on this market.",
                )
            )
        if agreed.modality is not None:
            row = update(MEMBER).where(
                MEMBER.c.market_id == case.market.id, MEMBER.c.party_id == agreed.party_id
            )
            case.session.connection().execute(row.values(modality=agreed.modality))
        party = people[agreed.party_id]
        if agreed.email and (agreed.email.lower(), agreed.contact_name) != (party.email, party.contact_name):
            contact = ContactInput(contact_name=agreed.contact_name, email=agreed.email, phone=agreed.phone)
            ended, said = keep_contact(case, agreed.party_id, contact)
            ends += ended
            says += said
    return ends, says


def _no_reminder(meeting: Proposed | None) -> tuple[DeadlineEnd, ...]:
    return () if meeting is None else (DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id),)


def _said(hours: Decimal, comma: str) -> str:
    return f"{hours.normalize():f}".replace(".", comma)

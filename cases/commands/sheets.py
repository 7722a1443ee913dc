"""The monthly sheet: the company's answer, and the facilitator's decision on it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.interruptions import pause_clocks
from cases.contributions import settle_contributions, with_contributed
from cases.deadlines.hours_reports import hours_deadline
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.holding import hold_newcomers
from cases.inputs import Rejection, SheetAnswer
from cases.known_people import KnownPeople
from cases.known_terms import tell_terms
from cases.matched_hours import match_tasks
from cases.messages import MailKind, SheetReceipt, SheetRejected
from cases.newcomers import welcome
from cases.openings import next_opening
from cases.recounting import (
    count_anew,
    counted_on,
    hold_markets_of,
    people_on,
    set_parts,
    tell_markets,
)
from cases.refusals import (
    NotAllowed,
    SheetAlreadyValidated,
    SheetCancelled,
    SheetNotSubmitted,
)
from cases.rejecting import lines_in_question
from cases.requests import withdraw_requests
from cases.rules.chasing import first_rung
from cases.rules.person_month import Line
from cases.sheet_lines import lines_of, write_lines
from cases.sheet_questions import question_answer
from cases.sheet_receipts import Receipt
from cases.sheet_standing import stays_as_it_is
from cases.sheetwork import (
    SheetState,
    about_sheet,
    change_sheet,
    company_of,
    letter,
    take_up_sheet,
)
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import HourLine
from models.vocabulary import ActorKind, DeadlineRule, Role, SheetStatus, Stage, TaskKind

LINE = table_of(HourLine)
REVIEW_DAYS = 5
LINES_ON = Prepared(
    select(LINE.c.participant_id, LINE.c.hours, LINE.c.training_hours, LINE.c.is_distinct).where(
        LINE.c.sheet_id == bindparam("sheet")
    )
)


def submit_sheet(
    session: Session, actor: Actor, sheet_id: int, answer: SheetAnswer, *, now: datetime
) -> bool:
    """Record a company's answer, hours or nobody; the ladder stops at once and a receipt leaves.

    Correctable until validated. False when this answer stood already: nothing changes then, and nobody is
    told. Raises NotFound, SheetAlreadyValidated, SheetCancelled, InvalidInput (unknown participant, the same
    person twice, a month not over), SheetQuestioned (doubtful hours or names).
    """
    hold_newcomers(session, actor.territory_id, answer.lines, sheets=(sheet_id,))
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if not may_answer(actor, sheet):
        raise NotAllowed
    if stays_as_it_is(case, sheet, answer):
        return False
    record_answer(case, sheet, answer)
    return True


def record_answer(
    case: Casework, sheet: SheetState, answer: SheetAnswer, receipt: Receipt | None = None
) -> None:
    """Record a new answer, for callers that saw to who may, and may have a receipt of their own."""
    session, now = case.session, case.now
    if sheet.status is SheetStatus.CANCELLED:
        raise SheetCancelled
    if sheet.status is SheetStatus.VALIDATED:
        raise SheetAlreadyValidated
    known, answer = KnownPeople(session, sheet.party_id), with_contributed(session, sheet, answer)
    lines = lines_of(case, sheet, known, answer)
    question_answer(case, sheet, known, lines, confirmed=answer.confirm)
    settle_contributions(session, sheet.id, lines)
    write_lines(session, sheet.id, lines)
    set_aside(case, sheet, SheetStatus.SUBMITTED)
    declared = sum((line.hours for line in lines.values()), Decimal(0))
    version = change_sheet(
        session,
        sheet,
        status=SheetStatus.SUBMITTED,
        is_nil=answer.nil,
        declared_hours=declared,
        remark=answer.remark or None,
        submitted_at=now,
        rejection_reason=None,
    )
    withdraw_requests(session, sheet.id)
    if receipt is None:
        says = _receipt(case, sheet, version, declared, len(lines), answer.nil)
    else:
        says = receipt(case, sheet, version)
    payload = {"declared_hours": declared, "people": len(lines), "nil": answer.nil}
    case.decide(_submitted(case, sheet, version, payload, says))
    _tell_people(case, known)


def _tell_people(case: Casework, known: KnownPeople) -> None:
    """What the answer taught of people: newcomers, birth dates, contracts and criteria of those known."""
    session, market_id = case.session, case.market.id
    if known.newcomers or known.better_known:
        born = known.better_known
        welcome(session, case.actor, market_id, known.newcomers, now=case.now, better_known=born)
    for added in known.terms_added:
        tell_terms(session, case.actor, market_id, added, now=case.now)


def _submitted(
    case: Casework,
    sheet: SheetState,
    version: int,
    payload: Mapping[str, Any],
    says: tuple[NewMail, ...],
) -> Decision:
    """An answer came: somebody checks it, others are asked about its hours, and the ladder stops."""
    about = {"sheet": sheet.id, "month": sheet.month, "corrects": sheet.status is SheetStatus.SUBMITTED}
    if case.actor.role is Role.PARTNER and case.actor.party_id != sheet.party_id:
        about["structure"] = case.actor.party_id  # by its file, for the company
    matched = match_tasks(case, sheet.id, sheet.party_id, sheet.month)
    answered = (TaskEnd(TaskKind.CALL_COMPANY, sheet.id), TaskEnd(TaskKind.REVIEW_SHEET, sheet.id))
    return Decision(
        "sheet_submitted",
        {**about, **payload},
        opens=(_review_task(case, sheet, version), *matched.opens),
        ends=(*answered, *matched.ends),
        sets=hours_deadline(case, sheet),
        cancels=(DeadlineEnd(DeadlineRule.SHEET_LADDER, sheet.id),),
        says=says,
    )


def may_answer(actor: Actor, sheet: SheetState) -> bool:
    """The company itself, its link, or staff writing down what the company says on the phone."""
    if actor.kind is ActorKind.LINK or actor.role is Role.COMPANY:
        return actor.party_id == sheet.party_id
    return actor.is_staff


def _review_task(case: Casework, sheet: SheetState, version: int) -> NewTask:
    due_on = case.pack.calendar.shift(case.today, REVIEW_DAYS)
    company = company_of(case, sheet)
    details = {"company": company.name, "month": sheet.month}
    return NewTask(TaskKind.REVIEW_SHEET, sheet.id, due_on, f"v{version}", details)


def _receipt(
    case: Casework, sheet: SheetState, version: int, declared: Decimal, people: int, nil: bool
) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = SheetReceipt(
        **about_sheet(case, sheet, company),
        received_on=case.today,
        declared_hours=declared,
        nil=nil,
        people_count=people,
        opens_on=next_opening(case.session, case.territory_id, [case.market_id]),
    )
    return (letter(case, sheet, MailKind.SHEET_RECEIPT, company, message, version, "receipt"),)


def validate_sheet(session: Session, actor: Actor, sheet_id: int, version: int, *, now: datetime) -> None:
    """Confirm what was declared: its hours are counted, or set aside with their reasons, from now on.

    `version` is the one that was looked at.

    Raises SheetNotSubmitted when there is nothing to decide, or the answer changed in between.
    """
    people = people_on(session, sheet_id)
    hold_markets_of(session, people)
    case, sheet = _for_decision(session, actor, sheet_id, version, now)
    change_sheet(session, sheet, status=SheetStatus.VALIDATED, decided_at=now, decided_by=actor.id)
    moved = dict(count_anew(session, people, {sheet.month}))
    mine = moved.pop(case.market.id, None)
    payload = {"sheet": sheet.id, "month": sheet.month, "declared_hours": sheet.declared_hours}
    payload["counted_hours"] = counted_on(session, sheet.id)
    case.decide(
        Decision(
            "sheet_validated",
            payload,
            changes={} if mine is None else mine.changes,
            ends=(TaskEnd(TaskKind.REVIEW_SHEET, sheet.id),),
        )
    )
    if moved:
        tell_markets(session, actor, moved, why="validation", now=now)


def set_aside(case: Casework, sheet: SheetState, status: SheetStatus) -> None:
    """Write what becomes of the lines of a sheet that is not validated."""
    rows = LINES_ON.rows(case.session, {"sheet": sheet.id})
    lines = [
        Line(sheet.id, person, sheet.market_id, sheet.party_id, status, hours, training, bool(is_distinct))
        for person, hours, training, is_distinct in rows
    ]
    set_parts(case.session, sheet.id, lines, case.pack.version)


def _for_decision(
    session: Session, actor: Actor, sheet_id: int, version: int, now: datetime
) -> tuple[Casework, SheetState]:
    if not actor.is_staff:
        raise NotAllowed
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if sheet.status is not SheetStatus.SUBMITTED or sheet.version != version:
        raise SheetNotSubmitted
    return case, sheet


def reject_sheet(
    session: Session, actor: Actor, sheet_id: int, version: int, input: Rejection, *, now: datetime
) -> None:
    """Send the sheet back with its reason and a new due day; a new ladder runs until the correction."""
    case, sheet = _for_decision(session, actor, sheet_id, version, now)
    due_on = case.pack.calendar.shift(case.today, case.pack.sheet_minimum_response_days)
    new_version = change_sheet(
        session,
        sheet,
        status=SheetStatus.REJECTED,
        due_on=due_on,
        decided_at=now,
        decided_by=actor.id,
        rejection_reason=input.reason,
    )
    set_aside(case, sheet, SheetStatus.REJECTED)
    matched = match_tasks(case, sheet.id, sheet.party_id, sheet.month)
    rung = first_rung(due_on, case.today, case.pack)
    ladder = NewDeadline(
        DeadlineRule.SHEET_LADDER,
        sheet.id,
        rung.step,
        f"v{new_version}",
        case.deadline_at(rung.on),
        sheet.party_id,
    )
    case.decide(
        Decision(
            "sheet_rejected",
            {"sheet": sheet.id, "month": sheet.month, "due_on": due_on},
            opens=matched.opens,
            ends=(TaskEnd(TaskKind.REVIEW_SHEET, sheet.id), *matched.ends),
            sets=(ladder,),
            says=_rejection(case, sheet, new_version, input, due_on),
        )
    )
    if case.market.stage is Stage.SUSPENDED:
        pause_clocks(case)


def _rejection(
    case: Casework, sheet: SheetState, version: int, input: Rejection, due_on: date
) -> tuple[NewMail, ...]:
    lines = lines_in_question(case.session, sheet.id, input.lines)
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = SheetRejected(
        **about_sheet(case, sheet, company),
        reason=input.reason,
        lines=lines,
        due_on=due_on,
    )
    return (letter(case, sheet, MailKind.SHEET_REJECTED, company, message, version, "rejected"),)

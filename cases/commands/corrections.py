"""A validated sheet reopened at its company's request (DOMAIN.md rule 4): asked, granted or declined."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.access import add_link, open_link
from cases.actors import Actor
from cases.casework import Casework
from cases.commands.interruptions import pause_clocks
from cases.commands.sheets import may_answer
from cases.decisions import Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.inputs import CorrectionAnswer, CorrectionInput
from cases.matched_hours import match_tasks
from cases.messages import CorrectionGranted, CorrectionRefused, MailKind
from cases.recounting import count_anew, hold_markets_of, people_on, tell_markets
from cases.refusals import CorrectionAlreadyDecided, CorrectionNotPossible, NotAllowed, NotFound
from cases.rules.chasing import first_rung
from cases.sheetwork import SheetState, about_sheet, change_sheet, company_of, letter, take_up_sheet
from cases.statements import table_of
from models.tables import CorrectionRequest
from models.vocabulary import CorrectionStatus, DeadlineRule, LinkAct, SheetStatus, Stage, TaskKind

REQUEST = table_of(CorrectionRequest)
ANSWER_DAYS = 5
NOT_REOPENED = (Stage.CLOSED, Stage.ABANDONED)
"""Figures of a market that is closed have been sent: they no longer change."""


def ask_correction(
    session: Session, actor: Actor, sheet_id: int, request: CorrectionInput, *, now: datetime
) -> int:
    """The company asks to correct a validated sheet; the request's number. A task asks the facilitator.

    Raises NotFound, NotAllowed, CorrectionNotPossible.
    """
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if not may_answer(actor, sheet):
        raise NotAllowed
    if sheet.status is not SheetStatus.VALIDATED or case.market.stage in NOT_REOPENED:
        raise CorrectionNotPossible
    if _waiting(session, sheet_id) is not None:
        raise CorrectionNotPossible
    row = {
        "sheet_id": sheet_id,
        "reason": request.reason,
        "asked_at": now,
        "status": CorrectionStatus.OPEN,
    }
    number = int(
        session.connection().execute(insert(REQUEST).values(**row).returning(REQUEST.c.id)).scalar_one()
    )
    details = {"company": company_of(case, sheet).name, "month": sheet.month}
    due_on = case.pack.calendar.shift(case.today, ANSWER_DAYS)
    task = NewTask(TaskKind.REVIEW_CORRECTION, sheet_id, due_on, f"r{number}", details)
    payload = {"sheet": sheet_id, "month": sheet.month, "request": number}
    case.decide(Decision("correction_asked", payload, opens=(task,)))
    return number


def _waiting(session: Session, sheet_id: int) -> int | None:
    query = select(REQUEST.c.id).where(
        REQUEST.c.sheet_id == sheet_id, REQUEST.c.status == CorrectionStatus.OPEN
    )
    found: int | None = session.connection().execute(query).scalar()
    return found


def grant_correction(session: Session, actor: Actor, request_id: int, *, now: datetime) -> None:
    """Reopen the sheet, to be corrected by a new day under a new ladder; its hours no longer count meanwhile.

    Raises NotFound, NotAllowed, CorrectionAlreadyDecided, CorrectionNotPossible (the market was closed).
    """
    sheet_id = _sheet_of(session, request_id)
    people = people_on(session, sheet_id)
    hold_markets_of(session, people)
    case, sheet, reason = _for_decision(session, actor, request_id, sheet_id, now)
    due_on = case.pack.calendar.shift(case.today, case.pack.sheet_minimum_response_days)
    version = change_sheet(
        session,
        sheet,
        status=SheetStatus.REJECTED,
        due_on=due_on,
        decided_at=now,
        decided_by=actor.id,
        rejection_reason=reason,
    )
    _close(case, request_id, CorrectionStatus.GRANTED)
    _keep_link_open(case, sheet)
    moved = dict(count_anew(session, people, {sheet.month}))
    matched = match_tasks(case, sheet.id, sheet.party_id, sheet.month)
    mine = moved.pop(case.market.id, None)
    payload = {"sheet": sheet.id, "month": sheet.month, "request": request_id, "due_on": due_on}
    case.decide(
        Decision(
            "correction_granted",
            {**payload, **({} if mine is None else mine.payload)},
            changes={} if mine is None else mine.changes,
            opens=matched.opens,
            ends=(TaskEnd(TaskKind.REVIEW_CORRECTION, sheet.id), *matched.ends),
            sets=(_ladder(case, sheet, version, due_on),),
            says=_granted(case, sheet, version, due_on),
        )
    )
    if moved:
        tell_markets(session, actor, moved, why="correction", now=now)
    if case.market.stage is Stage.SUSPENDED:
        pause_clocks(case)


def refuse_correction(
    session: Session, actor: Actor, request_id: int, answer: CorrectionAnswer, *, now: datetime
) -> None:
    """The sheet stays as it was validated; the company reads why.

    Raises NotFound, NotAllowed, CorrectionAlreadyDecided.
    """
    sheet_id = _sheet_of(session, request_id)
    case, sheet, _ = _for_decision(session, actor, request_id, sheet_id, now)
    _close(case, request_id, CorrectionStatus.REFUSED, answer.answer)
    _keep_link_open(case, sheet)
    payload = {"sheet": sheet.id, "month": sheet.month, "request": request_id}
    ends = (TaskEnd(TaskKind.REVIEW_CORRECTION, sheet.id),)
    says = _refused(case, sheet, request_id, answer.answer)
    case.decide(Decision("correction_refused", payload, ends=ends, says=says))


def _sheet_of(session: Session, request_id: int) -> int:
    query = select(REQUEST.c.sheet_id).where(REQUEST.c.id == request_id)
    found = session.connection().execute(query).scalar()
    if found is None:
        raise NotFound
    return int(found)


def _for_decision(
    session: Session, actor: Actor, request_id: int, sheet_id: int, now: datetime
) -> tuple[Casework, SheetState, str]:
    if not actor.is_staff:
        raise NotAllowed
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    query = select(REQUEST.c.status, REQUEST.c.reason).where(REQUEST.c.id == request_id)
    request = session.connection().execute(query).one()
    if request.status is not CorrectionStatus.OPEN:
        raise CorrectionAlreadyDecided
    if sheet.status is not SheetStatus.VALIDATED or case.market.stage in NOT_REOPENED:
        raise CorrectionNotPossible
    return case, sheet, request.reason


def _close(case: Casework, request_id: int, status: CorrectionStatus, answer: str | None = None) -> None:
    values: dict[str, Any] = {"decided_at": case.now, "decided_by": case.actor.id, "answer": answer}
    decided = update(REQUEST).where(REQUEST.c.id == request_id).values(status=status, **values)
    case.session.connection().execute(decided)


def _keep_link_open(case: Casework, sheet: SheetState) -> None:
    """The mail's link must open: the sheet's own may be over by now."""
    if open_link(case.session, LinkAct.SHEET, now=case.now, sheet_id=sheet.id) is None:
        days = case.pack.link_validity_days
        territory = case.market.territory_id
        add_link(case.session, territory, LinkAct.SHEET, valid_days=days, now=case.now, sheet_id=sheet.id)


def _ladder(case: Casework, sheet: SheetState, version: int, due_on: date) -> NewDeadline:
    rung = first_rung(due_on, case.today, case.pack)
    fires_at = case.deadline_at(rung.on)
    rule = DeadlineRule.SHEET_LADDER
    return NewDeadline(rule, sheet.id, rung.step, f"v{version}", fires_at, sheet.party_id)


def _granted(case: Casework, sheet: SheetState, version: int, due_on: date) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = CorrectionGranted(**about_sheet(case, sheet, company), due_on=due_on)
    kind = MailKind.CORRECTION_GRANTED
    return (letter(case, sheet, kind, company, message, version, "correction_granted"),)


def _refused(case: Casework, sheet: SheetState, request_id: int, answer: str) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = CorrectionRefused(**about_sheet(case, sheet, company), answer=answer)
    kind = MailKind.CORRECTION_REFUSED
    mail = letter(case, sheet, kind, company, message, sheet.version, f"correction_refused_{request_id}")
    return (mail,)

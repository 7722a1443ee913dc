"""The monthly sheet: the company's answer, and the facilitator's decision on it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.interruptions import pause_clocks
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.inputs import LineInput, Rejection, SheetAnswer
from cases.messages import MailKind, SheetReceipt, SheetRejected
from cases.recounting import (
    count_anew,
    counted_on,
    hold_markets_of,
    people_on,
    set_parts,
    tell_markets,
)
from cases.refusals import (
    InvalidInput,
    NotAllowed,
    Place,
    SheetAlreadyValidated,
    SheetCancelled,
    SheetNotSubmitted,
)
from cases.requests import withdraw_requests
from cases.rules.chasing import first_rung
from cases.rules.person_month import Line
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
from models.tables import AccessLink, HourLine, HourSheet, Participant
from models.vocabulary import ActorKind, DeadlineRule, Role, SheetStatus, Stage, TaskKind

SHEET, LINE, PERSON = table_of(HourSheet), table_of(HourLine), table_of(Participant)
LINK = table_of(AccessLink)
REVIEW_DAYS = 5
PEOPLE = Prepared(select(PERSON.c.id).where(PERSON.c.party_id == bindparam("party_id")))
SAME_PERSON = Prepared(
    select(PERSON.c.id)
    .where(
        PERSON.c.first_name == bindparam("first_name"),
        PERSON.c.last_name == bindparam("last_name"),
        PERSON.c.party_id == bindparam("party_id"),
    )
    .limit(1)
)
REMOVE_LINES = Prepared(delete(LINE).where(LINE.c.sheet_id == bindparam("sheet")))
ADD_LINE = Prepared(insert(LINE))
LINES_ON = Prepared(
    select(LINE.c.participant_id, LINE.c.hours, LINE.c.training_hours, LINE.c.is_distinct).where(
        LINE.c.sheet_id == bindparam("sheet")
    )
)


def submit_sheet(
    session: Session, actor: Actor, sheet_id: int, answer: SheetAnswer, *, now: datetime
) -> None:
    """Record a company's answer, hours or nobody; the ladder stops at once and a receipt leaves.

    Correctable until validated. Raises NotFound, SheetAlreadyValidated, SheetCancelled, InvalidInput
    (unknown participant, the same person twice).
    """
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if not _may_answer(actor, sheet):
        raise NotAllowed
    if sheet.status is SheetStatus.CANCELLED:
        raise SheetCancelled
    if sheet.status is SheetStatus.VALIDATED:
        raise SheetAlreadyValidated
    lines = _lines(case, sheet, answer)
    _write_lines(session, sheet.id, lines)
    set_aside(case, sheet, SheetStatus.SUBMITTED)
    declared = sum(lines.values(), Decimal(0))
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
    payload = {
        "sheet": sheet.id,
        "month": sheet.month,
        "declared_hours": declared,
        "people": len(lines),
        "nil": answer.nil,
        "corrects": sheet.status is SheetStatus.SUBMITTED,
    }
    case.decide(
        Decision(
            "sheet_submitted",
            payload,
            opens=(_review_task(case, sheet, version),),
            ends=(TaskEnd(TaskKind.CALL_COMPANY, sheet.id), TaskEnd(TaskKind.REVIEW_SHEET, sheet.id)),
            cancels=(DeadlineEnd(DeadlineRule.SHEET_LADDER, sheet.id),),
            says=_receipt(case, sheet, version, declared, len(lines), answer.nil),
        )
    )


def _may_answer(actor: Actor, sheet: SheetState) -> bool:
    """The company itself, its link, or staff writing down what the company says on the phone."""
    if actor.kind is ActorKind.LINK or actor.role is Role.COMPANY:
        return actor.party_id == sheet.party_id
    return actor.is_staff


def _lines(case: Casework, sheet: SheetState, answer: SheetAnswer) -> dict[int, Decimal]:
    """Hours by participant; new people join the territory's participants through this company."""
    known = {number for (number,) in PEOPLE.rows(case.session, {"party_id": sheet.party_id})}
    lines: dict[int, Decimal] = {}
    for index, line in enumerate(answer.lines):
        if line.participant_id is not None and line.participant_id not in known:
            raise InvalidInput(_place(index, "Cette personne n’est pas connue.", "This person is not known."))
        number = line.participant_id or _find_or_add_person(case, sheet, line)
        if number in lines:
            raise InvalidInput(
                _place(index, "Cette personne est déjà sur la fiche.", "This person is already on the sheet.")
            )
        lines[number] = line.hours
    return lines


def _place(index: int, message_fr: str, message_en: str) -> Place:
    return Place(f"lines.{index}", message_fr, message_en)


def _find_or_add_person(case: Casework, sheet: SheetState, line: LineInput) -> int:
    values: dict[str, Any] = {
        "first_name": line.first_name,
        "last_name": line.last_name,
        "party_id": sheet.party_id,
    }
    if (found := SAME_PERSON.first(case.session, values)) is not None:
        return int(found[0])
    values |= {"territory_id": case.market.territory_id, "created_at": case.now}
    added = insert(PERSON).values(**values).returning(PERSON.c.id)
    return int(case.session.connection().execute(added).scalar_one())


def _write_lines(session: Session, sheet_id: int, lines: Mapping[int, Decimal]) -> None:
    REMOVE_LINES.write(session, [{"sheet": sheet_id}])
    if lines:
        rows = [
            {
                "sheet_id": sheet_id,
                "participant_id": person,
                "hours": hours,
                "training_hours": Decimal(0),
                "is_distinct": False,
            }
            for person, hours in lines.items()
        ]
        ADD_LINE.write(session, rows)


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
            ends=(TaskEnd(TaskKind.REVIEW_SHEET, sheet.id),),
            sets=(ladder,),
            says=_rejection(case, sheet, new_version, input.reason, due_on),
        )
    )
    if case.market.stage is Stage.SUSPENDED:
        pause_clocks(case)


def _rejection(
    case: Casework, sheet: SheetState, version: int, reason: str, due_on: date
) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = SheetRejected(
        **about_sheet(case, sheet, company),
        reason=reason,
        due_on=due_on,
    )
    return (letter(case, sheet, MailKind.SHEET_REJECTED, company, message, version, "rejected"),)

"""Statements of the same hours that differ: a facilitator decides which one stands, and says why."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.sheets import set_aside
from cases.decisions import Decision, NewMail
from cases.hour_facts import records_of
from cases.inputs.report import DifferenceDecision
from cases.matched_hours import DECISION, LINE, PersonFigures, figures_on, match_tasks
from cases.messages import HoursSettled, MailKind
from cases.packs import pack_of_month
from cases.recounting import count_anew, hold_markets_of, people_on, tell_markets
from cases.refusals import HoursAlreadyAgree, InvalidInput, NotAllowed, Place
from cases.rules.matching import Match
from cases.rules.months import last_day
from cases.sheetwork import SheetState, about_sheet, change_sheet, company_of, letter, take_up_sheet
from models.prepared import Prepared
from models.vocabulary import SheetStatus

LINES = Prepared(
    select(LINE.c.id, LINE.c.participant_id, LINE.c.hours, LINE.c.training_hours).where(
        LINE.c.sheet_id == bindparam("sheet")
    )
)


def decide_difference(
    session: Session, actor: Actor, sheet_id: int, input: DifferenceDecision, *, now: datetime
) -> None:
    """Say whose figure stands for someone on the sheet. Another than the company's takes its place.

    The company is written to when its figure changes; the hours of a validated sheet are counted anew. Raises
    NotAllowed, NotFound, HoursAlreadyAgree, InvalidInput for a source that says nothing.
    """
    if not actor.is_staff:
        raise NotAllowed
    people = people_on(session, sheet_id) | {input.participant_id}
    hold_markets_of(session, people)
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    figures = _differing(case, sheet, input.participant_id)
    standing = figures.statements.of(input.source)
    if standing is None:
        raise InvalidInput(Place("source", "Cette source n’a rien dit.", "This source has said nothing."))
    _keep(case, sheet, figures, input, standing)
    before = figures.statements.company or Decimal(0)
    version = sheet.version
    if standing != before:
        version = _correct(case, sheet, figures, standing)
    _decide(case, sheet, figures, input, standing, version, people)


def _differing(case: Casework, sheet: SheetState, participant_id: int) -> PersonFigures:
    own = {record.id for record in records_of(case.session, {participant_id})}
    pack = pack_of_month(case.session, case.market.territory_id, last_day(sheet.month))
    for person in figures_on(case.session, (sheet.id,), pack)[sheet.id]:
        if person.participant_id in own and person.match is Match.DIFFERENCE:
            return person
    raise HoursAlreadyAgree


def _keep(
    case: Casework, sheet: SheetState, figures: PersonFigures, input: DifferenceDecision, standing: Decimal
) -> None:
    connection = case.session.connection()
    same = (DECISION.c.sheet_id == sheet.id, DECISION.c.participant_id == figures.participant_id)
    connection.execute(delete(DECISION).where(*same))
    values = {
        "sheet_id": sheet.id,
        "participant_id": figures.participant_id,
        "source": input.source,
        "hours": standing,
        "reason": input.reason,
        "decided_at": case.now,
        "decided_by": case.actor.id,
    }
    connection.execute(insert(DECISION).values(**values))


def _correct(case: Casework, sheet: SheetState, figures: PersonFigures, standing: Decimal) -> int:
    """Write the figure that stands as the person's one line; the sheet's new version."""
    connection = case.session.connection()
    own = {record.id for record in records_of(case.session, {figures.participant_id})}
    lines = LINES.rows(case.session, {"sheet": sheet.id})
    mine = [line for line in lines if line[1] in own]
    rest = sum((line[2] for line in lines if line[1] not in own), Decimal(0))
    kept = mine[:1] if standing else []
    gone = [line[0] for line in mine if line not in kept]
    if gone:
        connection.execute(delete(LINE).where(LINE.c.id.in_(gone)))
    for number, _, _, training in kept:
        values: dict[str, Any] = {"hours": standing, "training_hours": min(training, standing)}
        connection.execute(update(LINE).where(LINE.c.id == number).values(**values))
    if standing and not kept:
        row = {"sheet_id": sheet.id, "participant_id": figures.participant_id, "hours": standing}
        connection.execute(insert(LINE).values(**row, training_hours=Decimal(0), is_distinct=False))
    declared = rest + standing
    return change_sheet(case.session, sheet, declared_hours=declared, is_nil=not declared)


def _decide(
    case: Casework,
    sheet: SheetState,
    figures: PersonFigures,
    input: DifferenceDecision,
    standing: Decimal,
    version: int,
    people: set[int],
) -> None:
    """Count what changed, journal it, end the task, and write to the company when its figure changed."""
    before = figures.statements.company or Decimal(0)
    moved = {}
    if sheet.status is SheetStatus.VALIDATED:
        moved = dict(count_anew(case.session, people, {sheet.month}))
    elif standing != before:
        set_aside(case, sheet, sheet.status)
    here = moved.pop(case.market.id, None)
    tasks = match_tasks(case, sheet.id, sheet.party_id, sheet.month)
    payload = {
        "sheet": sheet.id,
        "participant": figures.participant_id,
        "source": input.source,
        "hours": {"before": before, "after": standing},
    }
    changes = {} if here is None else here.changes
    says = _told(case, sheet, figures, input, standing, version) if standing != before else ()
    case.decide(
        Decision("difference_decided", payload, changes, opens=tasks.opens, ends=tasks.ends, says=says)
    )
    if moved:
        tell_markets(case.session, case.actor, moved, why="correction", now=case.now)


def _told(
    case: Casework,
    sheet: SheetState,
    figures: PersonFigures,
    input: DifferenceDecision,
    standing: Decimal,
    version: int,
) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = HoursSettled(
        **about_sheet(case, sheet, company),
        before=figures.statements.company or Decimal(0),
        after=standing,
        reason=input.reason,
    )
    return (letter(case, sheet, MailKind.HOURS_SETTLED, company, message, version, "settled"),)

"""The chasing ladder of one sheet: what a rung leads to today, or nothing when the sheet has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.contributions import contributions_on
from cases.correspondence import Correspondent, Letterhead, correspondents, letterheads
from cases.deadlines.due import Desk, Due, Outcome
from cases.deadlines.opening import ASKS_SHEETS, missing_contact
from cases.decisions import Decision, NewDeadline, NewMail, NewTask
from cases.messages import MailKind, ReceivedHours, SheetLine, SheetMissingBuyer, SheetStep
from cases.requests import received_of, sheet_request
from cases.rules.chasing import COMPANY_IS_WRITTEN_TO, ChaseStep, climb
from cases.statements import table_of
from models.prepared import PreparedList
from models.tables import AccessLink, HourSheet
from models.vocabulary import UNANSWERED, DeadlineRule, SheetStatus, TaskKind

SHEET, LINK = table_of(HourSheet), table_of(AccessLink)
Received = Mapping[int, tuple[ReceivedHours, ...]]
"""By sheet, what structures have declared there."""
EVENT = {
    ChaseStep.REMINDER: "sheet_reminded",
    ChaseStep.FIRST_CHASE: "sheet_chased",
    ChaseStep.SECOND_CHASE: "sheet_chased",
    ChaseStep.CALL_COMPANY: "company_call_asked",
    ChaseStep.INFORM_BUYER: "buyer_informed",
}


@dataclass(frozen=True, slots=True)
class Awaited:
    """A sheet as its ladder sees it."""

    id: int
    market_id: int
    party_id: int
    month: date
    due_on: date
    status: SheetStatus
    version: int
    link_id: int


AWAITED = PreparedList(
    lambda sheets: (
        select(
            SHEET.c.id,
            SHEET.c.market_id,
            SHEET.c.party_id,
            SHEET.c.month,
            SHEET.c.due_on,
            SHEET.c.status,
            SHEET.c.version,
            LINK.c.id.label("link_id"),
        )
        .join(LINK, LINK.c.sheet_id == SHEET.c.id)
        .where(SHEET.c.id.in_(sheets))
        .order_by(LINK.c.id)
    )
)


def sheets_awaited(session: Session, sheet_ids: set[int]) -> Mapping[int, Awaited]:
    """The sheets with their latest link."""
    return {row[0]: Awaited(*row) for row in AWAITED.rows(session, sheet_ids)}


def climb_ladders(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Fire the rungs of many sheets; moot where the sheet was answered or its market asks nothing."""
    sheets = sheets_awaited(desk.session, {due.subject_id for due in dues})
    markets = {due.market_id for due in dues}
    heads = letterheads(desk.session, markets)
    parties = {sheet.party_id for sheet in sheets.values()} | {desk.markets[m].buyer_id for m in markets}
    people = correspondents(desk.session, parties)
    contributed = contributions_on(desk.session, sheets)
    received = {sheet: received_of(those) for sheet, those in contributed.items()}
    return [
        _outcome(desk, due, sheets.get(due.subject_id), people, heads[due.market_id], received)
        for due in dues
    ]


def _outcome(
    desk: Desk,
    due: Due,
    sheet: Awaited | None,
    people: Mapping[int, Correspondent],
    letterhead: Letterhead,
    received: Received,
) -> Outcome:
    market = desk.markets[due.market_id]
    if sheet is None or sheet.status not in UNANSWERED or market.stage not in ASKS_SHEETS:
        return Outcome(due)
    if due.period != f"v{sheet.version}":
        return Outcome(due)  # the sheet was answered and sent back since: another ladder runs
    try:
        decision = _decide(desk, due, sheet, people, letterhead, received.get(sheet.id, ()))
    except Exception as error:
        return Outcome(due, error=error)
    return Outcome(due, (desk.entry(due, decision),))


def _decide(
    desk: Desk,
    due: Due,
    sheet: Awaited,
    people: Mapping[int, Correspondent],
    letterhead: Letterhead,
    received: tuple[ReceivedHours, ...],
) -> Decision:
    pack = desk.packs[due.territory_id]
    scheduled_on = pack.calendar.local_date(due.due_at)
    what = climb(ChaseStep(due.step), sheet.due_on, desk.today(due), pack, scheduled_on=scheduled_on)
    payload: dict[str, Any] = {"sheet": sheet.id, "month": sheet.month.isoformat(), "step": what.step}
    if what.skipped:
        payload["skipped"] = list(what.skipped)
    says, opens = _acts(desk, due, what.step, sheet, people, letterhead, received)
    return Decision(
        _event(what.step, says),
        payload,
        opens=opens,
        sets=() if what.next is None else (rung_deadline(desk, due, sheet, what.next.step, what.next.on),),
        says=says,
    )


def _event(step: ChaseStep | None, says: tuple[NewMail, ...]) -> str:
    """What the journal calls it; a step that found nobody to write to is not called a message."""
    if step is None:
        return "sheet_step_skipped"
    return EVENT[step] if says or step is ChaseStep.CALL_COMPANY else "contact_missing"


def rung_deadline(desk: Desk, due: Due, sheet: Awaited, step: ChaseStep, on: date) -> NewDeadline:
    """The next rung of the same ladder."""
    pack = desk.packs[due.territory_id]
    due_at = pack.calendar.at(on, pack.mail_opens_at)
    return NewDeadline(DeadlineRule.SHEET_LADDER, sheet.id, step, due.period, due_at, sheet.party_id)


def _acts(
    desk: Desk,
    due: Due,
    step: ChaseStep | None,
    sheet: Awaited,
    people: Mapping[int, Correspondent],
    letterhead: Letterhead,
    received: tuple[ReceivedHours, ...],
) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    pack, today = desk.packs[due.territory_id], desk.today(due)
    market, company = desk.markets[due.market_id], people[sheet.party_id]
    buyer = people[market.buyer_id]
    if step in COMPANY_IS_WRITTEN_TO:
        if company.email is None:
            return (), (missing_contact(company, pack, today),)
        line = SheetLine(
            sheet_id=sheet.id,
            link_id=sheet.link_id,
            market_title=market.title,
            buyer_name=buyer.name,
            month=sheet.month,
            due_on=sheet.due_on,
            step=SheetStep(step),
            received=received,
        )
        return (sheet_request(line, company, letterhead, pack, desk.now),), ()
    if step is ChaseStep.CALL_COMPANY:
        details = {"company": company.name, "month": sheet.month.isoformat()}
        due_on = pack.calendar.shift(today, 1)
        return (), (NewTask(TaskKind.CALL_COMPANY, sheet.id, due_on, due.period, details),)
    if step is ChaseStep.INFORM_BUYER:
        return _inform_buyer(desk, due, sheet, company, buyer, letterhead)
    return (), ()


def _inform_buyer(
    desk: Desk, due: Due, sheet: Awaited, company: Correspondent, buyer: Correspondent, head: Letterhead
) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    pack, market = desk.packs[due.territory_id], desk.markets[due.market_id]
    # The silence of a company that cannot be written to is ours, not one to tell its buyer about.
    if unreachable := next((party for party in (company, buyer) if party.email is None), None):
        return (), (missing_contact(unreachable, pack, desk.today(due)),)
    assert buyer.email is not None
    message = SheetMissingBuyer(
        **head.fields(),
        buyer_name=buyer.name,
        company_name=company.name,
        market_title=market.title,
        months=(sheet.month,),
        due_on=sheet.due_on,
        market_id=market.id,
    )
    release_at = pack.calendar.next_sending_instant(desk.now, pack.mail_opens_at, pack.mail_closes_at)
    mail = NewMail(
        kind=MailKind.SHEET_MISSING_BUYER,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=message,
        unique_key=f"buyer-informed:{sheet.id}:{due.period}",
        release_at=release_at,
        locale=buyer.locale,
        party_id=buyer.party_id,
        sheets=((sheet.id, ChaseStep.INFORM_BUYER),),
    )
    return (mail,), ()

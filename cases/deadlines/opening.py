"""Opening the month's sheets: one for each company of an active market, with its link, ladder and mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from cases.correspondence import Correspondent, Letterhead, correspondents, letterheads
from cases.deadlines.due import Desk, Due, Outcome
from cases.decisions import Decision, NewDeadline, NewTask
from cases.messages import SheetLine, SheetStep
from cases.requests import sheet_request
from cases.rules.chasing import due_day, first_rung
from cases.rules.market_state import MarketState
from cases.rules.months import Span, is_month_owed, next_month
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.tables import AccessLink, HourSheet, MarketParty, Suspension
from models.vocabulary import PARTNERS, DeadlineRule, LinkAct, SheetStatus, Stage, TaskKind

SHEET, LINK, MEMBER, STOP = (table_of(t) for t in (HourSheet, AccessLink, MarketParty, Suspension))
ASKS_SHEETS = (Stage.FOLLOW_UP, Stage.RECEPTION, Stage.TERMINATED)


def opening_deadline(market_id: int, month: date, pack: RulePack) -> NewDeadline:
    """The opening of a month's sheets: the first day of the next month, when mail opens (rule 4)."""
    opens_on = next_month(month)
    due_at = pack.calendar.at(opens_on, pack.mail_opens_at)
    return NewDeadline(DeadlineRule.OPEN_SHEETS, market_id, "open", month.isoformat(), due_at)


@dataclass(slots=True)
class _Opened:
    """One sheet being opened, with the numbers that the database gave it."""

    due: Due
    month: date
    party_id: int
    opened_on: date
    due_on: date
    sheet_id: int = 0
    link_id: int = 0


def open_sheets(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Open the sheets of each due market and month; moot when the market owes none for that month."""
    market_ids = {due.market_id for due in dues}
    stops = suspensions(desk.session, market_ids)
    owed = [due for due in dues if _owes(desk.markets[due.market_id], month_named(due), stops)]
    opened = _insert(desk, owed, _members(desk.session, market_ids))
    heads = letterheads(desk.session, market_ids)
    buyers = {desk.markets[due.market_id].buyer_id for due in owed}
    people = correspondents(desk.session, buyers | {sheet.party_id for sheet in opened})
    outcomes = []
    for due in dues:
        if due in owed:
            mine = [sheet for sheet in opened if sheet.due is due]
            decision = _decide(desk, due, mine, people, heads[due.market_id])
            outcomes.append(Outcome(due, (desk.entry(due, decision),)))
        elif follow := _next_month(desk, due):
            decision = Decision("no_sheet_owed", {"month": due.period}, sets=follow)
            outcomes.append(Outcome(due, (desk.entry(due, decision),)))
        else:
            outcomes.append(Outcome(due))
    return outcomes


def month_named(due: Due) -> date:
    """The month that an opening deadline is about."""
    return date.fromisoformat(due.period)


def suspensions(session: Session, market_ids: set[int]) -> dict[int, list[Span]]:
    """The suspended days of each market."""
    query = select(STOP.c.market_id, STOP.c.from_on, STOP.c.to_on).where(STOP.c.market_id.in_(market_ids))
    found: dict[int, list[Span]] = {}
    for row in session.connection().execute(query):
        found.setdefault(row.market_id, []).append(Span(row.from_on, row.to_on))
    return found


def _owes(market: MarketState, month: date, stops: Mapping[int, list[Span]]) -> bool:
    if market.stage not in ASKS_SHEETS or market.starts_on is None:
        return False
    spans = stops.get(market.id, [])
    return is_month_owed(month, market.starts_on, market.ends_on, spans)


def _members(session: Session, market_ids: set[int]) -> dict[int, list[int]]:
    query = select(MEMBER.c.market_id, MEMBER.c.party_id).where(MEMBER.c.market_id.in_(market_ids))
    found: dict[int, list[int]] = {}
    for row in session.connection().execute(query.order_by(MEMBER.c.market_id, MEMBER.c.id)):
        found.setdefault(row.market_id, []).append(row.party_id)
    return found


def _insert(desk: Desk, dues: Sequence[Due], members: Mapping[int, list[int]]) -> list[_Opened]:
    opened = []
    for due in dues:
        pack, today, month = desk.packs[due.territory_id], desk.today(due), month_named(due)
        due_on = due_day(month, today, pack)
        opened += [_Opened(due, month, party, today, due_on) for party in members.get(due.market_id, [])]
    if not opened:
        return []
    sheets: list[dict[str, Any]] = [
        {
            "territory_id": sheet.due.territory_id,
            "market_id": sheet.due.market_id,
            "party_id": sheet.party_id,
            "month": sheet.month,
            "status": SheetStatus.AWAITED,
            "opened_on": sheet.opened_on,
            "due_on": sheet.due_on,
            "is_nil": False,
            "declared_hours": Decimal(0),
            "version": 0,
        }
        for sheet in opened
    ]
    connection = desk.session.connection()
    numbered = connection.execute(
        insert(SHEET).returning(SHEET.c.id, sort_by_parameter_order=True), sheets
    ).scalars()
    for sheet, number in zip(opened, numbered, strict=True):
        sheet.sheet_id = number
    links = [_link(desk, sheet) for sheet in opened]
    numbered = connection.execute(
        insert(LINK).returning(LINK.c.id, sort_by_parameter_order=True), links
    ).scalars()
    for sheet, number in zip(opened, numbered, strict=True):
        sheet.link_id = number
    return opened


def _link(desk: Desk, sheet: _Opened) -> dict[str, Any]:
    validity = desk.packs[sheet.due.territory_id].link_validity_days
    return {
        "territory_id": sheet.due.territory_id,
        "act": LinkAct.SHEET,
        "sheet_id": sheet.sheet_id,
        "expires_at": desk.now + timedelta(days=validity),
        "created_at": desk.now,
    }


def _next_month(desk: Desk, due: Due) -> tuple[NewDeadline, ...]:
    market, month = desk.markets[due.market_id], next_month(month_named(due))
    over = market.ends_on is not None and month > market.ends_on
    if over or market.stage not in ASKS_SHEETS:
        return ()
    return (opening_deadline(market.id, month, desk.packs[due.territory_id]),)


def _decide(
    desk: Desk,
    due: Due,
    sheets: Sequence[_Opened],
    people: Mapping[int, Correspondent],
    letterhead: Letterhead,
) -> Decision:
    market, pack = desk.markets[due.market_id], desk.packs[due.territory_id]
    buyer = people[market.buyer_id]
    says, opens, sets = [], [], list(_next_month(desk, due))
    for sheet in sheets:
        company = people[sheet.party_id]
        rung = first_rung(sheet.due_on, sheet.opened_on, pack)
        sets.append(
            NewDeadline(
                DeadlineRule.SHEET_LADDER,
                sheet.sheet_id,
                rung.step,
                "v0",
                pack.calendar.at(rung.on, pack.mail_opens_at),
                company.party_id,
            )
        )
        if company.email is None:
            opens.append(missing_contact(company, pack, desk.today(due)))
            continue
        line = SheetLine(
            sheet_id=sheet.sheet_id,
            link_id=sheet.link_id,
            market_title=market.title,
            buyer_name=buyer.name,
            month=sheet.month,
            due_on=sheet.due_on,
            step=SheetStep.OPENED,
        )
        says.append(sheet_request(line, company, letterhead, pack, desk.now))
    payload = {"month": due.period, "sheets": [sheet.sheet_id for sheet in sheets]}
    return Decision("sheets_opened", payload, opens=tuple(opens), sets=tuple(sets), says=tuple(says))


def missing_contact(company: Correspondent, pack: RulePack, today: date) -> NewTask:
    """Someone must find an address that works: asked once for each time that there is none.

    A partner's (`company` is one) is kept on its own page, not on a market's.
    """
    due_on = pack.calendar.shift(today, 1)
    details = {"company": company.name, **({"partner": True} if company.kind in PARTNERS else {})}
    since = "none known" if company.refused_at is None else company.refused_at.isoformat()
    return NewTask(TaskKind.MISSING_CONTACT, company.party_id, due_on, since, details)

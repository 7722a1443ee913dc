"""The same figure on two markets, looked at by someone who says that both were worked (or no longer does)."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.decisions import Decision, Entry
from cases.hour_facts import records_of
from cases.markets import lock_markets
from cases.packs import pack_at
from cases.recounting import hold_markets_of, recount_people
from cases.refusals import NotAllowed, NotFound
from cases.sheetwork import take_up_sheet
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import HourLine, HourSheet

LINE, SHEET = table_of(HourLine), table_of(HourSheet)
FIGURE = Prepared(
    select(LINE.c.hours).where(
        LINE.c.sheet_id == bindparam("sheet"), LINE.c.participant_id == bindparam("person")
    )
)


def mark_distinct(
    session: Session, actor: Actor, sheet_id: int, participant_id: int, *, both: bool, now: datetime
) -> None:
    """Say that this person's hours of the month were worked although another sheet has the same figure.

    Every line of the month with that figure is marked, so that it does not matter on which sheet one says it;
    what counts is decided anew. `both` false takes it back. Raises NotAllowed, NotFound.
    """
    if not actor.is_staff:
        raise NotAllowed
    hold_markets_of(session, {participant_id})
    _, sheet = take_up_sheet(session, actor, sheet_id, now)
    found = FIGURE.first(session, {"sheet": sheet_id, "person": participant_id})
    if found is None:
        raise NotFound
    people = {record.id for record in records_of(session, {participant_id})}
    lines = _same_figure(session, people, sheet.month, found[0])
    marked = update(LINE).where(LINE.c.id.in_([line for line, _, _ in lines])).values(is_distinct=both)
    session.connection().execute(marked)
    _tell(session, actor, lines, "hours_told_apart" if both else "hours_not_told_apart", now)
    recount_people(session, actor, {participant_id}, why="correction", now=now, months={sheet.month})


Marked = tuple[int, int, int]
"""A line, its sheet, its market."""


def _same_figure(session: Session, people: Collection[int], month: date, hours: Decimal) -> list[Marked]:
    query = (
        select(LINE.c.id, SHEET.c.id, SHEET.c.market_id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(LINE.c.participant_id.in_(people), SHEET.c.month == month, LINE.c.hours == hours)
        .order_by(LINE.c.id)
    )
    return [(line, sheet, market) for line, sheet, market in session.connection().execute(query)]


def _tell(session: Session, actor: Actor, lines: Collection[Marked], event: str, now: datetime) -> None:
    """Each market learns it once, of all its sheets."""
    sheets: dict[int, list[int]] = {}
    for _, sheet, market in lines:
        sheets.setdefault(market, []).append(sheet)
    states, version = lock_markets(session, sheets), pack_at(session, actor.territory_id, now).version
    entries = [
        Entry(
            states[market],
            Decision(event, {"sheet": first, **({"others": others} if others else {})}),
            actor,
            version,
        )
        for market, (first, *others) in sheets.items()
    ]
    ledger.write_all(session, entries, now=now)

"""Hour sheets as records for programs, and a company's own list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.contributions import contributed_to
from cases.queries.paging import Page, Row, Slice, take
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import HourLine, Participant
from models.vocabulary import UNANSWERED, Role, SheetStatus

LINE, PERSON = table_of(HourLine), table_of(Participant)
SHEET_LINE = (
    "id",
    "market_id",
    "party_id",
    "month",
    "status",
    "opened_on",
    "due_on",
    "is_nil",
    "declared_hours",
    "remark",
    "submitted_at",
    "decided_at",
    "rejection_reason",
    "version",
)


@dataclass(frozen=True, slots=True)
class SheetFilter:
    """Which sheets: every value given must hold; `month` is the first day of the month worked."""

    market_id: int | None = None
    party_id: int | None = None
    status: SheetStatus | None = None
    month: date | None = None


def _sheets(actor: Actor) -> Select[Any]:
    columns = [SHEET.c[name] for name in SHEET_LINE]
    people = select(func.count()).where(LINE.c.sheet_id == SHEET.c.id).correlate(SHEET).scalar_subquery()
    query = sheets_seen(
        actor,
        *columns,
        MARKET.c.title.label("market_title"),
        MARKET.c.reference.label("market_reference"),
        PARTY.c.name.label("company_name"),
        people.label("people_count"),
    )
    return query.join(PARTY, PARTY.c.id == SHEET.c.party_id)


def list_sheets(session: Session, actor: Actor, wanted: SheetFilter, part: Slice) -> Page:
    """The sheets within the actor's walls that the filter keeps, without their lines."""
    query = _sheets(actor)
    for name in SheetFilter.__slots__:
        if (value := getattr(wanted, name)) is not None:
            query = query.where(SHEET.c[name] == value)
    return take(session, query, SHEET.c.id, part)


def sheet_record(session: Session, actor: Actor, sheet_id: int) -> Row:
    """One sheet with its lines. Raises NotFound outside the walls.

    The people are named to staff and to their company; a buyer reads hours and how many people.
    """
    row = session.connection().execute(_sheets(actor).where(SHEET.c.id == sheet_id)).mappings().first()
    if row is None:
        raise NotFound
    named = actor.role is not Role.BUYER
    lines = _lines(session, sheet_id) if named else []
    return {**row, "lines": lines, "contributed": _contributed(session, sheet_id) if named else []}


def _contributed(session: Session, sheet_id: int) -> list[Row]:
    """What structures declared there for their people: lines once the company has answered."""
    names = (
        "participant_id",
        "first_name",
        "last_name",
        "party_id",
        "declared_by",
        "hours",
        "training_hours",
    )
    return [{name: getattr(each, name) for name in names} for each in contributed_to(session, sheet_id)]


def _lines(session: Session, sheet_id: int) -> list[Row]:
    query = (
        select(
            LINE.c.participant_id,
            PERSON.c.first_name,
            PERSON.c.last_name,
            LINE.c.hours,
            LINE.c.training_hours,
        )
        .join(PERSON, PERSON.c.id == LINE.c.participant_id)
        .where(LINE.c.sheet_id == sheet_id)
        .order_by(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id)
    )
    return [dict(row) for row in session.connection().execute(query).mappings()]


def own_sheets(session: Session, actor: Actor, most: int = 200) -> tuple[list[Row], list[Row]]:
    """A company's sheets: those to answer, soonest due first, then those answered, latest month first."""
    query = _sheets(actor).where(SHEET.c.status != SheetStatus.CANCELLED)
    connection = session.connection()
    waiting = query.where(SHEET.c.status.in_(UNANSWERED)).order_by(SHEET.c.due_on, SHEET.c.id)
    answered = query.where(SHEET.c.status.not_in(UNANSWERED)).order_by(SHEET.c.month.desc(), SHEET.c.id)
    first, second = (connection.execute(each.limit(most)).mappings().all() for each in (waiting, answered))
    return [dict(row) for row in first], [dict(row) for row in second]

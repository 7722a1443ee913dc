"""One company's sheet for a month, as it was declared."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.contributions import Contribution, contributed_to
from cases.queries.walls import sheets_seen
from cases.refusals import NotFound
from cases.rules.months import add_months
from cases.rules.oddities import FULL_MONTH_HOURS
from cases.statements import MARKET, table_of
from models.tables import HourLine, HourSheet, Participant, Party
from models.vocabulary import ANSWERED, Role, SheetStatus

SHEET, LINE, PERSON = table_of(HourSheet), table_of(HourLine), table_of(Participant)
PARTY = table_of(Party)


@dataclass(frozen=True, slots=True)
class DeclaredHours:
    """One person's hours, of them `training_hours` in training; `before`: those of the month before.

    The name is None for a buyer.
    `is_distinct`: the same figure on another market was looked at, and both were worked. `declared_by`: the
    structure that employs this person and declared these hours by a file.
    """

    name: str | None
    hours: Decimal
    training_hours: Decimal
    before: Decimal | None
    participant_id: int
    is_distinct: bool
    declared_by: str | None = None

    @property
    def is_odd(self) -> bool:
        """More than a full-time month."""
        return self.hours > FULL_MONTH_HOURS


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet with its lines."""

    id: int
    market_id: int
    market_title: str
    market_reference: str
    party_id: int
    company: str
    month: date
    status: SheetStatus
    due_on: date
    is_nil: bool
    declared_hours: Decimal
    counted_hours: Decimal
    remark: str | None
    submitted_at: datetime | None
    decided_at: datetime | None
    rejection_reason: str | None
    version: int
    lines: tuple[DeclaredHours, ...] = ()
    contributed: tuple[Contribution, ...] = ()
    """What structures declared there, while the company has not answered; nothing for a buyer."""


def sheet_page(session: Session, actor: Actor, market_id: int, sheet_id: int) -> SheetPage:
    """The sheet. Raises NotFound outside the actor's walls."""
    before = ("due_on", "is_nil", "declared_hours", "counted_hours", "remark", "submitted_at", "decided_at")
    columns = (
        SHEET.c.id,
        MARKET.c.id,
        MARKET.c.title,
        MARKET.c.reference,
        PARTY.c.id,
        PARTY.c.name,
        SHEET.c.month,
        SHEET.c.status,
        *(SHEET.c[name] for name in (*before, "rejection_reason", "version")),
    )
    query = (
        sheets_seen(actor, *columns)
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .where(SHEET.c.id == sheet_id, SHEET.c.market_id == market_id)
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    sheet = SheetPage(*row)
    found = contributed_to(session, sheet.id)
    by_whom = {each.participant_id: each.declared_by for each in found}
    lines = tuple(
        replace(line, declared_by=by_whom.get(line.participant_id)) for line in _lines(session, actor, sheet)
    )
    waits = sheet.status not in ANSWERED and actor.role is not Role.BUYER
    return replace(sheet, lines=lines, contributed=found if waits else ())


def _lines(session: Session, actor: Actor, sheet: SheetPage) -> tuple[DeclaredHours, ...]:
    earlier = (
        select(func.sum(LINE.c.hours))
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(
            SHEET.c.market_id == sheet.market_id,
            SHEET.c.party_id == sheet.party_id,
            SHEET.c.month == add_months(sheet.month, -1),
            LINE.c.participant_id == PERSON.c.id,
        )
        .correlate(PERSON)
        .scalar_subquery()
    )
    query = (
        select(PERSON.c.first_name, PERSON.c.last_name, LINE.c.hours, LINE.c.training_hours)
        .add_columns(earlier, PERSON.c.id, LINE.c.is_distinct)
        .join(LINE, LINE.c.participant_id == PERSON.c.id)
        .where(LINE.c.sheet_id == sheet.id)
        .order_by(PERSON.c.last_name, PERSON.c.first_name)
    )
    # A buyer reads hours, not who worked them: it does not need the names (GDPR art. 5.1.c).
    named = actor.role is not Role.BUYER
    return tuple(
        DeclaredHours(f"{first} {last}" if named else None, *figures)
        for first, last, *figures in session.connection().execute(query)
    )

"""All that a company answers for one month, on all its markets: sheets side by side, people down the page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from cases.actors import Actor
from cases.contributions import contributions_on
from cases.correspondence import Letterhead, letterheads
from cases.messages import AlsoCalled
from cases.person_claims import claims_of
from cases.queries.group_sheets import GroupSheet, groups_led
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import NotFound
from cases.rules.standing import PersonStanding, standing_of
from cases.statements import MARKET, table_of
from cases.whom_to_call import others_to_call
from models.tables import HourLine, Participant
from models.vocabulary import ANSWERED, UNANSWERED, SheetStatus

LINE, PERSON = table_of(HourLine), table_of(Participant)
BUYER = PARTY.alias("buyer")


@dataclass(frozen=True, slots=True)
class CompanySheet:
    """One of the company's sheets of the month."""

    id: int
    market_id: int
    market_title: str
    market_reference: str
    buyer_name: str
    month: date
    due_on: date
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal
    remark: str | None
    rejection_reason: str | None
    submitted_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the company may still answer or correct."""
        return self.status not in (SheetStatus.VALIDATED, SheetStatus.CANCELLED)

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands: hours, or nobody."""
        return self.status in ANSWERED


@dataclass(frozen=True, slots=True)
class PersonCell:
    """Someone's hours on one sheet: this month's, those in training, and those of the month before.

    `declared_by`: the structure that employs them and declared this month's.
    """

    hours: Decimal | None = None
    training_hours: Decimal | None = None
    last_hours: Decimal | None = None
    declared_by: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone of the company, with a cell for each sheet on whose market they are known."""

    id: int
    name: str
    standing: PersonStanding
    cells: Mapping[int, PersonCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompanyMonth:
    """A company's month. `others`: earlier or later months with something to answer.

    `letterhead`: whom to call about the first sheet, `others_to_call` about the others.
    `groups`: by market that the company leads, what the others of the market answered for the month.
    """

    month: date
    company_name: str
    sheets: tuple[CompanySheet, ...]
    people: tuple[PersonRow, ...]
    others: tuple[date, ...]
    letterhead: Letterhead
    others_to_call: tuple[AlsoCalled, ...]
    groups: Mapping[int, tuple[GroupSheet, ...]]

    @property
    def declared_by(self) -> tuple[str, ...]:
        """The structures that declared hours on these sheets."""
        cells = (cell for person in self.people for cell in person.cells.values())
        return tuple(dict.fromkeys(cell.declared_by for cell in cells if cell.declared_by))

    @property
    def open_sheets(self) -> tuple[CompanySheet, ...]:
        """Those to answer or still to be corrected."""
        return tuple(sheet for sheet in self.sheets if sheet.is_open)


def company_month(session: Session, actor: Actor, month: date | None = None) -> CompanyMonth:
    """The month asked for, else the latest with something to answer, else the latest of all.

    Raises NotFound for anybody but a company, and when there is no such month.
    """
    if actor.is_staff or actor.party_id is None:
        raise NotFound
    waiting = _months(session, actor, waits=True)
    if month is None:
        every = waiting or _months(session, actor, waits=False)
        month = every[0] if every else None
    sheets = () if month is None else _sheets(session, actor, month)
    if month is None or not sheets:
        raise NotFound
    name = session.connection().execute(select(PARTY.c.name).where(PARTY.c.id == actor.party_id)).scalar_one()
    titles = {sheet.market_id: sheet.market_title for sheet in sheets}
    heads = letterheads(session, titles)
    people = people_on(session, actor, [sheet for sheet in sheets if sheet.is_open])
    others = tuple(each for each in waiting if each != month)
    groups = groups_led(session, actor, [sheet.market_id for sheet in sheets], month)
    head, called = heads[sheets[0].market_id], others_to_call(titles, heads)
    return CompanyMonth(month, name, sheets, people, others, head, called, groups)


def _months(session: Session, actor: Actor, *, waits: bool) -> list[date]:
    query = _own(actor, SHEET.c.month).where(SHEET.c.status != SheetStatus.CANCELLED)
    if waits:
        query = query.where(SHEET.c.status.in_(UNANSWERED))
    return list(session.connection().execute(query.distinct().order_by(SHEET.c.month.desc())).scalars())


def _own(actor: Actor, *columns: Any) -> Any:
    return sheets_seen(actor, *columns).where(SHEET.c.party_id == actor.party_id)


def _sheets(session: Session, actor: Actor, month: date) -> tuple[CompanySheet, ...]:
    columns = (
        SHEET.c.id,
        SHEET.c.market_id,
        MARKET.c.title,
        MARKET.c.reference,
        BUYER.c.name,
        *(SHEET.c[name] for name in CompanySheet.__slots__[5:]),
    )
    query = _own(actor, *columns).join(BUYER, BUYER.c.id == MARKET.c.buyer_id)
    query = query.where(SHEET.c.month == month, SHEET.c.status != SheetStatus.CANCELLED)
    return tuple(CompanySheet(*row) for row in session.connection().execute(query.order_by(SHEET.c.id)))


def people_on(session: Session, actor: Actor, sheets: Collection[CompanySheet]) -> tuple[PersonRow, ...]:
    """The company's people who are known on the markets of these sheets of one month, by name."""
    names: dict[int, tuple[str, str]] = {}
    cells: dict[int, dict[int, PersonCell]] = defaultdict(dict)
    for row, sheet in _lines_of_markets(session, actor, sheets):
        names[row.id] = (row.last_name, row.first_name)
        cell = cells[row.id].get(sheet.id, PersonCell())
        if row.sheet_id == sheet.id:
            cell = replace(cell, hours=row.hours, training_hours=row.training_hours)
        elif row.month < sheet.month:
            cell = replace(cell, last_hours=row.hours)
        cells[row.id][sheet.id] = cell
    for sheet_id, contributed in contributions_on(session, [sheet.id for sheet in sheets]).items():
        for one in contributed:
            names[one.participant_id] = (one.last_name, one.first_name)
            last = cells[one.participant_id].get(sheet_id, PersonCell()).last_hours
            given = PersonCell(one.hours, one.training_hours, last, one.declared_by)
            cells[one.participant_id][sheet_id] = given
    claims, months = claims_of(session, list(names)), [sheet.month for sheet in sheets]
    return tuple(
        PersonRow(person, f"{first} {last}", standing_of(claims.get(person, ()), months[0]), cells[person])
        for person, (last, first) in sorted(names.items(), key=lambda known: (known[1], known[0]))
    )


def _lines_of_markets(
    session: Session, actor: Actor, sheets: Collection[CompanySheet]
) -> Iterator[tuple[Row[Any], CompanySheet]]:
    """The company’s lines of all months on these sheets’ markets, the earliest first, each with its sheet."""
    by_market = {sheet.market_id: sheet for sheet in sheets}
    query = (
        select(
            *(PERSON.c[name] for name in ("id", "first_name", "last_name")),
            *(SHEET.c[name] for name in ("market_id", "month")),
            SHEET.c.id.label("sheet_id"),
            *(LINE.c[name] for name in ("hours", "training_hours")),
        )
        .join(LINE, LINE.c.participant_id == PERSON.c.id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(SHEET.c.party_id == actor.party_id, SHEET.c.market_id.in_(by_market))
        .order_by(SHEET.c.month)
    )
    for row in session.connection().execute(query):
        yield row, by_market[row.market_id]

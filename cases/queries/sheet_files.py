"""What a generated file of hours holds: the open sheets of one party and month, with the people known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.answering import employed_by, sheets_answered
from cases.contributions import contributions_on
from cases.declarations import FileKey, FilePerson, FileSheet, SheetFile
from cases.queries.sheet_choices import file_choices
from cases.queries.walls import PARTY, SHEET
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import HourLine, Participant
from models.vocabulary import Role, SheetStatus

LINE, PERSON = table_of(HourLine), table_of(Participant)
OPEN = (SheetStatus.AWAITED, SheetStatus.SUBMITTED, SheetStatus.REJECTED)
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Declared:
    """Someone's hours in one month on one market of one company."""

    market_id: int
    party_id: int
    month: date
    person_id: int
    last_name: str
    first_name: str
    birth_date: date | None
    hours: Decimal
    training_hours: Decimal


def sheet_file(
    session: Session, actor: Actor, party_id: int, month: date, *, now: datetime, locale: str = "fr"
) -> SheetFile:
    """The sheets that may still be answered. Raises NotFound when there is none within the walls.

    `party_id` is whom the file is for: a company, or the actor's own insertion structure. `locale`: the
    language of what is offered of someone new.
    """
    columns = ("id", "market_id", "party_id", "is_nil", "remark")
    query = (
        sheets_answered(
            actor,
            *(SHEET.c[name] for name in columns),
            MARKET.c.reference,
            MARKET.c.title,
            MARKET.c.buyer_id,
            PARTY.c.name,
            PARTY.c.siret,
        )
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .where(SHEET.c.month == month, SHEET.c.status.in_(OPEN), _of(actor, party_id))
        .order_by(PARTY.c.name, PARTY.c.id, MARKET.c.reference)
    )
    rows = session.connection().execute(query).all()
    name = _name(session, actor, party_id)
    if not rows or name is None:
        raise NotFound
    lines = _lines(session, rows, month)
    lines = [*_contributed(session, rows, month), *lines]  # before what the sheet says itself
    employed = employed_by(session, actor, {row.party_id for row in rows}, month)
    names = _names(session, {number for people in employed.values() for number in people})
    sheets = tuple(_sheet(row, month, lines, employed, names) for row in rows)
    choices = file_choices(session, actor, {row.buyer_id for row in rows}, locale, now=now)
    return SheetFile(FileKey(actor.territory_id, party_id, month), name, sheets, *choices, locale)


def months_to_answer(session: Session, actor: Actor, party_id: int) -> list[date]:
    """The months of which a file may be made for the party, latest first."""
    query = (
        sheets_answered(actor, SHEET.c.month)
        .where(SHEET.c.status.in_(OPEN), _of(actor, party_id))
        .distinct()
        .order_by(SHEET.c.month.desc())
        .limit(MONTHS_SHOWN)
    )
    return list(session.connection().execute(query).scalars())


def _of(actor: Actor, party_id: int) -> Any:
    """The party's own sheets; a structure's file holds all that it may declare."""
    is_for_itself = actor.role is Role.PARTNER and actor.party_id == party_id
    return SHEET.c.party_id.is_not(None) if is_for_itself else SHEET.c.party_id == party_id


def _name(session: Session, actor: Actor, party_id: int) -> str | None:
    query = select(PARTY.c.name).where(PARTY.c.id == party_id, PARTY.c.territory_id == actor.territory_id)
    found: str | None = session.connection().execute(query).scalar()
    return found


def _names(session: Session, numbers: Collection[int]) -> Mapping[int, Any]:
    query = select(PERSON.c.id, PERSON.c.last_name, PERSON.c.first_name, PERSON.c.birth_date)
    rows = session.connection().execute(query.where(PERSON.c.id.in_(numbers))) if numbers else ()
    return {row.id: row for row in rows}


def _lines(session: Session, rows: Iterable[Any], month: date) -> list[_Declared]:
    """All that these companies have declared on these markets up to the month, latest first."""
    wanted = {(row.market_id, row.party_id) for row in rows}
    query = (
        select(
            SHEET.c.market_id,
            SHEET.c.party_id,
            SHEET.c.month,
            PERSON.c.id,
            PERSON.c.last_name,
            PERSON.c.first_name,
            PERSON.c.birth_date,
            LINE.c.hours,
            LINE.c.training_hours,
        )
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .join(PERSON, PERSON.c.id == LINE.c.participant_id)
        .where(
            and_(
                SHEET.c.market_id.in_({market for market, _ in wanted}),
                SHEET.c.party_id.in_({party for _, party in wanted}),
                SHEET.c.month <= month,
            )
        )
        .order_by(SHEET.c.month.desc())
    )
    found = (_Declared(*row) for row in session.connection().execute(query))
    return [line for line in found if (line.market_id, line.party_id) in wanted]


def _contributed(session: Session, rows: Iterable[Any], month: date) -> list[_Declared]:
    """What structures have declared on these sheets of the month."""
    by_id = {row.id: row for row in rows}
    return [
        _Declared(
            by_id[sheet].market_id,
            by_id[sheet].party_id,
            month,
            one.participant_id,
            one.last_name,
            one.first_name,
            one.birth_date,
            one.hours,
            one.training_hours,
        )
        for sheet, contributed in contributions_on(session, by_id).items()
        for one in contributed
    ]


def _people_of(
    row: Any, lines: Iterable[_Declared], employed: Mapping[int, frozenset[int]], names: Mapping[int, Any]
) -> tuple[dict[int, Any], list[_Declared]]:
    """Whom the sheet lists, by number, and their lines: a structure sees its own people alone."""
    mine = [line for line in lines if (line.market_id, line.party_id) == (row.market_id, row.party_id)]
    if row.party_id not in employed:
        return {line.person_id: line for line in mine}, mine
    allowed = employed[row.party_id]
    return {number: names[number] for number in allowed}, [line for line in mine if line.person_id in allowed]


def _sheet(
    row: Any,
    month: date,
    lines: Iterable[_Declared],
    employed: Mapping[int, frozenset[int]],
    names: Mapping[int, Any],
) -> FileSheet:
    people, mine = _people_of(row, lines, employed, names)
    now = {line.person_id: line for line in reversed(mine) if line.month == month}
    before = next((line.month for line in mine if line.month < month), None)
    last = {line.person_id: line.hours for line in mine if line.month == before}
    known = [
        FilePerson(
            one.last_name,
            one.first_name,
            one.birth_date,
            now[number].hours if number in now else None,
            (now[number].training_hours or None) if number in now else None,
            last.get(number),
        )
        for number, one in people.items()
    ]
    known.sort(key=lambda one: (one.last_name, one.first_name, one.birth_date or month))
    is_whole = row.party_id not in employed
    return FileSheet(
        row.name,
        row.siret,
        row.reference,
        row.title,
        tuple(known),
        nil=row.is_nil and is_whole,
        remark=row.remark if is_whole else None,
    )

"""Submitted sheets with what is odd about each: for the inbox, the sheet's page, the bulk page and REST."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.matched_hours import differences_on
from cases.packs import pack_of_month
from cases.queries.sheet_surroundings import Surroundings, doubles_of
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import NotFound
from cases.rules.months import add_months, last_day, next_month
from cases.rules.oddities import CheckedLine, CheckedSheet, Gone, Oddity, oddities
from cases.rules.person_month import PersonMonth
from cases.statements import MARKET
from models.prepared import PreparedList
from models.vocabulary import SheetStatus

MOST = 500
"""Sheets looked at on one page."""
TITLES = PreparedList(lambda markets: select(MARKET.c.id, MARKET.c.title).where(MARKET.c.id.in_(markets)))


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """A sheet that waits for a decision, and what is odd about it. `names` and `markets`: those it names."""

    id: int
    market_id: int
    market_title: str
    market_reference: str
    party_id: int
    company_name: str
    month: date
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal
    submitted_at: datetime
    version: int
    remark: str | None
    people_count: int = 0
    oddities: tuple[Oddity, ...] = ()
    names: Mapping[int, str] | None = None
    markets: Mapping[int, str] | None = None

    def name(self, participant_id: int | None) -> str:
        """Who an oddity is about."""
        return (self.names or {}).get(participant_id or 0, "")

    def market(self, market_id: int | None) -> str:
        """The other market that an oddity is about."""
        return (self.markets or {}).get(market_id or 0, "")


def sheets_to_check(session: Session, actor: Actor) -> list[SheetCheck]:
    """Every sheet of the actor's territory that waits for a decision, the longest waiting first."""
    return _checked(session, actor, SHEET.c.status == SheetStatus.SUBMITTED)


def checks_of(session: Session, actor: Actor, sheet_ids: Collection[int]) -> dict[int, SheetCheck]:
    """Those of these sheets that wait for a decision."""
    if not sheet_ids:
        return {}
    submitted = SHEET.c.status == SheetStatus.SUBMITTED
    return {check.id: check for check in _checked(session, actor, submitted, SHEET.c.id.in_(list(sheet_ids)))}


def check_of(session: Session, actor: Actor, sheet_id: int) -> SheetCheck | None:
    """What is odd about one sheet; None when it waits for no decision, or the reader decides on none."""
    return checks_of(session, actor, (sheet_id,)).get(sheet_id) if actor.is_staff else None


def check_record(session: Session, actor: Actor, sheet_id: int) -> SheetCheck:
    """The same for programs. Raises NotFound when nothing waits there."""
    found = check_of(session, actor, sheet_id)
    if found is None:
        raise NotFound
    return found


def _checked(session: Session, actor: Actor, *conditions: Any) -> list[SheetCheck]:
    columns = (
        SHEET.c.id,
        SHEET.c.market_id,
        MARKET.c.title,
        MARKET.c.reference,
        SHEET.c.party_id,
        PARTY.c.name,
        *(
            SHEET.c[name]
            for name in ("month", "status", "is_nil", "declared_hours", "submitted_at", "version", "remark")
        ),
    )
    query = sheets_seen(actor, *columns).join(PARTY, PARTY.c.id == SHEET.c.party_id).where(*conditions)
    rows = session.connection().execute(query.order_by(SHEET.c.submitted_at, SHEET.c.id).limit(MOST)).all()
    sheets = [SheetCheck(*row) for row in rows]
    return _with_oddities(session, actor, sheets) if sheets else []


def _with_oddities(session: Session, actor: Actor, sheets: Sequence[SheetCheck]) -> list[SheetCheck]:
    around = Surroundings(session, sheets)
    packs = {
        month: pack_of_month(session, actor.territory_id, last_day(month))
        for month in {sheet.month for sheet in sheets}
    }
    differences: dict[int, int] = {}
    for month, pack in packs.items():
        differences |= differences_on(session, [each.id for each in sheets if each.month == month], pack)
    found = {
        sheet.id: oddities(_compared(sheet, around, differences.get(sheet.id, 0)), packs[sheet.month])
        for sheet in sheets
    }
    named = {odd.market_id for odds in found.values() for odd in odds if odd.market_id}
    markets = dict(TITLES.rows(session, named)) if named else {}
    return [_told(sheet, found[sheet.id], around, markets) for sheet in sheets]


def _told(
    sheet: SheetCheck, found: tuple[Oddity, ...], around: Surroundings, markets: Mapping[int, str]
) -> SheetCheck:
    people = {number for odd in found for number in (odd.participant_id, odd.other_id) if number}
    identities = around.identities if people else {}
    names = {person: f"{identities[person].first_name} {identities[person].last_name}" for person in people}
    values = {name: getattr(sheet, name) for name in SheetCheck.__slots__}
    values |= {"people_count": len(around.lines[sheet.id]), "oddities": found}
    return SheetCheck(**values | {"names": names, "markets": markets})


def _compared(sheet: SheetCheck, around: Surroundings, differences: int) -> CheckedSheet:
    before = around.before(sheet)
    earlier = {} if before is None else _by_person(around.lines[before[0]], around.root_of)
    doubles = doubles_of(around, around.lines[sheet.id])
    lines = tuple(_line(sheet, around, person, earlier, doubles) for person in sorted(around.lines[sheet.id]))
    here = {around.root_of[person] for person in around.lines[sheet.id]}
    return CheckedSheet(
        is_nil=sheet.is_nil,
        lines=lines,
        before=None if before is None else before[1],
        gone=_gone(sheet, around, {} if before is None else around.lines[before[0]], here),
        months_with_hours=around.months_with_hours(sheet),
        differences=differences,
        has_remark=bool(sheet.remark),
    )


def _by_person(lines: Mapping[int, Decimal], root_of: Mapping[int, int]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for person, hours in lines.items():
        found[root_of[person]] += hours
    return found


def _line(
    sheet: SheetCheck,
    around: Surroundings,
    person: int,
    earlier: Mapping[int, Decimal],
    doubles: Mapping[int, tuple[int, ...]],
) -> CheckedLine:
    root = around.root_of[person]
    known = around.months[root, sheet.month]
    line = next(each for each in known.lines if (each.sheet_id, each.participant_id) == (sheet.id, person))
    is_new = around.first_months[root] >= sheet.month
    return CheckedLine(line, known, earlier.get(root), is_new, doubles.get(person, ()))


def _gone(
    sheet: SheetCheck, around: Surroundings, earlier: Mapping[int, Decimal], here: Collection[int]
) -> tuple[Gone, ...]:
    month_before = add_months(sheet.month, -1)
    return tuple(
        Gone(person, hours, _has_left(sheet, around.months[around.root_of[person], month_before]))
        for person, hours in sorted(earlier.items())
        if hours and around.root_of[person] not in here
    )


def _has_left(sheet: SheetCheck, known: PersonMonth) -> bool:
    """Whether a contract with the company ended, and none goes on."""
    ends = [each.ends_on for each in known.contracts if each.company_id == sheet.party_id]
    last = next_month(sheet.month)
    return bool(ends) and all(ends_on is not None and ends_on < last for ends_on in ends)

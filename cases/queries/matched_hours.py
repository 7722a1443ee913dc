"""The three statements of a sheet's hours side by side, for those who decide between them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.asked_hours import PARTY, PERSON, employers_for
from cases.hour_facts import records_of
from cases.matched_hours import PersonFigures, figures_on
from cases.packs import pack_of_month
from cases.queries.walls import SHEET, sheets_seen
from cases.refusals import NotFound
from cases.rules.matching import Match
from cases.rules.months import last_day
from cases.statements import MARKET
from models.vocabulary import HoursSource


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One person of a sheet: hours as each source says them, None while it says nothing.

    `structure_name` names the structure that employs the person for this company, or the several that do.
    `is_partial`: not all of these have said their hours.
    """

    participant_id: int
    name: str
    structure_name: str | None
    company_hours: Decimal | None
    structure_hours: Decimal | None
    participant_hours: Decimal | None
    match: Match
    decided_source: HoursSource | None
    decided_hours: Decimal | None
    decided_reason: str | None
    decided_at: datetime | None
    is_partial: bool

    @property
    def said(self) -> list[tuple[HoursSource, Decimal]]:
        """The sources that say something, with their figures."""
        figures = (self.company_hours, self.structure_hours, self.participant_hours)
        return [
            (source, hours) for source, hours in zip(HoursSource, figures, strict=True) if hours is not None
        ]


def match_rows(session: Session, actor: Actor, sheet_id: int) -> list[MatchRow]:
    """Everyone on the sheet about whom somebody else says, or may say, hours; by name.

    Only staff compare: for others there are none. Raises NotFound outside the walls.
    """
    columns = (SHEET.c.party_id, SHEET.c.month, MARKET.c.asks_attestation, MARKET.c.territory_id)
    found = session.connection().execute(sheets_seen(actor, *columns).where(SHEET.c.id == sheet_id)).first()
    if found is None:
        raise NotFound
    if not actor.is_staff:
        return []
    pack = pack_of_month(session, found.territory_id, last_day(found.month))
    people = figures_on(session, (sheet_id,), pack).get(sheet_id, ())
    structures = _structures(session, found.party_id, found.month)
    root_of = {
        record.id: record.root for record in records_of(session, {each.participant_id for each in people})
    }
    names = _names(session, root_of)
    rows = [
        _row(each, names[each.participant_id], structures.get(root_of[each.participant_id]))
        for each in people
        if _is_compared(each, found.asks_attestation, root_of[each.participant_id] in structures)
    ]
    return sorted(rows, key=lambda row: row.name)


def differing(session: Session, actor: Actor, sheet_ids: Collection[int]) -> dict[int, list[MatchRow]]:
    """For each of these sheets of the actor's territory, whoever's hours differ now; by name. Staff only.

    Rows say nothing of who employs the person: `match_rows` does.
    """
    if not sheet_ids or not actor.is_staff:
        return {}
    query = sheets_seen(actor, SHEET.c.id, SHEET.c.month).where(SHEET.c.id.in_(sheet_ids))
    by_month: dict[date, list[int]] = defaultdict(list)
    for sheet_id, month in session.connection().execute(query):
        by_month[month].append(sheet_id)
    found: dict[int, list[PersonFigures]] = {}
    for month, sheets in by_month.items():
        pack = pack_of_month(session, actor.territory_id, last_day(month))
        for sheet_id, people in figures_on(session, sheets, pack).items():
            found[sheet_id] = [each for each in people if each.match is Match.DIFFERENCE]
    names = _names(session, {each.participant_id for people in found.values() for each in people})
    rows = {sheet: [_row(each, names[each.participant_id], None) for each in found[sheet]] for sheet in found}
    return {sheet: sorted(said, key=lambda row: row.name) for sheet, said in rows.items()}


def _is_compared(each: PersonFigures, asks_attestation: bool, is_lent: bool) -> bool:
    said = each.statements
    return is_lent or asks_attestation or said.structure is not None or said.participant is not None


def _structures(session: Session, company_id: int, month: date) -> dict[int, str]:
    """By person, the structure that employs it for the company."""
    employers = employers_for(session, company_id, month)
    query = select(PARTY.c.id, PARTY.c.name).where(PARTY.c.id.in_(employers))
    names = {row.id: row.name for row in session.connection().execute(query)}
    found: dict[int, str] = {}
    for employer, roots in employers.items():
        found |= {root: ", ".join(filter(None, (found.get(root), names[employer]))) for root in roots}
    return found


def _names(session: Session, records: Collection[int]) -> dict[int, str]:
    query = select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name).where(PERSON.c.id.in_(records))
    return {row[0]: f"{row[1]} {row[2]}" for row in session.connection().execute(query)}


def _row(each: PersonFigures, name: str, structure: str | None) -> MatchRow:
    said, decided = each.statements, each.decided
    return MatchRow(
        each.participant_id,
        name,
        structure,
        said.company,
        said.structure,
        said.participant,
        each.match,
        None if decided is None else decided.source,
        None if decided is None else decided.hours,
        None if decided is None else decided.reason,
        None if decided is None else decided.decided_at,
        said.is_partial,
    )

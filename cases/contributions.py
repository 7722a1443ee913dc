"""Hours that structures declared on a company's sheet by their files: kept there for the company's answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from cases.hour_facts import ROOT
from cases.inputs import LineInput, SheetAnswer
from cases.rules.expected_people import Known, is_covered
from cases.rules.months import last_day
from cases.sheetwork import SheetState
from cases.statements import table_of
from models.prepared import PreparedList
from models.tables import ContributedHours, HourLine, HourSheet, Participant, Party, WorkContract
from models.vocabulary import ANSWERED

CONTRIBUTED, SHEET, LINE = (table_of(model) for model in (ContributedHours, HourSheet, HourLine))
PERSON, PARTY, CONTRACT = (table_of(model) for model in (Participant, Party, WorkContract))
ON_SHEETS = PreparedList(
    lambda sheets: (
        select(
            CONTRIBUTED.c.sheet_id,
            CONTRIBUTED.c.participant_id,
            ROOT,
            PERSON.c.first_name,
            PERSON.c.last_name,
            PERSON.c.birth_date,
            CONTRIBUTED.c.party_id,
            PARTY.c.name,
            CONTRIBUTED.c.hours,
            CONTRIBUTED.c.training_hours,
        )
        .join(PERSON, PERSON.c.id == CONTRIBUTED.c.participant_id)
        .join(PARTY, PARTY.c.id == CONTRIBUTED.c.party_id)
        .where(CONTRIBUTED.c.sheet_id.in_(sheets))
        .order_by(PARTY.c.name, PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id)
    )
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """Someone's hours, and the structure that declared them; `root` is one for all records of the person."""

    participant_id: int
    root: int
    first_name: str
    last_name: str
    birth_date: date | None
    party_id: int
    declared_by: str
    hours: Decimal
    training_hours: Decimal

    @property
    def line(self) -> LineInput:
        """As a line of the company's answer."""
        return LineInput(
            participant_id=self.participant_id, hours=self.hours, training_hours=self.training_hours
        )


def contributions_on(session: Session, sheet_ids: Collection[int]) -> Mapping[int, tuple[Contribution, ...]]:
    """By sheet, what structures declared there; nothing for a sheet without."""
    found: dict[int, tuple[Contribution, ...]] = {}
    for sheet, *row in ON_SHEETS.rows(session, sheet_ids):
        found[sheet] = (*found.get(sheet, ()), Contribution(*row))
    return found


def contributed_to(session: Session, sheet_id: int) -> tuple[Contribution, ...]:
    """The same for one sheet."""
    return contributions_on(session, (sheet_id,)).get(sheet_id, ())


def keep_contributions(
    session: Session, sheet_id: int, party_id: int, lines: Mapping[int, LineInput], now: datetime
) -> None:
    """Instead of what the structure declared there before; whom another had declared is now its own."""
    mine = (CONTRIBUTED.c.party_id == party_id) | CONTRIBUTED.c.participant_id.in_(lines)
    connection = session.connection()
    connection.execute(delete(CONTRIBUTED).where(CONTRIBUTED.c.sheet_id == sheet_id, mine))
    values = {"sheet_id": sheet_id, "party_id": party_id, "contributed_at": now}
    rows = [
        {**values, "participant_id": who, "hours": line.hours, "training_hours": line.training_hours}
        for who, line in lines.items()
    ]
    if rows:
        connection.execute(insert(CONTRIBUTED), rows)


def with_contributed(session: Session, sheet: SheetState, answer: SheetAnswer) -> SheetAnswer:
    """The company's answer: its "nobody" says nothing of those whom structures have declared."""
    if not answer.nil:
        return answer
    lines = tuple(each.line for each in contributed_to(session, sheet.id))
    return answer.model_copy(update={"nil": False, "lines": lines}) if lines else answer


def settle_contributions(session: Session, sheet_id: int, lines: Mapping[int, LineInput]) -> None:
    """Once the company answered: whomever it leaves out, or gives other hours, the structure did not declare.

    How much of the same hours was training, the company may know better.
    """
    contributed = contributed_to(session, sheet_id)
    here = CONTRIBUTED.c.sheet_id == sheet_id
    for each in contributed:
        line, row = lines.get(each.participant_id), CONTRIBUTED.c.participant_id == each.participant_id
        if line is None or line.hours != each.hours:
            session.connection().execute(delete(CONTRIBUTED).where(here, row))
        elif line.training_hours != each.training_hours:
            known = update(CONTRIBUTED).where(here, row).values(training_hours=line.training_hours)
            session.connection().execute(known)


def says_all(session: Session, sheet: SheetState, told: Collection[int]) -> bool:
    """Whether hours for the people `told`, by their roots, leave nothing to the company to say."""
    return is_covered(_known(session, sheet), frozenset(told))


def _known(session: Session, sheet: SheetState) -> Known:
    query = (
        select(SHEET.c.market_id, SHEET.c.month, ROOT)
        .join(LINE, LINE.c.sheet_id == SHEET.c.id)
        .join(PERSON, PERSON.c.id == LINE.c.participant_id)
        .where(SHEET.c.party_id == sheet.party_id, SHEET.c.month < sheet.month, SHEET.c.status.in_(ANSWERED))
    )
    seen = session.connection().execute(query).all()
    here = [(month, root) for market, month, root in seen if market == sheet.market_id]
    latest = _latest_answer(session, sheet)
    terms = (
        select(ROOT, CONTRACT.c.starts_on, CONTRACT.c.ends_on)
        .join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
        .where(CONTRACT.c.company_id == sheet.party_id)
    )
    contracts = session.connection().execute(terms).all()
    first, last = sheet.month, last_day(sheet.month)
    employed = frozenset(
        root for root, begins, ends in contracts if begins <= last and (ends is None or ends >= first)
    )
    return Known(
        last=frozenset(root for month, root in here if month == latest),
        here=frozenset(root for _, root in here),
        anywhere=frozenset(root for _, _, root in seen),
        employed=employed,
        gone=frozenset(root for root, _, _ in contracts) - employed,
    )


def _latest_answer(session: Session, sheet: SheetState) -> date | None:
    query = (
        select(SHEET.c.month)
        .where(
            SHEET.c.party_id == sheet.party_id,
            SHEET.c.market_id == sheet.market_id,
            SHEET.c.month < sheet.month,
        )
        .where(SHEET.c.status.in_(ANSWERED))
        .order_by(SHEET.c.month.desc())
        .limit(1)
    )
    found: date | None = session.connection().execute(query).scalar()
    return found

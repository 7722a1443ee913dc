"""Counting anew: the parts of people's hours written from the facts, and each market told what changed.

Whatever changes a fact (a sheet validated, a proof seen late, a merge, an agreement, a market's dates) ends
by counting the people concerned again. Nothing is added to or taken from an earlier count: the rules decide
from the facts (cases/rules/counting.py), what differs is written, and the journal of each market whose
figures moved says before, after and why.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, func, insert, select, update
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.decisions import Decision, Entry
from cases.hour_facts import HourFacts, facts_about, facts_of, markets_of, records_of
from cases.markets import lock_markets
from cases.packs import pack_at, pack_of_month
from cases.rules.counting import count_month, parts_of_status
from cases.rules.person_month import Line, Part
from cases.statements import MARKET, table_of
from cases.validity import follow_first_hires
from models.prepared import Prepared, PreparedList
from models.tables import CountedHours, HourLine, HourSheet

PART, SHEET, LINE = table_of(CountedHours), table_of(HourSheet), table_of(HourLine)
ZERO = Decimal(0)
NAMES = (*Part.__slots__, "pack_version")
PARTS_OF = PreparedList(
    lambda records: (
        select(PART.c.id, SHEET.c.month, *(PART.c[name] for name in NAMES))
        .join(SHEET, SHEET.c.id == PART.c.sheet_id)
        .where(PART.c.participant_id.in_(records))
    )
)
ADD_PART = Prepared(insert(PART))
REMOVE_PART = Prepared(delete(PART).where(PART.c.id == bindparam("number")))
REMOVE_PARTS_OF_SHEET = Prepared(delete(PART).where(PART.c.sheet_id == bindparam("sheet")))
PEOPLE_ON = Prepared(select(LINE.c.participant_id).where(LINE.c.sheet_id == bindparam("sheet")))
COUNTED_ON = Prepared(select(SHEET.c.counted_hours).where(SHEET.c.id == bindparam("sheet")))
PEOPLE_ON_MARKET = Prepared(
    select(LINE.c.participant_id)
    .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
    .where(SHEET.c.market_id == bindparam("market"))
    .union(select(PART.c.participant_id).where(PART.c.market_id == bindparam("market")))
)
SHEET_TOTAL = Prepared(
    update(SHEET)
    .where(SHEET.c.id == bindparam("number"))
    .values(
        counted_hours=select(func.coalesce(func.sum(PART.c.hours), 0))
        .where(PART.c.sheet_id == SHEET.c.id, PART.c.reason.is_(None))
        .scalar_subquery()
    )
)


def _counted(condition: Any = True) -> Any:
    return func.coalesce(func.sum(case((and_(PART.c.reason.is_(None), condition), PART.c.hours), else_=0)), 0)


FIGURES = PreparedList(
    lambda markets: (
        select(
            MARKET.c.id,
            MARKET.c.counted_hours,
            MARKET.c.counted_qpv_hours,
            MARKET.c.counted_local_hours,
            _counted(),
            _counted(PART.c.in_priority_district.is_(True)),
            _counted(PART.c.is_local.is_(True)),
        )
        .select_from(MARKET.outerjoin(PART, PART.c.market_id == MARKET.c.id))
        .where(MARKET.c.id.in_(markets))
        .group_by(
            MARKET.c.id,
            MARKET.c.counted_hours,
            MARKET.c.counted_qpv_hours,
            MARKET.c.counted_local_hours,
        )
    )
)


class CountedFigures(NamedTuple):
    """What a market is credited with, in hours: in all, and for its sub-targets."""

    counted_hours: Decimal
    counted_qpv_hours: Decimal
    counted_local_hours: Decimal


@dataclass(frozen=True, slots=True)
class Moved:
    """A market's figures before and after a count, which differ."""

    before: CountedFigures
    after: CountedFigures

    @property
    def changes(self) -> Mapping[str, Decimal]:
        """The columns of the market that change."""
        return self.after._asdict()

    @property
    def payload(self) -> dict[str, Any]:
        """What the journal says: each figure that moved, before and after."""
        pairs = zip(CountedFigures._fields, self.before, self.after, strict=True)
        return {name: {"before": old, "after": new} for name, old, new in pairs if old != new}


def people_on(session: Session, sheet_id: int) -> set[int]:
    """The participants of a sheet."""
    return {row[0] for row in PEOPLE_ON.rows(session, {"sheet": sheet_id})}


def hold_markets_of(session: Session, people: Collection[int]) -> None:
    """Lock every market that a count of these people may change, always in the same order.

    A command that decides on one market and then counts calls this first: two never wait for each other.
    """
    if people:
        lock_markets(session, markets_of(session, people))


def counted_on(session: Session, sheet_id: int) -> Decimal:
    """The hours of a sheet that count."""
    ((hours,),) = COUNTED_ON.rows(session, {"sheet": sheet_id})
    return Decimal(hours)


def set_parts(session: Session, sheet_id: int, lines: Collection[Line], pack_version: str) -> None:
    """Write the parts of a sheet that is not validated: its status decides about all of its lines."""
    REMOVE_PARTS_OF_SHEET.write(session, [{"sheet": sheet_id}])
    _add(session, ((part, pack_version) for part in parts_of_status(lines)))


def count_anew(
    session: Session, people: Collection[int], months: Collection[date] | None = None
) -> Mapping[int, Moved]:
    """Decide these people's hours from the facts and write what differs; the markets whose figures moved.

    Callers hold the markets' locks, and write the figures through a decision (`Moved.changes`).
    """
    records = records_of(session, people)
    if follow_first_hires(session, records):
        months = None  # other months may begin, or cease, to hold
    facts = facts_of(session, records, months)
    decided = _decide(session, facts)
    kept = _stored(session, facts.records, months)
    gone = [number for number, each in kept.items() if each not in decided]
    stays = set(kept.values())
    new = [each for each in decided if each not in stays]
    if gone:
        REMOVE_PART.write(session, [{"number": number} for number in gone])
    _add(session, new)
    touched = [kept[number][0] for number in gone] + [part for part, _ in new]
    if not touched:
        return {}
    SHEET_TOTAL.write(session, [{"number": sheet} for sheet in sorted({part.sheet_id for part in touched})])
    return _moved(session, {part.market_id for part in touched})


Decided = tuple[Part, str]
"""A part, and the version of the pack that decided it."""


def _decide(session: Session, facts: HourFacts) -> set[Decided]:
    decided: set[Decided] = set()
    for known in facts.months:
        assert facts.territory_id is not None  # lines have markets, and markets a territory
        pack = pack_of_month(session, facts.territory_id, known.last_day)
        decided |= {(part, pack.version) for part in count_month(known, pack)}
    return decided


def _stored(
    session: Session, records: Collection[int], months: Collection[date] | None
) -> dict[int, Decided]:
    return {
        number: (Part(*values[:-1]), values[-1])
        for number, month, *values in PARTS_OF.rows(session, records)
        if months is None or month in months
    }


def _add(session: Session, parts: Iterable[Decided]) -> None:
    rows = [
        {**{name: getattr(part, name) for name in Part.__slots__}, "pack_version": version}
        for part, version in parts
    ]
    if rows:
        ADD_PART.write(session, rows)


def _moved(session: Session, markets: Collection[int]) -> dict[int, Moved]:
    moved = {}
    for number, *figures in FIGURES.rows(session, markets):
        before, after = CountedFigures(*figures[:3]), CountedFigures(*map(Decimal, figures[3:]))
        if before != after:
            moved[number] = Moved(before, after)
    return moved


def decide_about_people(
    session: Session,
    actor: Actor,
    people: Collection[int],
    event: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    home: int | None = None,
    follows: Decision | None = None,
) -> None:
    """Journal one decision about people on every market where they work, with the figures that it moves.

    The decision's own rows are written before; the hours are counted anew from them. What `follows` (tasks,
    deadlines, mails) is written with the market `home`, which is told even when nobody has worked there yet.
    """
    told = markets_of(session, people) | ({home} if home is not None else set())
    states = lock_markets(session, told)
    moved = count_anew(session, people)
    entries = []
    for number, state in sorted(states.items()):
        figures = moved.get(number)
        said = {**payload, **({} if figures is None else figures.payload)}
        decision = follows if follows is not None and number == home else Decision(event)
        changes = {} if figures is None else figures.changes
        version = pack_at(session, state.territory_id, now).version
        decided = replace(decision, event=event, payload=said, changes=changes)
        entries.append(Entry(state, decided, actor, version))
    ledger.write_all(session, entries, now=now)


def tell_markets(
    session: Session, actor: Actor, moved: Mapping[int, Moved], *, why: str, now: datetime
) -> None:
    """Journal the new figures on each of these markets, which change with it."""
    states = lock_markets(session, moved)
    entries = [
        Entry(
            states[number],
            Decision("recounted", {"why": why, **each.payload}, changes=each.changes),
            actor,
            pack_at(session, states[number].territory_id, now).version,
        )
        for number, each in sorted(moved.items())
    ]
    ledger.write_all(session, entries, now=now)


def recount_people(
    session: Session,
    actor: Actor,
    people: Collection[int],
    *,
    why: str,
    now: datetime,
    months: Collection[date] | None = None,
) -> None:
    """Count these people's hours again after a fact about them changed (`why`, a short code).

    Call it at the end of a command, after its own decisions.
    """
    if not people:
        return
    hold_markets_of(session, people)
    moved = count_anew(session, people, months)
    if moved:
        tell_markets(session, actor, moved, why=why, now=now)


def recount_from(session: Session, actor: Actor, month: date, *, why: str, now: datetime) -> None:
    """Count again everyone of the actor's territory with hours of that month or a later one."""
    query = select(SHEET.c.month, LINE.c.participant_id).join(LINE, LINE.c.sheet_id == SHEET.c.id)
    query = query.where(SHEET.c.territory_id == actor.territory_id, SHEET.c.month >= month)
    rows = session.connection().execute(query.distinct()).all()
    people, months = {row.participant_id for row in rows}, {row.month for row in rows}
    recount_people(session, actor, people, why=why, now=now, months=months)


def recount_market(session: Session, actor: Actor, market_id: int, *, why: str, now: datetime) -> None:
    """Count again everyone who worked on a market, after its dates, stops or sub-targets changed."""
    people = {row[0] for row in PEOPLE_ON_MARKET.rows(session, {"market": market_id})}
    recount_people(session, actor, people, why=why, now=now)


def differences(session: Session, people: Collection[int]) -> int:
    """How many parts a count would change: none, as long as every command counts what it must."""
    facts = facts_about(session, people)
    return len(_decide(session, facts) ^ set(_stored(session, facts.records, None).values()))

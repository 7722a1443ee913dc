"""Hours as others than the company say them: the structure that employs, and the person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.asked_hours import REPORT, attested_hours, reported_people
from cases.casework import Casework
from cases.decisions import Decision, Entry
from cases.inputs.report import HoursReportInput
from cases.markets import lock_markets
from cases.matched_hours import MatchTasks, match_tasks
from cases.packs import pack_at
from cases.refusals import InvalidInput, NotAllowed, Place
from cases.sheetwork import SheetState
from models.prepared import Prepared
from models.vocabulary import ActorKind, HoursSource, Role

KNOWN = Prepared(
    select(REPORT.c.id, REPORT.c.hours).where(
        REPORT.c.market_id == bindparam("market"),
        REPORT.c.participant_id == bindparam("participant"),
        REPORT.c.month == bindparam("month", type_=REPORT.c.month.type),
        REPORT.c.source == bindparam("source", type_=REPORT.c.source.type),
        func.coalesce(REPORT.c.party_id, 0) == bindparam("party"),
    )
)


@dataclass(frozen=True, slots=True)
class Stated:
    """Hours of someone on a market, with the company and the sheet that they are compared with."""

    participant_id: int
    market_id: int
    company_id: int
    sheet_id: int
    hours: Decimal


def report_hours(
    session: Session, actor: Actor, month: date, input: HoursReportInput, *, now: datetime
) -> None:
    """An insertion structure says what its people worked that month; saying it again replaces it.

    Raises NotAllowed for others than partners, InvalidInput for someone whom the structure does not employ
    that month, or a market where the company has no sheet.
    """
    if actor.role is not Role.PARTNER or actor.party_id is None:
        raise NotAllowed
    people = reported_people(session, actor.territory_id, actor.party_id, month)
    known = {(each.participant_id, each.market_id): (each.company_id, each.sheet_id) for each in people}
    _write(session, actor, month, HoursSource.STRUCTURE, _stated(input, known), now)


def attest_hours(
    session: Session,
    actor: Actor,
    participant_id: int,
    month: date,
    input: HoursReportInput,
    *,
    now: datetime,
) -> None:
    """A person says, by the link of its mail, what it worked that month on the markets that ask.

    `actor` is the link. Raises NotAllowed for anybody else, InvalidInput for what is not the person's own.
    """
    if actor.kind is not ActorKind.LINK:
        raise NotAllowed
    own = attested_hours(session, actor.territory_id, participant_id, month)
    known = {(each.participant_id, each.market_id): (each.company_id, each.sheet_id) for each in own}
    _write(session, actor, month, HoursSource.PARTICIPANT, _stated(input, known), now)


def _stated(input: HoursReportInput, known: dict[tuple[int, int], tuple[int, int]]) -> list[Stated]:
    stated = []
    for index, line in enumerate(input.lines):
        found = known.get((line.participant_id, line.market_id))
        if found is None:
            raise InvalidInput(
                Place(
                    f"lines.{index}",
                    "Ces heures ne sont pas de celles qui vous sont demandées.",
                    "These hours are not among those that you are asked about.",
                )
            )
        stated.append(Stated(line.participant_id, line.market_id, *found, line.hours))
    return stated


def _write(
    session: Session, actor: Actor, month: date, source: HoursSource, stated: Sequence[Stated], now: datetime
) -> None:
    """Keep the figures, and compare them; one line of the journal for each market, without names."""
    states = lock_markets(session, {each.market_id for each in stated})
    for each in stated:
        _keep(session, actor, month, source, each, now)
    entries = []
    for number, state in sorted(states.items()):
        case = Casework(session, actor, state, pack_at(session, state.territory_id, now), now)
        mine = [each for each in stated if each.market_id == number]
        tasks = _compared(case, month, mine)
        event = "hours_reported" if source is HoursSource.STRUCTURE else "hours_attested"
        payload = {"month": month, "people": len({each.participant_id for each in mine})}
        payload |= {"party": actor.party_id} if source is HoursSource.STRUCTURE else {}
        decision = Decision(event, payload, opens=tasks.opens, ends=tasks.ends)
        entries.append(Entry(state, decision, actor, case.pack.version))
    ledger.write_all(session, entries, now=now)


def _compared(case: Casework, month: date, stated: Iterable[Stated]) -> MatchTasks:
    tasks = MatchTasks()
    for sheet_id, company_id in sorted({(each.sheet_id, each.company_id) for each in stated}):
        tasks += match_tasks(case, sheet_id, company_id, month)
    return tasks


def keep_structures_figures(case: Casework, sheet: SheetState, hours: Mapping[int, Decimal]) -> None:
    """What the actor's structure said, by person, in a file of the company's sheet."""
    for person, figure in hours.items():
        stated = Stated(person, sheet.market_id, sheet.party_id, sheet.id, figure)
        _keep(case.session, case.actor, sheet.month, HoursSource.STRUCTURE, stated, case.now)


def _keep(
    session: Session, actor: Actor, month: date, source: HoursSource, each: Stated, now: datetime
) -> None:
    """A figure said again is not said anew: what was decided about it holds."""
    connection = session.connection()
    named = {"market": each.market_id, "participant": each.participant_id, "month": month, "source": source}
    named["party"] = actor.party_id or 0
    known = KNOWN.first(session, named)
    if known is None:
        values = {
            "market_id": each.market_id,
            "participant_id": each.participant_id,
            "month": month,
            "source": source,
            "party_id": actor.party_id,
            "hours": each.hours,
            "reported_at": now,
        }
        connection.execute(insert(REPORT).values(**values))
    elif known[1] != each.hours:
        said = {"hours": each.hours, "reported_at": now}
        connection.execute(update(REPORT).where(REPORT.c.id == known[0]).values(**said))

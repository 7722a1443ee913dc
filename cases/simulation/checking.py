"""Sheets validated together, people lent by structures, and what those say of the same hours."""

from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.access import open_link
from cases.actors import Actor
from cases.asked_hours import CONTRACT, employers_for, reported_people
from cases.bulk_validation import SeenSheet, validate_seen
from cases.commands.contracts import add_contract
from cases.commands.hours_decisions import decide_difference
from cases.commands.hours_reports import report_hours
from cases.inputs import ContractInput
from cases.inputs.report import DifferenceDecision, HoursReportInput, ReportedHours
from cases.matched_hours import LINE, figures_on
from cases.queries.sheet_checks import checks_of
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.matching import Match
from cases.simulation.follow_up import review, take_sheet
from cases.simulation.looking import sheet_numbered, structures_of
from cases.simulation.world import Happening, World
from cases.statements import TASK
from models.prepared import Prepared
from models.vocabulary import (
    ActorKind,
    ContractKind,
    HoursSource,
    LinkAct,
    Role,
    TaskKind,
    TaskStatus,
)

TOGETHER_SHARE, LENT_SHARE, SILENT_SHARE, DIFFERENT_SHARE = 0.3, 0.08, 0.2, 0.12
LINES = Prepared(
    select(LINE.c.participant_id, LINE.c.hours)
    .where(LINE.c.sheet_id == bindparam("sheet"))
    .order_by(LINE.c.participant_id)
)
UNDER_CONTRACT = Prepared(
    select(CONTRACT.c.id).where(CONTRACT.c.participant_id == bindparam("person")).limit(1)
)
DIFFERENCES = Prepared(
    select(TASK.c.subject_id)
    .where(
        TASK.c.market_id == bindparam("market"),
        TASK.c.kind == TaskKind.MATCH_HOURS.value,
        TASK.c.status == TaskStatus.OPEN.value,
    )
    .order_by(TASK.c.id)
)


def receive_answer(world: World, session: Session, happening: Happening) -> None:
    """An answer is looked at alone, or left for the sheets that are validated together some days later."""
    _lend(world, session, happening)
    chance = world.chance("together", happening.number)
    if chance.random() >= TOGETHER_SHARE or world.leaves_undone(chance):
        take_sheet(world, session, happening)
        return
    by = world.facilitator(happening.market_id)
    waiting = world.together.setdefault(by.id or 0, [])
    if not waiting:
        world.schedule(world.in_days(chance, 3), partial(_validate_together, world, by))
    waiting.append(happening.payload["sheet"])


def _validate_together(world: World, by: Actor) -> None:
    """Those with nothing odd at once; the others are looked at one by one."""
    waiting = world.together.pop(by.id or 0)
    with world.database.read() as session:
        checks = checks_of(session, by, waiting).values()
    seen = [SeenSheet(check.id, check.version) for check in checks if not check.oddities]
    validate_seen(world.database, by, seen, now=world.now)
    for check in checks:
        if check.oddities:
            world.do(partial(review, world, check.id, world.chance("odd", check.id)))


def _lend(world: World, session: Session, happening: Happening) -> None:
    """Some of those declared turn out to be employed by a structure: their contract is written down."""
    for person, _ in LINES.rows(session, {"sheet": happening.payload["sheet"]}):
        chance = world.chance("lent", person)
        if chance.random() < LENT_SHARE and not UNDER_CONTRACT.rows(session, {"person": person}):
            structures = list(structures_of(session, world.territory_id))
            act = partial(
                _write_contract, world, happening.payload["sheet"], person, chance.choice(structures)
            )
            world.plan(world.in_days(chance, 0), act)


def _write_contract(world: World, sheet_id: int, person: int, structure: int, session: Session) -> None:
    if UNDER_CONTRACT.rows(session, {"person": person}):
        return
    sheet = sheet_numbered(session, sheet_id)
    input = ContractInput(
        kind=ContractKind.TEMPORARY,
        employer_id=structure,
        company_id=sheet.party_id,
        starts_on=sheet.month,
    )
    add_contract(session, world.facilitator(sheet.market_id), person, input, now=world.now)


def receive_request(world: World, session: Session, happening: Happening) -> None:
    """Structures that are asked answer within the week, most of them."""
    sheet = sheet_numbered(session, happening.payload["sheet"])
    for structure in employers_for(session, sheet.party_id, sheet.month):
        chance = world.chance("says", structure, sheet.month)
        if chance.random() >= SILENT_SHARE:
            act = partial(_report, world, structure, sheet.month)
            world.plan(world.in_days(chance, chance.randrange(0, 4)), act)


def _report(world: World, structure: int, month: date, session: Session) -> None:
    """What the company said, but for some whose hours the structure counts otherwise."""
    link = open_link(session, LinkAct.REPORT_HOURS, now=world.now, party_id=structure, month=month)
    lines: list[ReportedHours] = []
    for each in reported_people(session, world.territory_id, structure, month):
        declared = dict(LINES.rows(session, {"sheet": each.sheet_id})).get(each.participant_id)
        if declared is None or each.hours is not None:
            continue
        share = 1 if world.has_visitors and not lines else DIFFERENT_SHARE
        is_other = world.chance("counts", each.participant_id, month).random() < share
        hours = max(Decimal(0), declared - 7) if is_other else declared
        lines.append(ReportedHours(participant_id=each.participant_id, market_id=each.market_id, hours=hours))
    if lines:
        actor = Actor(ActorKind.LINK, world.territory_id, link, Role.PARTNER, structure)
        report_hours(session, actor, month, HoursReportInput(lines=tuple(lines)), now=world.now)


def receive_report(world: World, session: Session, happening: Happening) -> None:
    """Differences are decided within the week, after a call."""
    if not DIFFERENCES.rows(session, {"market": happening.market_id}):
        return
    chance = world.chance("differs", happening.number)
    if not (world.leaves_to_visitors("difference") or world.leaves_undone(chance)):
        act = partial(_settle, world, happening.market_id)
        world.plan(world.in_days(chance, chance.randrange(1, 5)), act)


def _settle(world: World, market_id: int, session: Session) -> None:
    """One difference at a time: each decision is a transaction of its own."""
    for (sheet,) in DIFFERENCES.rows(session, {"market": market_id}):
        for person in figures_on(session, (sheet,), DEFAULT_PACK)[sheet]:
            if person.match is not Match.DIFFERENCE:
                continue
            chance = world.chance("stands", sheet, person.participant_id)
            source = chance.choice([each for each in HoursSource if person.statements.of(each) is not None])
            input = DifferenceDecision(
                participant_id=person.participant_id,
                source=source,
                reason="Relevé d’heures vérifié au téléphone avec chacun.",
            )
            world.schedule(world.now, partial(world.do, partial(_decide, world, market_id, sheet, input)))


def _decide(world: World, market_id: int, sheet: int, input: DifferenceDecision, session: Session) -> None:
    decide_difference(session, world.facilitator(market_id), sheet, input, now=world.now)

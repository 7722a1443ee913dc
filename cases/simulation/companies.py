"""How companies answer their sheets: at once, when reminded, when chased, when called, or not at all."""

from decimal import Decimal
from functools import partial

from sqlmodel import Session

from cases.actors import Actor
from cases.commands.sheets import submit_sheet
from cases.commands.tasks import report_wrong_contact
from cases.inputs import LineInput, SheetAnswer
from cases.rules.chasing import ChaseStep
from cases.simulation.crews import QUARTER, training, worker
from cases.simulation.hour_files import send_file, sends_files
from cases.simulation.looking import SheetSeen, sheet_numbered, sheets_of
from cases.simulation.plans import Temperament
from cases.simulation.sheet_pages import answer_on_one_page, by_link
from cases.simulation.world import Happening, World
from models.vocabulary import SheetStatus

MOST_HOURS_OF_ONE = Decimal(140)
ANSWERS_AT_ONCE = (Temperament.PUNCTUAL, Temperament.CARELESS)
NIL_SHARE, CORRECTED_SHARE = 0.1, 0.06


def learn_companies(world: World, session: Session, happening: Happening) -> None:
    """Know which company of the plan each party of the market is: they were joined in the plan's order."""
    plan = world.plans[happening.market_id]
    for party_id, member in zip(happening.payload["companies"], plan.members, strict=True):
        world.members[happening.market_id, party_id] = member


def receive_sheets(world: World, session: Session, happening: Happening) -> None:
    """New sheets: some answer at once, some are the wrong person, the others wait to be reminded."""
    for number in happening.payload["sheets"]:
        sheet = sheet_numbered(session, number)
        chance = world.chance("opened", sheet.id)
        temperament = temperament_of(world, sheet)
        if temperament is Temperament.MISDIRECTED and sheet.party_id not in world.redirected:
            world.redirected.add(sheet.party_id)
            world.plan(world.in_days(chance, 1), partial(_report_wrong_contact, world, sheet.id))
        elif temperament in (*ANSWERS_AT_ONCE, Temperament.MISDIRECTED):
            _answers(world, sheet.id, chance.randrange(0, 5))


def receive_reminder(world: World, session: Session, happening: Happening) -> None:
    """The forgetful answer when reminded."""
    _answer_if(world, session, happening, (Temperament.FORGETFUL,), days=2)


def receive_chase(world: World, session: Session, happening: Happening) -> None:
    """The late answer when chased, some of them only the second time."""
    is_second = happening.payload["step"] == ChaseStep.SECOND_CHASE
    if is_second or world.chance("chased", happening.number).random() < 0.7:
        _answer_if(
            world, session, happening, (Temperament.LATE, *ANSWERS_AT_ONCE, Temperament.FORGETFUL), days=3
        )


def receive_buyers_call(world: World, session: Session, happening: Happening) -> None:
    """Once the buyer knows, nearly everybody finds the time."""
    but = (Temperament.MUTE,)
    _answer_if(world, session, happening, tuple(kind for kind in Temperament if kind not in but), days=4)


def receive_rejection(world: World, session: Session, happening: Happening) -> None:
    """A sheet that came back is corrected within the week, or by those who wait, when chased."""
    waits = (Temperament.LATE, Temperament.SILENT, Temperament.MUTE)
    _answer_if(world, session, happening, tuple(kind for kind in Temperament if kind not in waits), days=4)


def receive_right_contact(world: World, session: Session, happening: Happening) -> None:
    """The right person has the link at last, and answers what waits."""
    for sheet in sheets_of(session, happening.market_id):
        if sheet.party_id == happening.payload["party"] and sheet.is_unanswered:
            _answers(world, sheet.id, world.chance("found", sheet.id).randrange(1, 4))


def temperament_of(world: World, sheet: SheetSeen) -> Temperament:
    """How the sheet's company behaves."""
    return world.members[sheet.market_id, sheet.party_id].company.temperament


def _answer_if(
    world: World, session: Session, happening: Happening, temperaments: tuple[Temperament, ...], *, days: int
) -> None:
    sheet = sheet_numbered(session, happening.payload["sheet"])
    if temperament_of(world, sheet) in temperaments:
        _answers(world, sheet.id, world.chance("answers", happening.number).randrange(0, days))


def _answers(world: World, sheet_id: int, days: int) -> None:
    chance = world.chance("when", sheet_id, world.now)
    world.plan(world.in_days(chance, days), partial(answer, world, sheet_id))


def _report_wrong_contact(world: World, sheet_id: int, session: Session) -> None:
    sheet = sheet_numbered(session, sheet_id)
    note = "Je ne m’occupe plus de ce chantier."
    report_wrong_contact(session, by_link(world, sheet), sheet.market_id, note, now=world.now)


def answer(world: World, sheet_id: int, session: Session, by: Actor | None = None) -> None:
    """Declare the month's hours, or nobody: on the link, or on the phone `by` a facilitator."""
    sheet = sheet_numbered(session, sheet_id)
    if not sheet.is_unanswered:
        return
    if by is None and sends_files(world, sheet.party_id):
        send_file(world, session, by_link(world, sheet), sheet.party_id, sheet.month, declared)
    elif by is not None or not _answer_all(world, session, sheet):
        submit_sheet(session, by or by_link(world, sheet), sheet_id, declared(world, sheet), now=world.now)
    chance = world.chance("corrects", sheet_id, sheet.version)
    if chance.random() < CORRECTED_SHARE:
        world.plan(world.in_days(chance, 0), partial(_correct, world, sheet_id))


def _answer_all(world: World, session: Session, sheet: SheetSeen) -> bool:
    """On the page of all its markets, when the company has several to answer."""
    link = by_link(world, sheet)
    return answer_on_one_page(world, session, link, sheet.party_id, sheet.month, declared)


def _correct(world: World, sheet_id: int, session: Session) -> None:
    """The company noticed a mistake before anybody looked."""
    sheet = sheet_numbered(session, sheet_id)
    if sheet.status is SheetStatus.SUBMITTED:
        submit_sheet(session, by_link(world, sheet), sheet_id, declared(world, sheet), now=world.now)


def declared(world: World, sheet: SheetSeen) -> SheetAnswer:
    """Hours by person around the company's share of an ordinary month."""
    plan, member = world.plans[sheet.market_id], world.members[sheet.market_id, sheet.party_id]
    chance = world.chance("hours", sheet.id, sheet.version)
    if chance.random() < NIL_SHARE:
        return SheetAnswer(nil=True)
    share = Decimal(1) / len(plan.members)
    if member.share is not None and plan.committed_hours:
        share = member.share / plan.committed_hours
    total = plan.monthly_hours * share * chance.randrange(75, 130) / 100
    people = int(total // MOST_HOURS_OF_ONE) + 1
    each = max(QUARTER, (total / people / QUARTER).quantize(Decimal(1)) * QUARTER)
    crew = (worker(world, sheet.party_id, sheet.market_id, rank) for rank in range(people))
    lines = [
        LineInput(
            first_name=first,
            last_name=last,
            birth_date=born,
            hours=each,
            training_hours=training(world, sheet, rank, each),
        )
        for rank, (first, last, born) in enumerate(crew)
    ]
    return SheetAnswer(lines=tuple(lines), confirm=True)

"""What companies do on their sheets' pages beside answering: drafts, all markets at once, corrections."""

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlalchemy import bindparam
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.corrections import ask_correction, grant_correction, refuse_correction
from cases.commands.drafts import keep_draft
from cases.commands.several_sheets import submit_sheets
from cases.inputs import AnswerTo, CorrectionAnswer, CorrectionInput, SheetAnswer, SheetAnswers
from cases.queries.corrections import latest_correction
from cases.simulation.looking import SEEN, SHEET, SheetSeen, sheet_numbered, stage_of
from cases.simulation.world import Happening, World
from models.prepared import Prepared
from models.vocabulary import UNANSWERED, ActorKind, SheetStatus, Stage

DRAFT_SHARE, CORRECTION_SHARE, GRANTED_SHARE = 0.05, 0.03, 0.7
OWED = Prepared(
    SEEN.where(
        SHEET.c.party_id == bindparam("party"),
        SHEET.c.month == bindparam("month"),
        SHEET.c.status.in_(UNANSWERED),
    ).order_by(SHEET.c.id)
)
Declare = Callable[[World, SheetSeen], SheetAnswer]


def answer_on_one_page(
    world: World, session: Session, actor: Actor, party_id: int, month: date, declared: Declare
) -> bool:
    """Answer all that the company owes for the month at once; whether there were several."""
    owed = [SheetSeen(*row) for row in OWED.rows(session, {"party": party_id, "month": month})]
    if len(owed) < 2:
        return False
    answers = (
        AnswerTo(sheet_id=sheet.id, **declared(world, sheet).model_dump(exclude_unset=True)) for sheet in owed
    )
    submit_sheets(session, actor, SheetAnswers(answers=tuple(answers)), now=world.now)
    return True


def begin_drafts(world: World, session: Session, happening: Happening) -> None:
    """Some begin, and are called away before they send."""
    for number in happening.payload["sheets"]:
        chance = world.chance("draft", number)
        if chance.random() < DRAFT_SHARE:
            world.plan(world.in_days(chance, 0), partial(_draft, world, number))


def _draft(world: World, sheet_id: int, session: Session) -> None:
    sheet = sheet_numbered(session, sheet_id)
    if sheet.status is SheetStatus.AWAITED:
        typed = {"new.0.first_name": "Dino", "new.0.last_name": "Fictif", "new.0.hours": "35"}
        keep_draft(session, by_link(world, sheet), sheet_id, typed, now=world.now)


def notice_mistakes(world: World, session: Session, happening: Happening) -> None:
    """Now and then a company sees a mistake once its sheet is validated."""
    chance = world.chance("mistake", happening.number)
    if chance.random() < CORRECTION_SHARE:
        world.plan(world.in_days(chance, 6), partial(_ask, world, happening.payload["sheet"]))


def _ask(world: World, sheet_id: int, session: Session) -> None:
    sheet = sheet_numbered(session, sheet_id)
    if sheet.status is SheetStatus.VALIDATED and stage_of(session, sheet.market_id) is Stage.FOLLOW_UP:
        reason = CorrectionInput(reason="Une personne a été comptée sur le mauvais chantier.")
        ask_correction(session, by_link(world, sheet), sheet_id, reason, now=world.now)


def take_request(world: World, session: Session, happening: Happening) -> None:
    """The facilitator reopens most of the sheets that they are asked to."""
    chance = world.chance("correction", happening.number)
    granted = chance.random() < GRANTED_SHARE
    act = partial(_decide, world, happening.payload["sheet"], granted)
    world.plan(world.in_days(chance, chance.randrange(0, 4)), act)


def _decide(world: World, sheet_id: int, granted: bool, session: Session) -> None:
    sheet = sheet_numbered(session, sheet_id)
    facilitator = world.facilitator(sheet.market_id)
    asked = latest_correction(session, facilitator, sheet_id)
    if asked is None or not asked.is_waiting or sheet.status is not SheetStatus.VALIDATED:
        return
    if stage_of(session, sheet.market_id) is Stage.CLOSED:
        return
    if granted and stage_of(session, sheet.market_id) is Stage.FOLLOW_UP:
        grant_correction(session, facilitator, asked.id, now=world.now)
    else:
        why = CorrectionAnswer(answer="Les contrats confirment les heures validées.")
        refuse_correction(session, facilitator, asked.id, why, now=world.now)


def by_link(world: World, sheet: SheetSeen) -> Actor:
    """The company, on the link of the sheet's mail."""
    return Actor(ActorKind.LINK, world.territory_id, sheet.link_id, party_id=sheet.party_id)

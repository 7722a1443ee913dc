"""People who say, by the link of their mail, whether the hours declared for them are right."""

from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.access import open_link
from cases.actors import Actor
from cases.asked_hours import attested_hours
from cases.commands.hours_reports import attest_hours
from cases.commands.people import correct_person
from cases.hour_facts import LINE, PERSON, ROOT
from cases.inputs import PersonFacts
from cases.inputs.report import HoursReportInput, ReportedHours
from cases.simulation.looking import sheet_numbered
from cases.simulation.world import Happening, World
from models.prepared import Prepared
from models.vocabulary import ActorKind, LinkAct

ASKS_SHARE, ADDRESS_SHARE, SILENT_SHARE, OTHER_SHARE, ENGLISH_SHARE = 0.35, 0.5, 0.3, 0.2, 0.15
FORGOTTEN_HOURS = Decimal(5)
"""What someone who counts otherwise finds too many on the sheet."""
KNOWN = Prepared(
    select(*(PERSON.c[name] for name in PersonFacts.model_fields)).where(PERSON.c.id == bindparam("number"))
)
ADDRESSED = Prepared(
    select(ROOT)
    .join(LINE, LINE.c.participant_id == PERSON.c.id)
    .where(LINE.c.sheet_id == bindparam("sheet"), PERSON.c.email.is_not(None))
    .distinct()
    .order_by(ROOT)
)


def asks_people(world: World, market_id: int) -> bool:
    """Whether the facilitator decides, at the kickoff, that people are asked about their hours."""
    return world.chance("attestation", market_id).random() < ASKS_SHARE


def ask_for_addresses(world: World, session: Session, happening: Happening) -> None:
    """Where people are asked about their hours, some of those who are new give their address."""
    if not asks_people(world, happening.market_id):
        return
    for number in happening.payload["participants"]:
        chance = world.chance("address", number)
        if chance.random() < ADDRESS_SHARE:
            act = partial(_note_address, world, happening.market_id, number)
            world.plan(world.in_days(chance, 0), act)


def _note_address(world: World, market_id: int, number: int, session: Session) -> None:
    (row,) = KNOWN.rows(session, {"number": number})
    known = dict(zip(PersonFacts.model_fields, row, strict=True))
    is_foreign = world.chance("language", number).random() < ENGLISH_SHARE
    facts = {**known, "email": f"personne-{number}@poste.example", "locale": "en" if is_foreign else "fr"}
    correct_person(session, world.facilitator(market_id), number, PersonFacts(**facts), now=world.now)


def receive_question(world: World, session: Session, happening: Happening) -> None:
    """Most of those who are asked answer within some days."""
    if not happening.payload["people"]:
        return
    sheet = sheet_numbered(session, happening.payload["sheet"])
    for (person,) in ADDRESSED.rows(session, {"sheet": sheet.id}):
        chance = world.chance("attests", person, sheet.month)
        if chance.random() >= SILENT_SHARE:
            act = partial(_attest, world, person, sheet.month)
            world.plan(world.in_days(chance, chance.randrange(0, 4)), act)


def _attest(world: World, person: int, month: date, session: Session) -> None:
    """What the company declared is right, but for some who count otherwise."""
    link = open_link(session, LinkAct.ATTEST_HOURS, now=world.now, participant_id=person, month=month)
    own = attested_hours(session, world.territory_id, person, month)
    lines = [
        ReportedHours(
            participant_id=each.participant_id,
            market_id=each.market_id,
            hours=_said(world, each.participant_id, month, each.declared_hours),
        )
        for each in own
        if each.hours is None
    ]
    if link is not None and lines:
        actor = Actor(ActorKind.LINK, world.territory_id, link)
        attest_hours(session, actor, person, month, HoursReportInput(lines=tuple(lines)), now=world.now)


def _said(world: World, participant: int, month: date, declared: Decimal) -> Decimal:
    is_other = world.chance("remembers", participant, month).random() < OTHER_SHARE
    return max(Decimal(0), declared - FORGOTTEN_HOURS) if is_other else declared

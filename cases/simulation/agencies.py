"""Structures that send one file for all those whom they lend, on whatever company's sheets."""

from datetime import date
from functools import partial

from sqlmodel import Session

from cases.actors import Actor
from cases.asked_hours import ReportedPerson, employers_for, reported_people
from cases.commands.sheet_files import import_sheets
from cases.simulation.companies import declared
from cases.simulation.looking import sheet_numbered
from cases.simulation.world import Happening, World
from models.vocabulary import ActorKind, Role

SENDS_SHARE = 0.8
"""Of the structures, those that send files; the others wait to be asked what their people worked."""
HEAD = "Entreprise;Marché;Mois;Nom;Prénom;Heures"


def receive_sheets(world: World, session: Session, happening: Happening) -> None:
    """Some days after the month, once for all its sheets; companies may have answered before, or not."""
    if world.read_hours is None:
        return
    for number in happening.payload["sheets"]:
        sheet = sheet_numbered(session, number)
        for structure in employers_for(session, sheet.party_id, sheet.month):
            chance = world.chance("agency", structure)
            if (structure, sheet.month) in world.sent or chance.random() >= SENDS_SHARE:
                continue
            world.sent.add((structure, sheet.month))
            when = world.chance("agency file", structure, sheet.month)
            world.plan(
                world.in_days(when, when.randrange(0, 4)), partial(_send, world, structure, sheet.month)
            )


def _send(world: World, structure: int, month: date, session: Session) -> None:
    """The hours that the company would say too; of whoever did not work, no row."""
    assert world.read_hours is not None  # asked before
    people = reported_people(session, world.territory_id, structure, month)
    rows = [row for each in people if (row := _row(world, session, each, month)) is not None]
    if rows:
        reading = world.read_hours("\r\n".join((HEAD, *rows)).encode("utf-8-sig"))
        actor = Actor(ActorKind.ACCOUNT, world.territory_id, None, Role.PARTNER, structure)
        import_sheets(session, actor, reading, partial=True, confirm=True, now=world.now)


def _row(world: World, session: Session, person: ReportedPerson, month: date) -> str | None:
    sheet = sheet_numbered(session, person.sheet_id)
    for line in declared(world, sheet).lines if sheet.is_unanswered else ():
        if f"{line.first_name} {line.last_name}" == person.name:
            hours = f"{line.hours:f}".replace(".", ",")
            where = f"{person.company_name};{person.market_reference};{month:%m/%Y}"
            return f"{where};{line.last_name};{line.first_name};{hours}"
    return None

"""What the demonstration leaves to its visitors: somebody to recognise, a proof to see, hours that differ."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.commands.sheets import submit_sheet
from cases.hour_facts import PERSON
from cases.inputs import LineInput, SheetAnswer
from cases.sheet_lines import lines_now
from cases.simulation.looking import SheetSeen, sheet_numbered
from cases.simulation.sheet_pages import by_link
from cases.simulation.world import Happening, World
from models.prepared import Prepared
from models.vocabulary import SheetStatus

SOON = timedelta(minutes=5)
KNOWN_ELSEWHERE = Prepared(
    select(PERSON.c.first_name, PERSON.c.last_name, PERSON.c.birth_date)
    .where(PERSON.c.territory_id == bindparam("here"), PERSON.c.party_id != bindparam("company"))
    .where(PERSON.c.merged_into_id.is_(None), PERSON.c.birth_date.is_not(None))
    .order_by(PERSON.c.id)
    .limit(1)
)


@dataclass
class Acquaintance:
    """A reaction to answers: once, a company adds somebody known to another, names the wrong way round."""

    has_come: bool = False

    def __call__(self, world: World, session: Session, happening: Happening) -> None:
        sheet = sheet_numbered(session, happening.payload["sheet"])
        if self.has_come or not world.has_visitors or not sheet.declared_hours:
            return
        self.has_come = True
        world.plan(world.now + SOON, partial(self._come, world, sheet.id))

    def _come(self, world: World, sheet_id: int, session: Session) -> None:
        sheet = sheet_numbered(session, sheet_id)
        others = KNOWN_ELSEWHERE.rows(session, {"here": world.territory_id, "company": sheet.party_id})
        if sheet.status is not SheetStatus.SUBMITTED or not others:
            self.has_come = False
            return
        ((first, last, born),) = others
        added = LineInput(first_name=last, last_name=first, birth_date=born, hours=Decimal(35))
        lines = (*_as_they_are(session, sheet), added)
        answer = SheetAnswer(lines=lines, confirm=True)
        submit_sheet(session, by_link(world, sheet), sheet_id, answer, now=world.now)


def _as_they_are(session: Session, sheet: SheetSeen) -> list[LineInput]:
    return [
        LineInput(participant_id=person, hours=hours, training_hours=training)
        for person, (hours, training) in lines_now(session, sheet.id).items()
    ]

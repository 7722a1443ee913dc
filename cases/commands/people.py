"""A person's record: what it says, corrected by the territory's staff."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.holding import hold_newcomers
from cases.hour_facts import PERSON
from cases.inputs import PersonFacts
from cases.newcomers import recognise
from cases.people import change_person
from cases.personwork import open_person, take_up_person
from cases.refusals import in_the_future


def correct_person(
    session: Session, actor: Actor, participant_id: int, facts: PersonFacts, *, now: datetime
) -> None:
    """Replace what this record says of the person; their hours are counted anew.

    When the names or the birth date change, those who may be the same person are looked for again. Raises
    NotAllowed, NotFound, InvalidInput for a birth to come.
    """
    hold_newcomers(session, actor.territory_id, [facts], people={participant_id})
    case = take_up_person(session, actor, participant_id, now)
    if facts.birth_date is not None and facts.birth_date >= case.today:
        raise in_the_future("birth_date")
    query = select(*(PERSON.c[name] for name in PersonFacts.model_fields))
    row = session.connection().execute(query.where(PERSON.c.id == participant_id)).one()
    before = row._mapping
    changed = [name for name, value in facts.model_dump().items() if value != before[name]]
    if not changed:
        return
    change_person(session, participant_id, facts)
    case.decide("person_corrected", {"participant": participant_id, "fields": changed})
    if {"first_name", "last_name", "birth_date"} & set(changed):
        recognise(open_person(session, actor, participant_id, now))

"""What people are entitled by, all records of one person together."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from cases.hour_facts import CLAIM, PERSON, ROOT
from cases.rules.person_month import Claim

OTHER = PERSON.alias("other")


def claims_of(session: Session, people: Collection[int]) -> Mapping[int, tuple[Claim, ...]]:
    """By record, the criteria of the person that it is of, wherever they were written."""
    same = func.coalesce(OTHER.c.merged_into_id, OTHER.c.id) == ROOT
    names = ("criterion", "status", "buyer_id", "valid_from", "valid_until")
    query = (
        select(PERSON.c.id, *(CLAIM.c[name] for name in names))
        .join(OTHER, same)
        .join(CLAIM, CLAIM.c.participant_id == OTHER.c.id)
        .where(PERSON.c.id.in_(people))
        .order_by(CLAIM.c.id)
    )
    found: dict[int, tuple[Claim, ...]] = {}
    for person, *claim in session.connection().execute(query):
        found[person] = (*found.get(person, ()), Claim(*claim))
    return found

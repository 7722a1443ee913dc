"""What a company chooses from when it declares someone new: employers, and criteria with their proofs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.packs import pack_at
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.statements import MARKET, table_of
from models.tables import BuyerCriterion
from models.vocabulary import PartyKind

OWN_LIST = table_of(BuyerCriterion)
MOST_STRUCTURES = 300
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewPersonChoices:
    """(value, words) pairs: insertion structures that lend people, and criteria with what must be shown."""

    employers: Choices
    criteria: Choices


def new_person_choices(
    session: Session, actor: Actor, sheet_id: int, locale: str, *, now: datetime
) -> NewPersonChoices:
    """For one sheet: the criteria of its buyer's own list, or else of the rule pack."""
    employers = tuple((str(number), name) for number, name in _structures(session, actor))
    own = _own_list(session, actor, sheet_id)
    pack = pack_at(session, actor.territory_id, now)
    listed = tuple(
        (each.code, f"{each.label(locale)} ({each.proof(locale)})") for each in pack.eligibility_criteria
    )
    return NewPersonChoices(employers, own or listed)


def file_choices(
    session: Session, actor: Actor, buyers: Collection[int], locale: str, *, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same as words alone, for the lists of a generated file: employers; criteria of these buyers.

    A buyer without a list of its own has the rule pack's.
    """
    employers = tuple(dict.fromkeys(name for _, name in _structures(session, actor)))
    query = (
        select(OWN_LIST.c.buyer_id, OWN_LIST.c.label)
        .where(OWN_LIST.c.buyer_id.in_(buyers), OWN_LIST.c.withdrawn_at.is_(None))
        .order_by(OWN_LIST.c.label, OWN_LIST.c.id)
    )
    own = session.connection().execute(query).all()
    listed: list[str] = []
    if set(buyers) - {row.buyer_id for row in own}:
        pack = pack_at(session, actor.territory_id, now)
        listed = [each.label(locale) for each in pack.eligibility_criteria]
    return employers, tuple(dict.fromkeys((*listed, *(row.label for row in own))))


def _structures(session: Session, actor: Actor) -> Sequence[Any]:
    """(number, name) of the insertion structures that lend people in the territory."""
    query = (
        select(PARTY.c.id, PARTY.c.name)
        .where(PARTY.c.territory_id == actor.territory_id, PARTY.c.kind == PartyKind.INSERTION_STRUCTURE)
        .order_by(PARTY.c.name, PARTY.c.id)
        .limit(MOST_STRUCTURES)
    )
    return session.connection().execute(query).all()


def _own_list(session: Session, actor: Actor, sheet_id: int) -> Choices:
    query = (
        sheets_seen(actor, OWN_LIST.c.code, OWN_LIST.c.label, OWN_LIST.c.proof)
        .join(OWN_LIST, OWN_LIST.c.buyer_id == MARKET.c.buyer_id)
        .where(SHEET.c.id == sheet_id, OWN_LIST.c.withdrawn_at.is_(None))
        .order_by(OWN_LIST.c.label, OWN_LIST.c.id)
    )
    rows = session.connection().execute(query)
    return tuple((code, f"{label} ({proof})") for code, label, proof in rows)

"""What a company chooses from when it declares someone new: employers, and criteria with their proofs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.packs import pack_at
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.statements import MARKET, table_of
from models.tables import BuyerCriterion
from models.vocabulary import PartyKind

OWN_LIST = table_of(BuyerCriterion)
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
    structures = (
        select(PARTY.c.id, PARTY.c.name)
        .where(PARTY.c.territory_id == actor.territory_id, PARTY.c.kind == PartyKind.INSERTION_STRUCTURE)
        .order_by(PARTY.c.name, PARTY.c.id)
        .limit(300)
    )
    employers = tuple((str(number), name) for number, name in session.connection().execute(structures))
    own = _own_list(session, actor, sheet_id)
    pack = pack_at(session, actor.territory_id, now)
    listed = tuple(
        (each.code, f"{each.label(locale)} ({each.proof(locale)})") for each in pack.eligibility_criteria
    )
    return NewPersonChoices(employers, own or listed)


def _own_list(session: Session, actor: Actor, sheet_id: int) -> Choices:
    query = (
        sheets_seen(actor, OWN_LIST.c.code, OWN_LIST.c.label, OWN_LIST.c.proof)
        .join(OWN_LIST, OWN_LIST.c.buyer_id == MARKET.c.buyer_id)
        .where(SHEET.c.id == sheet_id, OWN_LIST.c.withdrawn_at.is_(None))
        .order_by(OWN_LIST.c.label, OWN_LIST.c.id)
    )
    rows = session.connection().execute(query)
    return tuple((code, f"{label} ({proof})") for code, label, proof in rows)

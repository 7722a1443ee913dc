"""What a company chooses from when it declares someone new: employers, and criteria with their proofs."""

from collections.abc import Collection, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class CompanyChoices(NewPersonChoices):
    """The same for several sheets at once.

    `codes`: by sheet, what each value that holds there stands for: two buyers may have the same code.
    """

    codes: Mapping[int, Mapping[str, str]]


def new_person_choices(
    session: Session, actor: Actor, sheet_id: int, locale: str, *, now: datetime
) -> NewPersonChoices:
    """For one sheet: the criteria of its buyer's own list, or else of the rule pack."""
    own = _own_list(session, actor, sheet_id)
    return NewPersonChoices(_employers(session, actor), own or _packs_list(session, actor, locale, now))


def company_choices(
    session: Session, actor: Actor, buyers: Mapping[int, str], locale: str, *, now: datetime
) -> CompanyChoices:
    """For several sheets (`buyers`: by sheet, its buyer's name): the lists of all, named when they differ."""
    shared = _packs_list(session, actor, locale, now)
    lists = {sheet: _own_list(session, actor, sheet) or shared for sheet in buyers}
    differ = len(set(lists.values())) > 1
    criteria: dict[str, str] = {}
    codes: dict[int, dict[str, str]] = {}
    for sheet, offered in lists.items():
        like = [other for other in lists if lists[other] == offered]
        names = ", ".join(dict.fromkeys(buyers[other] for other in like))
        codes[sheet] = {}
        for code, words in offered:
            value = code if not differ or offered == shared else f"{code}.{min(like)}"
            criteria[value] = f"{names}\u00a0: {words}" if differ else words
            codes[sheet][value] = code
    return CompanyChoices(_employers(session, actor), tuple(criteria.items()), codes)


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


def _employers(session: Session, actor: Actor) -> Choices:
    return tuple((str(number), name) for number, name in _structures(session, actor))


def _packs_list(session: Session, actor: Actor, locale: str, now: datetime) -> Choices:
    pack = pack_at(session, actor.territory_id, now)
    return tuple(
        (each.code, f"{each.label(locale)} ({each.proof(locale)})") for each in pack.eligibility_criteria
    )


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
